import DiwanDocument
import DiwanGraphics

/// What stands as one drawing: signatures, stamps, codes and pictures.
extension FlowBuilder {
    /// The room between a code and the words beside it.
    static let captionGap = Length.points(6)
    /// The room between a code and the words below it; the code's own quiet zone comes on top.
    private static let captionDrop = Length.points(1)

    // MARK: Signatures and stamps

    mutating func append(_ signature: Signature, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        let node = context.node(.division, in: parent)
        let label = FlowFiller.fillWhole(Self.items(of: signature.label, width: width, context: context, parent: node), width: width)
        let nameTop = label.height + signature.space
        var frame = Frame(size: Size(width: width, height: nameTop))
        frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .frame(label.frame)))
        if signature.leader != .none {
            let isDotted = signature.leader == .dots
            let stroke = Stroke(
                width: .points(thousandths: isDotted ? 700 : 400), pattern: isDotted ? .dotted : .solid, period: .points(thousandths: 2_400)
            )
            let inset = width / 8
            let y = nameTop - .points(2)
            let path = Path.line(from: Point(x: inset, y: y), to: Point(x: width - inset, y: y))
            frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(path, fill: nil, stroke: stroke)))
        }
        if let picture = signature.picture {
            // In the middle of the room, as a hand signs on the line.
            let drawn = self.frame(of: picture, in: Size(width: width, height: signature.space), origin, parent: node)
            let place = Point(x: (width - drawn.size.width) / 2, y: label.height + (signature.space - drawn.size.height) / 2)
            frame.items.append(Frame.Placed(origin: place, mark: .layoutArtifact, item: .frame(drawn)))
        } else if context.isForm, context.signs(signature.role) {
            let room = Size(width: width, height: signature.space)
            let widget = FieldWidget(field: .signature(of: signature), size: room, appearance: Frame(size: room))
            let mark = context.mark(context.node(.form(alternative: nil), in: node))
            frame.items.append(Frame.Placed(origin: Point(x: .zero, y: label.height), mark: mark, item: .field(widget)))
        }
        let name = FlowFiller.fillWhole(Self.items(of: signature.name, width: width, context: context, parent: node), width: width)
        frame.size.height += name.height
        frame.items.append(Frame.Placed(origin: Point(x: .zero, y: nameTop), mark: .layoutArtifact, item: .frame(name.frame)))
        // A signature never stands alone at the top of a page.
        add(FlowBox(frame: frame, x: x, origin: origin, breakBefore: .kept, notes: label.notes + name.notes))
    }

    mutating func append(_ stamp: Stamp, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        let diameter = stamp.diameter
        if let picture = stamp.picture {
            add(
                frame(of: picture, in: Size(width: diameter, height: diameter), origin, parent: parent), stamp.alignment, origin, x: x,
                width: width)
            return
        }
        let circle = Path.circle(origin: .zero, diameter: diameter)
        var frame = Frame(size: Size(width: diameter, height: diameter))
        frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(circle, fill: nil, stroke: stamp.stroke)))
        let node = context.node(.paragraph, in: parent)
        let inner = diameter * 3 / 4
        let (prepared, _) = context.prepare(stamp.label, origin)
        let lines = Self.lines(prepared, origin, x: (diameter - inner) / 2, width: inner, context: context, node: node)
        let label = FlowFiller.fillWhole(lines.map { .box($0) }, width: diameter)
        let top = max(.zero, (diameter - label.height) / 2)
        frame.items.append(Frame.Placed(origin: Point(x: .zero, y: top), mark: .layoutArtifact, item: .frame(label.frame)))
        if context.takesSeal() {
            let widget = FieldWidget(field: .stamp, size: frame.size, appearance: Frame(size: frame.size))
            let mark = context.mark(context.node(.form(alternative: nil), in: parent))
            frame.items.append(Frame.Placed(origin: .zero, mark: mark, item: .field(widget)))
        }
        add(frame, stamp.alignment, origin, x: x, width: width)
    }

    // MARK: Codes

    mutating func append(_ code: MachineCode, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        guard let path = MachineCodePath.path(of: code) else {
            context.preparer.report(.codeCannotHold(code.text), origin)
            return
        }
        let mark = context.mark(context.node(.figure(alternative: code.alternative), in: parent))
        var frame = Frame(size: code.size, items: [Frame.Placed(origin: .zero, mark: mark, item: .path(path, fill: .black, stroke: nil))])
        if let caption = code.caption {
            frame = captioned(frame, caption, code.captionPlace, room: width, origin, parent: parent)
        }
        add(frame, code.alignment, origin, x: x, width: width)
    }

    /// `code` with the words of `caption` below it or at its end side.
    private func captioned(
        _ code: Frame, _ caption: Paragraph, _ place: MachineCode.CaptionPlace, room: Length, _ origin: ElementID, parent: StructureID
    ) -> Frame {
        let (prepared, _) = context.prepare(caption, origin)
        let node = context.node(.paragraph, in: parent)
        let width =
            place == .below ? code.size.width : min(prepared.maximumWidth, max(.zero, room - code.size.width - Self.captionGap))
        guard width > .zero else {
            context.preparer.report(.tooWide(excess: code.size.width + Self.captionGap - room), origin)
            return code
        }
        let lines = Self.lines(prepared, origin, x: .zero, width: width, context: context, node: node)
        let words = FlowFiller.fillWhole(lines.map { .box($0) }, width: width)
        var frame = Frame(size: code.size)
        var (codePlace, wordsPlace) = (Point.zero, Point.zero)
        switch place {
        case .below:
            wordsPlace.y = code.size.height + Self.captionDrop
            frame.size.height = wordsPlace.y + words.height
        case .beside:
            frame.size = Size(width: code.size.width + Self.captionGap + width, height: max(code.size.height, words.height))
            let isRightToLeft = context.direction == .rightToLeft
            codePlace.x = isRightToLeft ? width + Self.captionGap : .zero
            wordsPlace.x = isRightToLeft ? .zero : code.size.width + Self.captionGap
            codePlace.y = (frame.size.height - code.size.height) / 2
            wordsPlace.y = (frame.size.height - words.height) / 2
        }
        frame.items = [
            Frame.Placed(origin: codePlace, mark: .layoutArtifact, item: .frame(code)),
            Frame.Placed(origin: wordsPlace, mark: .layoutArtifact, item: .frame(words.frame)),
        ]
        return frame
    }

    // MARK: Pictures

    mutating func append(_ picture: PlacedPicture, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        let room = Size(width: width, height: context.pageHeight)
        add(frame(of: picture, in: room, origin, parent: parent), picture.alignment, origin, x: x, width: width)
    }

    /// A picture in its own size, or smaller where there is less room.
    private func frame(of picture: PlacedPicture, in room: Size, _ origin: ElementID, parent: StructureID) -> Frame {
        let size = picture.size.fitted(into: room)
        let node = picture.alternative.map { context.node(.figure(alternative: $0), in: parent) }
        let mark = node.map { context.mark($0) } ?? context.artifact.map { .paginationArtifact($0) } ?? .layoutArtifact
        let item = Frame.Item.picture(picture.picture, size: size, origin: origin)
        return Frame(size: size, items: [Frame.Placed(origin: .zero, mark: mark, item: item)])
    }

    /// Adds a drawing between the sides.
    private mutating func add(_ frame: Frame, _ alignment: TextAlignment, _ origin: ElementID, x: Length, width: Length) {
        let slack = width - frame.size.width
        if slack < .zero { context.preparer.report(.tooWide(excess: .zero - slack), origin) }
        let startsAtRight = context.direction == .rightToLeft
        let offset: Length =
            switch alignment {
            case .center: slack / 2
            case .start, .justify: startsAtRight ? slack : .zero
            case .end: startsAtRight ? .zero : slack
            }
        add(FlowBox(frame: frame, x: x + max(.zero, offset), origin: origin))
    }
}
