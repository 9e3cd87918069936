/// The end of bytes that many streams hold, and where to find in it what may come again after them. It never changes.
struct MatchHistory: Sendable {
    /// How far back a match may be (RFC 1951, 3.2.5).
    static let window = 32_768
    private static let hashBits: UInt32 = 12

    /// At most `window` bytes.
    let bytes: [UInt8]
    /// Two places for each hash, the later one first: the low 16 bits of an index in the bytes and what follows them. Where nothing was
    /// found they are 0, so every place must be looked at.
    let places: [UInt16]

    /// The history that `input` is to the bytes after it: the latest places of four bytes that stood there before, since what stands there
    /// only once seldom comes again.
    init(_ input: [UInt8]) {
        let bytes = Array(input.suffix(Self.window))
        self.bytes = bytes
        places = bytes.withUnsafeBytes { bytes in
            func four(_ place: Int) -> UInt32 { bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self) }
            var places = [UInt16](repeating: 0, count: 2 << Int(Self.hashBits))
            // The latest place of each hash, whatever stands there.
            var latest = [UInt16](repeating: 0, count: 8 << Int(Self.hashBits))
            for place in 0..<max(0, bytes.count - 3) {
                let own = four(place)
                let hash = Int((UInt32(littleEndian: own) &* 0x9E37_79B1) &>> (29 &- Self.hashBits))
                let before = Int(latest[hash])
                latest[hash] = UInt16(place)
                guard before < place, four(before) == own else { continue }
                let slot = Self.slot(own)
                if four(Int(places[slot])) != own { places[slot + 1] = places[slot] }
                places[slot] = UInt16(place)
            }
            return places
        }
    }

    /// Where the places of four bytes stand, as they were loaded.
    @inline(__always)
    static func slot(_ four: UInt32) -> Int {
        Int((UInt32(littleEndian: four) &* 0x9E37_79B1) &>> (32 &- hashBits)) &<< 1
    }
}
