import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanXML

extension ElementDefinition {
    static let blockAttributes = StyleProperty.named + StyleProperty.text + StyleProperty.paragraph + StyleProperty.block

    static let signature = ElementDefinition(
        "signature", .blocks, .content([.blocks]),
        [
            AttributeDefinition(
                "role", .name, "the role of who signs: one of the profile's signatories, or any name where label and name are given",
                required: true),
            AttributeDefinition("order", .integer(1...99), "the place in the order of signing; 1 when none is named"),
            AttributeDefinition("space", .length, "the height of the room; 20mm when none is named"),
            AttributeDefinition("leader", .keyword(leaders), "what the room's foot is marked with; none when not named"),
        ] + replacementAttributes + blockAttributes, content: .elements(["label", "name"]),
        "Room for a signature: the title above, the name below, a picture of the signature between them. Where label or name is not given, the profile's signatory of the role has it."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let inner = with(style, scope).inside("signature")
        let role = element["role"] ?? ""
        let signatory = compiler.profile.signatory(role)
        if signatory == nil, element.first("label") == nil, let attribute = element.attribute("role") {
            let roles = compiler.profile.signatories.map(\.role)
            compiler.report(
                "the profile has no signatory \"\(role)\", and there is no label", in: attribute,
                hint: NearestName.hint(for: role, in: roles) ?? "give a label, or one of \(roles.joined(separator: ", "))")
        }
        func part(_ name: String, _ otherwise: String?, _ style: ComputedStyle) -> Program {
            if let child = element.first(name) {
                return compiler.flow(child.children, of: child, in: with(style, inner).inside(name, kind: .blocks))
            }
            guard let otherwise, !otherwise.isEmpty else { return .none }
            let block = Block(
                origin: origin,
                content: .paragraph(Paragraph(style: style.paragraph, textStyle: style.text, content: [.text(otherwise, style.text)])))
            return .built([block])
        }
        var labelStyle = style.inherited
        labelStyle.text.weight = .bold
        let label = part("label", signatory?.title, labelStyle)
        let name = part("name", signatory?.name, labelStyle)
        let order = element["order"].flatMap { Int($0) } ?? 1
        let space = element["space"].flatMap { AttributeValue.length($0) } ?? .millimetres(20)
        let leader = leader(element["leader"], otherwise: .none)
        let blockStyle = style.block
        let picture = PictureValue(compiler, element, scope)
        let alternative = element["alt"] ?? "توقيع \(signatory?.title ?? "الموقِّع")"
        let body: @Sendable (Instantiation) -> Void = { target in
            let signature = Signature(
                role: role, order: order, label: target.collectBlocks(label), space: space, leader: leader,
                name: target.collectBlocks(name), picture: picture?.placed(target, .center, alternative: alternative))
            target.blocks.append(Block(origin: origin, style: blockStyle, content: .signature(signature)))
        }
        return picture?.isFixed == false ? .run(body) : compiler.blocks(from: [label, name], body)
    }

    static let signatures = ElementDefinition(
        "signatures", .blocks, .content([.blocks]),
        [AttributeDefinition("gap", .length, "the room between two; 5mm when none is named")] + blockAttributes, content: .of(.blocks),
        "Signatures side by side, by their order; the profile's signature-order says whether who signs last stands at the end side or first. Other blocks among them stand before."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let gap = element["gap"].flatMap { AttributeValue.length($0) } ?? .millimetres(5)
        let content = compiler.contents(of: element, in: with(style, scope))
        let lastFirst = compiler.profile.signatureOrder == .seniorFirst
        return compiler.blocks(from: [content]) { target in
            let blocks = target.collectBlocks(content).enumerated().sorted { a, b in
                let (x, y) = (order(a.element), order(b.element))
                if x == y || x == 0 || y == 0 { return x == y ? a.offset < b.offset : x < y }
                return lastFirst ? x > y : x < y
            }
            if blocks.isEmpty { return }
            let columns = blocks.map { Columns.Column(width: .proportional(1), blocks: [$0.element], verticalAlignment: .top) }
            target.blocks.append(
                Block(
                    origin: origin, style: style.block,
                    content: .columns(Columns(direction: style.paragraph.direction, gap: gap, columns: columns))))
        }
    }

    /// The place of a signature in the order of signing; 0 for other blocks.
    private static func order(_ block: Block) -> Int {
        if case .signature(let signature) = block.content { signature.order } else { 0 }
    }

    static let name = ElementDefinition(
        "name", .blocks, .within(["signature"]), content: .flow, "The name that stands below the room for a signature.")

    static let stamp = ElementDefinition(
        "stamp", .blocks, .content([.blocks]),
        [
            AttributeDefinition("diameter", .length, "the circle's diameter; 35mm when none is named")
        ] + replacementAttributes + StyleProperty.line + blockAttributes, content: .of(.inlines),
        "A circle for the stamp, with «الختم» or other text in it; its line is 0.5pt dashed gray when no stroke is named. Or a picture of the stamp in its place."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let diameter = element["diameter"].flatMap { AttributeValue.length($0) } ?? .millimetres(35)
        let stroke =
            style.stroke
            ?? Stroke(width: .points(thousandths: 500), color: Color(red: 128, green: 128, blue: 128), pattern: .dashed, period: .points(3))
        let content = compiler.contents(of: element, in: with(style, scope))
        var centered = style.paragraph
        centered.alignment = .center
        let paragraphStyle = centered
        let picture = PictureValue(compiler, element, scope)
        let alternative = element["alt"] ?? "ختم \(compiler.profile.name)"
        let body: @Sendable (Instantiation) -> Void = { target in
            var inlines = target.collectInlines(content)
            if inlines.isEmpty { inlines = [.text("الختم", style.text)] }
            let stamp = Stamp(
                diameter: diameter, stroke: stroke, label: Paragraph(style: paragraphStyle, textStyle: style.text, content: inlines),
                alignment: style.paragraph.alignment, picture: picture?.placed(target, style.paragraph.alignment, alternative: alternative))
            target.blocks.append(Block(origin: origin, style: style.block, content: .stamp(stamp)))
        }
        return picture?.isFixed == false ? .run(body) : compiler.blocks(from: [content], body)
    }

    static let address = ElementDefinition(
        "address", .blocks, .content([.blocks, .inlines]),
        [
            AttributeDefinition("of", .expression, "a field of type address; the office's own when none is named"),
            AttributeDefinition("width", .length, "the width of the blanks where the form is asked for blank"),
        ] + blockAttributes, content: .empty, "A national address, in a line or as a paragraph of its own."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        var path: NodePath?
        if element.attribute("of") == nil {
            path = compiler.schema.root("profile").flatMap { compiler.schema.child("address", of: $0) }.flatMap { id in
                compiler.schema.roots.firstIndex { $0.name == "profile" }.map { NodePath(start: .root($0), steps: [.down(id)]) }
            }
        } else if let expression = compiler.expression("of", of: element, in: scope) {
            if let id = expression.node, compiler.schema[id].type == .address {
                path = expression.path
            } else if let attribute = element.attribute("of") {
                compiler.report("\"\(expression.text)\" is not an address", in: attribute)
            }
        }
        guard let path else { return .none }
        let format = ValueFormat(digits: compiler.digits, calendar: compiler.calendar)
        let blank = Inline.blank(.dots, width: element["width"].flatMap { AttributeValue.length($0) } ?? .millimetres(20), style.text)
        let isBlock = scope.kind == .blocks
        let body: @Sendable (Instantiation) -> Void = { target in
            let pieces = addressPieces(path, target, format, style.text, blank)
            if pieces.isEmpty { return }
            if isBlock {
                target.blocks.append(
                    Block(
                        origin: origin, style: style.block,
                        content: .paragraph(Paragraph(style: style.paragraph, textStyle: style.text, content: pieces))))
            } else {
                for piece in pieces { target.append(piece) }
            }
        }
        if element.attribute("of") != nil { return .run(body) }
        return isBlock ? compiler.blocks(from: [], body) : .constant(body)
    }

    /// A part of an address as a field; `nil` where no form is made.
    private static func field(_ name: String, of path: NodePath, _ target: Instantiation, _ blank: Inline) -> Inline? {
        guard let form = target.form, case .down(let address)? = path.steps.last, case .blank(let leader, let width, let style) = blank,
            let part = target.evaluator.schema.child(name, of: address)
        else { return nil }
        let whole = NodePath(start: path.start, steps: path.steps + [.down(part)])
        guard let place = form.place(whole, target.evaluator) else { return nil }
        let field = form.field(place, .text(isMultiline: false, maximumLength: nil), target.evaluator)
        guard target.form?.take(field) == true else { return nil }
        return .field(field, FieldRoom(width: width, leader: leader), style)
    }

    private static func addressPieces(
        _ path: NodePath, _ target: Instantiation, _ format: ValueFormat, _ style: TextStyle, _ blank: Inline
    ) -> [Inline] {
        if let id = target.evaluator.firstNode(path) {
            let address = AddressText(target.evaluator, id)
            var pieces = address.isEmpty ? [] : format.pieces(address.line, style)
            if let short = address.short {
                pieces.append(.text("، العنوان المختصر ", style))
                pieces += format.technical(short, style)
            }
            return pieces
        }
        guard target.isBlank else { return [] }
        let parts = [
            ("رقم المبنى ", "building"), ("، شارع ", "street"), ("، حي ", "district"), ("، المدينة ", "city"),
            ("، الرمز البريدي ", "postal"), ("، الرقم الإضافي ", "additional"), ("، العنوان المختصر ", "short"),
        ]
        return parts.flatMap { words, name in [.text(words, style), field(name, of: path, target, blank) ?? blank] }
    }
}
