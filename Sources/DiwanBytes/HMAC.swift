/// Message authentication codes of SHA-256 (RFC 2104, FIPS 198-1).
public enum HMAC {
    /// The 32 bytes of HMAC-SHA256 of `message` under `key`.
    public static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? SHA256.hash(key) : key
        block.append(contentsOf: repeatElement(0, count: 64 - block.count))
        var inner = SHA256()
        inner.update(block.map { $0 ^ 0x36 })
        inner.update(message)
        return SHA256.hash(block.map { $0 ^ 0x5C } + inner.finalized())
    }
}
