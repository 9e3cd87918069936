/// Where the objects of a file stand that no cross-reference section lists yet.
///
/// A file of many documents has millions of objects. Their places leave by `takeSection` while the file grows; what stays is a word for each
/// object that was numbered and is not written.
struct ObjectPlaces {
    /// Where an object stands, in one word.
    struct Place {
        enum Kind {
            case unwritten
            case offset(Int)
            case inStream(number: Int, index: Int)
        }

        private let word: UInt64

        init(_ kind: Kind) {
            switch kind {
            case .unwritten: word = 0
            case .offset(let offset): word = UInt64(offset) << 2 | 1
            case .inStream(let number, let index): word = UInt64(number) << 18 | UInt64(index) << 2 | 2
            }
        }

        var kind: Kind {
            switch word & 3 {
            case 0: .unwritten
            case 1: .offset(Int(word >> 2))
            default: .inStream(number: Int(word >> 18), index: Int(word >> 2 & 0xFFFF))
            }
        }

        var isWritten: Bool { word != 0 }
    }

    /// The highest number so far.
    private(set) var count: Int
    /// The places of the objects after those of the sections taken so far.
    private var window: [Place] = []
    /// The objects that were numbered before them, and had no place when the sections were taken.
    private var late: [Int: Place] = [:]

    /// The places of objects whose numbers follow on `number`.
    init(after number: Int) { count = number }

    /// A number for a new object.
    mutating func reserve() -> Int {
        window.append(Place(.unwritten))
        count += 1
        return count
    }

    /// The length of the next section at most.
    var pending: Int { window.count }

    /// The number of the first object in `window`.
    private var first: Int { count - window.count + 1 }

    /// Whether an object has a place, in a section or here.
    func isWritten(_ number: Int) -> Bool {
        number >= first ? window[number - first].isWritten : late[number]?.isWritten ?? true
    }

    /// Sets the place of an object that no section lists.
    mutating func set(_ number: Int, _ place: Place) {
        if number >= first { window[number - first] = place } else { late[number] = place }
    }

    /// The objects that have a place and are in no section yet, by number; they are forgotten here.
    mutating func takeSection() -> [(number: Int, place: Place)] {
        var rows = late.filter(\.value.isWritten).map { (number: $0.key, place: $0.value) }.sorted { $0.number < $1.number }
        for row in rows { late[row.number] = nil }
        let first = first
        rows.reserveCapacity(rows.count + window.count)
        for (index, place) in window.enumerated() {
            if place.isWritten { rows.append((first + index, place)) } else { late[first + index] = place }
        }
        window.removeAll(keepingCapacity: true)
        return rows
    }

    /// Whether every object has a place or was taken with one.
    var areComplete: Bool { late.values.allSatisfy(\.isWritten) && window.allSatisfy(\.isWritten) }
}
