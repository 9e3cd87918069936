public import DiwanDocument

/// Shaped text as a line, for looking at and comparing.
public enum ShapedText {
    /// The glyphs as `hb-shape --no-glyph-names` prints them: `[gid=cluster+advance|gid=cluster@x,y+advance]`, an empty string for no
    /// glyphs.
    public static func description(of glyphs: [Glyph]) -> String {
        if glyphs.isEmpty { return "" }
        var line = "["
        for (index, glyph) in glyphs.enumerated() {
            if index > 0 { line += "|" }
            line += "\(glyph.id)=\(glyph.cluster)"
            if glyph.xOffset != 0 || glyph.yOffset != 0 { line += "@\(glyph.xOffset),\(glyph.yOffset)" }
            line += "+\(glyph.xAdvance)"
            if glyph.yAdvance != 0 { line += ",\(glyph.yAdvance)" }
        }
        return line + "]"
    }
}
