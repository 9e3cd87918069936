/// Finds earlier occurrences of four bytes in a history and in the bytes that follow it, the two latest places with the same hash.
struct HistoryMatchFinder {
    /// The history and what follows it.
    private var joined: [UInt8] = []
    private var places: [UInt16] = []

    /// Calls `body` with a view of `rest` after `history`.
    mutating func withView(_ rest: [UInt8], after history: MatchHistory, _ body: (View) -> Void) {
        joined.removeAll(keepingCapacity: true)
        joined.append(contentsOf: history.bytes)
        joined.append(contentsOf: rest)
        places.removeAll(keepingCapacity: true)
        places.append(contentsOf: history.places)
        joined.withUnsafeBytes { joined in
            places.withUnsafeMutableBufferPointer { places in
                guard let source = joined.baseAddress, let places = places.baseAddress else { return }
                body(View(source: source, start: history.bytes.count, end: joined.count, places: places))
            }
        }
    }

    /// The bytes from `start` to `end`, those before, and the places found so far.
    struct View {
        let source: UnsafeRawPointer
        let start: Int
        let end: Int
        fileprivate let places: UnsafeMutablePointer<UInt16>

        /// The longer match of what begins at `position`, and makes that place known. Length 0 when there is none. Four bytes are left there.
        @inline(__always)
        func match(_ position: Int) -> (length: Int, distance: Int) {
            let four = source.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            let slot = MatchHistory.slot(four)
            let first = places[slot]
            let second = places[slot &+ 1]
            places[slot] = UInt16(truncatingIfNeeded: position)
            places[slot &+ 1] = first
            let nearer = length(first, position, four)
            let farther = length(second, position, four)
            return farther.length > nearer.length ? farther : nearer
        }

        @inline(__always)
        private func length(_ place: UInt16, _ position: Int, _ four: UInt32) -> (length: Int, distance: Int) {
            let distance = Int(UInt16(truncatingIfNeeded: position) &- place)
            // What is out of reach is read at the position itself, so that reading needs no branch.
            let isInReach = distance > 0 && distance <= min(position, MatchHistory.window)
            let earlier = isInReach ? position &- distance : position
            guard source.loadUnaligned(fromByteOffset: earlier, as: UInt32.self) == four, isInReach else { return (0, 0) }
            return (source.matchLength(earlier, position, min(258, end &- position)), distance)
        }

        /// Makes every other place from `from` up to `to` known.
        @inline(__always)
        func insert(from: Int, to: Int) {
            var position = from
            let to = min(to, end &- 3)
            while position < to {
                let slot = MatchHistory.slot(source.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                places[slot &+ 1] = places[slot]
                places[slot] = UInt16(truncatingIfNeeded: position)
                position &+= 2
            }
        }
    }
}
