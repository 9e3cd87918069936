package import DiwanDocument

/// How wide content wants to be, and how narrow it can be without cutting words.
package struct ContentWidth {
    /// The two widths.
    package struct Extent {
        var minimum = Length.zero
        var maximum = Length.zero

        package init(minimum: Length = .zero, maximum: Length = .zero) {
            self.minimum = minimum
            self.maximum = maximum
        }

        /// Both widths at least those of `other`, plus `extra`.
        mutating func include(_ other: Extent, extra: Length = .zero) {
            minimum = max(minimum, other.minimum + extra)
            maximum = max(maximum, other.maximum + extra)
        }
    }

    let context: FlowContext

    /// The widths of a cell's content, and of the room in it that is to be written in.
    func measure(_ cell: Table.Cell) -> Extent {
        var extent = measure(cell.blocks)
        extent.maximum = max(extent.maximum, cell.blankWidth)
        return extent
    }

    func measure(_ blocks: [Block]) -> Extent {
        var extent = Extent()
        for block in blocks {
            extent.include(measure(block), extra: block.style.margin.start + block.style.margin.end)
        }
        return extent
    }

    private func measure(_ block: Block) -> Extent {
        var extent = Extent()
        switch block.content {
        case .paragraph(let paragraph):
            let prepared = context.prepareToMeasure(paragraph, block.origin)
            extent = Extent(minimum: prepared.minimumWidth, maximum: prepared.maximumWidth)
        case .list(let list):
            for item in list.items { extent.include(measure(item.blocks), extra: list.markWidth + list.markGap) }
        case .box(let box):
            let sides = [box.border.start?.width, box.border.end?.width].compactMap { $0 }.reduce(box.padding.start + box.padding.end, +)
            extent.include(measure(box.blocks), extra: sides)
        case .group(let blocks):
            extent = measure(blocks)
        case .columns(let columns):
            for (index, column) in columns.columns.enumerated() {
                let part = measure(column.blocks)
                extent.minimum += part.minimum + (index > 0 ? columns.gap : .zero)
                extent.maximum += part.maximum + (index > 0 ? columns.gap : .zero)
            }
        case .table(let table):
            for row in table.head + table.body {
                var sum = Extent()
                for cell in row.cells {
                    let part = measure(cell)
                    sum.minimum += part.minimum + cell.padding.start + cell.padding.end
                    sum.maximum += part.maximum + cell.padding.start + cell.padding.end
                }
                extent.include(sum)
            }
        case .signature(let signature):
            extent = measure(signature.label)
            extent.include(measure(signature.name))
        case .stamp(let stamp):
            extent = Extent(minimum: stamp.diameter, maximum: stamp.diameter)
        case .code(let code):
            extent = Extent(minimum: code.size.width, maximum: code.size.width)
            if let caption = code.caption, code.captionPlace == .beside {
                let prepared = context.prepareToMeasure(caption, block.origin)
                extent.minimum += prepared.minimumWidth + FlowBuilder.captionGap
                extent.maximum += prepared.maximumWidth + FlowBuilder.captionGap
            }
        case .picture(let picture):
            // Half the size at least, where other columns need the room.
            extent = Extent(minimum: picture.size.width / 2, maximum: picture.size.width)
        case .rule, .space, .pageBreak:
            break
        }
        return extent
    }
}

/// Shares a width among columns: first the fixed ones, then those to content, then the rest in proportion (CSS 2.1, 17.5.2.2, in its
/// spirit: content columns get what they want when there is room, and never less than their widest word when there is any way).
package enum ColumnWidths {
    package static func resolve(
        _ columns: [ColumnWidth], available: Length, measure: (Int) -> ContentWidth.Extent
    ) -> [Length] {
        var widths = [Length](repeating: .zero, count: columns.count)
        var rest = available
        var shares = 0
        var contents: [(index: Int, extent: ContentWidth.Extent)] = []
        for (index, column) in columns.enumerated() {
            switch column {
            case .fixed(let length):
                widths[index] = length
                rest -= length
            case .proportional(let share):
                shares += max(share, 0)
            case .content:
                contents.append((index, measure(index)))
            }
        }
        rest = max(rest, .zero)
        if !contents.isEmpty {
            let minimum = contents.reduce(Length.zero) { $0 + $1.extent.minimum }
            let maximum = contents.reduce(Length.zero) { $0 + $1.extent.maximum }
            // Proportional columns are left at least a quarter of the room when the content would take it all.
            let room = shares > 0 ? min(maximum, max(minimum, rest * 3 / 4)) : rest
            for (index, extent) in contents {
                widths[index] = width(extent, room, minimum, maximum, count: contents.count)
                rest -= widths[index]
            }
        }
        rest = max(rest, .zero)
        guard shares > 0 else { return widths }
        var given = Length.zero
        var seen = 0
        for (index, column) in columns.enumerated() {
            guard case .proportional(let share) = column else { continue }
            seen += max(share, 0)
            widths[index] = rest.scaled(by: seen, over: shares) - given
            given += widths[index]
        }
        return widths
    }

    private static func width(
        _ extent: ContentWidth.Extent, _ room: Length, _ minimum: Length, _ maximum: Length, count: Int
    ) -> Length {
        if maximum <= room {
            // More room than wanted is shared in proportion to the wish.
            guard maximum > .zero else { return room / count }
            return Length(rawValue: proportion(extent.maximum.rawValue, room.rawValue, maximum.rawValue))
        }
        if minimum <= room {
            let spread = (maximum - minimum).rawValue
            guard spread > 0 else { return extent.minimum }
            let wish = (extent.maximum - extent.minimum).rawValue
            return extent.minimum + Length(rawValue: proportion(wish, (room - minimum).rawValue, spread))
        }
        guard minimum > .zero else { return .zero }
        return Length(rawValue: proportion(extent.minimum.rawValue, room.rawValue, minimum.rawValue))
    }

    /// `part` / `whole` of `room`, without overflow: lengths of pages are far below 2^31 pt.
    private static func proportion(_ part: Int64, _ room: Int64, _ whole: Int64) -> Int64 {
        let product = part.multipliedFullWidth(by: room)
        return whole > 0 && UInt64(bitPattern: product.high) < UInt64(whole) ? whole.dividingFullWidth(product).quotient : 0
    }
}
