/// What was wrong with bytes that were read or decoded.
public enum BytesError: Error, Equatable, Sendable {
    /// A read of `needed` bytes at `offset` ran past the end.
    case truncated(offset: Int, needed: Int)
    /// The compressed data breaks the rules of RFC 1951; the bytes up to about `offset` had been read.
    case invalidDeflate(DeflateFault, offset: Int)
    /// The two-byte header of a zlib stream is not one of RFC 1950 without a dictionary.
    case invalidZlibHeader
    /// The checksum after the data (Adler-32) is not that of the data.
    case checksumMismatch
    /// The output would be longer than the limit of the caller.
    case limitExceeded(limit: Int)
    /// The text is not base64 as RFC 4648, section 4, writes it; `offset` is the first wrong character.
    case invalidBase64(offset: Int)

    /// The rule of RFC 1951 that a compressed stream breaks.
    public enum DeflateFault: Equatable, Sendable {
        /// The block type is 3 (3.2.3).
        case blockType
        /// A stored block's length and its complement differ (3.2.4).
        case storedLength
        /// A set of code lengths is over-subscribed, incomplete, or wrongly repeated (3.2.2, 3.2.7).
        case codeLengths
        /// A bit pattern that no symbol has, or a symbol that has no meaning (3.2.5).
        case symbol
        /// A match that begins before the first byte of the output.
        case distance
        /// The data end inside a block.
        case truncated
    }
}
