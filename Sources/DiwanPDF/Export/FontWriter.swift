internal import DiwanBytes
internal import DiwanDocument
internal import DiwanFont

/// The finished parts of an embedded font that depend on nothing but its codes, kept for the next file with the same codes.
struct FinishedFont {
    var table: CellTable
    /// The subset font program, compressed, and its length before.
    var program: [UInt8]
    var programLength: Int
    var toUnicode: [UInt8]
    /// The array of `W`.
    var widths: [UInt8]
    /// The name with its subset tag.
    var name: String
    var box: GlyphBox
}

/// What the embedded fonts of many files begin with: codes, what the font program says of them, and their characters, both compressed.
struct FontBase {
    var cells: CellTable
    var subset: FontSubsetBase
    /// The sections of the font program.
    var sections: Deflater.Parts
    var toUnicode: Deflater.Parts
    /// The beginning of the array of `W`.
    var widths: [UInt8]
}

/// Makes and writes the objects of an embedded font: a Type 0 font over a CIDFont with TrueType outlines (ISO 32000-1, 9.7).
///
/// It is kept from one file to the next, with all that was found out about the font.
final class FontWriter {
    let font: Font
    /// What the files of a batch have in common.
    private(set) var base: FontBase?
    private let subsetter: TrueTypeSubsetter
    /// What was written with the codes of the base.
    let knownRuns = KnownRuns()
    /// Whether each glyph has no outline.
    private let blankness: [Bool]
    /// The subsets made last, the latest first.
    private var finishedFonts: [FinishedFont] = []
    /// The font embedded whole, once it was asked for.
    var wholeFont: FinishedFont?
    private static let finishedFontsKept = 4

    init(_ font: Font) throws(FontError) {
        self.font = font
        subsetter = try TrueTypeSubsetter(font)
        blankness = (0..<font.glyphCount).map { font.glyf?.box(of: UInt16($0)) == nil }
    }

    /// Whether `glyph` draws nothing.
    @inline(__always)
    func isBlank(_ glyph: UInt16) -> Bool {
        Int(glyph) >= blankness.count || blankness[Int(glyph)]
    }

    /// Forgets the common part, and what was made with it.
    func forgetBase() {
        knownRuns.removeAll()
        base = nil
        finishedFonts = []
    }

    /// Makes the codes of `table` the common part of all files from now on.
    func setBase(_ table: CellTable, _ deflater: Deflater) throws(FontError) {
        let subset = try subsetter.base(table.subsetGlyphs(of: font))
        var cells = table
        cells.endBase(glyphCount: subset.glyphCount)
        var widths: [UInt8] = []
        widths.append(ascii: "[0[")
        append(subset.advances[...table.cells.count], to: &widths)
        base = FontBase(
            cells: cells, subset: subset, sections: deflater.parts(subset.sections), toUnicode: deflater.parts([toUnicodeStart(cells)]),
            widths: widths)
    }

    /// The parts of the font for the codes of `table`, which begins with those of the base: parts made before if the codes are the same.
    func finish(_ table: CellTable, _ deflater: Deflater) throws(FontError) -> FinishedFont {
        if let known = finishedFonts.first(where: { $0.table == table }) { return known }
        let made = try make(table, deflater)
        finishedFonts.insert(made, at: 0)
        if finishedFonts.count > Self.finishedFontsKept { finishedFonts.removeLast() }
        return made
    }

    private func make(_ table: CellTable, _ deflater: Deflater) throws(FontError) -> FinishedFont {
        let subset = try subsetter.subset(table.subsetGlyphs(of: font), after: base?.subset)
        let program: [UInt8], toUnicode: [UInt8]
        if let base {
            program = deflater.zlib(subset.start, base.sections, subset.rests)
            toUnicode = deflater.zlib([], base.toUnicode, [toUnicodeEnd(table)])
        } else {
            program = deflater.zlib(subset.start, effort: .quick)
            toUnicode = deflater.zlib(toUnicodeStart(CellTable()) + toUnicodeEnd(table))
        }
        let length = zip(base?.subset.sections ?? [], subset.rests).reduce(subset.start.count) { $0 + $1.0.count + $1.1.count }
        // Only codes have widths: not the parts of composites, which come after them.
        let ownCodes = table.cells.count - table.baseCount + (base == nil ? 1 : 0)
        return FinishedFont(
            table: table, program: program, programLength: length, toUnicode: toUnicode,
            widths: widths(subset.advances[..<ownCodes], after: base), name: "\(tag(program, length))+\(font.names.postScript)",
            box: subset.box)
    }

    /// Writes all objects of the font; the Type 0 font becomes `reference`.
    func write(_ finished: FinishedFont, as reference: ObjectReference, to file: inout PDFFileWriter) {
        let program = file.reserve()
        file.writeStream(program, encoded: finished.program) { stream in
            stream.name("/Filter", "/FlateDecode")
            stream.integer("/Length1", finished.programLength)
        }
        let toUnicode = file.reserve()
        file.writeStream(toUnicode, encoded: finished.toUnicode) { $0.name("/Filter", "/FlateDecode") }
        let descriptor = file.write { writeDescriptor(finished, program, &$0) }
        // A CIDFont (9.7.4, Table 117). Codes are glyph numbers: Identity-H, and the identity once more from CIDs to glyphs.
        let descendant = file.write { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Font")
                dictionary.name("/Subtype", "/CIDFontType2")
                dictionary.name("/BaseFont", text: finished.name)
                dictionary.dictionary("/CIDSystemInfo") { system in
                    system.text("/Registry", "Adobe")
                    system.text("/Ordering", "Identity")
                    system.integer("/Supplement", 0)
                }
                dictionary.reference("/FontDescriptor", descriptor)
                dictionary.name("/CIDToGIDMap", "/Identity")
                dictionary.bytes.append(ascii: "/W")
                dictionary.bytes.append(contentsOf: finished.widths)
            }
        }
        // A Type 0 font (9.7.6, Table 121).
        file.write(reference) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Font")
                dictionary.name("/Subtype", "/Type0")
                dictionary.name("/BaseFont", text: finished.name)
                dictionary.name("/Encoding", "/Identity-H")
                dictionary.array("/DescendantFonts") { $0.reference(descendant) }
                dictionary.reference("/ToUnicode", toUnicode)
            }
        }
    }

    /// A font descriptor (9.8, Table 122), in thousandths of an em.
    private func writeDescriptor(_ finished: FinishedFont, _ program: ObjectReference, _ object: inout ObjectWriter) {
        let italicAngle = font.post.map { Int($0.italicAngle) } ?? 0
        // Symbolic, since the codes are none of the standard encodings; and what else is known (Table 123).
        var flags = 4
        if font.post?.isFixedPitch == true { flags |= 1 }
        if italicAngle != 0 { flags |= 64 }
        let weight = font.os2?.weightClass ?? 400
        let ascender = font.horizontal.ascender
        object.dictionary { dictionary in
            dictionary.name("/Type", "/FontDescriptor")
            dictionary.name("/FontName", text: finished.name)
            dictionary.integer("/Flags", flags)
            dictionary.array("/FontBBox") { array in
                for edge in [finished.box.minX, finished.box.minY, finished.box.maxX, finished.box.maxY] { array.element(perMille(edge)) }
            }
            dictionary.thousandths("/ItalicAngle", italicAngle * 1000 / 65_536)
            dictionary.integer("/Ascent", perMille(ascender))
            dictionary.integer("/Descent", perMille(font.horizontal.descender))
            dictionary.integer("/CapHeight", perMille(font.os2?.capHeight ?? ascender))
            // TrueType does not say how thick stems are; the weight does, roughly.
            dictionary.integer("/StemV", 50 + max(0, weight - 200) / 7)
            dictionary.reference("/FontFile2", program)
        }
    }

    /// A length in whole thousandths of an em, away from zero.
    private func perMille(_ units: Int) -> Int {
        let scaled = units * 1000
        return (scaled >= 0 ? scaled + font.unitsPerEm - 1 : scaled - font.unitsPerEm + 1) / font.unitsPerEm
    }

    /// Widths (9.7.4.3), to a thousandth of the unit, so that they are those of `hmtx`: of the glyphs from 0 on, or from the end of the base.
    func widths(_ advances: ArraySlice<Int>, after base: FontBase?) -> [UInt8] {
        var bytes: [UInt8] = base?.widths ?? []
        bytes.reserveCapacity(bytes.count + 6 * advances.count)
        if let base {
            bytes.append(UInt8(ascii: "]"))
            bytes.append(integer: base.subset.glyphCount)
            bytes.append(UInt8(ascii: "["))
        } else {
            bytes.append(ascii: "[0[")
        }
        append(advances, to: &bytes)
        bytes.append(ascii: "]]")
        return bytes
    }

    private func append(_ advances: ArraySlice<Int>, to bytes: inout [UInt8]) {
        for advance in advances {
            bytes.append(thousandths: (advance * 1_000_000 + font.unitsPerEm / 2) / font.unitsPerEm)
            bytes.append(UInt8(ascii: " "))
        }
    }

    /// Six letters that depend on the program alone (9.6.4): on its checksum, with which the zlib stream ends, and its length.
    private func tag(_ compressed: [UInt8], _ count: Int) -> String {
        var rest = compressed.suffix(4).reduce(0) { $0 << 8 | UInt64($1) } << 16 | UInt64(count & 0xFFFF)
        var letters: [UInt8] = []
        for _ in 0..<6 {
            letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
            rest /= 26
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// What stands before the codes of a CMap to Unicode (9.10.3).
    static let characterMapStart: StaticString = """
        /CIDInit/ProcSet findresource begin
        12 dict begin
        begincmap
        /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
        /CMapName/Adobe-Identity-UCS def
        /CMapType 2 def
        1 begincodespacerange
        <0000><FFFF>
        endcodespacerange

        """

    /// The beginning of the CMap that says which character each code means (9.10.3), with the codes of the base: every code has exactly
    /// one character.
    private func toUnicodeStart(_ table: CellTable) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(400 + 15 * table.baseCount)
        bytes.append(ascii: Self.characterMapStart)
        appendCharacters(table, 0..<table.baseCount, to: &bytes)
        return bytes
    }

    /// The rest of the CMap, with the codes after the base.
    private func toUnicodeEnd(_ table: CellTable) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(100 + 15 * (table.cells.count - table.baseCount))
        appendCharacters(table, table.baseCount..<table.cells.count, to: &bytes)
        bytes.append(ascii: "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
        return bytes
    }

    private func appendCharacters(_ table: CellTable, _ range: Range<Int>, to bytes: inout [UInt8]) {
        guard !range.isEmpty else { return }
        // A range has all codes of one high byte, its targets one by one; a block has at most 100 ranges.
        let codes = Int(table.code(at: range.lowerBound))...Int(table.code(at: range.upperBound - 1))
        let highBytes = codes.lowerBound / 256...codes.upperBound / 256
        for high in highBytes {
            if (high - highBytes.lowerBound) % 100 == 0 {
                bytes.append(integer: min(100, highBytes.upperBound - high + 1))
                bytes.append(ascii: " beginbfrange\n")
            }
            let part = max(codes.lowerBound, 256 * high)...min(codes.upperBound, 256 * high + 255)
            bytes.append(UInt8(ascii: "<"))
            bytes.append(hex16: UInt32(part.lowerBound))
            bytes.append(ascii: "><")
            bytes.append(hex16: UInt32(part.upperBound))
            bytes.append(ascii: ">[")
            for code in part { append(character: table.cells[range.lowerBound + code - codes.lowerBound].character, to: &bytes) }
            bytes.append(ascii: "]\n")
            if (high - highBytes.lowerBound) % 100 == 99 || high == highBytes.upperBound { bytes.append(ascii: "endbfrange\n") }
        }
    }

    private func append(character: UInt32, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "<"))
        let (mark, character) = MarkedCharacter.parts(of: character)
        if let mark { bytes.append(hex16: mark) }
        if character > 0xFFFF {
            bytes.append(hex16: 0xD800 + (character - 0x10000) >> 10)
            bytes.append(hex16: 0xDC00 + (character - 0x10000) & 0x3FF)
        } else {
            bytes.append(hex16: character)
        }
        bytes.append(UInt8(ascii: ">"))
    }
}
