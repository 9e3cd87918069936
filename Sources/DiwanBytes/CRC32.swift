/// The CRC-32 of ISO 3309 that PNG and gzip use (reflected, polynomial 0xEDB88320).
public struct CRC32: Sendable {
    private var register: UInt32 = 0xFFFF_FFFF

    /// The checksum of no bytes.
    public init() {}

    /// The checksum of all bytes so far.
    public var value: UInt32 { ~register }

    /// Adds `bytes`.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let table = Self.table.words
        var crc = register
        var index = 0
        // Eight bytes a step, each through a table of its own: `table[256 * k + b]` is the effect of byte `b` that `k` more bytes follow.
        while index &+ 8 <= bytes.count {
            let low = crc ^ UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index &+ 4, as: UInt32.self))
            crc =
                table[1792 &+ Int(low & 255)] ^ table[1536 &+ Int(low &>> 8 & 255)]
                ^ table[1280 &+ Int(low &>> 16 & 255)] ^ table[1024 &+ Int(low &>> 24)]
                ^ table[768 &+ Int(high & 255)] ^ table[512 &+ Int(high &>> 8 & 255)]
                ^ table[256 &+ Int(high &>> 16 & 255)] ^ table[Int(high &>> 24)]
            index &+= 8
        }
        while index < bytes.count {
            crc = crc &>> 8 ^ table[Int((crc ^ UInt32(bytes[index])) & 255)]
            index &+= 1
        }
        register = crc
    }

    /// Adds `bytes`.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The checksum of `bytes`.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }

    private static let table = Table()

    /// The eight tables, computed once and kept for the life of the program.
    private final class Table: Sendable {
        nonisolated(unsafe) let words: UnsafePointer<UInt32>

        init() {
            let words = UnsafeMutablePointer<UInt32>.allocate(capacity: 2048)
            for byte in 0..<256 {
                var crc = UInt32(byte)
                for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
                words[byte] = crc
            }
            for index in 256..<2048 {
                let before = words[index - 256]
                words[index] = before >> 8 ^ words[Int(before & 255)]
            }
            self.words = UnsafePointer(words)
        }
    }
}
