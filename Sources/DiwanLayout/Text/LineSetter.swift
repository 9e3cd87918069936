import DiwanDocument
import DiwanFont

/// Sets the lines of a prepared paragraph: orders the runs, stretches what stretches, and places glyphs and objects.
struct LineSetter {
    /// The side of a check box, in thousandths of the em.
    static let checkboxSide = 680
    /// The room on each side of a check box, in thousandths of the em.
    static let checkboxBearing = 90

    /// Lines were measured with a rounding for each cluster, and are set with one for each run: what differs is less than 1/100 pt.
    private static let tolerance: Int64 = 655

    let context: FlowContext
    let paragraph: PreparedParagraph
    let width: Length
    /// What the paragraph is to a reader.
    let node: StructureID
    let preparer: ParagraphPreparer
    private let mark: ContentMark

    init(context: FlowContext, paragraph: PreparedParagraph, width: Length, node: StructureID) {
        self.context = context
        self.paragraph = paragraph
        self.width = width
        self.node = node
        preparer = context.preparer
        mark = context.mark(node)
    }

    /// A line: a frame as wide as the paragraph, and the notes that the line refers to.
    struct SetLine {
        var frame: Frame
        /// The distance from the top to the baseline.
        var baseline: Length
        var notes: [(offset: Int, note: PreparedParagraph.Note)]
    }

    /// How much the spaces of a line grow before letters are stretched, in thousandths of their width.
    private static let spaceGrowth: Int64 = 400

    /// A part of a line in one piece: a run, or the part of it that is on the line.
    struct Piece {
        var run: Int
        var range: Range<Int>
        var level: UInt8
        var width: Int64
        /// Of text, the glyphs from left to right.
        var glyphs: [Glyph]
    }

    func set(_ line: LineChoice.Line, isFirst: Bool) -> SetLine {
        let style = paragraph.source.style
        var metrics = lineMetrics(line.visible)
        let lineHeight = metrics.height
        metrics.height += lineHeight * (fieldLines(line.visible, isFirst: isFirst) - 1)
        var setLine = SetLine(frame: Frame(size: Size(width: width, height: metrics.height)), baseline: metrics.baseline, notes: [])
        for note in paragraph.notes where line.range.contains(note.offset) { setLine.notes.append(note) }
        var pieces = pieces(of: line.visible)
        guard !pieces.isEmpty else { return setLine }
        reorder(&pieces)

        let indent = isFirst ? style.firstLineIndent.rawValue : 0
        let natural = pieces.reduce(Int64(0)) { $0 + $1.width }
        var slack = width.rawValue - indent - natural
        if slack < 0, slack > -Self.tolerance { slack = 0 }
        let fills = pieces.count { isFill($0) }
        let spaces = Int64(paragraph.spaces[line.visible.upperBound] - paragraph.spaces[line.visible.lowerBound])
        var fillWidth: Int64 = 0
        var stretch: Int64 = 0
        if fills > 0, slack > 0 {
            fillWidth = slack / Int64(fills)
            slack -= fillWidth * Int64(fills)
        } else if style.alignment == .justify, spaces > 0, !line.endsParagraph && slack > 0 || slack < 0 {
            stretch = slack
            slack = 0
            if stretch > 0, style.allowsKashida {
                let room = spaceRoom(line.visible) * Self.spaceGrowth / 1_000
                if stretch > room { stretch -= stretchLetters(&pieces, by: stretch - room) }
            }
        } else if slack < 0 {
            preparer.report(.tooWide(excess: Length(rawValue: -slack)), paragraph.origin)
        }

        var pen = left(slack: slack, indent: indent)
        var stretcher = SpaceStretcher(total: stretch, spaces: spaces)
        for piece in pieces {
            let run = paragraph.runs[piece.run]
            let textStyle = paragraph.styles[run.style]
            let baseline = metrics.baseline - textStyle.baselineShift
            switch run.content {
            case .object(let index):
                let objectWidth = piece.width + (isFill(piece) ? fillWidth : 0)
                draw(
                    paragraph.objects[index], at: piece.range.lowerBound, textStyle, x: pen, width: objectWidth, baseline: baseline,
                    into: &setLine.frame)
                pen += objectWidth
            case .glyphs:
                var glyphs = piece.glyphs
                stretcher.stretch(&glyphs, run, textStyle.size, paragraph.text)
                var units: Int64 = 0
                for index in glyphs.indices {
                    units += Int64(glyphs[index].xAdvance)
                    glyphs[index].cluster -= Int32(piece.range.lowerBound)
                }
                let runWidth = Length(rawValue: units * textStyle.size.rawValue / run.face.unitsPerEm)
                let glyphRun = GlyphRun(
                    font: run.face.id, size: textStyle.size, color: textStyle.color, level: run.level, glyphs: glyphs,
                    text: Array(paragraph.text[piece.range]), textOffset: Int32(piece.range.lowerBound), width: runWidth)
                setLine.frame.items.append(
                    Frame.Placed(origin: Point(x: Length(rawValue: pen), y: baseline), mark: mark, item: .glyphs(glyphRun)))
                if textStyle.isUnderlined {
                    underline(textStyle, x: pen, width: runWidth, baseline: baseline, into: &setLine.frame)
                }
                pen += runWidth.rawValue
            }
        }
        return setLine
    }

    // MARK: Heights

    /// The height of a line and the distance from its top to its baseline: the font's own box stands in the middle of the line.
    private func lineMetrics(_ range: Range<Int>) -> (height: Length, baseline: Length) {
        let base = paragraph.source.textStyle
        var size = base.size
        for run in paragraph.runs where run.range.overlaps(range) {
            size = max(size, paragraph.styles[run.style].size)
        }
        let height = size.scaled(by: paragraph.source.style.lineHeight, over: 1_000)
        guard let face = preparer.face(base, paragraph.origin) else { return (height, height.scaled(by: 3, over: 4)) }
        let ascent = size.scaled(by: Int(face.font.horizontal.ascender), over: Int(face.unitsPerEm))
        let descent = -size.scaled(by: Int(face.font.horizontal.descender), over: Int(face.unitsPerEm))
        return (height, (height - ascent - descent) / 2 + ascent)
    }

    // MARK: Order

    private func pieces(of range: Range<Int>) -> [Piece] {
        var pieces: [Piece] = []
        for (index, run) in paragraph.runs.enumerated()
        where run.range.lowerBound < range.upperBound && run.range.upperBound > range.lowerBound {
            let part = max(run.range.lowerBound, range.lowerBound)..<min(run.range.upperBound, range.upperBound)
            var piece = Piece(run: index, range: part, level: run.level, width: paragraph.width(part), glyphs: [])
            if case .glyphs(let glyphs) = run.content {
                piece.glyphs = self.glyphs(of: part, run, glyphs)
                let units = piece.glyphs.reduce(Int64(0)) { $0 + Int64($1.xAdvance) }
                piece.width = units * paragraph.styles[run.style].size.rawValue / run.face.unitsPerEm
            }
            pieces.append(piece)
        }
        return pieces
    }

    /// UAX #9, rule L2, over whole pieces.
    private func reorder(_ pieces: inout [Piece]) {
        guard let highest = pieces.map(\.level).max() else { return }
        var level = highest
        while level > 0 {
            var start = 0
            while start < pieces.count {
                guard pieces[start].level >= level else {
                    start += 1
                    continue
                }
                var end = start
                while end < pieces.count, pieces[end].level >= level { end += 1 }
                pieces[start..<end].reverse()
                start = end
            }
            level -= 1
        }
    }

    private func isFill(_ piece: Piece) -> Bool {
        guard case .object(let index) = paragraph.runs[piece.run].content else { return false }
        switch paragraph.objects[index] {
        case .fill: return true
        case .field(let field, let room): return room.width == nil && !field.isButton
        case .blank, .checkbox: return false
        }
    }

    private func left(slack: Int64, indent: Int64) -> Int64 {
        let style = paragraph.source.style
        let startsAtRight = style.direction == .rightToLeft
        switch style.alignment {
        case .center:
            return startsAtRight ? slack / 2 : slack / 2 + indent
        case .start, .justify:
            return startsAtRight ? slack : indent
        case .end:
            return startsAtRight ? 0 : slack + indent
        }
    }

    // MARK: Glyphs

    /// The glyphs of a piece, from left to right; a piece that cuts a cluster's surroundings is shaped again.
    private func glyphs(of part: Range<Int>, _ run: PreparedParagraph.Run, _ range: Range<Int>) -> [Glyph] {
        if part == run.range { return Array(paragraph.glyphs[range]) }
        let rightToLeft = run.level & 1 == 1
        // Clusters only grow (or, from right to left, only shrink) along the run.
        let lower = Int32(part.lowerBound), upper = Int32(part.upperBound)
        let slice = paragraph.glyphs[range]
        let first: Int, last: Int
        if rightToLeft {
            first = slice.partitioningIndex { $0.cluster < upper }
            last = slice.partitioningIndex { $0.cluster < lower }
        } else {
            first = slice.partitioningIndex { $0.cluster >= lower }
            last = slice.partitioningIndex { $0.cluster >= upper }
        }
        if cutsWord(at: part.lowerBound, run) || cutsWord(at: part.upperBound, run) {
            var glyphs: [Glyph] = []
            preparer.reshape(part, of: run, in: paragraph, into: &glyphs)
            return glyphs
        }
        return Array(slice[first..<max(first, last)])
    }

    /// Whether an end of a piece stands inside a run where shaping looked across it.
    private func cutsWord(at offset: Int, _ run: PreparedParagraph.Run) -> Bool {
        guard offset > run.range.lowerBound, offset < run.range.upperBound else { return false }
        return paragraph.text[offset - 1].value != 0x20 && paragraph.text[offset].value != 0x20
    }

    // MARK: Objects and lines

    private func draw(
        _ object: PreparedParagraph.Object, at offset: Int, _ style: TextStyle, x: Int64, width: Int64, baseline: Length,
        into frame: inout Frame
    ) {
        let left = Length(rawValue: x), width = Length(rawValue: width)
        switch object {
        case .fill(let leader, _), .blank(let leader, _):
            drawLeader(leader, style, left: left, width: width, baseline: baseline, into: &frame)
        case .checkbox(let isChecked, _):
            let words = Self.words(isChecked: isChecked, style.language)
            let mark = context.mark(context.node(.figure(alternative: words), in: node, order: Int32(offset)))
            let corner = Point(x: left + (width - checkboxSide(style)) / 2, y: checkboxTop(style, baseline))
            drawCheckbox(isChecked: isChecked, style, corner: corner, mark, into: &frame)
        case .field(let field, let room):
            draw(field, room, at: offset, style, left: left, width: width, baseline: baseline, into: &frame)
        }
    }

    /// What a gap to write in is marked with.
    func drawLeader(_ leader: Leader, _ style: TextStyle, left: Length, width: Length, baseline: Length, into frame: inout Frame) {
        guard leader != .none else { return }
        let gap = min(style.size / 6, width / 4)
        let isDotted = leader == .dots
        let thickness = style.size.scaled(by: isDotted ? 60 : 35, over: 1_000)
        let stroke = Stroke(
            width: thickness, color: style.color, pattern: isDotted ? .dotted : .solid, period: style.size.scaled(by: 200, over: 1_000))
        let y = baseline + style.size.scaled(by: 50, over: 1_000)
        let line = Path.line(from: Point(x: left + gap, y: y), to: Point(x: left + width - gap, y: y))
        frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(line, fill: nil, stroke: stroke)))
    }

    func checkboxSide(_ style: TextStyle) -> Length {
        style.size.scaled(by: Self.checkboxSide, over: 1_000)
    }

    /// The upper edge of a check box on a baseline.
    func checkboxTop(_ style: TextStyle, _ baseline: Length) -> Length {
        baseline + style.size.scaled(by: 80, over: 1_000) - checkboxSide(style)
    }

    /// A square and, when it is checked, its mark.
    func drawCheckbox(isChecked: Bool, _ style: TextStyle, corner: Point, _ mark: ContentMark, into frame: inout Frame) {
        let side = checkboxSide(style)
        let stroke = Stroke(width: style.size.scaled(by: 55, over: 1_000), color: style.color)
        let box = Path.rectangle(origin: corner, size: Size(width: side, height: side))
        frame.items.append(Frame.Placed(origin: .zero, mark: mark, item: .path(box, fill: nil, stroke: stroke)))
        guard isChecked else { return }
        func at(_ x: Int, _ y: Int) -> Point {
            Point(x: corner.x + side.scaled(by: x, over: 100), y: corner.y + side.scaled(by: y, over: 100))
        }
        let check = Path([.move(at(20, 50)), .line(at(42, 74)), .line(at(82, 24))])
        let checkStroke = Stroke(width: style.size.scaled(by: 85, over: 1_000), color: style.color)
        frame.items.append(Frame.Placed(origin: .zero, mark: mark, item: .path(check, fill: nil, stroke: checkStroke)))
    }

    /// What a reader who does not see a check box is told.
    private static func words(isChecked: Bool, _ language: String) -> String {
        if language.hasPrefix("ar") { return isChecked ? "مربع اختيار محدد" : "مربع اختيار فارغ" }
        return isChecked ? "checked box" : "empty box"
    }

    private func underline(_ style: TextStyle, x: Int64, width: Length, baseline: Length, into frame: inout Frame) {
        let y = baseline + style.size.scaled(by: 180, over: 1_000)
        let stroke = Stroke(width: style.size.scaled(by: 50, over: 1_000), color: style.color)
        let left = Length(rawValue: x)
        let line = Path.line(from: Point(x: left, y: y), to: Point(x: left + width, y: y))
        frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(line, fill: nil, stroke: stroke)))
    }
}

/// Shares a line's slack evenly among its spaces, in whole font units, so that the rest of one space goes to the next.
private struct SpaceStretcher {
    private let total: Int64
    private let spaces: Int64
    private var seen: Int64 = 0
    private var given: Int64 = 0

    init(total: Int64, spaces: Int64) {
        self.total = total
        self.spaces = spaces
    }

    mutating func stretch(_ glyphs: inout [Glyph], _ run: PreparedParagraph.Run, _ size: Length, _ text: [Unicode.Scalar]) {
        guard total != 0, spaces > 0 else { return }
        for index in glyphs.indices {
            let value = text[Int(glyphs[index].cluster)].value
            guard value == 0x20 || value == 0xA0 else { continue }
            seen += 1
            let due = total * seen / spaces - given
            let units = due * run.face.unitsPerEm / size.rawValue
            glyphs[index].xAdvance += Int32(units)
            given += units * size.rawValue / run.face.unitsPerEm
        }
    }
}

extension ArraySlice {
    /// The first index whose element, and all after it, satisfy `belongsAfter`.
    func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Int {
        var low = startIndex, high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongsAfter(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
