import DiwanDocument
import DiwanDomain
import DiwanXML

/// How the items of a list are marked.
enum ListStyle: String, Sendable, CaseIterable {
    /// A round dot.
    case disc
    /// A dash.
    case dash
    /// Nothing.
    case none
    /// `1.` in the digits of the document.
    case decimal
    /// `١.`
    case arabicIndic = "arabic-indic"
    /// `أ.`, in the order of the abjad.
    case abjad
    /// `أولًا:`
    case ordinalAdverb = "ordinal-adverb"

    /// The mark of the item `number`, from 1.
    func mark(_ number: Int, _ digits: DigitSystem) -> String {
        switch self {
        case .disc: "•"
        case .dash: "–"
        case .none: ""
        case .decimal: digits.string(number) + "."
        case .arabicIndic: DigitSystem.arab.string(number) + "."
        case .abjad: Self.abjad(number) + "."
        case .ordinalAdverb: NumberWords().listAdverb(number) + ":"
        }
    }

    /// A number in the letters of the abjad: أ ب ج د … ي يأ …, up to 1999; beyond it in digits.
    static func abjad(_ number: Int) -> String {
        guard (1...1_999).contains(number) else { return DigitSystem.arab.string(number) }
        let letters: [[String]] = [
            ["", "أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط"], ["", "ي", "ك", "ل", "م", "ن", "س", "ع", "ف", "ص"],
            ["", "ق", "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ"], ["", "غ"],
        ]
        let ones = letters[0][number % 10]
        // «هـ» stands alone with a tatweel, so that it is not taken for a number; after another letter it needs none.
        return letters[3][number / 1_000] + letters[2][number / 100 % 10] + letters[1][number / 10 % 10]
            + (number > 10 && ones == "هـ" ? "ه" : ones)
    }
}

extension ElementDefinition {
    private static func listAttributes(_ styles: [ListStyle]) -> [AttributeDefinition] {
        [
            AttributeDefinition("list-style", .keyword(styles.map(\.rawValue)), "the marks; \(styles[0].rawValue) when none are named"),
            AttributeDefinition("mark-width", .length, "the least width of the marks' column; 8mm when none is named"),
            AttributeDefinition("mark-gap", .length, "the room between marks and items; 2mm when none is named"),
        ] + StyleProperty.named + StyleProperty.text + StyleProperty.paragraph + StyleProperty.block
    }

    static let ul = ElementDefinition(
        "ul", .blocks, .content([.blocks]), listAttributes([.disc, .dash, .none]), content: .of(.items), "A list whose order says nothing."
    ) { list($0, $1, $2, isOrdered: false) }

    static let ol = ElementDefinition(
        "ol", .blocks, .content([.blocks]),
        [AttributeDefinition("start", .integer(1...100_000), "the number of the first item; 1 when none is named")]
            + listAttributes([.decimal, .arabicIndic, .abjad, .ordinalAdverb]), content: .of(.items), "A list whose order counts."
    ) { list($0, $1, $2, isOrdered: true) }

    static let li = ElementDefinition(
        "li", .blocks, .content([.items]), StyleProperty.named + StyleProperty.text + StyleProperty.paragraph + StyleProperty.block,
        content: .flow, "An item of a list."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let content = compiler.contents(of: element, in: with(style, scope))
        return compiler.parts(from: [content]) { target in
            let blocks = target.collectBlocks(content)
            target.items.append([Block(origin: origin, style: style.block, content: .group(blocks))])
        }
    }

    private static func list(_ compiler: Compiler, _ element: XMLElement, _ scope: Scope, isOrdered: Bool) -> Program {
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let marks = element["list-style"].flatMap(ListStyle.init) ?? (isOrdered ? .decimal : .disc)
        let start = element["start"].flatMap { Int($0) } ?? 1
        let width = element["mark-width"].flatMap { AttributeValue.length($0) } ?? .millimetres(marks == .none ? 0 : 8)
        let gap = element["mark-gap"].flatMap { AttributeValue.length($0) } ?? .millimetres(marks == .none ? 0 : 2)
        let digits = compiler.digits
        let content = compiler.contents(of: element, in: with(style, scope))
        var markStyle = style.paragraph
        markStyle.alignment = .start
        markStyle.firstLineIndent = .zero
        let paragraphStyle = markStyle
        return compiler.blocks(from: [content]) { target in
            let items = target.collectItems(content)
            if items.isEmpty { return }
            let list = List(
                isOrdered: isOrdered, markWidth: width, markGap: gap, direction: style.paragraph.direction,
                items: items.enumerated().map { index, blocks in
                    let mark = marks.mark(start + index, digits)
                    return List.Item(
                        mark: Paragraph(
                            style: paragraphStyle, textStyle: style.text, content: mark.isEmpty ? [] : [.text(mark, style.text)]),
                        blocks: blocks)
                })
            target.blocks.append(Block(origin: origin, style: style.block, content: .list(list)))
        }
    }
}
