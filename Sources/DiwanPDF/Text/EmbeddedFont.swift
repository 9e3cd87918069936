internal import DiwanBytes
internal import DiwanDocument
internal import DiwanFont

/// A font of the file that is being written: the codes used so far, and what is known of its glyphs.
final class EmbeddedFont {
    let id: FontID
    let font: Font
    /// The font's number in resource names: `/F1`.
    let number: Int
    let reference: ObjectReference
    var cells: CellTable
    let unitsPerEm: Int
    /// Whether each glyph has no outline: 0 no, 1 yes, 2 not known yet.
    private var blankness: [UInt8]

    init(id: FontID, font: Font, number: Int, reference: ObjectReference, cells: CellTable) {
        self.id = id
        self.font = font
        self.number = number
        self.reference = reference
        self.cells = cells
        unitsPerEm = font.unitsPerEm
        blankness = [UInt8](repeating: 2, count: font.glyphCount)
    }

    /// Whether `glyph` draws nothing.
    @inline(__always)
    func isBlank(_ glyph: UInt16) -> Bool {
        let index = Int(glyph)
        guard index < blankness.count else { return true }
        if blankness[index] == 2 { blankness[index] = font.glyf?.box(of: glyph) == nil ? 1 : 0 }
        return blankness[index] == 1
    }
}
