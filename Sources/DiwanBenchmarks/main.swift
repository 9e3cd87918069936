// Benchmarks: each prints figures; none of them fails for being slow.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "shape" where arguments.count == 4:
    try ShapingBenchmark.run(font: arguments[1], text: arguments[2], seconds: Double(arguments[3]) ?? 3)
case "letters" where arguments.count == 4:
    try LetterBenchmark.run(count: max(1, Int(arguments[1]) ?? 200), folder: arguments[2], profile: arguments[3])
case "letters" where arguments.count == 5 && arguments[4] == "code":
    try LetterBenchmark.run(count: max(1, Int(arguments[1]) ?? 200), folder: arguments[2], profile: arguments[3], hasCode: true)
case "letters" where arguments.count == 5:
    try LetterBenchmark.run(
        count: max(1, Int(arguments[1]) ?? 200), folder: arguments[2], profile: arguments[3], picture: arguments[4])
case "growth" where arguments.count == 2:
    try LetterBenchmark.growth(profile: arguments[1])
case "pages" where arguments.count == 1:
    try PageBenchmark.run()
case "templates" where arguments.count >= 4:
    try TemplateBenchmark.run(root: arguments[1], names: Array(arguments.dropFirst(3)), rounds: Int(arguments[2]) ?? 1_000)
case "forms" where arguments.count >= 4:
    try FormBenchmark.run(root: arguments[1], names: Array(arguments.dropFirst(3)), rounds: Int(arguments[2]) ?? 10)
case "embed" where arguments.count == 5:
    try EmbedBenchmark.run(root: arguments[1], fonts: arguments[2], name: arguments[3], count: max(1, Int(arguments[4]) ?? 500))
case "batch" where arguments.count == 5 || arguments.count == 6:
    let setting = BatchBenchmark.Setting(root: arguments[1], fonts: arguments[2], template: arguments[3], folder: arguments[4])
    try BatchBenchmark.run(setting, most: arguments.count == 6 ? Int(arguments[5]) ?? 10_000 : 10_000)
case "batch-once" where arguments.count == 8:
    let setting = BatchBenchmark.Setting(root: arguments[1], fonts: arguments[2], template: arguments[3], folder: arguments[4])
    try BatchBenchmark.once(setting, rows: arguments[5], threads: Int(arguments[6]) ?? 1, isMerged: arguments[7] == "merged")
case "web" where arguments.count >= 4:
    try WebPageBenchmark.run(root: arguments[1], names: Array(arguments.dropFirst(3)), rounds: Int(arguments[2]) ?? 100)
case "ledger" where arguments.count == 3:
    try LedgerBenchmark.run(folder: arguments[1], count: max(1, Int(arguments[2]) ?? 1_000_000))
case "office" where arguments.count == 3 || arguments.count == 4:
    let setting = OfficeBenchmark.Setting(root: arguments[1], folder: arguments[2])
    try OfficeBenchmark.run(setting, most: arguments.count == 4 ? Int(arguments[3]) ?? 100_000 : 100_000)
case "office-grow" where arguments.count == 4:
    let setting = OfficeBenchmark.Setting(root: arguments[1], folder: arguments[2])
    try OfficeSample.grow(setting, to: Int(arguments[3]) ?? 100)
case "office-issue" where arguments.count == 3:
    try OfficeBenchmark.issue(OfficeBenchmark.Setting(root: arguments[1], folder: arguments[2]))
default:
    print(
        "usage: DiwanBenchmarks shape FONT TEXT SECONDS | letters COUNT FOLDER PROFILE [PICTURE|code] | growth PROFILE | pages | "
            + "templates ROOT ROUNDS NAME… | forms ROOT ROUNDS NAME… | web ROOT ROUNDS NAME… | embed ROOT FONTS TEMPLATE COUNT | "
            + "batch ROOT FONTS TEMPLATE FOLDER [MOST] | ledger FOLDER COUNT | office ROOT FOLDER [MOST]"
    )
}
