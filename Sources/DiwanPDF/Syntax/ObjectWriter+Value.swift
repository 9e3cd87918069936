/// Objects that were read and are written again, changed or not.
extension ObjectWriter {
    /// A value that was read from a file whose objects have these generations where they are not 0. Keys are sorted. Traps for a stream.
    mutating func value(_ value: PDFValue, generations: [Int: Int]) {
        switch value {
        case .null: bytes.append(ascii: "null")
        case .boolean(let value): bytes.append(ascii: value ? "true" : "false")
        case .integer(let value): bytes.append(integer: value)
        case .real(let value): bytes.append(millionths: Int((max(-1e9, min(1e9, value)) * 1_000_000).rounded()))
        case .string(let string): bytes.append(literalString: string)
        case .name(let name): bytes.append(name: name)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: " ")) }
                self.value(element, generations: generations)
            }
            bytes.append(UInt8(ascii: "]"))
        case .dictionary(let entries):
            bytes.append(ascii: "<<")
            for key in entries.keys.sorted() {
                guard let entry = entries[key] else { continue }
                bytes.append(name: key)
                bytes.append(UInt8(ascii: " "))
                self.value(entry, generations: generations)
            }
            bytes.append(ascii: ">>")
        case .stream: preconditionFailure("a stream is copied with its data, not as a value")
        case .reference(let number):
            bytes.append(integer: number)
            bytes.append(UInt8(ascii: " "))
            bytes.append(integer: generations[number] ?? 0)
            bytes.append(ascii: " R")
        }
    }
}
