import DiwanDocument
import DiwanXML

extension ElementDefinition {
    private static let textAttributes = StyleProperty.named + StyleProperty.text

    /// An element that changes how the text in it looks.
    private static func styled(
        _ name: String, _ summary: String, _ change: @escaping @Sendable (inout TextStyle) -> Void
    ) -> ElementDefinition {
        ElementDefinition(name, .inlines, .content([.inlines]), textAttributes, content: .of(.inlines), summary) {
            compiler, element, scope in
            var changed = scope
            change(&changed.style.text)
            let style = compiler.style(of: element, in: changed)
            return compiler.contents(of: element, in: with(style, scope))
        }
    }

    static let strong = styled("strong", "Text that counts more, in bold.") { $0.weight = .bold }
    static let em = styled("em", "Text that is stressed; Arabic stresses by weight, so it is bold.") { $0.weight = .bold }
    static let u = styled("u", "Text with a line under it.") { $0.isUnderlined = true }
    static let span = styled("span", "Text in another style.") { _ in }

    static let sup = styled("sup", "Text that is smaller and higher.") { style in
        style.baselineShift = style.baselineShift + style.size.scaled(by: 33, over: 100)
        style.size = style.size.scaled(by: 65, over: 100)
    }

    static let sub = styled("sub", "Text that is smaller and lower.") { style in
        style.baselineShift = style.baselineShift - style.size.scaled(by: 17, over: 100)
        style.size = style.size.scaled(by: 65, over: 100)
    }

    static let bdi = ElementDefinition(
        "bdi", .inlines, .content([.inlines]),
        [AttributeDefinition("dir", .keyword(["rtl", "ltr", "auto"]), "its direction; by its first letter when not named")]
            + textAttributes,
        content: .of(.inlines), "Text whose order does not touch its neighbours'."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let direction: TextDirection? =
            switch element["dir"] {
            case "rtl": .rightToLeft
            case "ltr": .leftToRight
            default: nil
            }
        let content = compiler.contents(of: element, in: with(style, scope))
        return compiler.parts(from: [content]) { target in
            let inlines = target.collectInlines(content)
            if !inlines.isEmpty { target.append(.isolate(direction, inlines)) }
        }
    }

    static let br = ElementDefinition("br", .inlines, .content([.inlines]), content: .empty, "The end of a line.") { _, _, _ in
        .constant { $0.appendLineBreak() }
    }

    static let pageNumber = ElementDefinition(
        "page-number", .inlines, .content([.inlines]), textAttributes, content: .empty, "The number of the page it stands on."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        let digits = compiler.digits.shape
        return .constant { $0.append(.pageNumber(digits, style)) }
    }

    static let pageCount = ElementDefinition(
        "page-count", .inlines, .content([.inlines]), textAttributes, content: .empty, "The number of pages of the document."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        let digits = compiler.digits.shape
        return .constant { $0.append(.pageCount(digits, style)) }
    }

    static let footnote = ElementDefinition(
        "footnote", .inlines, .content([.inlines]), textAttributes, content: .of(.inlines),
        "A mark here and, at the foot of the page, the mark and the text."
    ) { compiler, element, scope in
        if scope.isInFootnote { compiler.report("a footnote cannot stand in a footnote", at: element) }
        let style = compiler.style(of: element, in: scope)
        let digits = compiler.digits
        var mark = scope.style.text
        mark.baselineShift = mark.baselineShift + mark.size.scaled(by: 33, over: 100)
        mark.size = mark.size.scaled(by: 65, over: 100)
        let markStyle = mark
        var inner = with(style, scope)
        inner.isInFootnote = true
        let content = compiler.contents(of: element, in: inner)
        return .run { target in
            let note = target.collectInlines(content)
            if note.isEmpty { return }
            target.footnotes += 1
            target.append(.footnote(mark: [.text("(" + digits.string(target.footnotes) + ")", markStyle)], note: note, style.text))
        }
    }

    static let leaders = ["none", "dots", "line"]

    /// What a gap is filled with, by an attribute's word.
    static func leader(_ word: String?, otherwise: Leader) -> Leader {
        switch word {
        case "none": .none
        case "dots": .dots
        case "line": .line
        default: otherwise
        }
    }

    static let fill = ElementDefinition(
        "fill", .inlines, .content([.inlines]),
        [
            AttributeDefinition("leader", .keyword(leaders), "what it is filled with; none when not named"),
            AttributeDefinition("min", .length, "its least width; 5mm when none is named"),
        ] + textAttributes, content: .empty, "A gap that takes what is left of the line, so that what is before and after it stands apart."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        let leader = leader(element["leader"], otherwise: .none)
        let minimum = element["min"].flatMap { AttributeValue.length($0) } ?? .millimetres(5)
        return .constant { $0.appendFill(leader, minimum: minimum, style) }
    }

    static let checkbox = ElementDefinition(
        "checkbox", .inlines, .content([.inlines]),
        [
            AttributeDefinition("test", .condition, "when it is checked; never when not named"),
            AttributeDefinition(
                "blank", .keyword(["empty", "test"]), "empty: never checked where the form is asked for blank; by the test when not named"),
        ] + textAttributes, content: .empty, "A square, drawn, with a check mark when its test holds."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let test = compiler.condition("test", of: element, in: scope) else {
            return .constant { $0.append(.checkbox(isChecked: false, style)) }
        }
        let staysEmpty = element["blank"] == "empty"
        let button = ButtonProgram(test, compiler.schema)
        return .run { target in
            if let button, button.append(to: target, style) { return }
            let isChecked = staysEmpty && target.isBlank ? false : target.evaluator.boolean(test)
            target.append(.checkbox(isChecked: isChecked, style))
        }
    }

    static let input = ElementDefinition(
        "input", .inlines, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "a field: its value is printed, and the blank is left only when it has none"),
            AttributeDefinition("width", .length, "the width; by the field's type, or 40mm"),
            AttributeDefinition("leader", .keyword(leaders), "what it is filled with; dots when not named"), ValueProgram.linesAttribute,
        ] + textAttributes, content: .empty, "A blank to fill in by hand; with a field, it can be filled in on screen (`-f form`)."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        let leader = leader(element["leader"], otherwise: .dots)
        let given = element["width"].flatMap { AttributeValue.length($0) }
        let lines = ValueProgram.lines(element)
        guard let value = ValueProgram(compiler, element, scope, style: style) else {
            let blank = Inline.blank(leader, width: given ?? .millimetres(40), style)
            return .constant { lines > 1 ? $0.appendLines(lines, leader, style) : $0.append(blank) }
        }
        let blank = Inline.blank(leader, width: given ?? value.blankWidth, style)
        let room = FieldRoom(width: lines > 1 ? nil : given ?? value.blankWidth, leader: leader, lines: lines)
        return .run { target in
            if value.appendField(to: target, room) || value.append(to: target) { return }
            if lines > 1 { target.appendLines(lines, leader, style) } else { target.append(blank) }
        }
    }
}
