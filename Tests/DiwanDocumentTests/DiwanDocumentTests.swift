// DiwanDocument
