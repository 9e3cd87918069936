/// Builds the prefix codes of DEFLATE (RFC 1951, 3.2.2) from how often each symbol is used.
struct HuffmanCode {
    /// Scratch: symbols sorted by frequency, as `frequency << 16 | symbol`.
    private var leaves: [UInt64] = []
    /// Scratch: the tree's inner nodes, weights first and depths later.
    private var weights: [UInt64] = []
    private var parents: [Int] = []

    /// Sets `lengths` so that the code is as short as it can be with no length above `limit`, and 0 for a symbol never used.
    ///
    /// One used symbol gets length 1. Both pointers hold `count` values.
    mutating func buildLengths(
        _ frequencies: UnsafePointer<UInt32>, count: Int, limit: Int, into lengths: UnsafeMutablePointer<UInt8>
    ) {
        leaves.removeAll(keepingCapacity: true)
        for symbol in 0..<count {
            lengths[symbol] = 0
            if frequencies[symbol] != 0 { leaves.append(UInt64(frequencies[symbol]) << 16 | UInt64(symbol)) }
        }
        let used = leaves.count
        guard used > 1 else {
            if used == 1 { lengths[Int(leaves[0] & 0xFFFF)] = 1 }
            return
        }
        sortLeaves()

        // Leaves are nodes 0..<used, inner nodes follow in the order of their making, which is the order of their weights.
        let nodes = 2 * used - 1
        weights.removeAll(keepingCapacity: true)
        parents.removeAll(keepingCapacity: true)
        for leaf in leaves { weights.append(leaf >> 16) }
        parents.append(contentsOf: repeatElement(0, count: nodes))
        var leaf = 0
        var inner = used
        for node in used..<nodes {
            var weight: UInt64 = 0
            for _ in 0..<2 {
                let smallest: Int
                if inner >= node || (leaf < used && weights[leaf] <= weights[inner]) {
                    smallest = leaf
                    leaf += 1
                } else {
                    smallest = inner
                    inner += 1
                }
                weight += weights[smallest]
                parents[smallest] = node
            }
            weights.append(weight)
        }

        // How many codes have each length; too long ones are cut to the limit, which over-fills the code.
        var countOfLength = [Int](repeating: 0, count: limit + 1)
        parents[nodes - 1] = 0
        for node in stride(from: nodes - 2, through: 0, by: -1) {
            let depth = parents[parents[node]] + 1
            // From here on an inner node's entry is its depth; a leaf's is only counted.
            if node >= used {
                parents[node] = depth
            } else {
                countOfLength[min(depth, limit)] += 1
            }
        }
        // Kraft's sum in units of 2^-limit. Each step hangs one full-length code beside a shorter one that becomes a node.
        var sum = 0
        for length in 1...limit { sum += countOfLength[length] << (limit - length) }
        while sum > 1 << limit {
            var length = limit - 1
            while countOfLength[length] == 0 { length -= 1 }
            countOfLength[length] -= 1
            countOfLength[length + 1] += 2
            countOfLength[limit] -= 1
            sum -= 1
        }
        // The rarest symbols take the longest codes.
        var index = 0
        for length in stride(from: limit, through: 1, by: -1) {
            for _ in 0..<countOfLength[length] {
                lengths[Int(leaves[index] & 0xFFFF)] = UInt8(length)
                index += 1
            }
        }
    }

    /// Sets `codes` to the canonical code of each symbol, its bits reversed, since DEFLATE sends a code's first bit first.
    static func assignCodes(_ lengths: UnsafePointer<UInt8>, count: Int, into codes: UnsafeMutablePointer<UInt16>) {
        var next = [UInt32](repeating: 0, count: 17)
        for symbol in 0..<count { next[Int(lengths[symbol]) + 1] += 1 }
        next[1] = 0
        for length in 2...16 { next[length] = (next[length] + next[length - 1]) << 1 }
        // `next[length]` held how many codes are one bit shorter; now it is the first code of `length`.
        for symbol in 0..<count where lengths[symbol] != 0 {
            let length = Int(lengths[symbol])
            let code = next[length]
            next[length] += 1
            codes[symbol] = reversed(UInt16(truncatingIfNeeded: code), length)
        }
    }

    private static func reversed(_ code: UInt16, _ length: Int) -> UInt16 {
        var bits = code
        bits = (bits & 0x5555) << 1 | (bits >> 1) & 0x5555
        bits = (bits & 0x3333) << 2 | (bits >> 2) & 0x3333
        bits = (bits & 0x0F0F) << 4 | (bits >> 4) & 0x0F0F
        return bits.byteSwapped >> UInt16(16 - length)
    }

    /// Sorts the leaves, rarest first, by Shell's method with Ciura's gaps: at most 286 keys, all different.
    private mutating func sortLeaves() {
        leaves.withUnsafeMutableBufferPointer { keys in
            for gap in [132, 57, 23, 10, 4, 1] where gap < keys.count {
                for start in gap..<keys.count {
                    let key = keys[start]
                    var place = start
                    while place >= gap && keys[place &- gap] > key {
                        keys[place] = keys[place &- gap]
                        place &-= gap
                    }
                    keys[place] = key
                }
            }
        }
    }
}
