import DiwanDocument

/// Writes the inlines of a paragraph one after the other, as the characters that order and line breaking see.
struct InlineFlattener {
    /// Stands for a drawn object (U+FFFC).
    static let object: UInt32 = 0xFFFC
    /// Stands for a gap that takes what is left: a segment separator, as a tab is (UAX #9, L1).
    static let fill: UInt32 = 0x09

    let paragraph: Paragraph
    let pages: ParagraphPreparer.PageNumbers
    private(set) var text: [Unicode.Scalar] = []
    private(set) var styleIndices: [UInt16] = []
    private(set) var styles: [TextStyle] = []
    private(set) var objects: [PreparedParagraph.Object] = []
    private(set) var objectWidths: [Length] = []
    private(set) var notes: [(offset: Int, note: PreparedParagraph.Note)] = []
    /// The ranges of isolates that are read as one: those that run from left to right, and those without a space (a document's number).
    private(set) var islands: [Range<Int>] = []
    private(set) var dependsOnPages = false
    private var checkboxOffsets: Set<Int> = []

    init(paragraph: Paragraph, pages: ParagraphPreparer.PageNumbers) {
        self.paragraph = paragraph
        self.pages = pages
        styles = [paragraph.textStyle]
    }

    func isCheckbox(at offset: Int) -> Bool {
        checkboxOffsets.contains(offset)
    }

    mutating func append(_ inlines: [Inline]) {
        for inline in inlines { append(inline) }
    }

    private mutating func append(_ inline: Inline) {
        switch inline {
        case .text(let string, let style):
            append(string, index(of: style))
        case .isolate(let direction, let inlines):
            let opener: UInt32 =
                switch direction {
                case .leftToRight: 0x2066
                case .rightToLeft: 0x2067
                case nil: 0x2068
                }
            let style = styleIndices.last ?? 0
            let start = text.count
            append(opener, style)
            append(inlines)
            append(0x2069, style)
            if direction == .leftToRight || !text[start...].contains(" ") { islands.append(start..<text.count) }
        case .lineBreak:
            append(0x2028, styleIndices.last ?? 0)
        case .fill(let leader, let minimum, let style):
            appendObject(.fill(leader, style: Int(index(of: style))), Self.fill, minimum, index(of: style))
        case .blank(let leader, let width, let style):
            appendObject(.blank(leader, style: Int(index(of: style))), Self.object, width, index(of: style))
        case .checkbox(let isChecked, let style):
            appendCheckbox(.checkbox(isChecked: isChecked, style: Int(index(of: style))), style)
        case .field(let field, let room, let style):
            let object = PreparedParagraph.Object.field(field, room)
            if field.isButton {
                appendCheckbox(object, style)
            } else {
                let width = room.width ?? LineSetter.leastFieldWidth
                appendObject(object, room.width == nil ? Self.fill : Self.object, width, index(of: style))
            }
        case .pageNumber(let digits, let style):
            dependsOnPages = true
            append(Self.number(pages.page, digits), index(of: style))
        case .pageCount(let digits, let style):
            dependsOnPages = true
            append(Self.number(pages.count, digits), index(of: style))
        case .footnote(let mark, let note, let style):
            append(mark)
            notes.append((max(0, text.count - 1), PreparedParagraph.Note(mark: mark, text: note, style: style)))
        }
    }

    private mutating func append(_ string: String, _ style: UInt16) {
        var string = string
        string.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: Unicode.Scalar.self, capacity: bytes.count) { buffer in
                let count = Self.decode(bytes, into: buffer)
                text.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
                styleIndices.append(contentsOf: repeatElement(style, count: count))
            }
        }
    }

    /// Writes the characters of a string's bytes, as they count in a paragraph, and returns their number.
    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<Unicode.Scalar>
    ) -> Int {
        var count = 0
        var index = 0
        func next() -> UInt32 {
            defer { index += 1 }
            return UInt32(bytes[index])
        }
        // The bytes of a string are whole and valid UTF-8.
        func follow(_ value: UInt32) -> UInt32 { value << 6 | next() & 0x3F }
        while index < bytes.count {
            let first = next()
            var value =
                switch first {
                case ..<0x80: first
                case ..<0xE0: follow(first & 0x1F)
                case ..<0xF0: follow(follow(first & 0x0F))
                default: follow(follow(follow(first & 0x07)))
                }
            if value < 0x20 || value == 0x85 || value >= 0x2028 {
                switch value {
                case 0x0A, 0x0B, 0x0C, 0x85, 0x2028, 0x2029: value = 0x2028
                case 0x0D: continue
                // A tab or an object's stand-in in the text itself is a space.
                case 0x09, Self.object: value = 0x20
                default: break
                }
            }
            guard let scalar = Unicode.Scalar(value) else { continue }
            buffer.initializeElement(at: count, to: scalar)
            count += 1
        }
        return count
    }

    private mutating func append(_ value: UInt32, _ style: UInt16) {
        guard let scalar = Unicode.Scalar(value) else { return }
        text.append(scalar)
        styleIndices.append(style)
    }

    private mutating func appendCheckbox(_ object: PreparedParagraph.Object, _ style: TextStyle) {
        checkboxOffsets.insert(text.count)
        let side = style.size.scaled(by: LineSetter.checkboxSide + 2 * LineSetter.checkboxBearing, over: 1_000)
        appendObject(object, Self.object, side, index(of: style))
    }

    private mutating func appendObject(_ object: PreparedParagraph.Object, _ value: UInt32, _ width: Length, _ style: UInt16) {
        append(value, style)
        objects.append(object)
        objectWidths.append(width)
    }

    private mutating func index(of style: TextStyle) -> UInt16 {
        if let last = styleIndices.last, styles[Int(last)] == style { return last }
        if let known = styles.firstIndex(of: style) { return UInt16(known) }
        styles.append(style)
        return UInt16(styles.count - 1)
    }

    static func number(_ value: Int, _ digits: DigitShape) -> String {
        guard digits == .arabicIndic else { return String(value) }
        var text = ""
        for unit in String(value).unicodeScalars {
            text.unicodeScalars.append(Unicode.Scalar(0x660 + unit.value - 0x30) ?? unit)
        }
        return text
    }
}
