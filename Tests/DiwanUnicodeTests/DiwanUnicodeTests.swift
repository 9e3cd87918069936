// DiwanUnicode
