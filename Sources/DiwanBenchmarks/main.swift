// Benchmarks: each prints figures; none of them fails for being slow.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "shape" where arguments.count == 4:
    try ShapingBenchmark.run(font: arguments[1], text: arguments[2], seconds: Double(arguments[3]) ?? 3)
default:
    print("usage: DiwanBenchmarks shape FONT TEXT SECONDS")
}
