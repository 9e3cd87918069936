import DiwanBytes

/// Where to find what the log says of something: from an id, a number, a hash or a code to an entry; and how far each series has come.
///
/// It holds nothing that the log does not say: it is made anew from the log where it is missing or does not fit, and what it leads to
/// is always read from the log. On disk it is a heading and records of 24 bytes in the order of their keys, so an office of hundreds of
/// thousands of documents opens by reading one file; what has been added since stands in memory.
struct KeyIndex {
    /// What a key is of.
    enum Kind: UInt8 {
        /// The last entry of a request, by its id.
        case request = 1
        /// The entry by which a request was received, by its number.
        case requestNumber = 2
        /// The last entry of a document, by its id.
        case document = 3
        /// The entry by which a document was issued, by its number.
        case documentNumber = 4
        /// The entry that speaks of a file of a document, by its SHA-256: that of the issue, or of a later signature.
        case documentFile = 5
        /// The entry by which a document was issued, by the SHA-256 of its code.
        case documentCode = 6
        /// The last number of a series and year.
        case series = 7
        /// The last entry of a request that is open, by its id; zero when it is so no longer.
        case openRequest = 8
        /// The last entry of a kind that is of the office as a whole.
        case office = 9
        /// The entry by which an inquiry was received, by its number.
        case inquiryNumber = 10
        /// The same, by its id, while it waits for an answer; zero when it does so no longer.
        case openInquiry = 11
        /// The entry that has a scan of a signed paper, by the SHA-256 of the scan.
        case scan = 12
    }

    /// A key: its kind, and 15 bytes of the SHA-256 of what it is of.
    struct Key: Hashable, Comparable {
        let high: UInt64
        let low: UInt64

        init(_ kind: Kind, _ value: some Sequence<UInt8>) {
            var hash = SHA256.hash([kind.rawValue] + value)
            hash[0] = kind.rawValue
            high = hash[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
            low = hash[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
        }

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        var kind: UInt8 { UInt8(high >> 56) }

        static func < (a: Key, b: Key) -> Bool { (a.high, a.low) < (b.high, b.low) }
    }

    private static let magic = Array("diwan-index/2\n\0\0".utf8)
    private static let headingLength = 16 + 8 + 32 + 32
    private static let recordLength = 24

    /// How many entries of the log it knows.
    private(set) var size = 0
    /// The file's records.
    private var base: [UInt8] = []
    /// What has been added since, or has another value.
    private var added: [Key: Int] = [:]

    /// An index of an empty log.
    init() {}

    /// How many keys stand in memory and not in the file.
    var unwritten: Int { added.count }
    /// About how many keys there are.
    var count: Int { base.count / Self.recordLength + added.count }

    /// What stands for a key; `nil` when nothing does.
    subscript(_ kind: Kind, _ value: some Sequence<UInt8>) -> Int? { self[Key(kind, value)] }

    private subscript(key: Key) -> Int? {
        if let value = added[key] { return value }
        return base.withUnsafeBytes { bytes -> Int? in
            var low = 0
            var high = bytes.count / Self.recordLength
            while low < high {
                let middle = (low + high) / 2
                let found = Self.key(bytes, middle)
                if found == key { return Self.value(bytes, middle) }
                if found < key { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    /// Puts `entry` for a key.
    mutating func set(_ kind: Kind, _ value: some Sequence<UInt8>, _ entry: Int) { added[Key(kind, value)] = entry }

    /// Says that the index now knows the first `size` entries.
    mutating func advance(to size: Int) { self.size = size }

    /// The values of all keys of a kind that are not zero, in rising order.
    func values(_ kind: Kind) -> [Int] {
        var values: [Int] = []
        base.withUnsafeBytes { bytes in
            var index = 0
            var end = bytes.count / Self.recordLength
            let first = Key(high: UInt64(kind.rawValue) << 56, low: 0)
            while index < end {
                let middle = (index + end) / 2
                if Self.key(bytes, middle) < first { index = middle + 1 } else { end = middle }
            }
            while index < bytes.count / Self.recordLength, Self.key(bytes, index).kind == kind.rawValue {
                if added[Self.key(bytes, index)] == nil { values.append(Self.value(bytes, index)) }
                index += 1
            }
        }
        for (key, value) in added where key.kind == kind.rawValue { values.append(value) }
        return values.filter { $0 != 0 }.sorted()
    }

    // MARK: The file

    /// The file of the index: what it is bound to is the root of the log at its size.
    func file(root: [UInt8]) -> [UInt8] {
        var records: [UInt8] = []
        records.reserveCapacity(base.count + added.count * Self.recordLength)
        let new = added.sorted { $0.key < $1.key }
        var next = new.startIndex
        base.withUnsafeBytes { bytes in
            for index in 0..<bytes.count / Self.recordLength {
                let key = Self.key(bytes, index)
                while next < new.endIndex, new[next].key < key {
                    Self.append(new[next].key, new[next].value, to: &records)
                    next += 1
                }
                if next < new.endIndex, new[next].key == key {
                    Self.append(key, new[next].value, to: &records)
                    next += 1
                } else {
                    records.append(contentsOf: bytes[index * Self.recordLength..<(index + 1) * Self.recordLength])
                }
            }
        }
        for (key, value) in new[next...] { Self.append(key, value, to: &records) }
        var file = Array(Self.magic.prefix(16))
        file.appendUInt64(UInt64(size))
        file.append(contentsOf: root)
        file.append(contentsOf: SHA256.hash(records))
        file.append(contentsOf: records)
        return file
    }

    /// Whether both lead to the same entries. Which requests are open depends on the policy too, and is left out.
    func agrees(with other: KeyIndex) -> Bool {
        func records(_ index: KeyIndex) -> [ArraySlice<UInt8>] {
            let bytes = index.file(root: [UInt8](repeating: 0, count: 32))[Self.headingLength...]
            return stride(from: bytes.startIndex, to: bytes.endIndex, by: Self.recordLength).map { bytes[$0..<$0 + Self.recordLength] }
                .filter { $0.first != Kind.openRequest.rawValue }
        }
        return size == other.size && records(self) == records(other)
    }

    /// The index in `file`; `nil` when the file is none, is damaged, or is not of the log that `isRoot` knows the roots of.
    init?(file: [UInt8], isRoot: (_ root: [UInt8], _ size: Int) -> Bool) {
        guard file.count >= Self.headingLength, file.starts(with: Self.magic.prefix(16)),
            (file.count - Self.headingLength).isMultiple(of: Self.recordLength)
        else { return nil }
        guard let size = Int(exactly: file[16..<24].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) else { return nil }
        guard isRoot(Array(file[24..<56]), size) else { return nil }
        let records = Array(file[Self.headingLength...])
        guard file[56..<88].elementsEqual(SHA256.hash(records)) else { return nil }
        self.size = size
        base = records
    }

    private static func append(_ key: Key, _ value: Int, to records: inout [UInt8]) {
        records.appendUInt64(key.high)
        records.appendUInt64(key.low)
        records.appendUInt64(UInt64(value))
    }

    private static func key(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Key {
        Key(high: word(bytes, index * recordLength), low: word(bytes, index * recordLength + 8))
    }

    private static func value(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        Int(truncatingIfNeeded: word(bytes, index * recordLength + 16))
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
