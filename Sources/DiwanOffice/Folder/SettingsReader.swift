import DiwanData
import DiwanDiagnostics

/// Reads a file of settings: JSON whose every member has a meaning. Names every mistake, with its place.
struct SettingsReader {
    let source: SourceText
    /// The whole of the file; an empty object where it is no JSON.
    let root: JSONValue
    private(set) var faults: [Diagnostic] = []

    /// Begins to read `source`, a file that calls its format by the member `format` with the number 1.
    init(_ source: SourceText, format: String) {
        self.source = source
        do throws(DataError) {
            root = try JSONParser().parse(source)
        } catch {
            root = .object([])
            faults = [error.diagnostic]
            return
        }
        guard let version = root[format] else {
            report("the file has no \"\(format)\": 1, and so is none of this kind", root)
            return
        }
        if version.integer != 1 { report("this is version \(version.number ?? "?") of the format; this program reads version 1", version) }
    }

    /// Says what is wrong at `value`.
    mutating func report(_ message: String, _ value: JSONValue, hint: String? = nil, _ severity: Severity = .error) {
        faults.append(Diagnostic(severity, message, at: value.position(in: source), hint: hint))
    }

    /// Says which members of `object` have no meaning; `comment` has one everywhere.
    mutating func allow(_ names: [String], in object: JSONValue) {
        guard let members = object.members else { return report("an object { … } is wanted here", object) }
        for member in members where member.name != "comment" && !names.contains(member.name) {
            report("there is no \"\(member.name)\" here", member.value, hint: NearestName.hint(for: member.name, in: names))
        }
    }

    /// The text `name` of `object`, which must be there.
    mutating func text(_ object: JSONValue, _ name: String) -> String {
        if let text = object[name]?.string, !text.isEmpty { return text }
        report("\"\(name)\" is missing; it is a text", object[name] ?? object)
        return ""
    }

    /// The text `name` of `object`, if it is there.
    mutating func optionalText(_ object: JSONValue, _ name: String) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        if let text = value.string { return text }
        report("\"\(name)\" is a text", value)
        return nil
    }

    /// The name `name` of `object`: letters a–z, digits and hyphens; it must be there.
    mutating func name(_ object: JSONValue, _ name: String) -> String {
        let text = text(object, name)
        if !text.isEmpty, !Self.isName(text), let value = object[name] {
            report("\"\(text)\" is no name: it has small letters a–z, digits, dots and hyphens, and begins with a letter", value)
        }
        return text
    }

    /// The whole number `name` of `object`, within `range`; `standard` where it is left out.
    mutating func number(_ object: JSONValue, _ name: String, in range: ClosedRange<Int>, standard: Int? = nil) -> Int {
        guard let value = object[name], !value.isNull else {
            if standard == nil { report("\"\(name)\" is missing; it is a whole number", object) }
            return standard ?? range.lowerBound
        }
        if let number = value.integer, range.contains(number) { return number }
        report("\"\(name)\" is a whole number from \(range.lowerBound) to \(range.upperBound)", value)
        return standard ?? range.lowerBound
    }

    /// The truth `name` of `object`; `standard` where it is left out.
    mutating func truth(_ object: JSONValue, _ name: String, standard: Bool) -> Bool {
        guard let value = object[name] else { return standard }
        if let truth = value.boolean { return truth }
        report("\"\(name)\" is true or false", value)
        return standard
    }

    /// The list `name` of `object`; empty where it is left out.
    mutating func list(_ object: JSONValue, _ name: String) -> [JSONValue] {
        guard let value = object[name], !value.isNull else { return [] }
        if let elements = value.elements { return elements }
        report("\"\(name)\" is a list [ … ]", value)
        return []
    }

    /// The list of texts `name` of `object`; empty where it is left out.
    mutating func texts(_ object: JSONValue, _ name: String) -> [String] {
        var texts: [String] = []
        for element in list(object, name) {
            if let text = element.string { texts.append(text) } else { report("a text is wanted here", element) }
        }
        return texts
    }

    /// One of a few words; the first where it is left out.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ object: JSONValue, _ name: String, standard: Word) -> Word
    where Word.RawValue == String {
        guard let value = object[name] else { return standard }
        if let word = value.string.flatMap({ Word(rawValue: $0) }) { return word }
        report("\"\(name)\" is one of \(Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))", value)
        return standard
    }

    /// Whether `text` can be a part of a number: short, and without spaces, slashes, and what is not seen or turns the direction of writing.
    static func isCode(_ text: String) -> Bool {
        guard !text.isEmpty, text.unicodeScalars.count <= 16, !text.hasPrefix(".") else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned, .privateUse: false
            default: scalar != "/" && scalar != "\\"
            }
        }
    }

    /// Whether `text` can stand for a thing of the office in files and entries.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E }
    }
}
