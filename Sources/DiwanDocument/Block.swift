/// The element of a template that a block came from: an index into the compiled template's elements, the same for every record.
public struct ElementID: Hashable, Sendable {
    /// The index of the element; 0 is the template itself.
    public var rawValue: Int32

    /// The element with the index `rawValue`.
    @inlinable
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }
}

/// A part of a document that takes the whole width and stands below the part before it.
public struct Block: Hashable, Sendable {
    /// Where the block came from.
    public var origin: ElementID
    /// How it stands among its neighbours.
    public var style: BlockStyle
    /// What it is.
    public var content: Content

    /// A block of `content`.
    public init(origin: ElementID, style: BlockStyle = BlockStyle(), content: Content) {
        self.origin = origin
        self.style = style
        self.content = content
    }

    /// What a block can be.
    public indirect enum Content: Hashable, Sendable {
        /// Lines of text.
        case paragraph(Paragraph)
        /// Items with marks before them.
        case list(List)
        /// Rows of cells.
        case table(Table)
        /// Blocks side by side, the first at the start side.
        case columns(Columns)
        /// Blocks in a frame.
        case box(Box)
        /// Blocks that only share a style, a margin or that they stay together.
        case group([Block])
        /// A line across.
        case rule(Stroke)
        /// Room that stays empty.
        case space(Length)
        /// The end of a page.
        case pageBreak
        /// Room for a signature.
        case signature(Signature)
        /// A circle for the stamp, with a word in it.
        case stamp(Stamp)
        /// A code that machines read.
        case code(MachineCode)
        /// A picture.
        case picture(PlacedPicture)
    }
}

/// Lines of text.
public struct Paragraph: Hashable, Sendable {
    /// What the paragraph is to a reader.
    public enum Role: Hashable, Sendable {
        /// Running text.
        case body
        /// A heading of a level from 1 to 3; it gets an entry in the outline.
        case heading(Int)
    }

    /// What the paragraph is to a reader.
    public var role: Role
    /// How its lines are set.
    public var style: ParagraphStyle
    /// The style of the paragraph's own line height, of an empty paragraph and of its marks.
    public var textStyle: TextStyle
    /// The text, in logical order.
    public var content: [Inline]

    /// A paragraph of `content`.
    public init(role: Role = .body, style: ParagraphStyle = ParagraphStyle(), textStyle: TextStyle, content: [Inline]) {
        self.role = role
        self.style = style
        self.textStyle = textStyle
        self.content = content
    }
}

/// Items with marks before them.
public struct List: Hashable, Sendable {
    /// One item.
    public struct Item: Hashable, Sendable {
        /// The mark, ready to print: «١.», «أولًا:», «•». It is set in a line of its own, at the start side of the item's first line.
        public var mark: Paragraph
        /// The item's blocks.
        public var blocks: [Block]

        /// An item with its mark.
        public init(mark: Paragraph, blocks: [Block]) {
            self.mark = mark
            self.blocks = blocks
        }
    }

    /// Whether the order of the items says something (`ol`).
    public var isOrdered: Bool
    /// The least width of the marks' column; a wider mark widens it for the whole list.
    public var markWidth: Length
    /// The gap between the marks and the items.
    public var markGap: Length
    /// The direction, which says at which side the marks stand.
    public var direction: TextDirection
    /// The items.
    public var items: [Item]

    /// A list of `items`.
    public init(isOrdered: Bool, markWidth: Length, markGap: Length, direction: TextDirection = .rightToLeft, items: [Item]) {
        self.isOrdered = isOrdered
        self.markWidth = markWidth
        self.markGap = markGap
        self.direction = direction
        self.items = items
    }
}

/// The width of a column.
public enum ColumnWidth: Hashable, Sendable {
    /// A length.
    case fixed(Length)
    /// A share of what the others leave, in proportion.
    case proportional(Int)
    /// What the content asks for; it gives way when there is not enough.
    case content
}

/// Rows of cells in columns; the first column is at the start side.
public struct Table: Hashable, Sendable {
    /// A cell, over one or more rows and columns.
    public struct Cell: Hashable, Sendable {
        /// What a heading cell is the heading of.
        public enum Scope: UInt8, Hashable, Sendable {
            /// The cells below it.
            case column
            /// The cells beside it.
            case row
        }

        /// Where the content stands in a cell that is higher.
        public enum VerticalAlignment: UInt8, Hashable, Sendable {
            /// At the top.
            case top
            /// In the middle.
            case middle
            /// At the bottom.
            case bottom
        }

        /// Where the cell came from.
        public var origin: ElementID
        /// Of a heading cell (`th`), what it is the heading of.
        public var scope: Scope?
        /// How many columns it takes.
        public var columnSpan: Int
        /// How many rows it takes.
        public var rowSpan: Int
        /// The space inside.
        public var padding: Sides<Length>
        /// The colour behind it.
        public var background: Color?
        /// Lines at its sides, instead of the table's.
        public var borders: Sides<Stroke?>?
        /// Where the content stands.
        public var verticalAlignment: VerticalAlignment
        /// How wide the room to write in is wanted, where the cell is left to be filled in: a column as wide as its content counts it.
        public var blankWidth: Length
        /// The content.
        public var blocks: [Block]

        /// A cell of `blocks`.
        public init(
            origin: ElementID, scope: Scope? = nil, columnSpan: Int = 1, rowSpan: Int = 1, padding: Sides<Length>, background: Color? = nil,
            borders: Sides<Stroke?>? = nil, verticalAlignment: VerticalAlignment = .middle, blankWidth: Length = .zero, blocks: [Block]
        ) {
            self.blankWidth = blankWidth
            self.origin = origin
            self.scope = scope
            self.columnSpan = columnSpan
            self.rowSpan = rowSpan
            self.padding = padding
            self.background = background
            self.borders = borders
            self.verticalAlignment = verticalAlignment
            self.blocks = blocks
        }
    }

    /// A row of cells.
    public struct Row: Hashable, Sendable {
        /// Where the row came from.
        public var origin: ElementID
        /// The least height.
        public var minimumHeight: Length
        /// The cells that begin in this row, from the start side.
        public var cells: [Cell]

        /// A row of `cells`.
        public init(origin: ElementID, minimumHeight: Length = .zero, cells: [Cell]) {
            self.origin = origin
            self.minimumHeight = minimumHeight
            self.cells = cells
        }
    }

    /// The direction: the first column is at the right in a right-to-left table.
    public var direction: TextDirection
    /// The columns' widths, from the start side.
    public var columns: [ColumnWidth]
    /// The rows of the head, repeated on every page when `repeatsHead`.
    public var head: [Row]
    /// The other rows.
    public var body: [Row]
    /// Whether the head is repeated on every page.
    public var repeatsHead: Bool
    /// The line round the table.
    public var outerBorder: Stroke?
    /// The lines between rows.
    public var rowBorder: Stroke?
    /// The lines between columns.
    public var columnBorder: Stroke?

    /// A table of rows.
    public init(
        direction: TextDirection = .rightToLeft, columns: [ColumnWidth], head: [Row], body: [Row], repeatsHead: Bool = true,
        outerBorder: Stroke? = nil, rowBorder: Stroke? = nil, columnBorder: Stroke? = nil
    ) {
        self.direction = direction
        self.columns = columns
        self.head = head
        self.body = body
        self.repeatsHead = repeatsHead
        self.outerBorder = outerBorder
        self.rowBorder = rowBorder
        self.columnBorder = columnBorder
    }
}

/// Blocks side by side, as for several signatures or a letterhead. They do not flow from one column to the next.
public struct Columns: Hashable, Sendable {
    /// One column.
    public struct Column: Hashable, Sendable {
        /// The width.
        public var width: ColumnWidth
        /// The blocks, one below the other.
        public var blocks: [Block]
        /// Where the blocks stand in a column that is higher.
        public var verticalAlignment: Table.Cell.VerticalAlignment

        /// A column of `blocks`.
        public init(width: ColumnWidth, blocks: [Block], verticalAlignment: Table.Cell.VerticalAlignment = .top) {
            self.width = width
            self.blocks = blocks
            self.verticalAlignment = verticalAlignment
        }
    }

    /// The direction: the first column is at the right when it is right to left.
    public var direction: TextDirection
    /// The room between two columns.
    public var gap: Length
    /// The columns, from the start side.
    public var columns: [Column]

    /// Columns side by side.
    public init(direction: TextDirection = .rightToLeft, gap: Length, columns: [Column]) {
        self.direction = direction
        self.gap = gap
        self.columns = columns
    }
}

/// Blocks in a frame.
public struct Box: Hashable, Sendable {
    /// The lines at its sides.
    public var border: Sides<Stroke?>
    /// The colour behind it.
    public var background: Color?
    /// The space inside.
    public var padding: Sides<Length>
    /// The radius of its corners; it counts when all four sides are alike.
    public var cornerRadius: Length
    /// The direction, which says where its start side is.
    public var direction: TextDirection
    /// The blocks, one below the other.
    public var blocks: [Block]

    /// A box round `blocks`.
    public init(
        border: Sides<Stroke?>, background: Color? = nil, padding: Sides<Length>, cornerRadius: Length = .zero,
        direction: TextDirection = .rightToLeft, blocks: [Block]
    ) {
        self.border = border
        self.background = background
        self.padding = padding
        self.cornerRadius = cornerRadius
        self.direction = direction
        self.blocks = blocks
    }
}

/// Room for a signature: a label above it, a name below it. It never stands apart from them.
public struct Signature: Hashable, Sendable {
    /// The role of who signs, as in `committee-chair`.
    public var role: String
    /// The place in the order of signing, from 1.
    public var order: Int
    /// What stands above the room: the title of who signs.
    public var label: [Block]
    /// The height of the room.
    public var space: Length
    /// What the foot of the room is marked with, to sign on.
    public var leader: Leader
    /// What stands below the room: the name of who signs.
    public var name: [Block]
    /// A picture of the signature, in the room.
    public var picture: PlacedPicture?

    /// Room for a signature.
    public init(
        role: String, order: Int, label: [Block], space: Length, leader: Leader = .none, name: [Block], picture: PlacedPicture? = nil
    ) {
        self.role = role
        self.order = order
        self.label = label
        self.space = space
        self.leader = leader
        self.name = name
        self.picture = picture
    }
}

/// A text drawn as a code that machines read.
public struct MachineCode: Hashable, Sendable {
    /// Where the words of a code stand.
    public enum CaptionPlace: UInt8, Hashable, Sendable {
        /// Below the code, no wider than it.
        case below
        /// At the code's end side, as far as there is room.
        case beside
    }

    /// The kind of the code.
    public enum Kind: Hashable, Sendable {
        /// A QR code (ISO/IEC 18004). `correction` is how much of it may be lost, from 0 (level L) to 3 (level H).
        case qr(correction: Int)
        /// A bar code of the kind Code 128 (ISO/IEC 15417).
        case code128
    }

    /// The kind.
    public var kind: Kind
    /// What the machine reads.
    public var text: String
    /// The size with its quiet zone; a QR code is as high as it is wide.
    public var size: Size
    /// Where the code stands between the sides.
    public var alignment: TextAlignment
    /// What a reader who does not see the code is told.
    public var alternative: String
    /// The words that are printed with the code, for people.
    public var caption: Paragraph?
    /// Where they stand.
    public var captionPlace: CaptionPlace

    /// A code of `text`.
    public init(
        kind: Kind, text: String, size: Size, alignment: TextAlignment, alternative: String, caption: Paragraph? = nil,
        captionPlace: CaptionPlace = .below
    ) {
        self.kind = kind
        self.text = text
        self.size = size
        self.alignment = alignment
        self.alternative = alternative
        self.caption = caption
        self.captionPlace = captionPlace
    }
}

/// A circle for the stamp, with a word in the middle.
public struct Stamp: Hashable, Sendable {
    /// The circle's diameter.
    public var diameter: Length
    /// The circle's line.
    public var stroke: Stroke
    /// The word, set in the middle.
    public var label: Paragraph
    /// Where the circle stands between the sides.
    public var alignment: TextAlignment
    /// A picture of the stamp, no larger than the circle and in its place.
    public var picture: PlacedPicture?

    /// A circle for the stamp.
    public init(diameter: Length, stroke: Stroke, label: Paragraph, alignment: TextAlignment, picture: PlacedPicture? = nil) {
        self.diameter = diameter
        self.stroke = stroke
        self.label = label
        self.alignment = alignment
        self.picture = picture
    }
}
