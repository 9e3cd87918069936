// Writes the tables of `DiwanUnicode` from the Unicode Character Database.
// Usage: TableGenerator [folder of the database] [folder to write to]

let arguments = CommandLine.arguments
let database = arguments.count > 1 ? arguments[1] : "/usr/share/unicode"
let output = arguments.count > 2 ? arguments[2] : "Sources/DiwanUnicode/Generated"

let scripts = ValueAliases("sc", in: database).pairs.filter { $0.short != "Hrkt" }
let scalars = ScalarRecords(folder: database, scripts: scripts)
let mappings = ScalarMappingTables(folder: database)

writeFile(output + "/Script.swift", scriptSource(scripts))
writeFile(output + "/ScalarTable.swift", scalarTableSource(scalars))
writeFile(output + "/ScalarMappingTable.swift", mappings.source())
