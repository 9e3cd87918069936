// DiwanDiagnostics
