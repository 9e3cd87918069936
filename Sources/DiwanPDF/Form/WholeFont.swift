internal import DiwanBytes
internal import DiwanFont

/// A font embedded whole, with its own glyph numbers: what a viewer sets the text of a field in that is typed.
extension FontWriter {
    /// The parts of the whole font, made once.
    func whole(_ deflater: Deflater) -> FinishedFont {
        if let known = wholeFont { return known }
        let program = font.file
        let advances = (0..<font.glyphCount).map { font.horizontal.advance(UInt16($0)) }
        let made = FinishedFont(
            table: CellTable(), program: deflater.zlib(program), programLength: program.count,
            toUnicode: deflater.zlib(wholeToUnicode()), widths: widths(advances[...], after: nil), name: font.names.postScript,
            box: font.head.box)
        wholeFont = made
        return made
    }

    /// The CMap that says which character each glyph is by itself (ISO 32000-1, 9.10.3), from the font's own table of characters. Where
    /// a glyph has several, that one which is typed: no presentation form, the lowest.
    private func wholeToUnicode() -> [UInt8] {
        var characters = [UInt32](repeating: 0, count: font.glyphCount)
        for value in UInt32(0x20)...0xFFFD where !Self.isKeptOut(value) {
            let glyph = Int(font.cmap.glyph(value))
            guard glyph > 0, glyph < characters.count else { continue }
            if characters[glyph] == 0 || Self.isPresentationForm(characters[glyph]) && !Self.isPresentationForm(value) {
                characters[glyph] = value
            }
        }
        let glyphs = characters.indices.filter { characters[$0] > 0 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(400 + 15 * glyphs.count)
        bytes.append(ascii: FontWriter.characterMapStart)
        // A block has at most 100 entries.
        for start in stride(from: 0, to: glyphs.count, by: 100) {
            let block = glyphs[start..<min(start + 100, glyphs.count)]
            bytes.append(integer: block.count)
            bytes.append(ascii: " beginbfchar\n")
            for glyph in block {
                bytes.append(UInt8(ascii: "<"))
                bytes.append(hex16: UInt32(glyph))
                bytes.append(ascii: "><")
                bytes.append(hex16: characters[glyph])
                bytes.append(ascii: ">\n")
            }
            bytes.append(ascii: "endbfchar\n")
        }
        bytes.append(ascii: "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
        return bytes
    }

    /// Whether no code may mean the character: surrogates, private characters and the byte order marks (ISO 19005-3, 6.2.11.7).
    private static func isKeptOut(_ value: UInt32) -> Bool {
        (0x7F...0x9F).contains(value) || (0xD800...0xF8FF).contains(value) || value == 0xFEFF
    }

    private static func isPresentationForm(_ value: UInt32) -> Bool {
        (0xFB50...0xFDFF).contains(value) || (0xFE70...0xFEFE).contains(value)
    }
}
