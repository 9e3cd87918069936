/// Reads one DER element after another (X.690, 10): definite lengths of the shortest form, tags of one byte. Never reads outside its bytes.
struct DERReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var offset: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    var isAtEnd: Bool { offset == bytes.endIndex }

    /// The tag of the next element; `nil` at the end.
    var nextTag: DERTag? { isAtEnd ? nil : DERTag(rawValue: bytes[offset]) }

    /// The next element.
    mutating func read() throws(CMSError) -> DERElement {
        let start = offset
        guard bytes.endIndex - start >= 2 else { throw .notDER(offset: start) }
        let tag = bytes[start]
        // Tags above 30 take more bytes; nothing that is read here has one.
        guard tag & 0x1F != 0x1F else { throw .notDER(offset: start) }
        var next = start + 2
        var length = Int(bytes[start + 1])
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), bytes.endIndex - next >= count else { throw .notDER(offset: start) }
            length = 0
            for byte in bytes[next..<next + count] { length = length << 8 | Int(byte) }
            guard length >= 0x80, count == 1 || length >> (8 * (count - 1)) > 0 else { throw .notDER(offset: start) }
            next += count
        }
        guard length <= bytes.endIndex - next else { throw .notDER(offset: start) }
        offset = next + length
        return DERElement(tag: DERTag(rawValue: tag), whole: bytes[start..<offset], content: bytes[next..<offset])
    }

    /// The next element, which has to have the tag `tag`.
    mutating func read(_ tag: DERTag) throws(CMSError) -> DERElement {
        guard nextTag == tag else { throw .unexpected(expected: tag.description, offset: offset) }
        return try read()
    }

    /// The next element if it has the tag `tag`.
    mutating func readOptional(_ tag: DERTag) throws(CMSError) -> DERElement? {
        nextTag == tag ? try read() : nil
    }

    /// A reader of what is inside the next element, which has to have the tag `tag`.
    mutating func enter(_ tag: DERTag = .sequence) throws(CMSError) -> DERReader {
        DERReader(try read(tag).content)
    }

    /// Says that nothing may follow.
    func end() throws(CMSError) {
        guard isAtEnd else { throw .unexpected(expected: "the end", offset: offset) }
    }

    /// The next element, an object identifier.
    mutating func readOID() throws(CMSError) -> OID {
        let element = try read(.objectIdentifier)
        guard let identifier = OID(content: element.content) else { throw .notDER(offset: element.offset) }
        return identifier
    }

    /// The next element, a whole number that is not negative and has few digits.
    mutating func readSmallInteger() throws(CMSError) -> Int {
        let number = try readInteger()
        guard number.count <= 7, number[number.startIndex] < 0x80 else { throw .unexpected(expected: "a small number", offset: offset) }
        return number.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The next element, a whole number, as two's complement of the shortest form.
    mutating func readInteger() throws(CMSError) -> ArraySlice<UInt8> {
        let element = try read(.integer)
        let content = element.content
        guard let first = content.first else { throw .notDER(offset: element.offset) }
        if content.count > 1,
            first == 0 && content[content.startIndex + 1] < 0x80 || first == 0xFF && content[content.startIndex + 1] >= 0x80
        {
            throw .notDER(offset: element.offset)
        }
        return content
    }

    /// The next element, true or false.
    mutating func readBoolean() throws(CMSError) -> Bool {
        let element = try read(.boolean)
        guard element.content.count == 1, let byte = element.content.first, byte == 0 || byte == 0xFF else {
            throw .notDER(offset: element.offset)
        }
        return byte == 0xFF
    }

    /// The next element, a string of bits: its bytes and how many bits at their end count for nothing.
    mutating func readBits() throws(CMSError) -> (bytes: ArraySlice<UInt8>, unused: Int) {
        let element = try read(.bitString)
        guard let unused = element.content.first, unused < 8 else { throw .notDER(offset: element.offset) }
        let bytes = element.content.dropFirst()
        guard unused == 0 || !bytes.isEmpty && bytes[bytes.endIndex - 1] & (1 << unused - 1) == 0 else {
            throw .notDER(offset: element.offset)
        }
        return (bytes, Int(unused))
    }

    /// The elements inside the next one, a SET OF, which stand in the order of their bytes (X.690, 11.6).
    mutating func readSet(_ tag: DERTag = .set) throws(CMSError) -> [DERElement] {
        var inner = try enter(tag)
        var elements: [DERElement] = []
        while !inner.isAtEnd {
            let element = try inner.read()
            if let last = elements.last, element.whole.lexicographicallyPrecedes(last.whole) { throw .notDER(offset: element.offset) }
            elements.append(element)
        }
        return elements
    }
}

/// An element as it stands in its bytes.
struct DERElement {
    let tag: DERTag
    /// Tag, length and content.
    let whole: ArraySlice<UInt8>
    let content: ArraySlice<UInt8>

    /// Where it begins, in the bytes that were given first.
    var offset: Int { whole.startIndex }

    /// A reader of what is inside.
    var reader: DERReader { DERReader(content) }

    /// A reader of the element itself.
    var asReader: DERReader { DERReader(whole) }
}

/// The first byte of an element: class, form and number (X.690, 8.1.2).
struct DERTag: Hashable, CustomStringConvertible {
    var rawValue: UInt8

    static let boolean = DERTag(rawValue: 0x01)
    static let integer = DERTag(rawValue: 0x02)
    static let bitString = DERTag(rawValue: 0x03)
    static let octetString = DERTag(rawValue: 0x04)
    static let null = DERTag(rawValue: 0x05)
    static let objectIdentifier = DERTag(rawValue: 0x06)
    static let utf8String = DERTag(rawValue: 0x0C)
    static let printableString = DERTag(rawValue: 0x13)
    static let teletexString = DERTag(rawValue: 0x14)
    static let ia5String = DERTag(rawValue: 0x16)
    static let utcTime = DERTag(rawValue: 0x17)
    static let generalizedTime = DERTag(rawValue: 0x18)
    static let universalString = DERTag(rawValue: 0x1C)
    static let bmpString = DERTag(rawValue: 0x1E)
    static let sequence = DERTag(rawValue: 0x30)
    static let set = DERTag(rawValue: 0x31)

    /// `[number]` of a constructed element.
    static func context(_ number: UInt8) -> DERTag { DERTag(rawValue: 0xA0 | number) }
    /// `[number]` of an element that holds no others.
    static func primitive(_ number: UInt8) -> DERTag { DERTag(rawValue: 0x80 | number) }

    var description: String {
        switch self {
        case .boolean: "BOOLEAN"
        case .integer: "INTEGER"
        case .bitString: "BIT STRING"
        case .octetString: "OCTET STRING"
        case .null: "NULL"
        case .objectIdentifier: "OBJECT IDENTIFIER"
        case .utf8String: "UTF8String"
        case .utcTime: "UTCTime"
        case .generalizedTime: "GeneralizedTime"
        case .sequence: "SEQUENCE"
        case .set: "SET"
        default: rawValue & 0xC0 == 0x80 ? "[\(rawValue & 0x1F)]" : "an element of tag \(rawValue)"
        }
    }
}
