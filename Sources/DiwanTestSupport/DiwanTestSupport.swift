// DiwanTestSupport
