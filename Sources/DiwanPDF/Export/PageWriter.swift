internal import DiwanDocument
internal import DiwanFont

/// Writes the content of pages: walks through their frames, gathers glyph runs to lines, and marks what belongs to which node.
struct PageWriter {
    private struct Drawing {
        var path: Path
        var fill: Color?
        var stroke: Stroke?
        var origin: Point
        var mark: ContentMark

        /// Whether it may be drawn after the line in which it was met: an underline, a leader, a check box.
        var isPartOfLine: Bool {
            if case .content = mark { return true }
            return mark == .layoutArtifact && fill == nil
        }
    }

    private let writerOf: (FontID) throws(PDFError) -> FontWriter
    private var isRightToLeft: Bool
    private let usesControls: Bool
    /// The fonts used so far, in the order of their first use.
    private(set) var fonts: [EmbeddedFont] = []
    private var fontIndex: [FontID: Int] = [:]
    var structure: StructureWriter
    private var encoder: CellEncoder
    private var content = ContentStream()
    private var line = TextLine()
    /// What was met within the line.
    private var drawings: [Drawing] = []
    private var pageHeight: Length = .zero
    /// The mark of the content that is being written: what follows with the same mark belongs to the same sequence.
    private var openMark: ContentMark?
    /// The pictures used so far.
    var pictures = PictureWriter()
    /// Whether something on the page that was written last lets what is below it shine through.
    private(set) var isTransparent = false
    /// The line written last on this page.
    private var lastLine: TextLine.Extent?
    /// The places of fields so far.
    var widgets: [PlacedWidget] = []
    /// Whether what is drawn stands outside the structure, in an appearance stream.
    private var isUnmarked = false

    /// A writer of the pages of `document`; `writerOf` gives what is kept of a font.
    init(
        _ document: PagedDocument, _ classes: CharacterClasses, usesControls: Bool,
        writerOf: @escaping (FontID) throws(PDFError) -> FontWriter
    ) {
        self.writerOf = writerOf
        isRightToLeft = document.direction == .rightToLeft
        self.usesControls = usesControls
        structure = StructureWriter(document.structure, document.direction)
        encoder = CellEncoder(classes, usesControls: usesControls)
    }

    /// Goes on with the pages of another document, the number `part` of the file.
    mutating func begin(_ document: PagedDocument, part: Int) {
        isRightToLeft = document.direction == .rightToLeft
        structure = StructureWriter(document.structure, document.direction, part: part)
    }

    /// The content stream of `page`. New fonts take their objects from `file`.
    mutating func content(of page: Frame, _ file: inout PDFFileWriter) throws(PDFError) -> [UInt8] {
        content.begin()
        pageHeight = page.size.height
        isTransparent = false
        structure.beginPage()
        lastLine = nil
        try walk(page, .zero, &file)
        try flushLine(&file)
        closeMark()
        return content.bytes
    }

    /// The operators that draw `frame` by itself, without marks: what a place of a field looks like. The line that is being gathered goes on
    /// after it.
    mutating func appearance(of frame: Frame, _ file: inout PDFFileWriter) throws(PDFError) -> [UInt8] {
        let kept = (content, line, drawings, pageHeight, openMark, lastLine)
        (content, line, drawings, pageHeight, openMark, lastLine) = (ContentStream(), TextLine(), [], frame.size.height, nil, nil)
        isUnmarked = true
        defer {
            (content, line, drawings, pageHeight, openMark, lastLine) = kept
            isUnmarked = false
        }
        try walk(frame, .zero, &file)
        try flushLine(&file)
        return content.bytes
    }

    private mutating func walk(_ frame: Frame, _ origin: Point, _ file: inout PDFFileWriter) throws(PDFError) {
        for placed in frame.items {
            let place = origin + placed.origin
            switch placed.item {
            case .glyphs(let run):
                guard !run.glyphs.isEmpty else { continue }
                if !line.append(run, at: place, placed.mark) {
                    try flushLine(&file)
                    _ = line.append(run, at: place, placed.mark)
                }
            case .path(let path, let fill, let stroke):
                let drawing = Drawing(path: path, fill: fill, stroke: stroke, origin: place, mark: placed.mark)
                // It does not part the words beside it.
                if !line.isEmpty && drawing.isPartOfLine {
                    drawings.append(drawing)
                } else {
                    try flushLine(&file)
                    draw(drawing)
                }
            case .picture(let picture, let size, let origin):
                try flushLine(&file)
                openMark(placed.mark)
                if case .content(let node) = placed.mark {
                    structure.extend(node, to: Rectangle(origin: .zero, size: size), at: place, pageHeight: pageHeight)
                }
                let number = pictures.number(of: picture, origin, &file)
                switch picture {
                case .drawing(let drawing):
                    content.drawForm(number, natural: drawing.size, at: place, size: size, pageHeight: pageHeight)
                case .raster(let raster):
                    if raster.opacity != nil { isTransparent = true }
                    content.drawImage(number, orientation: raster.orientation, at: place, size: size, pageHeight: pageHeight)
                }
            case .frame(let inner):
                try walk(inner, place, &file)
            case .field(let widget):
                guard case .content(let node) = placed.mark else { preconditionFailure("a field is a part of the document's content") }
                try add(widget, at: place, node, &file)
            }
        }
    }

    private mutating func draw(_ drawing: Drawing) {
        openMark(drawing.mark)
        if case .content(let node) = drawing.mark {
            let bounds = drawing.path.bounds(strokeWidth: drawing.stroke?.width ?? .zero)
            structure.extend(node, to: bounds, at: drawing.origin, pageHeight: pageHeight)
        }
        content.draw(drawing.path, at: drawing.origin, fill: drawing.fill, stroke: drawing.stroke, pageHeight: pageHeight)
    }

    /// Begins a sequence of drawings with `mark`, unless one is being written.
    private mutating func openMark(_ mark: ContentMark) {
        guard !isUnmarked, mark != openMark else { return }
        closeMark()
        beginMark(mark, order: 0)
        openMark = mark
    }

    private mutating func closeMark() {
        guard openMark != nil else { return }
        content.endMarkedContent()
        openMark = nil
    }

    private mutating func beginMark(_ mark: ContentMark, order: Int) {
        if isUnmarked { return }
        switch mark {
        case .content(let node):
            let (identifier, tag) = structure.add(node, order: order)
            content.beginContent(tag, identifier: identifier)
        case .layoutArtifact: content.beginLayoutArtifact()
        case .paginationArtifact(let pagination): content.beginPaginationArtifact(pagination)
        }
    }

    private mutating func endMark() {
        if !isUnmarked { content.endMarkedContent() }
    }

    /// Writes the runs of the line, each a sequence of marked content of its own, so that the tree can list them in logical order.
    private mutating func flushLine(_ file: inout PDFFileWriter) throws(PDFError) {
        guard !line.isEmpty else { return }
        closeMark()
        line.linkRuns()
        content.beginText()
        let roomBefore = lastLine.flatMap { line.roomBeside($0) }
        lastLine = line.extent
        let runs = line.runs
        let order = line.logicalOrder
        for (step, index) in order.enumerated() {
            let placed = runs[index]
            let run = placed.run
            let font = try embeddedFont(run.font, &file)
            beginMark(placed.mark, order: Int(run.textOffset))
            content.setFillColor(run.color)
            content.setFont(font.number, run.size)
            content.setTextOrigin(placed.origin.x, pageHeight - placed.origin.y)
            var surroundings = CellEncoder.Surroundings(next: placed.next)
            surroundings.roomBefore = step == 0 ? roomBefore : line.roomBetween(order[step - 1], index)
            surroundings.isLast = step == order.count - 1
            if isRightToLeft && usesControls {
                if run.level & 1 == 1 {
                    surroundings.isFollowedByIsland = index + 1 < runs.count && isIsland(runs[index + 1].run)
                } else if isIsland(run) {
                    surroundings.needsMarkBefore = index == 0 || runs[index - 1].run.level == 0
                }
            }
            try encoder.encode(run, surroundings, font, into: &content.bytes)
            endMark()
        }
        content.endText()
        line.removeAll()
        for drawing in drawings { draw(drawing) }
        drawings.removeAll(keepingCapacity: true)
    }

    /// Whether a run is left to right within right-to-left text: a Latin word or a number.
    private func isIsland(_ run: GlyphRun) -> Bool {
        run.level & 1 == 0 && run.level >= 2
    }

    private mutating func embeddedFont(_ id: FontID, _ file: inout PDFFileWriter) throws(PDFError) -> EmbeddedFont {
        if let index = fontIndex[id] { return fonts[index] }
        let font = EmbeddedFont(id: id, writer: try writerOf(id), number: fonts.count + 1, reference: file.reserve())
        fontIndex[id] = fonts.count
        fonts.append(font)
        return font
    }
}
