// DiwanShaping
