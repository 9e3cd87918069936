// DiwanData
