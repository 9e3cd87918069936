import DiwanDocument

/// Fields of forms: the value is set in the room of the blank, as paper would show it.
extension LineSetter {
    /// The least width of a field that takes what is left of its line.
    static let leastFieldWidth = Length.points(6)
    /// The room at each side of what is filled in. A field that takes what is left of its line reaches so much beyond it instead, so that
    /// its value stands where plain text would.
    static let fieldInset = Length.points(2)
    /// How small the text of a field may become so that it fits, in thousandths of its size.
    private static let leastFieldScale = 500
    private static let fieldScaleStep = 25
    /// A string of a file holds fewer UTF-16 units than this (ISO 19005-3, 6.1.13).
    private static let fieldTextLimit = 16_000

    /// Text of a field, broken into lines.
    private struct FieldText {
        var paragraph: PreparedParagraph
        var lines: [LineChoice.Line]
        /// Whether it keeps within its width without a word cut.
        var isWhole: Bool
    }

    /// How many lines the highest field of a line takes: as many as it asks for, or as its value needs where it has the line to itself.
    func fieldLines(_ range: Range<Int>, isFirst: Bool) -> Int {
        if paragraph.objects.isEmpty { return 1 }
        var highest = 1
        var fills = 0
        for run in paragraph.runs where run.range.overlaps(range) {
            guard case .object(let index) = run.content else { continue }
            if case .fill = paragraph.objects[index] { fills += 1 }
            guard case .field(let field, let room) = paragraph.objects[index], !field.isButton else { continue }
            highest = max(highest, room.lines)
            guard room.width == nil else { continue }
            fills += 1
            guard fills == 1, case .text = field.kind, !field.content.isEmpty else { continue }
            let indent = isFirst ? paragraph.source.style.firstLineIndent : .zero
            let rest = width - indent - Length(rawValue: paragraph.width(range)) + Self.leastFieldWidth
            // What cannot be broken becomes smaller.
            var scale = 1_000
            var set = text(of: field, scale: scale, width: rest, fieldStyle(room))
            while !set.isWhole, scale > Self.leastFieldScale {
                scale -= Self.fieldScaleStep
                set = text(of: field, scale: scale, width: rest, fieldStyle(room))
            }
            highest = max(highest, set.lines.count)
        }
        return highest
    }

    /// Draws a field; in what pages repeat, only what it shows.
    func draw(
        _ field: FormField, _ room: FieldRoom, at offset: Int, _ style: TextStyle, left: Length, width: Length, baseline: Length,
        into frame: inout Frame
    ) {
        let widget: FieldWidget
        let place: Point
        if field.isButton {
            let side = checkboxSide(style)
            // The line of the square stands half outside of it.
            let margin = style.size.scaled(by: Self.checkboxBearing, over: 1_000)
            place = Point(x: left + (width - side) / 2 - margin, y: checkboxTop(style, baseline) - margin)
            let size = Size(width: side + margin * 2, height: side + margin * 2)
            func look(isChecked: Bool) -> Frame {
                var look = Frame(size: size)
                drawCheckbox(isChecked: isChecked, style, corner: Point(x: margin, y: margin), .layoutArtifact, into: &look)
                return look
            }
            widget = FieldWidget(
                field: field, size: size, appearance: look(isChecked: true), offAppearance: look(isChecked: false))
        } else {
            let pitch = style.size.scaled(by: paragraph.source.style.lineHeight, over: 1_000)
            for line in 0..<room.lines {
                drawLeader(room.leader, style, left: left, width: width, baseline: baseline + pitch * line, into: &frame)
            }
            let outset = room.width == nil ? Self.fieldInset : .zero
            let size = Size(width: width + outset * 2, height: frame.size.height)
            place = Point(x: left - outset, y: .zero)
            widget = textWidget(field, room, style, size: size, baseline: baseline)
        }
        // What pages repeat is filled in once, elsewhere.
        guard context.artifact == nil else {
            frame.items.append(Frame.Placed(origin: place, mark: context.mark(node), item: .frame(widget.shown)))
            return
        }
        let words = field.buttonLabel.isEmpty ? nil : field.label + ": " + field.buttonLabel
        let mark = context.mark(context.node(.form(alternative: words), in: node, order: Int32(offset)))
        frame.items.append(Frame.Placed(origin: place, mark: mark, item: .field(widget)))
    }

    private func textWidget(_ field: FormField, _ room: FieldRoom, _ style: TextStyle, size: Size, baseline: Length) -> FieldWidget {
        let paragraphStyle = fieldStyle(room)
        var typed = style
        typed.weight = .regular
        var widget = FieldWidget(
            field: field, size: size, font: preparer.face(typed, paragraph.origin)?.id, fontSize: style.size, color: style.color,
            alignment: paragraphStyle.alignment, direction: paragraphStyle.direction, appearance: Frame(size: size))
        guard !field.content.isEmpty else { return widget }
        let pitch = style.size.scaled(by: paragraphStyle.lineHeight, over: 1_000)
        let lineCount = max(1, Int((size.height + .points(thousandths: 100)).rawValue / max(1, pitch.rawValue)))
        let textWidth = size.width - Self.fieldInset * 2
        var scale = 1_000
        var text = text(of: field, scale: scale, width: textWidth, paragraphStyle)
        while scale > Self.leastFieldScale, !fits(text, scale, lineCount) {
            scale -= Self.fieldScaleStep
            text = self.text(of: field, scale: scale, width: textWidth, paragraphStyle)
        }
        if !fits(text, scale, lineCount) || field.value.utf16.count > Self.fieldTextLimit {
            preparer.report(.fieldTooSmall(name: field.name), paragraph.origin)
            return widget
        }
        widget.fontSize = style.size.scaled(by: scale, over: 1_000)
        if text.lines.count > 1, case .text(false, let maximumLength) = field.kind {
            widget.field.kind = .text(isMultiline: true, maximumLength: maximumLength)
        }
        let setter = LineSetter(context: context, paragraph: text.paragraph, width: textWidth, node: node)
        var top = Length.zero
        for (index, line) in text.lines.enumerated() {
            let set = setter.set(line, isFirst: index == 0)
            // One line stays on the line's baseline, however small.
            if index == 0, text.lines.count == 1 || scale == 1_000 { top = baseline - set.baseline }
            widget.appearance.items.append(
                Frame.Placed(origin: Point(x: Self.fieldInset, y: top), mark: .layoutArtifact, item: .frame(set.frame)))
            top += set.frame.size.height
        }
        return widget
    }

    /// The value of a field in `width`, made smaller.
    private func text(of field: FormField, scale: Int, width: Length, _ style: ParagraphStyle) -> FieldText {
        let content = scale == 1_000 ? field.content : field.content.map { $0.scaled(by: scale) }
        var textStyle = paragraph.source.textStyle
        textStyle.size = textStyle.size.scaled(by: scale, over: 1_000)
        let prepared = preparer.prepare(
            Paragraph(style: style, textStyle: textStyle, content: content), origin: paragraph.origin,
            pages: ParagraphPreparer.PageNumbers(page: 1, count: 1))
        var choice = LineChoice(
            paragraph: prepared, width: width.rawValue, firstLineIndent: 0, isJustified: style.alignment == .justify)
        let lines = choice.lines()
        return FieldText(paragraph: prepared, lines: lines, isWhole: !choice.cutsWords)
    }

    private func fits(_ text: FieldText, _ scale: Int, _ lineCount: Int) -> Bool {
        // Smaller lines stand closer.
        text.isWhole && text.lines.count * scale <= lineCount * 1_000
    }

    /// How the value of a field is set: as the line around it where it has the line to itself.
    private func fieldStyle(_ room: FieldRoom) -> ParagraphStyle {
        var style = paragraph.source.style
        style.firstLineIndent = .zero
        if room.width != nil { style.alignment = .start }
        return style
    }
}

extension Inline {
    /// The same in text of `scale` thousandths of its size.
    fileprivate func scaled(by scale: Int) -> Inline {
        switch self {
        case .text(let text, var style):
            style.size = style.size.scaled(by: scale, over: 1_000)
            return .text(text, style)
        case .isolate(let direction, let content): return .isolate(direction, content.map { $0.scaled(by: scale) })
        default: return self
        }
    }
}
