/// Finds earlier occurrences of the bytes at a place, with chains of hashes over the last 32 KiB.
struct MatchFinder {
    private static let window = 32_768
    private static let hash3Bits: UInt32 = 14
    private static let hash4Bits: UInt32 = 15
    private let niceLength: Int

    // Positions in the tables are `base` + the index in the input, so that what an earlier input left there is known to be stale.
    private let latest3 = UnsafeMutablePointer<Int32>.allocate(capacity: 1 << Int(hash3Bits))
    private let latest4 = UnsafeMutablePointer<Int32>.allocate(capacity: 1 << Int(hash4Bits))
    private let previous = UnsafeMutablePointer<Int32>.allocate(capacity: window)
    private var base: Int = 1
    private var lastCount = 0

    /// A match of `niceLength` is taken without looking for a longer one.
    init(niceLength: Int) {
        self.niceLength = niceLength
        forgetPositions()
    }

    func deallocate() {
        latest3.deallocate()
        latest4.deallocate()
        previous.deallocate()
    }

    private mutating func forgetPositions() {
        latest3.initialize(repeating: 0, count: 1 << Int(Self.hash3Bits))
        latest4.initialize(repeating: 0, count: 1 << Int(Self.hash4Bits))
        previous.initialize(repeating: 0, count: Self.window)
        base = 1
    }

    /// Forgets the input before in favour of one of `count` bytes.
    mutating func begin(_ count: Int) {
        base += lastCount
        lastCount = count
        if base + count >= Int(Int32.max) { forgetPositions() }
    }

    @inline(__always)
    private func hash3(_ four: UInt32) -> Int {
        Int(((four & 0xFF_FFFF) &* 0x9E37_79B1) &>> (32 &- Self.hash3Bits))
    }

    @inline(__always)
    private func hash4(_ four: UInt32) -> Int {
        Int((four &* 0x9E37_79B1) &>> (32 &- Self.hash4Bits))
    }

    /// Makes the places from `start` up to `end` known; at each of them four bytes are left.
    @inline(__always)
    func insert(_ source: UnsafeRawPointer, from start: Int, to end: Int) {
        var position = start
        while position < end {
            let four = UInt32(littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            let place = Int32(truncatingIfNeeded: base &+ position)
            latest3[hash3(four)] = place
            let slot = hash4(four)
            previous[Int(place) & (Self.window &- 1)] = latest4[slot]
            latest4[slot] = place
            position &+= 1
        }
    }

    /// The longest earlier match of what begins at `position`, and makes that place known. Length 0 when none is longer than `shortest`.
    @inline(__always)
    func longestMatch(
        _ source: UnsafeRawPointer, _ position: Int, _ count: Int, longerThan shortest: Int, depth: Int
    ) -> (length: Int, distance: Int) {
        let four = UInt32(littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt32.self))
        let place = base &+ position
        let slot3 = hash3(four)
        let slot4 = hash4(four)
        let place3 = Int(latest3[slot3])
        latest3[slot3] = Int32(truncatingIfNeeded: place)
        var candidate = Int(latest4[slot4])
        latest4[slot4] = Int32(truncatingIfNeeded: place)
        previous[place & (Self.window &- 1)] = Int32(truncatingIfNeeded: candidate)

        let oldest = max(base, place &- Self.window &+ 1)
        let longest = min(258, count &- position)
        let enough = min(niceLength, longest)
        var bestLength = 0
        var bestDistance = 0
        if shortest < 3 && place3 >= oldest {
            let earlier = UInt32(littleEndian: source.loadUnaligned(fromByteOffset: place3 &- base, as: UInt32.self))
            if (earlier ^ four) & 0xFF_FFFF == 0 {
                bestLength = 3
                bestDistance = place &- place3
            }
        }
        // A match must be longer than `reach`, so its byte at that offset is compared first, with the three before it.
        var reach = max(3, shortest)
        guard reach < longest else { return (bestLength, bestDistance) }
        var tail = source.loadUnaligned(fromByteOffset: position &+ reach &- 3, as: UInt32.self)
        var left = depth
        while candidate >= oldest && left > 0 {
            left &-= 1
            let start = candidate &- base
            if source.loadUnaligned(fromByteOffset: start &+ reach &- 3, as: UInt32.self) == tail
                && source.loadUnaligned(fromByteOffset: start, as: UInt32.self) == UInt32(littleEndian: four)
            {
                let length = source.matchLength(start, position, longest)
                if length > reach {
                    bestLength = length
                    bestDistance = place &- candidate
                    reach = length
                    if length >= enough { break }
                    tail = source.loadUnaligned(fromByteOffset: position &+ reach &- 3, as: UInt32.self)
                }
            }
            candidate = Int(previous[candidate & (Self.window &- 1)])
        }
        return (bestLength, bestDistance)
    }
}

extension UnsafeRawPointer {
    /// How many bytes are equal from two offsets on, at most `longest`; the first four are known to be.
    @inline(__always)
    func matchLength(_ earlier: Int, _ position: Int, _ longest: Int) -> Int {
        var length = 4
        while length &+ 8 <= longest {
            let difference =
                loadUnaligned(fromByteOffset: earlier &+ length, as: UInt64.self)
                ^ loadUnaligned(fromByteOffset: position &+ length, as: UInt64.self)
            if difference != 0 { return length &+ UInt64(littleEndian: difference).trailingZeroBitCount >> 3 }
            length &+= 8
        }
        while length < longest
            && load(fromByteOffset: earlier &+ length, as: UInt8.self) == load(fromByteOffset: position &+ length, as: UInt8.self)
        {
            length &+= 1
        }
        return length
    }
}
