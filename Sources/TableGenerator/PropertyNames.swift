// The short aliases of the property values (PropertyValueAliases.txt), in the order of the raw values of the enumerations in
// `DiwanUnicode`. The tests compare every code point with the database, so a difference between the two cannot last.

let bidiClassNames = [
    "L", "R", "AL", "EN", "AN", "ES", "ET", "CS", "NSM", "BN", "B", "S", "WS", "ON",
    "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
]

let joiningTypeNames = ["U", "R", "L", "D", "C", "T"]

let generalCategoryNames = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
]

let eastAsianWidthNames = ["N", "A", "H", "W", "F", "Na"]

let lineBreakClassNames = [
    "XX", "AI", "AL", "B2", "BA", "BB", "BK", "CB", "CJ", "CL", "CM", "CP", "CR", "EB", "EM", "EX", "GL", "H2", "H3", "HL",
    "HY", "ID", "IN", "IS", "JL", "JT", "JV", "LF", "NL", "NS", "NU", "OP", "PO", "PR", "QU", "RI", "SA", "SG", "SP", "SY",
    "WJ", "ZW", "ZWJ",
]

/// The values of one property in PropertyValueAliases.txt: short alias and long name.
struct ValueAliases {
    /// In the file's order, which is the alphabetical order of the short aliases.
    let pairs: [(short: String, long: String)]

    init(_ property: String, in folder: String) {
        var pairs: [(String, String)] = []
        for line in String(decoding: readFile(folder + "/PropertyValueAliases.txt"), as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ";").map { $0.split(separator: " ").first.map(String.init) ?? "" }
            if fields.count >= 3, fields[0] == property { pairs.append((fields[1], fields[2])) }
        }
        self.pairs = pairs
    }

    /// The short alias of a value that may be given by either name.
    func short(_ name: String) -> String {
        guard let pair = pairs.first(where: { $0.short == name || $0.long == name }) else { fail("unknown value \(name)") }
        return pair.short
    }
}
