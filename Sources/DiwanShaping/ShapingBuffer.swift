public import DiwanDocument

/// Memory for shaping, and the glyphs of the last text: one for each thread, used again and again.
public final class ShapingBuffer {
    /// The glyphs of the last text, from left to right.
    public internal(set) var glyphs: [Glyph] = []
    var core = GlyphBuffer()

    /// An empty buffer.
    public init() {}
}
