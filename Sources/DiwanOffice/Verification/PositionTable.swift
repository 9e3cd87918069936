/// The last entry of each of many ids, in 16 bytes an id and as many of room at most.
///
/// An id is told from others by 64 bits of a hash that is keyed anew in each run, so nobody makes two of the same: among a million ids, one
/// run of thirty million takes two for one.
struct PositionTable {
    /// A fingerprint, and the entry after it; a fingerprint of zero is a free place.
    private var places: [(fingerprint: UInt64, entry: Int)] = [(fingerprint: UInt64, entry: Int)](repeating: (0, 0), count: 1_024)
    private var count = 0

    /// The last entry of an id; `nil` when none is known.
    subscript(_ id: OpaqueID) -> Int? {
        get {
            let place = place(of: Self.fingerprint(id))
            return places[place].fingerprint == 0 ? nil : places[place].entry
        }
        set {
            guard let newValue else { preconditionFailure("what is known is not forgotten") }
            let fingerprint = Self.fingerprint(id)
            let place = place(of: fingerprint)
            if places[place].fingerprint == 0 {
                count += 1
                places[place] = (fingerprint, newValue)
                if 4 * count > 3 * places.count { grow() }
            } else {
                places[place].entry = newValue
            }
        }
    }

    private static func fingerprint(_ id: OpaqueID) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(id)
        return max(1, UInt64(bitPattern: Int64(hasher.finalize())))
    }

    /// Where a fingerprint stands, or is to stand.
    private func place(of fingerprint: UInt64) -> Int {
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: fingerprint) & mask
        while places[place].fingerprint != fingerprint, places[place].fingerprint != 0 { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = places
        places = [(fingerprint: UInt64, entry: Int)](repeating: (0, 0), count: 2 * old.count)
        for known in old where known.fingerprint != 0 { places[place(of: known.fingerprint)] = known }
    }
}
