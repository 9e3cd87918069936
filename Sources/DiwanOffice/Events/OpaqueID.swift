import DiwanBytes

/// 128 random bits that tell a request or a document from all others, and say nothing of it.
public struct OpaqueID: Hashable, Sendable {
    /// The 16 bytes.
    public let bytes: [UInt8]

    /// An id drawn from the system's generator.
    public init() { bytes = SecureRandom.bytes(16) }

    /// An id of 16 bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == 16, "an id has 16 bytes")
        self.bytes = bytes
    }

    /// The id that 32 hexadecimal digits write; `nil` for all else.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text), bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The id in 32 hexadecimal digits.
    public var text: String { Hexadecimal.text(bytes) }
}

/// Random bytes fit for secrets: those of the system (`getrandom`), by the standard library.
enum SecureRandom {
    /// `count` bytes.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
