internal import DiwanBytes

/// Writes a PDF file object by object: header, body, cross-reference and trailer (ISO 32000-1, 7.5).
struct PDFFileWriter {
    /// How objects and their places are written.
    enum Form {
        /// Objects in object streams, places in a cross-reference stream (7.5.7, 7.5.8): small.
        case compact
        /// Every object by itself and a cross-reference table (7.5.4): what a signature and its updates build on.
        case plain
    }

    private typealias Place = ObjectPlaces.Place

    /// The most objects that a file may have (ISO 32000-1, Annex C; ISO 19005-3, 6.1.13).
    static let mostObjects = 8_388_607
    /// A file that is taken away piece by piece has a cross-reference section for so many objects.
    private static let objectsInSection = 1 << 13
    /// An object stream holds so many objects at most, so that a reader need not unpack a long file for one of them.
    private static let objectsInStream = 200
    /// A longer page is worth codes of its own, in bytes.
    private static let longestInSharedCode = 65_536

    private let form: Form
    private let deflater: Deflater
    private let contentCode: Deflater.Parts?
    var file = ObjectWriter()
    /// How many bytes were taken away.
    private var taken = 0
    /// The places of the new objects.
    var places: ObjectPlaces
    /// Where the cross-reference section written last stands.
    private var lastSection: Int?
    /// The number of the first new object: 1, or more in an update.
    let firstNumber: Int
    /// The file that is updated.
    let base: PDFFile?
    /// The new places of objects of the file that is updated.
    var replaced: [Int: Int] = [:]
    private var packed = ObjectWriter()
    private var packedIndex: [(reference: ObjectReference, offset: Int)] = []
    /// What the file is told apart by: a hash of its objects.
    var fingerprint = Fingerprint()
    private var compressed: [UInt8] = []

    /// A writer of about `capacity` bytes, that compresses pages in the code `contentCode` if there is one.
    init(form: Form, deflater: Deflater, contentCode: Deflater.Parts?, capacity: Int) {
        self.form = form
        self.deflater = deflater
        self.contentCode = contentCode
        firstNumber = 1
        places = ObjectPlaces(after: 0)
        base = nil
        file.bytes.reserveCapacity(capacity)
        // 1.7, and a comment that tells transfer programs that the file is binary (7.5.2).
        file.bytes.append(ascii: "%PDF-1.7\n%")
        file.bytes.append(contentsOf: [0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
    }

    /// A writer of what is appended to `base` (7.5.6): new objects, and new states of its objects. Its bytes begin where those of `base` end.
    init(updating base: PDFFile, deflater: Deflater) {
        form = .plain
        self.deflater = deflater
        contentCode = nil
        self.base = base
        firstNumber = max(base.trailer["Size"]?.integer ?? 1, (base.places.keys.max() ?? 0) + 1, 1)
        places = ObjectPlaces(after: firstNumber - 1)
        taken = base.bytes.count
        // An object begins a line.
        if base.bytes.last != 0x0A && base.bytes.last != 0x0D { file.bytes.append(0x0A) }
        fingerprint.update(base.trailer["ID"]?.elements?.last?.stringBytes ?? [])
    }

    /// A number for an object that will be written later.
    mutating func reserve() -> ObjectReference {
        ObjectReference(number: places.reserve())
    }

    /// The number of objects so far.
    var objectCount: Int { places.count }

    /// Writes an object that is no stream, and gives its number.
    @discardableResult
    mutating func write(_ body: (inout ObjectWriter) -> Void) -> ObjectReference {
        let reference = reserve()
        write(reference, body)
        return reference
    }

    /// Writes the object `reference`, no stream. Traps when it was written before.
    mutating func write(_ reference: ObjectReference, _ body: (inout ObjectWriter) -> Void) {
        switch form {
        case .compact:
            packedIndex.append((reference, packed.bytes.count))
            setPlace(of: reference, .inStream(number: 0, index: packedIndex.count - 1))
            body(&packed)
            packed.bytes.append(0x0A)
            if packedIndex.count == Self.objectsInStream { flushObjectStream() }
        case .plain:
            setPlace(of: reference, .offset(length))
            let start = beginObject(reference)
            body(&file)
            fingerprint.update(file.bytes[start...])
            endObject()
        }
    }

    /// Writes the content of a page as a stream, and gives its number.
    mutating func writeContent(_ data: [UInt8]) -> ObjectReference {
        let reference = reserve()
        writeStream(reference, data, contentCode) { _ in }
        return reference
    }

    /// Writes a stream of `data` with the entries that `body` writes, compressed (7.4.4) unless it `isPlain`, and gives its number.
    @discardableResult
    mutating func writeStream(_ data: [UInt8], isPlain: Bool = false, _ body: (inout ObjectWriter) -> Void) -> ObjectReference {
        let reference = reserve()
        if isPlain {
            writeStream(reference, encoded: data, body)
        } else {
            writeStream(reference, data, nil, body)
        }
        return reference
    }

    /// Writes the stream `reference` of `data`, compressed with `code` where there is one.
    private mutating func writeStream(
        _ reference: ObjectReference, _ data: [UInt8], _ code: Deflater.Parts?, _ body: (inout ObjectWriter) -> Void
    ) {
        compress(data, code)
        writeStream(reference, encoded: compressed) { dictionary in
            dictionary.name("/Filter", "/FlateDecode")
            body(&dictionary)
        }
    }

    /// Sets `compressed` to `data` as FlateDecode reads them, in `code` where there is one.
    private mutating func compress(_ data: [UInt8], _ code: Deflater.Parts? = nil) {
        compressed.removeAll(keepingCapacity: true)
        if let code, data.count <= Self.longestInSharedCode {
            deflater.zlib([], code, [data], into: &compressed)
        } else {
            // One page gains half a percent from a thorough search, and pays for it with a tenth of its time.
            data.withUnsafeBytes { deflater.zlib($0, into: &compressed, effort: .quick) }
        }
    }

    /// Writes the stream `reference` of `data` that are encoded already, as the entries of `body` say (7.3.8).
    mutating func writeStream(_ reference: ObjectReference, encoded data: [UInt8], _ body: (inout ObjectWriter) -> Void) {
        setPlace(of: reference, .offset(length))
        appendStream(reference, data, body)
    }

    /// Appends a stream whose place is set.
    private mutating func appendStream(_ reference: ObjectReference, _ data: [UInt8], _ body: (inout ObjectWriter) -> Void) {
        let start = beginObject(reference)
        file.dictionary { dictionary in
            dictionary.integer("/Length", data.count)
            body(&dictionary)
        }
        fingerprint.update(file.bytes[start...])
        fingerprint.update(data)
        file.bytes.append(ascii: "\nstream\n")
        file.bytes.append(contentsOf: data)
        file.bytes.append(ascii: "\nendstream")
        endObject()
    }

    private mutating func setPlace(of reference: ObjectReference, _ kind: Place.Kind) {
        if reference.number < firstNumber, case .offset(let offset) = kind {
            precondition(replaced.updateValue(offset, forKey: reference.number) == nil, "object \(reference.number) is written twice")
            return
        }
        precondition(!places.isWritten(reference.number), "object \(reference.number) is written twice")
        places.set(reference.number, Place(kind))
    }

    /// The bytes that are ready, which the file then no longer holds: the caller writes them one after the other. What is known of the places of
    /// very many objects leaves with them, in a cross-reference section whose trailer names `root`, as before an update (7.5.6).
    mutating func takeBytes(root: ObjectReference) -> [UInt8] {
        if places.pending >= Self.objectsInSection { writeSection { $0.reference("/Root", root) } }
        defer {
            taken += file.bytes.count
            file.bytes.removeAll(keepingCapacity: true)
        }
        return file.bytes
    }

    /// The length of the file so far.
    var length: Int { taken + file.bytes.count }

    /// Begins an object outside any stream, and gives the place of its value.
    private mutating func beginObject(_ reference: ObjectReference) -> Int {
        file.bytes.append(integer: reference.number)
        file.bytes.append(UInt8(ascii: " "))
        file.bytes.append(integer: base?.generations[reference.number] ?? 0)
        file.bytes.append(ascii: " obj\n")
        return file.bytes.count
    }

    private mutating func endObject() {
        file.bytes.append(ascii: "\nendobj\n")
    }

    /// Writes the objects collected so far as an object stream (7.5.7).
    private mutating func flushObjectStream() {
        guard !packedIndex.isEmpty else { return }
        let container = reserve()
        var header = ObjectWriter()
        for (index, entry) in packedIndex.enumerated() {
            header.element(entry.reference.number)
            header.element(entry.offset)
            places.set(entry.reference.number, Place(.inStream(number: container.number, index: index)))
        }
        fingerprint.update(packed.bytes)
        let count = packedIndex.count
        let first = header.bytes.count
        writeStream(container, header.bytes + packed.bytes, nil) { dictionary in
            dictionary.name("/Type", "/ObjStm")
            dictionary.integer("/N", count)
            dictionary.integer("/First", first)
        }
        packed.bytes.removeAll(keepingCapacity: true)
        packedIndex.removeAll(keepingCapacity: true)
    }

    /// Ends the file and gives its bytes, those that were not taken before. The identifier is made from the objects when there is none. Traps
    /// when a reserved object is missing.
    mutating func finish(root: ObjectReference, information: ObjectReference?, identifier: [UInt8]?) -> [UInt8] {
        flushObjectStream()
        let identifier = identifier ?? fingerprint.finalized()
        func trailerEntries(_ dictionary: inout ObjectWriter) {
            dictionary.reference("/Root", root)
            if let information { dictionary.reference("/Info", information) }
            // Both parts are the same in a file that was not updated (14.4).
            dictionary.array("/ID") { array in
                array.bytes.append(hexString: identifier)
                array.bytes.append(hexString: identifier)
            }
        }
        let start: Int
        switch form {
        case .compact:
            start = writeSection(trailerEntries)
        case .plain:
            start = length
            writeCrossReferenceTable()
            file.bytes.append(ascii: "trailer\n")
            file.dictionary { dictionary in
                dictionary.integer("/Size", places.count + 1)
                trailerEntries(&dictionary)
            }
            file.bytes.append(UInt8(ascii: "\n"))
        }
        precondition(places.areComplete, "an object was reserved and not written")
        file.bytes.append(ascii: "startxref\n")
        file.bytes.append(integer: start)
        file.bytes.append(ascii: "\n%%EOF\n")
        return file.bytes
    }

    /// Writes a cross-reference stream (7.5.8) of the objects that none lists yet, itself among them, and gives its place. Each row is written as
    /// what it differs from the one above by (7.4.4.4, PNG's filter Up): most objects follow the one before in the same object stream.
    @discardableResult
    private mutating func writeSection(_ trailer: (inout ObjectWriter) -> Void) -> Int {
        flushObjectStream()
        let reference = reserve()
        let start = length
        let previous = lastSection
        lastSection = start
        setPlace(of: reference, .offset(start))
        let size = places.count + 1
        let rows = places.takeSection()
        let offsetWidth = start < 1 << 16 ? 2 : start < 1 << 24 ? 3 : start < 1 << 32 ? 4 : 5
        var data: [UInt8] = []
        let rowLength = 3 + offsetWidth
        data.reserveCapacity((rowLength + 1) * (rows.count + 1))
        // The three numbers of a row as one, at most 64 bits.
        var above: UInt64 = 0
        func append(_ kind: UInt8, _ second: Int, _ third: Int) {
            let row = (UInt64(kind) << (8 * UInt64(offsetWidth)) | UInt64(second)) << 16 | UInt64(third)
            data.append(2)
            for byte in stride(from: 8 * (rowLength - 1), through: 0, by: -8) {
                data.append(UInt8(truncatingIfNeeded: row >> byte) &- UInt8(truncatingIfNeeded: above >> byte))
            }
            above = row
        }
        // The first number and the length of each sequence of numbers without a gap.
        var sequences: [(first: Int, count: Int)] = []
        if previous == nil {
            // Object 0 heads the list of free objects, which is empty.
            append(0, 0, 65_535)
            sequences.append((0, 1))
        }
        for (number, place) in rows {
            switch place.kind {
            case .offset(let offset): append(1, offset, 0)
            case .inStream(let stream, let index): append(2, stream, index)
            case .unwritten: preconditionFailure("a section lists what has a place")
            }
            if let last = sequences.last, last.first + last.count == number {
                sequences[sequences.count - 1].count += 1
            } else {
                sequences.append((number, 1))
            }
        }
        compress(data)
        appendStream(reference, compressed) { dictionary in
            dictionary.name("/Filter", "/FlateDecode")
            dictionary.name("/Type", "/XRef")
            dictionary.dictionary("/DecodeParms") { parameters in
                parameters.integer("/Predictor", 12)
                parameters.integer("/Columns", rowLength)
            }
            dictionary.array("/W") { array in for width in [1, offsetWidth, 2] { array.element(width) } }
            if sequences.count > 1 || sequences[0].first > 0 {
                dictionary.array("/Index") { array in
                    for sequence in sequences {
                        array.element(sequence.first)
                        array.element(sequence.count)
                    }
                }
            }
            dictionary.integer("/Size", size)
            if let previous { dictionary.integer("/Prev", previous) }
            trailer(&dictionary)
        }
        return start
    }

    /// The cross-reference table (7.5.4): 20 bytes an entry.
    private mutating func writeCrossReferenceTable() {
        file.bytes.append(ascii: "xref\n0 ")
        file.bytes.append(integer: places.count + 1)
        file.bytes.append(ascii: "\n0000000000 65535 f \n")
        for (_, place) in places.takeSection() {
            guard case .offset(let offset) = place.kind else { preconditionFailure("an object was reserved and not written") }
            appendRow(offset, 0)
        }
    }

    /// An entry of the table for an object in use.
    mutating func appendRow(_ offset: Int, _ generation: Int) {
        for (number, count) in [(offset, 10), (generation, 5)] {
            let digits = Array(String(number).utf8)
            file.bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: count - digits.count))
            file.bytes.append(contentsOf: digits)
            file.bytes.append(UInt8(ascii: " "))
        }
        file.bytes.append(ascii: "n \n")
    }
}
