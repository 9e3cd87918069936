/// What the codes of a font mean, as its `ToUnicode` CMap says (ISO 32000-1, 9.10.3).
struct ToUnicodeMap {
    private(set) var characters: [UInt32: [Unicode.Scalar]] = [:]
    /// No map has more entries than two bytes tell apart.
    private static let most = 65_536

    /// Reads a CMap. What cannot be understood is left out.
    init(_ data: [UInt8]) {
        var parser = PDFParser(data, hasReferences: false)
        var operands: [PDFValue] = []
        while let token = try? parser.next(), token != .end {
            switch token {
            case .value(let value): operands.append(value)
            case .keyword(let word):
                if word == "endbfchar" { addCharacters(operands) }
                if word == "endbfrange" { addRanges(operands) }
                operands.removeAll(keepingCapacity: true)
            case .end: break
            }
        }
    }

    private mutating func addCharacters(_ operands: [PDFValue]) {
        for index in stride(from: 0, to: operands.count - 1, by: 2) {
            if let code = Self.code(operands[index]), let target = Self.scalars(operands[index + 1]) { set(code, target) }
        }
    }

    private mutating func addRanges(_ operands: [PDFValue]) {
        for index in stride(from: 0, to: operands.count - 2, by: 3) {
            guard let first = Self.code(operands[index]), let last = Self.code(operands[index + 1]), first <= last, last - first < 65_536
            else { continue }
            if let list = operands[index + 2].elements {
                for (step, value) in list.prefix(Int(last - first) + 1).enumerated() {
                    if let target = Self.scalars(value) { set(first + UInt32(step), target) }
                }
            } else if let target = Self.scalars(operands[index + 2]), let end = target.last {
                for step in 0...(last - first) {
                    guard let scalar = Unicode.Scalar(end.value + step) else { continue }
                    set(first + step, target.dropLast() + [scalar])
                }
            }
        }
    }

    private mutating func set(_ code: UInt32, _ target: [Unicode.Scalar]) {
        if characters.count < Self.most { characters[code] = target }
    }

    private static func code(_ value: PDFValue) -> UInt32? {
        guard case .string(let bytes) = value, (1...4).contains(bytes.count) else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func scalars(_ value: PDFValue) -> [Unicode.Scalar]? {
        guard case .string(let bytes) = value, !bytes.isEmpty, bytes.count <= 512 else { return nil }
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return Array(String(decoding: units, as: UTF16.self).unicodeScalars)
    }
}
