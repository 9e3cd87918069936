import DiwanDocument

/// Every property of style at one element, inheritance done.
struct ComputedStyle: Hashable, Sendable {
    /// How characters look; inherited.
    var text: TextStyle
    /// How lines are set; inherited.
    var paragraph: ParagraphStyle
    /// How the block stands among its neighbours; not inherited.
    var block = BlockStyle()
    /// What is round the block's content; not inherited.
    var box = BoxStyle()
    /// The line of a `rule` and of a `stamp`, where a rule of style names one; not inherited.
    var stroke: Stroke?
    /// The sizes of text are this many hundredths of what is written: above 100 for large print.
    let scale: Int

    /// The style before any rule: the body font, black, 14 pt.
    init(scale: Int, language: String, direction: TextDirection) {
        self.scale = scale
        text = TextStyle(size: Length.points(14).scaled(by: scale, over: 100), language: language)
        paragraph = ParagraphStyle(direction: direction)
    }

    /// The style that a child starts from: what is inherited, and nothing else.
    var inherited: ComputedStyle {
        var style = self
        style.block = BlockStyle()
        style.box = BoxStyle()
        style.stroke = nil
        return style
    }

    /// Sets one property from its written value. The value has been checked; one that cannot be read is left out.
    mutating func set(_ property: String, _ value: String) {
        switch property {
        case "font-family": text.family = value
        case "font-size": if let length = AttributeValue.length(value) { text.size = length.scaled(by: scale, over: 100) }
        case "font-weight": text.weight = value == "bold" ? .bold : .regular
        case "color": if let color = AttributeValue.color(value) { text.color = color }
        case "text-decoration": text.isUnderlined = value == "underline"
        case "lang": text.language = value
        case "dir": paragraph.direction = value == "ltr" ? .leftToRight : .rightToLeft
        case "text-align":
            paragraph.alignment = value == "end" ? .end : value == "center" ? .center : value == "justify" ? .justify : .start
        case "line-height": if let factor = AttributeValue.thousandths(value) { paragraph.lineHeight = factor }
        case "text-indent": if let length = AttributeValue.length(value) { paragraph.firstLineIndent = length }
        case "text-justify": paragraph.allowsKashida = value != "inter-word"
        case "orphans": if let count = Int(value) { paragraph.orphans = count }
        case "widows": if let count = Int(value) { paragraph.widows = count }
        case "break-before": block.breaksBefore = value == "page"
        case "break-after":
            block.breaksAfter = value == "page"
            block.keepsWithNext = value == "avoid"
        case "break-inside": block.keepsTogether = value == "avoid"
        case "background-color": box.background = value == "none" ? nil : AttributeValue.color(value)
        case "stroke": stroke = AttributeValue.stroke(value)
        case "border-radius": if let length = AttributeValue.length(value) { box.cornerRadius = length }
        case "vertical-align":
            box.verticalAlignment = value == "top" ? .top : value == "bottom" ? .bottom : .middle
        case "margin": if let sides = AttributeValue.sides(value) { block.margin = sides }
        case "padding": if let sides = AttributeValue.sides(value) { box.padding = sides }
        case "border":
            box.border = Sides(all: AttributeValue.stroke(value))
            box.namesBorder = true
        default: setSide(property, value)
        }
    }

    private mutating func setSide(_ property: String, _ value: String) {
        let parts = property.split(separator: "-")
        guard parts.count == 2, let side = Side(rawValue: String(parts[1])) else { return }
        switch parts[0] {
        case "margin": if let length = AttributeValue.length(value) { block.margin[keyPath: side.path()] = length }
        case "padding": if let length = AttributeValue.length(value) { box.padding[keyPath: side.path()] = length }
        case "border":
            box.border[keyPath: side.path()] = AttributeValue.stroke(value)
            box.namesBorder = true
        default: break
        }
    }

    private enum Side: String {
        case top, bottom, start, end

        func path<Value>() -> WritableKeyPath<Sides<Value>, Value> {
            switch self {
            case .top: \.top
            case .bottom: \.bottom
            case .start: \.start
            case .end: \.end
            }
        }
    }
}

/// What is round the content of a box, a table or a cell.
struct BoxStyle: Hashable, Sendable {
    /// The space inside.
    var padding = Sides<Length>(all: .zero)
    /// The lines at the sides.
    var border = Sides<Stroke?>(all: nil)
    /// Whether any rule spoke of borders.
    var namesBorder = false
    /// The colour behind.
    var background: Color?
    /// The radius of the corners.
    var cornerRadius = Length.zero
    /// Where the content stands in a cell that is higher.
    var verticalAlignment = Table.Cell.VerticalAlignment.middle
}

/// The properties of style, as attributes: each has the name that CSS gives to its meaning, with `start` and `end` for sides.
enum StyleProperty {
    /// How characters look.
    static let text = [
        AttributeDefinition("font-family", .text, "a family of the font list, or the role body, heading or latin"),
        AttributeDefinition("font-size", .length, "the size of the text"),
        AttributeDefinition("font-weight", .keyword(["normal", "bold"]), "the weight"),
        AttributeDefinition("color", .color, "the colour of the text"),
        AttributeDefinition("text-decoration", .keyword(["none", "underline"]), "a line under the text"),
        AttributeDefinition("lang", .language, "the language, inherited"),
    ]

    /// How lines are set.
    static let paragraph = [
        AttributeDefinition("text-align", .keyword(["start", "end", "center", "justify"]), "where the lines stand between the sides"),
        AttributeDefinition("line-height", .factor, "the distance of lines, as a factor of the text's size"),
        AttributeDefinition("text-indent", .signedLength, "the indent of the first line; below zero it hangs"),
        AttributeDefinition(
            "text-justify", .keyword(["auto", "inter-word"]), "auto may lengthen letters (kashida), inter-word only spaces"),
        AttributeDefinition("orphans", .integer(1...99), "the least number of lines before a page break"),
        AttributeDefinition("widows", .integer(1...99), "the least number of lines after a page break"),
        AttributeDefinition("dir", .keyword(["rtl", "ltr"]), "the direction, inherited"),
    ]

    /// How a block stands among its neighbours.
    static let block =
        [AttributeDefinition("margin", .sides, "the space outside")]
        + ["top", "bottom", "start", "end"].map { AttributeDefinition("margin-" + $0, .signedLength, "the space outside, at one side") }
        + [
            AttributeDefinition("break-before", .keyword(["auto", "page"]), "page: starts a page"),
            AttributeDefinition(
                "break-after", .keyword(["auto", "page", "avoid"]), "page: the next block starts a page; avoid: stays with it"),
            AttributeDefinition("break-inside", .keyword(["auto", "avoid"]), "avoid: stays on one page"),
        ]

    /// What is round the content.
    static let box =
        [AttributeDefinition("padding", .sides, "the space inside")]
        + ["top", "bottom", "start", "end"].map { AttributeDefinition("padding-" + $0, .length, "the space inside, at one side") }
        + [AttributeDefinition("border", .stroke, "the line round it")]
        + ["top", "bottom", "start", "end"].map { AttributeDefinition("border-" + $0, .stroke, "the line at one side") }
        + [
            AttributeDefinition("background-color", .color, "the colour behind it"),
            AttributeDefinition("border-radius", .length, "the radius of its corners"),
            AttributeDefinition("vertical-align", .keyword(["top", "middle", "bottom"]), "where the content of a cell stands"),
        ]

    /// The line that an element draws.
    static let line = [AttributeDefinition("stroke", .stroke, "the line that a rule or a stamp draws")]

    /// The names of styles to take, in order; the later wins.
    static let named = [AttributeDefinition("style", .names, "names of styles; the later ones win")]

    /// All of them but `style`.
    static let all = text + paragraph + block + box + line
    /// Their names.
    static let names = Set(all.map(\.name))
}
