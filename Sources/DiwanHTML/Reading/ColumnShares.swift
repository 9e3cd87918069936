import DiwanDocument

/// Widths of columns as a browser is told them: near those of the layout, which measures every glyph.
enum ColumnShares {
    /// The widths of columns in `room`. A column as wide as its content is taken for its longest line by a count of its characters.
    static func widths(_ columns: [(width: ColumnWidth, blocks: [Block], padding: Length)], room: Length) -> [Length] {
        var rest = room
        var shares = 0
        var widths: [Length] = []
        for column in columns {
            switch column.width {
            case .fixed(let length): widths.append(length)
            case .proportional(let share):
                shares += share
                widths.append(.zero)
            case .content: widths.append(min(room / 2, natural(column.blocks) + column.padding))
            }
            rest = rest - widths[widths.count - 1]
        }
        rest = max(.zero, rest)
        for (index, column) in columns.enumerated() {
            if case .proportional(let share) = column.width { widths[index] = rest.scaled(by: share, over: max(1, shares)) }
        }
        return widths
    }

    /// About how wide blocks are that are not broken into lines: six tenths of an em a character.
    private static func natural(_ blocks: [Block]) -> Length {
        var result = Length.zero
        for case .paragraph(let paragraph) in blocks.map(\.content) {
            let characters = PlainText.of(paragraph.content).count
            result = max(result, paragraph.textStyle.size.scaled(by: characters * 6, over: 10))
        }
        return result
    }
}
