// DiwanBenchmarks
