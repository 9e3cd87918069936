public import DiwanDocument
public import DiwanLayout
public import DiwanShaping

/// What a seal shows where it is seen: lines of words in the middle of a thin frame.
public enum SealAppearance {
    /// The size of the words where there is room for them.
    private static let wanted = Length.points(10)
    /// How much smaller each try is, in thousandths.
    private static let step = 920
    /// The colour: a blue that prints dark.
    private static let color = Color(red: 0x1F, green: 0x3A, blue: 0x5F)

    /// `lines` in a place of `size`, as large as it lets them be.
    ///
    /// - Throws: when a character has no glyph in `fonts`, and when the place is too small for words.
    public static func frame(_ lines: [String], size: Size, fonts: FontLibrary) throws(LayoutError) -> Frame {
        var frame = Frame(size: size)
        frame.items.append(
            Frame.Placed(
                origin: .zero, mark: .layoutArtifact,
                item: .path(
                    .rectangle(origin: .zero, size: size), fill: nil, stroke: Stroke(width: .points(thousandths: 600), color: color))))
        let layout = DocumentLayout(fonts: fonts)
        var textSize = wanted
        while true {
            let document = document(lines, size: size, textSize, lineHeight: 1_350, margin: .points(4))
            let pages = try layout.layout(document).document.pages
            if pages.count == 1 || textSize < .points(3) {
                frame.items += centred(pages[0], textSize).items
                return frame
            }
            textSize = textSize * step / 1_000
        }
    }

    /// A document of lines, each in the middle.
    private static func document(_ lines: [String], size: Size, _ textSize: Length, lineHeight: Int, margin: Length) -> Document {
        let style = TextStyle(size: textSize, color: color)
        let blocks = lines.map { line in
            Block(
                origin: ElementID(rawValue: 0),
                content: .paragraph(
                    Paragraph(
                        style: ParagraphStyle(direction: .rightToLeft, alignment: .center, lineHeight: lineHeight), textStyle: style,
                        content: [.text(line, style)])))
        }
        let margin = Sides(all: margin)
        return Document(metadata: DocumentMetadata(title: ""), pageSize: size, firstPageMargin: margin, margin: margin, body: blocks)
    }

    /// The page with its lines in the middle of its height.
    private static func centred(_ page: Frame, _ textSize: Length) -> Frame {
        var baselines: [Length] = []
        collect(page, .zero, &baselines)
        guard let first = baselines.min(), let last = baselines.max() else { return page }
        // Letters stand above their baseline by more than they hang below it: their middle is about a fifth of their size above.
        let middle = (first + last) / 2 - textSize / 5
        var moved = page
        for index in moved.items.indices { moved.items[index].origin.y += page.size.height / 2 - middle }
        return moved
    }

    private static func collect(_ frame: Frame, _ origin: Point, _ baselines: inout [Length]) {
        for placed in frame.items {
            switch placed.item {
            case .glyphs: baselines.append(origin.y + placed.origin.y)
            case .frame(let inner): collect(inner, origin + placed.origin, &baselines)
            case .path, .picture, .field: continue
            }
        }
    }

    // MARK: In the circle for a stamp

    /// The size of the words in a circle where there is room for them, and the least that is read.
    private static let circleSizes = (wanted: Length.points(8), least: Length.points(thousandths: 4_500))
    /// What stays as it is above and below the middle of a circle, for the word that stands there: letters hang far below their line.
    private static let middle = (above: Length.points(9), below: Length.points(13))
    /// The room between the words and the circle.
    private static let circleMargin = Length.points(3)

    /// Words in the circle for a stamp of `diameter`, above and below the word in its middle, each line in the middle of its chord.
    ///
    /// - Returns: `nil` where the circle is too small for them.
    public static func circle(
        above: [String], below: [String], diameter: Length, fonts: FontLibrary
    ) throws(LayoutError) -> Frame? {
        var textSize = circleSizes.wanted
        while textSize >= circleSizes.least {
            if let frame = try circle(above: above, below: below, diameter, textSize, fonts) { return frame }
            textSize = textSize * step / 1_000
        }
        return nil
    }

    private static func circle(
        above: [String], below: [String], _ diameter: Length, _ textSize: Length, _ fonts: FontLibrary
    ) throws(LayoutError) -> Frame? {
        var frame = Frame(size: Size(width: diameter, height: diameter))
        let pitch = textSize * 3 / 2
        let radius = diameter / 2 - circleMargin
        // From the middle outwards.
        for (lines, isAbove) in [(above.reversed(), true), (below, false)] {
            for (index, line) in lines.enumerated() {
                let near = (isAbove ? middle.above : middle.below) + pitch * index
                let far = near + pitch
                guard far < radius else { return nil }
                let (r, y) = (Double(radius.rawValue), Double(far.rawValue))
                let width = Length(rawValue: Int64((r * r - y * y).squareRoot())) * 2
                guard let set = try single(line, size: Size(width: width, height: pitch), textSize, fonts) else { return nil }
                let top = isAbove ? diameter / 2 - far : diameter / 2 + near
                let place = Point(x: (diameter - width) / 2, y: top)
                frame.items.append(Frame.Placed(origin: place, mark: .layoutArtifact, item: .frame(set)))
            }
        }
        return frame
    }

    /// One line in the middle of a place; `nil` where it wants more room.
    private static func single(_ line: String, size: Size, _ textSize: Length, _ fonts: FontLibrary) throws(LayoutError) -> Frame? {
        let result = try DocumentLayout(fonts: fonts).layout(document([line], size: size, textSize, lineHeight: 1_000, margin: .zero))
        guard result.document.pages.count == 1, result.warnings.isEmpty else { return nil }
        var baselines: [Length] = []
        collect(result.document.pages[0], .zero, &baselines)
        guard Set(baselines).count == 1 else { return nil }
        return centred(result.document.pages[0], textSize)
    }
}
