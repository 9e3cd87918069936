/// How many code points there are.
let codePointCount = 0x11_0000

/// The properties of every code point, each record packed into one word.
struct ScalarRecords {
    private(set) var records = [UInt64](repeating: 0, count: codePointCount)
    /// The distinct sets of Script_Extensions, as raw values of scripts; the record holds the number of the set plus one.
    private(set) var scriptSets: [[Int]] = []

    /// Where a property lies in a record; `ScalarProperties` in `DiwanUnicode` reads the same places.
    private enum Field {
        static let bidiClass = (shift: 0, width: 5)
        static let joiningType = (shift: 5, width: 3)
        static let generalCategory = (shift: 8, width: 5)
        static let eastAsianWidth = (shift: 13, width: 3)
        static let combiningClass = (shift: 16, width: 8)
        static let script = (shift: 24, width: 8)
        static let lineBreakClass = (shift: 32, width: 6)
        static let defaultIgnorable = (shift: 38, width: 1)
        static let extendedPictographic = (shift: 39, width: 1)
        static let bidiMirrored = (shift: 40, width: 1)
        static let bracketType = (shift: 41, width: 2)
        static let canonicalDecomposition = (shift: 43, width: 1)
        static let compatibilityDecomposition = (shift: 44, width: 1)
        static let composedQuickCheck = (shift: 45, width: 2)
        static let scriptExtensions = (shift: 47, width: 8)
        static let mirroringGlyph = (shift: 55, width: 1)
        static let joiningGroup = (shift: 56, width: 2)
    }

    init(folder: String, scripts: [(short: String, long: String)]) {
        setNamed("bc", bidiClassNames, Field.bidiClass, folder, "extracted/DerivedBidiClass.txt")
        setNamed("jt", joiningTypeNames, Field.joiningType, folder, "extracted/DerivedJoiningType.txt")
        setNamed("gc", generalCategoryNames, Field.generalCategory, folder, "extracted/DerivedGeneralCategory.txt")
        setNamed("ea", eastAsianWidthNames, Field.eastAsianWidth, folder, "extracted/DerivedEastAsianWidth.txt")
        setNamed("lb", lineBreakClassNames, Field.lineBreakClass, folder, "extracted/DerivedLineBreak.txt")
        setNamed("sc", scripts.map(\.short), Field.script, folder, "Scripts.txt")
        for line in UCDFile(folder + "/extracted/DerivedCombiningClass.txt").lines {
            guard let value = Int(line.fields[0]) else { fail("combining class \(line.fields[0])") }
            set(Field.combiningClass, line.range, value)
        }
        setFlag("Default_Ignorable_Code_Point", Field.defaultIgnorable, folder, "DerivedCoreProperties.txt")
        setFlag("Extended_Pictographic", Field.extendedPictographic, folder, "emoji/emoji-data.txt")
        setFlag("Bidi_Mirrored", Field.bidiMirrored, folder, "extracted/DerivedBinaryProperties.txt")
        setFlag("Alaph", Field.joiningGroup, folder, "extracted/DerivedJoiningGroup.txt", 1)
        setFlag("Dalath_Rish", Field.joiningGroup, folder, "extracted/DerivedJoiningGroup.txt", 2)
        for line in UCDFile(folder + "/DerivedNormalizationProps.txt").lines where line.fields[0] == "NFC_QC" {
            set(Field.composedQuickCheck, line.range, line.fields[1] == "M" ? 1 : 2)
        }
        setBrackets(folder)
        setDecompositions(folder)
        setScriptExtensions(folder, scripts)
    }

    private mutating func set(_ field: (shift: Int, width: Int), _ range: ClosedRange<Int>, _ value: Int) {
        precondition(value >> field.width == 0, "a property value does not fit in its field")
        let mask = ((UInt64(1) << UInt64(field.width)) - 1) << UInt64(field.shift)
        for codePoint in range { records[codePoint] = records[codePoint] & ~mask | UInt64(value) << UInt64(field.shift) }
    }

    /// A property with named values; the `@missing` lines come first, the later over the earlier, then the data.
    private mutating func setNamed(
        _ property: String, _ names: [String], _ field: (shift: Int, width: Int), _ folder: String, _ file: String
    ) {
        let aliases = ValueAliases(property, in: folder)
        let data = UCDFile(folder + "/" + file)
        var values: [String: Int] = [:]
        for (value, name) in names.enumerated() { values[name] = value }
        for line in data.missing + data.lines {
            guard let value = values[aliases.short(line.fields[0])] else { fail("\(file): unknown value \(line.fields[0])") }
            set(field, line.range, value)
        }
    }

    private mutating func setFlag(
        _ name: String, _ field: (shift: Int, width: Int), _ folder: String, _ file: String, _ value: Int = 1
    ) {
        let lines = UCDFile(folder + "/" + file).lines.filter { $0.fields[0] == name }
        if lines.isEmpty { fail("\(file) has no \(name)") }
        for line in lines { set(field, line.range, value) }
    }

    /// Bidi_Paired_Bracket is not stored: it must be the same as Bidi_Mirroring_Glyph.
    private mutating func setBrackets(_ folder: String) {
        var mirrors: [Int: String] = [:]
        for line in UCDFile(folder + "/BidiMirroring.txt").lines {
            mirrors[line.range.lowerBound] = line.fields[0]
            set(Field.mirroringGlyph, line.range, 1)
        }
        for line in UCDFile(folder + "/BidiBrackets.txt").lines {
            if mirrors[line.range.lowerBound] != line.fields[0] { fail("a bracket is not paired with its mirror image") }
            set(Field.bracketType, line.range, line.fields[1] == "o" ? 1 : 2)
        }
    }

    private mutating func setDecompositions(_ folder: String) {
        for line in UCDFile(folder + "/UnicodeData.txt").lines where !line.fields[4].isEmpty {
            let isCompatibility = line.fields[4].hasPrefix("<")
            set(isCompatibility ? Field.compatibilityDecomposition : Field.canonicalDecomposition, line.range, 1)
        }
        set(Field.canonicalDecomposition, 0xAC00...0xD7A3, 1)
    }

    private mutating func setScriptExtensions(_ folder: String, _ scripts: [(short: String, long: String)]) {
        for line in UCDFile(folder + "/ScriptExtensions.txt").lines {
            let set = line.fields[0].split(separator: " ").map { tag in
                guard let script = scripts.firstIndex(where: { $0.short == tag }) else { fail("unknown script \(tag)") }
                return script
            }.sorted()
            if !scriptSets.contains(set) { scriptSets.append(set) }
            guard let number = scriptSets.firstIndex(of: set) else { fail("lost a set of scripts") }
            self.set(Field.scriptExtensions, line.range, number + 1)
        }
    }
}
