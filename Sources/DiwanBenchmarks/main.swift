// Benchmarks: each prints figures; none of them fails for being slow.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "shape" where arguments.count == 4:
    try ShapingBenchmark.run(font: arguments[1], text: arguments[2], seconds: Double(arguments[3]) ?? 3)
case "letters" where arguments.count == 5:
    try LetterBenchmark.run(
        records: arguments[1], folder: arguments[2], count: Int(arguments[3]) ?? 200, budget: Double(arguments[4]) ?? 60)
case "templates" where arguments.count >= 4:
    try TemplateBenchmark.run(root: arguments[1], names: Array(arguments.dropFirst(3)), rounds: Int(arguments[2]) ?? 1_000)
default:
    print("usage: DiwanBenchmarks shape FONT TEXT SECONDS | letters RECORDS FOLDER COUNT BUDGET | templates ROOT ROUNDS NAME…")
}
