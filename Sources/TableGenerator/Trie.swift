/// A two-stage table: the first stage gives the number of a block, the block gives a value for each code point in it.
struct Trie {
    /// The number of a block for each `blockSize` code points.
    private(set) var index: [Int] = []
    /// The blocks, each stored once.
    private(set) var blocks: [Int] = []

    init(_ values: [Int], blockSize: Int) {
        var known: [[Int]: Int] = [:]
        for start in stride(from: 0, to: values.count, by: blockSize) {
            let block = Array(values[start..<start + blockSize])
            if known[block] == nil {
                known[block] = known.count
                blocks += block
            }
            index.append(known[block] ?? 0)
        }
    }
}
