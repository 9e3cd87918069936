import DiwanDocument

/// The text of lines.
extension DocumentMarkup {
    /// Writes lines of text whose look is `base` where they name no other. Lines with gaps are boxes of their own.
    mutating func writeLines(_ inlines: [Inline], base: TextStyle) {
        let hasFills = inlines.contains { if case .fill = $0 { true } else { false } }
        guard hasFills else { return write(inlines, base: base) }
        let lines = inlines.split(omittingEmptySubsequences: false) { if case .lineBreak = $0 { true } else { false } }
        for line in lines {
            writer.open("span", [("class", "line")])
            var segment: [Inline] = []
            for inline in line {
                guard case .fill(let leader, let minimum, _) = inline else {
                    segment.append(inline)
                    continue
                }
                writeSegment(segment, base: base)
                segment = []
                var style = Declarations()
                style.add("min-width", CSSText.rem(minimum))
                writer.open("span", classAttribute(style, "fill", Self.name(leader)))
                // A gap parts words for those who do not see it.
                writer.text(" ")
                writer.close("span")
            }
            writeSegment(segment, base: base)
            writer.close("span")
        }
    }

    private mutating func writeSegment(_ inlines: [Inline], base: TextStyle) {
        if inlines.isEmpty { return }
        writer.open("span")
        write(inlines, base: base)
        writer.close("span")
    }

    /// Writes text whose look is `base` where it names no other.
    mutating func write(_ inlines: [Inline], base: TextStyle) {
        for inline in inlines {
            switch inline {
            case .text(let text, let style): write(text, style, base: base)
            case .isolate(let direction, let inner):
                let isWhole = Self.isWhole(inner) ? [("class", "whole")] : []
                writer.open("bdi", (direction.map { [("dir", HTMLText.direction($0))] } ?? []) + isWhole)
                write(inner, base: base)
                writer.close("bdi")
            case .lineBreak: writer.open("br")
            case .fill: writer.text(" ")
            case .blank(let leader, let width, _): writeBlank(leader, width: width)
            case .field(let field, let room, _):
                if field.isButton {
                    writeCheckbox(field.isOn)
                } else if field.shownText.isEmpty {
                    writeBlank(room.leader, width: room.width ?? .millimetres(30))
                } else {
                    writer.element("bdi", field.shownText)
                }
            case .checkbox(let isChecked, _): writeCheckbox(isChecked)
            case .pageNumber, .pageCount: break
            case .footnote(let mark, let note, let style):
                let number = keep(note: note, mark: mark, style: style)
                writer.open("a", [("id", "mark\(number)"), ("href", "#note\(number)"), ("role", "doc-noteref")])
                write(mark, base: base)
                writer.close("a")
            }
        }
    }

    private mutating func writeBlank(_ leader: Leader, width: Length) {
        var style = Declarations()
        style.add("width", CSSText.rem(width))
        writer.open("span", classAttribute(style, "blank", Self.name(leader)))
        writer.text("\u{A0}")
        writer.close("span")
    }

    private mutating func writeCheckbox(_ isChecked: Bool) {
        writer.open(
            "span",
            [("class", isChecked ? "check on" : "check"), ("role", "img"), ("aria-label", isChecked ? "مؤشَّر" : "غير مؤشَّر")])
        writer.close("span")
    }

    /// Writes characters of one style in the element that says what it means, where there is one.
    private mutating func write(_ text: String, _ style: TextStyle, base: TextStyle) {
        if style == base { return writer.text(text) }
        var look = Declarations()
        var element = "span"
        if style.weight != base.weight {
            if style.weight == .bold { element = "strong" } else { look.add("font-weight", "400") }
        }
        if style.baselineShift != base.baselineShift {
            if element == "strong" { look.add("font-weight", "700") }
            element = style.baselineShift > base.baselineShift ? "sup" : "sub"
            look.add("vertical-align", CSSText.rem(style.baselineShift))
        }
        if style.family != base.family { look.add("font-family", fonts.value(style.family)) }
        if style.size != base.size { look.add("font-size", CSSText.rem(style.size)) }
        if style.color != base.color { look.add("color", CSSText.color(style.color)) }
        if style.isUnderlined != base.isUnderlined {
            if element == "span", style.isUnderlined {
                element = "u"
            } else {
                look.add("text-decoration", style.isUnderlined ? "underline" : "none")
            }
        }
        let language = style.language == base.language ? [] : [("lang", style.language)]
        writer.element(element, classAttribute(look) + language, text)
    }

    private static func name(_ leader: Leader) -> String {
        switch leader {
        case .none: "empty"
        case .dots: "dots"
        case .line: "rule"
        }
    }

    /// Up to how many characters a value stays in one line of a telephone.
    private static let wholeLimit = 24

    /// Whether a value is one word, as a document's number with strokes in it: it is not cut at a line's end, as in the pages.
    private static func isWhole(_ inner: [Inline]) -> Bool {
        var count = 0
        for inline in inner {
            guard case .text(let text, _) = inline, !text.contains(where: \.isWhitespace) else { return false }
            count += text.count
        }
        return count > 0 && count <= wholeLimit
    }
}
