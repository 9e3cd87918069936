import DiwanDocument
import DiwanXML

/// The codes that machines read.
extension ElementDefinition {
    private static let codeAttributes = [
        AttributeDefinition("of", .expression, "the text that a machine reads", required: true),
        AttributeDefinition("alt", .text, "what someone who does not see the code is told", required: true),
        AttributeDefinition(
            "caption-side", .keyword(["bottom", "end"]),
            "where the words stand: below the code, or at its end side; bottom when none is named"),
    ]

    static let qr = ElementDefinition(
        "qr", .blocks, .content([.blocks]),
        codeAttributes + [
            AttributeDefinition("size", .length, "its width and height with the quiet zone; 25mm when none is named"),
            AttributeDefinition(
                "level", .keyword(["L", "M", "Q", "H"]), "how much of it may be lost and still be read; M when none is named"),
        ] + blockAttributes, content: .of(.inlines),
        "A QR code, drawn as lines, with words for people where there are some. Nothing stands where there is no text."
    ) { compiler, element, scope in
        let side = element["size"].flatMap { AttributeValue.length($0) } ?? .millimetres(25)
        let level = ["L", "M", "Q", "H"].firstIndex(of: element["level"] ?? "M") ?? 1
        return code(.qr(correction: level), Size(width: side, height: side), compiler, element, scope)
    }

    static let barcode = ElementDefinition(
        "barcode", .blocks, .content([.blocks]),
        codeAttributes + [
            AttributeDefinition("width", .length, "its width with the quiet zones; 60mm when none is named"),
            AttributeDefinition("height", .length, "its height; 12mm when none is named"),
        ] + blockAttributes, content: .of(.inlines),
        "A bar code of the kind Code 128, with words for people where there are some. Nothing stands where there is no text."
    ) { compiler, element, scope in
        let width = element["width"].flatMap { AttributeValue.length($0) } ?? .millimetres(60)
        let height = element["height"].flatMap { AttributeValue.length($0) } ?? .millimetres(12)
        return code(.code128, Size(width: width, height: height), compiler, element, scope)
    }

    private static func code(
        _ kind: MachineCode.Kind, _ size: Size, _ compiler: Compiler, _ element: XMLElement, _ scope: Scope
    ) -> Program {
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        guard let expression = compiler.expression("of", of: element, in: scope) else { return .none }
        let alternative = element["alt"] ?? ""
        let place: MachineCode.CaptionPlace = element["caption-side"] == "end" ? .beside : .below
        var words = style
        // The words are an aid, smaller than the text around unless the author says how large they are.
        if element.attribute("font-size") == nil, element.attribute("style") == nil { words.text.size = style.text.size * 2 / 3 }
        words.paragraph.alignment = place == .below ? .center : .start
        let caption = words
        let content = compiler.contents(of: element, in: with(caption, scope))
        return .run { target in
            let text = target.evaluator.string(expression)
            if text.isEmpty { return }
            let inlines = target.collectInlines(content)
            let code = MachineCode(
                kind: kind, text: text, size: size, alignment: style.paragraph.alignment, alternative: alternative,
                caption: inlines.isEmpty
                    ? nil : Paragraph(style: caption.paragraph, textStyle: caption.text, content: inlines), captionPlace: place)
            target.blocks.append(Block(origin: origin, style: style.block, content: .code(code)))
        }
    }
}
