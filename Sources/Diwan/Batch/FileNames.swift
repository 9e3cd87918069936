import DiwanDiagnostics

/// The names of the files that the rows of a batch become.
struct FileNames {
    private let key: [String]?
    private let digits: Int
    private var seen: [String: Int] = [:]

    /// Names by the field `key`, or by number: with at least five digits, and `digits` where that is more.
    init(key: String?, digits: Int = 5) {
        self.key = key?.split(separator: ".").map(String.init)
        self.digits = max(5, digits)
    }

    /// Notes the name of a row; a fault when it has none, or another row has it.
    mutating func add(_ row: BatchRow) -> Diagnostic? {
        guard let key else { return nil }
        let path = key.joined(separator: ".")
        guard value(row) != nil else {
            return Diagnostic(
                .error, "the field \(path), which names the file, is empty", at: row.position, data: DataFault(path: path))
        }
        let name = name(row)
        if let other = seen[name] {
            return Diagnostic(
                .error, "the rows \(other) and \(row.number) have the same \(path), and would become one file", at: row.position,
                data: DataFault(path: path))
        }
        seen[name] = row.number
        return nil
    }

    /// The name of a row's file.
    func name(_ row: BatchRow) -> String {
        guard let value = value(row) else {
            let number = String(row.number)
            return String(repeating: "0", count: max(0, digits - number.count)) + number + ".pdf"
        }
        var name = ""
        for character in value {
            let isPlain = character.isLetter || character.isNumber || character == "-" || character == "_" || character == "."
            name.append(isPlain && !(name.isEmpty && character == ".") ? character : "-")
            // A file's name has at most 255 bytes, its ending and what a hidden copy adds included.
            if name.utf8.count > 200 { break }
        }
        return name + ".pdf"
    }

    /// The words for a row's document among others.
    func title(_ row: BatchRow) -> String { value(row) ?? String(row.number) }

    private func value(_ row: BatchRow) -> String? {
        guard let key else { return nil }
        var value = row.data.value
        for name in key {
            guard let inner = value[name] else { return nil }
            value = inner
        }
        guard let text = value.string ?? value.number, !text.isEmpty else { return nil }
        return text
    }
}
