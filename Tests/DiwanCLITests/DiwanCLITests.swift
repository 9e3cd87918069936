// DiwanCLI
