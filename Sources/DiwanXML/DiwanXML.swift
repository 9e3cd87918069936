// DiwanXML
