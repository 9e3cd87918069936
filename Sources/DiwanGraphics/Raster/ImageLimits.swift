/// How large a picture may be.
public struct ImageLimits: Hashable, Sendable {
    /// Bytes of the file.
    public var bytes: Int
    /// Width times height.
    public var pixels: Int
    /// Bytes of a PNG picture that is decompressed, before its samples are brought to 8 bits.
    public var decodedBytes: Int

    /// 32 MiB, 40 million pixels (an A4 page at 600 dots an inch has 35 million) and 160 million bytes, unless told otherwise.
    public init(bytes: Int = 32 << 20, pixels: Int = 40_000_000, decodedBytes: Int = 160_000_000) {
        precondition(min(bytes, pixels, decodedBytes) >= 0 && max(bytes, pixels, decodedBytes) < 1 << 40)
        self.bytes = bytes
        self.pixels = pixels
        self.decodedBytes = decodedBytes
    }
}
