/// The values of an XMP packet, each with its name, whether they stand as elements or as attributes and in whatever form (ISO 16684-1, 7):
/// what two packets say can be compared by them.
struct XMPValues {
    /// A value and the property that it is of, without a prefix.
    struct Value: Hashable, Comparable {
        var name: String
        var value: String

        static func < (left: Value, right: Value) -> Bool { (left.name, left.value) < (right.name, right.value) }
    }

    /// The values, sorted. What says only when, and by which program, a file was changed is left out.
    private(set) var values: [Value] = []
    /// What is not the document's: the time of changes, the program, and how the packet itself is written.
    private static let passedOver: Set<String> = [
        "ModifyDate", "MetadataDate", "InstanceID", "Producer", "xmptk", "about", "parseType", "lang",
    ]

    init(_ packet: [UInt8]) {
        var open: [String] = []
        var rest = packet[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            add(open, rest[..<start])
            guard let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) else { break }
            let tag = rest[(start + 1)..<end]
            rest = rest[(end + 1)...]
            switch tag.first {
            case UInt8(ascii: "?"), UInt8(ascii: "!"): continue
            case UInt8(ascii: "/"): _ = open.popLast()
            default:
                let name = tag.prefix { !Self.isSpace($0) && $0 != UInt8(ascii: "/") }
                open.append(Self.local(name))
                addAttributes(tag.dropFirst(name.count), open)
                if tag.last == UInt8(ascii: "/") { open.removeLast() }
            }
        }
        values.sort()
    }

    /// Adds a value of the innermost element that names a property; those of RDF only arrange.
    private mutating func add(_ open: [String], _ text: ArraySlice<UInt8>) {
        let trimmed = text.drop(while: Self.isSpace).reversed().drop(while: Self.isSpace).reversed()
        guard !trimmed.isEmpty, let name = open.last(where: { !["li", "Bag", "Seq", "Alt", "Description"].contains($0) }),
            !Self.passedOver.contains(name)
        else { return }
        values.append(Value(name: name, value: String(decoding: trimmed, as: UTF8.self)))
    }

    private mutating func addAttributes(_ text: ArraySlice<UInt8>, _ open: [String]) {
        var rest = text
        while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
            let name = rest[..<equals].split(whereSeparator: Self.isSpace).last ?? []
            let after = rest[(equals + 1)...]
            guard let quote = after.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                let end = after.dropFirst().firstIndex(of: quote)
            else { return }
            let value = after[(equals + 2)..<end]
            rest = after[(end + 1)...]
            if name.starts(with: "xmlns".utf8) { continue }
            let local = Self.local(name)
            if local == "resource" { add(open, value) } else { add([local], value) }
        }
    }

    /// A name without its prefix.
    private static func local(_ name: ArraySlice<UInt8>) -> String {
        String(decoding: name.split(separator: UInt8(ascii: ":")).last ?? [], as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
