/// Finds earlier occurrences of four bytes among the two latest places with the same hash, within the last 32 KiB.
///
/// Where data repeat rarely, most looks find nothing: they cost no branch that a processor guesses wrong.
struct QuickMatchFinder {
    private static let window = 32_768
    private static let hashBits: UInt32 = 13
    // The two places of a hash stand side by side, the later one first. Positions are `base` + the index in the input.
    private let places = UnsafeMutablePointer<Int32>.allocate(capacity: 2 << Int(hashBits))
    private var base: Int = 1
    private var lastCount = 0

    init() {
        places.initialize(repeating: 0, count: 2 << Int(Self.hashBits))
    }

    func deallocate() {
        places.deallocate()
    }

    /// Forgets the input before in favour of one of `count` bytes.
    mutating func begin(_ count: Int) {
        base += lastCount
        lastCount = count
        if base + count >= Int(Int32.max) {
            places.initialize(repeating: 0, count: 2 << Int(Self.hashBits))
            base = 1
        }
    }

    @inline(__always)
    private func slot(_ four: UInt32) -> Int {
        Int((four &* 0x9E37_79B1) &>> (32 &- Self.hashBits)) &<< 1
    }

    /// The longer match of what begins at `position`, and makes that place known. Length 0 when there is none. Four bytes are left there.
    @inline(__always)
    func match(_ source: UnsafeRawPointer, _ position: Int, _ count: Int) -> (length: Int, distance: Int) {
        let four = source.loadUnaligned(fromByteOffset: position, as: UInt32.self)
        let place = base &+ position
        let slot = self.slot(UInt32(littleEndian: four))
        let first = Int(places[slot])
        let second = Int(places[slot &+ 1])
        places[slot &+ 1] = Int32(truncatingIfNeeded: first)
        places[slot] = Int32(truncatingIfNeeded: place)
        // A place that is too old is read as the oldest one that is not, so that reading needs no branch.
        let oldest = max(base, place &- Self.window &+ 1)
        let firstStart = max(first, oldest) &- base
        let secondStart = max(second, oldest) &- base
        let firstDiffers = source.loadUnaligned(fromByteOffset: firstStart, as: UInt32.self) ^ four
        let secondDiffers = source.loadUnaligned(fromByteOffset: secondStart, as: UInt32.self) ^ four
        guard min(firstDiffers, secondDiffers) == 0 else { return (0, 0) }
        let longest = min(258, count &- position)
        var length = 0
        var distance = 0
        if firstDiffers == 0, first >= oldest {
            length = source.matchLength(firstStart, position, longest)
            distance = place &- first
        }
        if secondDiffers == 0, second >= oldest {
            let other = source.matchLength(secondStart, position, longest)
            if other > length {
                length = other
                distance = place &- second
            }
        }
        return (length, distance)
    }

    /// Makes every other place from `start` up to `end` known; at each of them four bytes are left.
    @inline(__always)
    func insert(_ source: UnsafeRawPointer, from start: Int, to end: Int) {
        var position = start
        while position < end {
            let four = UInt32(littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            let slot = self.slot(four)
            places[slot &+ 1] = places[slot]
            places[slot] = Int32(truncatingIfNeeded: base &+ position)
            position &+= 2
        }
    }
}
