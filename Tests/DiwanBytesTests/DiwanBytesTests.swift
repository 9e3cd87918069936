// DiwanBytes
