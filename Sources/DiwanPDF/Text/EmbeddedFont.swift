internal import DiwanDocument
internal import DiwanFont

/// A font of the file that is being written, and the codes of it that are used so far.
final class EmbeddedFont {
    let id: FontID
    let writer: FontWriter
    let font: Font
    /// The font's number in resource names: `/F1`.
    let number: Int
    let reference: ObjectReference
    var cells: CellTable
    let unitsPerEm: Int

    init(id: FontID, writer: FontWriter, number: Int, reference: ObjectReference) {
        self.id = id
        self.writer = writer
        font = writer.font
        self.number = number
        self.reference = reference
        cells = writer.base?.cells ?? CellTable()
        unitsPerEm = font.unitsPerEm
    }
}
