// DiwanDomain
