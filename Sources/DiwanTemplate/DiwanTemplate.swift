// DiwanTemplate
