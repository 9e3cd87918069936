// DiwanFont
