import DiwanBytes

/// Where to find what the log says of something: from an id, a number, a hash or a code to an entry; and how far each series has come.
///
/// It holds nothing that the log does not say: it is made anew from the log where it is missing or does not fit, and what it leads to
/// is always read from the log. Its file is looked up where it stands (`IndexFile`); what has been added since stands in memory.
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
        /// The entry by which a list was opened, by its number.
        case list = 13
        /// The entry by which someone wanted no more notices, by the list's number, a line feed and the code.
        case listStopped = 14
        /// How many recipients of a run of notices have been seen to, by the list's number, a line feed and the run's name.
        case listRun = 15
        /// The entry by which a draft was prepared, by its id, while it is open; zero when it is so no longer.
        case openDraft = 16
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

    /// How many entries of the log it knows.
    private(set) var size = 0
    private var base: IndexFile?
    /// What has been added since, or has another value.
    private var added: [Key: Int] = [:]

    /// An index of an empty log.
    init() {}

    /// The index in a file; `nil` when it is not of the log that `isRoot` knows the roots of.
    init?(_ file: IndexFile, isRoot: (_ root: [UInt8], _ size: Int) -> Bool) {
        guard isRoot(file.root, file.size) else { return nil }
        size = file.size
        base = file
    }

    /// How many keys were added that are not in a file.
    var unwritten: Int { settled + added.count }
    private var settled = 0

    /// What stands for a key; `nil` when nothing does.
    subscript(_ kind: Kind, _ value: some Sequence<UInt8>) -> Int? {
        let key = Key(kind, value)
        return added[key] ?? base?[key]
    }

    /// Puts `entry` for a key.
    mutating func set(_ kind: Kind, _ value: some Sequence<UInt8>, _ entry: Int) { added[Key(kind, value)] = entry }

    /// Says that the index now knows the first `size` entries.
    mutating func advance(to size: Int) { self.size = size }

    /// The values of all keys of a kind that are not zero, in rising order.
    func values(_ kind: Kind) -> [Int] {
        var values: [Int] = []
        if let base {
            var place = base.place(of: Key(high: UInt64(kind.rawValue) << 56, low: 0))
            while place < base.count, base.key(place).kind == kind.rawValue {
                if added[base.key(place)] == nil { values.append(base.value(place)) }
                place += 1
            }
        }
        for (key, value) in added where key.kind == kind.rawValue { values.append(value) }
        return values.filter { $0 != 0 }.sorted()
    }

    // MARK: The file

    /// The bytes of a file of the index; `root` is that of the log at its size, which binds it to the log.
    func file(root: [UInt8]) -> [UInt8] {
        let count = base?.count ?? 0
        var records: [UInt8] = []
        records.reserveCapacity((count + added.count) * IndexFile.recordLength)
        var next = 0
        for (key, value) in added.sorted(by: { $0.key < $1.key }) {
            if let base {
                let place = base.place(of: key)
                records += base.bytes(of: next..<place)
                next = place < count && base.key(place) == key ? place + 1 : place
            }
            // What is open no longer is left out.
            if value == 0,
                key.kind == Kind.openRequest.rawValue || key.kind == Kind.openInquiry.rawValue || key.kind == Kind.openDraft.rawValue
            {
                continue
            }
            records.appendUInt64(key.high)
            records.appendUInt64(key.low)
            records.appendUInt64(UInt64(value))
        }
        if let base { records += base.bytes(of: next..<count) }
        return IndexFile.bytes(size: size, root: root, records: records)
    }

    /// Puts what was added among what is sorted, which takes less memory, when there is much of it.
    mutating func settle() {
        guard added.count >= 65_536 else { return }
        settled += added.count
        base = IndexFile(file(root: [UInt8](repeating: 0, count: 32)))
        added = [:]
    }
}
