import DiwanDiagnostics
import DiwanDocument
import DiwanDomain

/// The making of one document from one record: the programs of a compiled template add to it. One thread uses it at a time.
final class Instantiation {
    /// Where expressions are evaluated.
    let evaluator: Evaluator
    /// What of the surroundings counts.
    let environment: TemplateEnvironment
    /// Whether what is absent is left to be filled in by hand.
    let isBlank: Bool

    /// The fields so far, where a form is made.
    var form: FormFields?
    /// The pieces of the paragraph being made.
    var inlines: [Inline] = []
    /// The blocks being made, one below the other.
    var blocks: [Block] = []
    /// The items of the list being made.
    var items: [[Block]] = []
    /// The rows of the table being made.
    var rows: [Table.Row] = []
    /// The cells of the row being made.
    var cells: [Table.Cell] = []
    /// The columns being made.
    var columns: [Columns.Column] = []
    /// How wide the value that stands alone in the cell being made wants its room, where there is none.
    var blankWidth = Length.zero
    /// Which branches were taken.
    private(set) var taken: [Bool]
    /// The number of footnotes so far.
    var footnotes = 0
    /// What is worth a look, and the element that it is about.
    private(set) var warnings: [(message: String, origin: ElementID)] = []
    /// Whether a space at the start of fixed text would come after another, or at the start of a line.
    private var isAfterSpace = true
    /// Whether the last piece is fixed text that ends with a space.
    private var endsWithFixedSpace = false

    init(evaluator: Evaluator, environment: TemplateEnvironment, isBlank: Bool, isForm: Bool = false, branchCount: Int) {
        self.evaluator = evaluator
        self.environment = environment
        self.isBlank = isBlank
        form = isForm ? FormFields() : nil
        taken = [Bool](repeating: false, count: branchCount)
    }

    /// Notes that the record takes a branch.
    func take(_ branch: Int) {
        if branch >= 0 { taken[branch] = true }
    }

    /// Tells of something that deserves a look.
    func warn(_ message: String, _ origin: ElementID) {
        warnings.append((message, origin))
    }

    /// Adds fixed text; its first space is left out after another space and at the start of a line.
    func append(_ text: FixedText, _ style: TextStyle) {
        let written = isAfterSpace && text.startsWithSpace ? text.withoutLeadingSpace : text.text
        if written.isEmpty { return }
        inlines.append(.text(written, style))
        isAfterSpace = text.endsWithSpace
        endsWithFixedSpace = text.endsWithSpace
    }

    /// Adds a piece.
    func append(_ inline: Inline) {
        inlines.append(inline)
        isAfterSpace = false
        endsWithFixedSpace = false
    }

    /// Adds the end of a line; spaces beside it are dropped.
    func appendLineBreak() {
        trimSpace()
        inlines.append(.lineBreak)
        isAfterSpace = true
    }

    /// Adds a gap; spaces beside it are dropped.
    func appendFill(_ leader: Leader, minimum: Length, _ style: TextStyle) {
        trimSpace()
        inlines.append(.fill(leader, minimum: minimum, style))
        isAfterSpace = true
    }

    /// The pieces that `program` makes, by themselves.
    func collectInlines(_ program: Program) -> [Inline] {
        let saved = (inlines, isAfterSpace, endsWithFixedSpace)
        (inlines, isAfterSpace, endsWithFixedSpace) = ([], true, false)
        program.run(self)
        trimSpace()
        let result = inlines
        (inlines, isAfterSpace, endsWithFixedSpace) = saved
        return result
    }

    /// The style of a paragraph of `inlines`: with blanks to fill in by hand its lines are not stretched, for the words would be torn apart
    /// between them.
    func style(_ style: ParagraphStyle, of inlines: [Inline]) -> ParagraphStyle {
        guard isBlank, style.alignment == .justify, inlines.contains(where: Self.isBlank) else { return style }
        var ragged = style
        ragged.alignment = .start
        return ragged
    }

    private static func isBlank(_ inline: Inline) -> Bool {
        switch inline {
        case .blank, .field: true
        case .isolate(_, let inner): inner.contains(where: isBlank)
        default: false
        }
    }

    /// The blocks that `program` makes, by themselves.
    func collectBlocks(_ program: Program) -> [Block] {
        let saved = blocks
        blocks = []
        program.run(self)
        let result = blocks
        blocks = saved
        return result
    }

    /// The blocks of a cell, and how wide its room is wanted where it is left to be filled in.
    func collectCell(_ program: Program) -> (blocks: [Block], blankWidth: Length) {
        let saved = blankWidth
        blankWidth = .zero
        let blocks = collectBlocks(program)
        let result = (blocks, blankWidth)
        blankWidth = saved
        return result
    }

    /// The items that `program` makes.
    func collectItems(_ program: Program) -> [[Block]] {
        let saved = items
        items = []
        program.run(self)
        let result = items
        items = saved
        return result
    }

    /// The rows that `program` makes.
    func collectRows(_ program: Program) -> [Table.Row] {
        let saved = rows
        rows = []
        program.run(self)
        let result = rows
        rows = saved
        return result
    }

    /// The cells that `program` makes.
    func collectCells(_ program: Program) -> [Table.Cell] {
        let saved = cells
        cells = []
        program.run(self)
        let result = cells
        cells = saved
        return result
    }

    /// The columns that `program` makes.
    func collectColumns(_ program: Program) -> [Columns.Column] {
        let saved = columns
        columns = []
        program.run(self)
        let result = columns
        columns = saved
        return result
    }

    /// Drops the space that fixed text left at the end.
    private func trimSpace() {
        guard endsWithFixedSpace, case .text(let text, let style) = inlines.last else { return }
        inlines.removeLast()
        let trimmed = String(text.unicodeScalars.dropLast())
        if !trimmed.isEmpty { inlines.append(.text(trimmed, style)) }
        endsWithFixedSpace = false
    }
}
