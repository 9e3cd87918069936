internal import DiwanBytes

/// A PDF file in memory: its cross-reference, and its objects as they are asked for. Bounds are checked, so any bytes may be given.
///
/// It serves one caller at a time: objects and unpacked object streams are kept.
public final class PDFFile {
    /// Where an object is.
    enum Place: Equatable {
        case offset(Int)
        case inStream(Int, index: Int)
    }

    /// The bytes of the file.
    public let bytes: [UInt8]
    /// The version of the header, such as `1.7`.
    public let version: String
    /// The entries of the newest trailer (ISO 32000-1, 7.5.5).
    public let trailer: [String: PDFValue]
    /// The numbers of all objects, ascending.
    public var objectNumbers: [Int] { places.keys.sorted() }

    /// Where each object is.
    let places: [Int: Place]
    /// The generations that are not 0.
    let generations: [Int: Int]
    /// Where the newest cross-reference section begins, and whether it is a stream.
    let newestSection: (offset: Int, isStream: Bool)
    private var objects: [Int: PDFValue] = [:]
    private var objectStreams: [Int: [PDFValue]] = [:]
    private let inflater = Inflater()
    /// How many bytes unpacked streams may still take.
    private var allowance: Int
    private let limit: Int
    /// How many objects are being read that others wait for.
    private var depth = 0

    /// Reads the cross-reference of `bytes`. Streams unpacked over the life of the object take at most `limit` bytes.
    public init(_ bytes: [UInt8], limit: Int = 1 << 28) throws(PDFError) {
        self.bytes = bytes
        self.limit = limit
        allowance = limit
        guard bytes.count > 8, bytes.starts(with: "%PDF-".utf8) else { throw .notPDF }
        version = String(decoding: bytes[5..<8], as: UTF8.self)
        var crossReference = CrossReferenceReader(bytes, limit: limit)
        try crossReference.read()
        places = crossReference.places
        generations = crossReference.generations
        newestSection = crossReference.newest
        trailer = crossReference.trailer
        if trailer["Encrypt"] != nil { throw .encrypted }
    }

    /// The object that begins at `offset` or nearest before it; nil before the first object.
    func object(at offset: Int) -> Int? {
        var found: (number: Int, offset: Int)?
        for (number, place) in places {
            guard case .offset(let start) = place, start <= offset else { continue }
            if let best = found, (best.offset, best.number) >= (start, number) { continue }
            found = (number, start)
        }
        return found?.number
    }

    /// The object stream that holds an object; nil for one that stands by itself.
    func container(of number: Int) -> Int? {
        if case .inStream(let stream, _) = places[number] { stream } else { nil }
    }

    /// What `value` is, or what it refers to; null for an object that is not there.
    public func resolve(_ value: PDFValue?) throws(PDFError) -> PDFValue {
        guard let value else { return .null }
        guard case .reference(let number) = value else { return value }
        return try object(number)
    }

    /// The object `number`; null when there is none.
    public func object(_ number: Int) throws(PDFError) -> PDFValue {
        if let known = objects[number] { return known }
        guard depth < 16 else { throw .malformed(.nesting, offset: 0) }
        depth += 1
        defer { depth -= 1 }
        // A stream whose length refers to itself finds nothing.
        objects[number] = .null
        let value: PDFValue
        switch places[number] {
        case nil: value = .null
        case .offset(let offset):
            value = try Self.indirectObject(bytes, at: offset, number: number) { length throws(PDFError) in try self.resolve(length) }
        case .inStream(let stream, let index):
            let contents = try objectStream(stream)
            guard index < contents.count else { throw .malformed(.objectStream, offset: 0) }
            value = contents[index]
        }
        // An object is never a reference itself (7.3.10).
        if case .reference = value { throw .malformed(.syntax, offset: 0) }
        objects[number] = value
        return value
    }

    /// The entries of the dictionary that `value` is or refers to.
    public func dictionary(_ value: PDFValue?) throws(PDFError) -> [String: PDFValue]? {
        try resolve(value).entries
    }

    /// The decoded data of the stream that `value` is or refers to; nil when it is no stream.
    public func data(_ value: PDFValue?) throws(PDFError) -> [UInt8]? {
        guard case .stream(let entries, let range) = try resolve(value) else { return nil }
        return try decode(entries, range)
    }

    private func decode(_ entries: [String: PDFValue], _ range: Range<Int>) throws(PDFError) -> [UInt8] {
        var filters: [PDFValue] = []
        let filter = try resolve(entries["Filter"])
        if case .array(let several) = filter {
            for one in several { filters.append(try resolve(one)) }
        } else if filter != .null {
            filters = [filter]
        }
        let parameters = try resolve(entries["DecodeParms"])
        var data = Array(bytes[range])
        // What is not packed counts too: a file may name one stream a thousand times.
        if filters.isEmpty {
            guard data.count <= allowance else { throw .tooLarge(limit: limit) }
            allowance -= data.count
        }
        for (index, filter) in filters.enumerated() {
            let one = parameters.elements.map { index < $0.count ? $0[index] : .null } ?? (index == 0 ? parameters : .null)
            guard filter.name == "FlateDecode" else { throw .unsupportedFilter(filter.name ?? "") }
            data = try StreamFilter.flate(
                data, try dictionary(one) ?? [:], inflater, allowance: &allowance, limit: limit, at: range.lowerBound)
        }
        return data
    }

    /// The objects of an object stream (7.5.7), in order.
    private func objectStream(_ number: Int) throws(PDFError) -> [PDFValue] {
        if let known = objectStreams[number] { return known }
        guard case .offset = places[number], case .stream(let entries, let range) = try object(number), entries["Type"]?.name == "ObjStm",
            let count = try resolve(entries["N"]).integer, let first = try resolve(entries["First"]).integer, count >= 0, first >= 0
        else { throw .malformed(.objectStream, offset: 0) }
        let data = try decode(entries, range)
        // Each object takes at least four bytes of the header.
        guard count <= data.count / 4 + 1, first <= data.count else { throw .malformed(.objectStream, offset: range.lowerBound) }
        var header = PDFParser(data, hasReferences: false)
        var values: [PDFValue] = []
        for _ in 0..<count {
            guard try header.value().integer != nil, let offset = try header.value().integer, offset >= 0, offset <= data.count - first
            else {
                throw .malformed(.objectStream, offset: range.lowerBound)
            }
            var body = PDFParser(data, at: first + offset)
            values.append(try body.value())
        }
        objectStreams[number] = values
        return values
    }

    /// The object that begins with `number G obj` at `offset`. `length` resolves the length of a stream.
    static func indirectObject(
        _ bytes: [UInt8], at offset: Int, number: Int?, length: (PDFValue?) throws(PDFError) -> PDFValue
    ) throws(PDFError) -> PDFValue {
        guard offset >= 0, offset < bytes.count else { throw .malformed(.crossReference, offset: offset) }
        var parser = PDFParser(bytes, at: offset)
        guard case .integer(let found) = try parser.value(), number == nil || found == number, try parser.value().integer != nil else {
            throw .malformed(.crossReference, offset: offset)
        }
        try parser.expect("obj")
        let value = try parser.value()
        guard case .dictionary(let entries) = value else { return value }
        let afterValue = parser.offset
        guard try parser.next() == .keyword("stream") else { return value }
        var start = parser.offset
        // A line feed, or a carriage return and a line feed (7.3.8.1).
        if start < bytes.count, bytes[start] == 0x0D { start += 1 }
        guard start < bytes.count, bytes[start] == 0x0A else { throw .malformed(.stream, offset: afterValue) }
        start += 1
        guard let count = try length(entries["Length"]).integer, count >= 0, count <= bytes.count - start else {
            throw .malformed(.stream, offset: afterValue)
        }
        parser.move(to: start + count)
        guard try parser.next() == .keyword("endstream") else { throw .malformed(.stream, offset: start + count) }
        return .stream(entries, start..<start + count)
    }
}
