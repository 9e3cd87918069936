/// What an index of the log must hold, as a sum over its records: so it is held against a stored one without being made.
///
/// The sum is of a hash of each record under a key of this run, 128 bits of it, so nobody can make other records of the same sum. What a
/// request is open for depends on the policy, and is left out.
struct IndexSum: Equatable, EventKeys {
    private var sums: (UInt64, UInt64) = (0, 0)
    /// The values of the keys of which there are few, or few at a time.
    private var few: [KeyIndex.Key: Int] = [:]
    /// The entries that have the scans: one may stand in two.
    private var scans = PositionTable()
    /// How many entries were taken.
    private(set) var entries = 0
    /// The entry before the next one, of the same request.
    var priorOfRequest: Int?
    /// The entry before the next one, of the same document.
    var priorOfDocument: Int?

    /// The sum of no records.
    init() {}

    /// The sum of the records of a file; `nil` when they are not in order, so that not all of them would be found.
    init?(_ file: IndexFile) {
        var before: KeyIndex.Key?
        for index in 0..<file.count {
            let key = file.key(index)
            if let before, !(before < key) { return nil }
            before = key
            if key.kind != KeyIndex.Kind.openRequest.rawValue { add(key, file.value(index)) }
        }
    }

    static func == (a: IndexSum, b: IndexSum) -> Bool { a.sums == b.sums }

    subscript(_ kind: KeyIndex.Kind, _ value: some Sequence<UInt8>) -> Int? { few[KeyIndex.Key(kind, value)] }

    mutating func set(_ kind: KeyIndex.Kind, _ value: some Sequence<UInt8>, _ entry: Int) {
        let key = KeyIndex.Key(kind, value)
        switch kind {
        case .request: replace(key, priorOfRequest, entry)
        case .document: replace(key, priorOfDocument, entry)
        // An entry has these once.
        case .requestNumber, .documentNumber, .documentFile, .documentCode, .inquiryNumber, .list, .listStopped: add(key, entry)
        case .scan:
            let id = OpaqueID(bytes: [key.high, key.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
            replace(key, scans[id], entry)
            scans[id] = entry
        case .series, .office, .listRun:
            replace(key, few[key], entry)
            few[key] = entry
        case .openRequest: break
        case .openInquiry, .openDraft:
            if let old = few.removeValue(forKey: key) { remove(key, old) }
            guard entry != 0 else { break }
            add(key, entry)
            few[key] = entry
        }
    }

    mutating func advance(to size: Int) { entries += 1 }

    private mutating func replace(_ key: KeyIndex.Key, _ old: Int?, _ new: Int) {
        if let old { remove(key, old) }
        add(key, new)
    }

    private mutating func add(_ key: KeyIndex.Key, _ value: Int) {
        let hash = Self.hash(key, value)
        sums = (sums.0 &+ hash.0, sums.1 &+ hash.1)
    }

    private mutating func remove(_ key: KeyIndex.Key, _ value: Int) {
        let hash = Self.hash(key, value)
        sums = (sums.0 &- hash.0, sums.1 &- hash.1)
    }

    private static func hash(_ key: KeyIndex.Key, _ value: Int) -> (UInt64, UInt64) {
        var hasher = Hasher()
        hasher.combine(key.high)
        hasher.combine(key.low)
        hasher.combine(value)
        let first = UInt64(bitPattern: Int64(hasher.finalize()))
        hasher = Hasher()
        hasher.combine(first)
        hasher.combine(value)
        hasher.combine(key.low)
        return (first, UInt64(bitPattern: Int64(hasher.finalize())))
    }
}
