import DiwanBytes

/// A hash of the Merkle tree: 32 bytes of SHA-256 (RFC 6962, 2.1).
public struct TreeHash: Hashable, Sendable {
    // The bytes as they lie in memory, so that a row of hashes in memory is a tile.
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    /// Thirty-two zero bytes, to be written over.
    private init() {}

    /// The hash whose bytes are `bytes`; `nil` when they are not 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: self) { Array($0) }
    }

    /// The root of the tree without entries, SHA-256 of no bytes.
    public static let empty = TreeHash(SHA256.hash([])) ?? TreeHash()

    /// The hash of a leaf: SHA-256 of a zero byte and the entry.
    public static func leaf(_ entry: [UInt8]) -> TreeHash {
        entry.withUnsafeBytes { leaf($0) }
    }

    /// The hash of a leaf: SHA-256 of a zero byte and the entry.
    public static func leaf(_ entry: UnsafeRawBufferPointer) -> TreeHash {
        var hash = TreeHash()
        withUnsafeMutableBytes(of: &hash) { SHA256.hash(0, entry, into: $0) }
        return hash
    }

    /// The hash of a node: SHA-256 of a byte of one and the hashes of its children.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hash = TreeHash()
        withUnsafeBytes(of: (left, right)) { children in
            withUnsafeMutableBytes(of: &hash) { SHA256.hash(1, children, into: $0) }
        }
        return hash
    }

    /// The hash of the leaf whose entry lies in `range` of `bytes`.
    static func leaf(_ bytes: [UInt8], _ range: Range<Int>) -> TreeHash {
        bytes.withUnsafeBytes { leaf(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The first `count` hashes of a tile's `bytes`. Traps when they are not there.
    static func row(_ bytes: [UInt8], count: Int) -> [TreeHash] {
        precondition(bytes.count >= 32 * count)
        var row = [TreeHash](repeating: TreeHash(), count: count)
        row.withUnsafeMutableBytes { $0.copyBytes(from: bytes[..<(32 * count)]) }
        return row
    }

    /// The bytes of a tile of `hashes`.
    static func bytes(of hashes: [TreeHash]) -> [UInt8] {
        hashes.withUnsafeBytes { Array($0) }
    }

    /// The root of the complete tree over `hashes`. Traps when their number is no power of two.
    static func root(of hashes: ArraySlice<TreeHash>) -> TreeHash {
        precondition(hashes.count > 0 && hashes.count & (hashes.count - 1) == 0)
        var row = Array(hashes)
        var width = row.count
        row.withUnsafeMutableBytes { row in
            while width > 1 {
                width /= 2
                // A pair lies in one piece, and its parent goes where the pairs before it have already been used.
                for index in 0..<width {
                    SHA256.hash(
                        1, UnsafeRawBufferPointer(rebasing: row[64 * index..<64 * index + 64]),
                        into: UnsafeMutableRawBufferPointer(rebasing: row[32 * index..<32 * index + 32]))
                }
            }
        }
        return row[0]
    }
}

extension TreeHash: CustomStringConvertible {
    /// The hash as base64, as checkpoints and proofs write it.
    public var description: String { Base64.encode(bytes) }

    /// The hash that `text`, strict base64, stands for; `nil` when it is none.
    init?(base64 text: some StringProtocol) {
        guard let bytes = try? Base64.decode(String(text)) else { return nil }
        self.init(bytes)
    }
}
