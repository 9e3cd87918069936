import DiwanDocument
import DiwanFont
import DiwanUnicode

/// A paragraph shaped on one endless line: what does not depend on the width it will be set in.
///
/// Offsets count the scalars of `text`, which holds the directional controls of isolates and one scalar for each drawn object.
package struct PreparedParagraph {
    /// Something in a line that is not text.
    enum Object {
        case fill(Leader, style: Int)
        case blank(Leader, style: Int)
        case checkbox(isChecked: Bool, style: Int)
        case field(FormField, FieldRoom)
    }

    /// Neighbouring characters of one style, font, script and level.
    struct Run {
        enum Content {
            /// Glyphs, from left to right: a range of `glyphs`.
            case glyphs(Range<Int>)
            /// An index into `objects`.
            case object(Int)
        }

        var range: Range<Int>
        var level: UInt8
        var style: Int
        var face: Face
        var content: Content
    }

    /// A font with what a line needs to know of it.
    struct Face {
        var id: FontID
        var font: Font
        var unitsPerEm: Int64

        init(_ id: FontID, _ font: Font) {
            self.id = id
            self.font = font
            unitsPerEm = Int64(font.unitsPerEm)
        }

        /// Whether the font can show the character, whole or in the parts that it decomposes to.
        func has(_ scalar: Unicode.Scalar, _ properties: ScalarProperties) -> Bool {
            if font.cmap.glyph(scalar) != 0 { return true }
            guard properties.hasCanonicalDecomposition, let parts = ScalarMapping.canonicalDecomposition(of: scalar) else { return false }
            guard has(parts.first, ScalarProperties(parts.first)) else { return false }
            guard let second = parts.second else { return true }
            return has(second, ScalarProperties(second))
        }
    }

    /// May a line end before this scalar?
    enum Break: UInt8 {
        case no
        case allowed
        case mandatory
    }

    var source: Paragraph
    var origin: ElementID
    var text: [Unicode.Scalar] = []
    var styles: [TextStyle] = []
    var runs: [Run] = []
    var glyphs: [Glyph] = []
    var objects: [Object] = []
    /// A value for each offset from 0 to the end.
    var breaks: [Break] = []
    /// `positions[i]` is the width of all before offset `i`, in raw units of `Length`.
    var positions: [Int64] = []
    /// `spaces[i]` is the number of spaces that justification can widen before offset `i`.
    package var spaces: [Int32] = []
    /// The notes and the offsets that they belong to.
    var notes: [(offset: Int, note: Note)] = []
    /// Whether a page number or the number of pages is part of the text.
    var dependsOnPages = false

    /// A note for the foot of the page.
    struct Note {
        var mark: [Inline]
        var text: [Inline]
        var style: TextStyle
    }

    /// Whether something in the paragraph is a node of its own to a reader: a note, a check box or a field.
    var hasNodesWithin: Bool {
        !notes.isEmpty
            || objects.contains {
                switch $0 {
                case .checkbox, .field: true
                case .fill, .blank: false
                }
            }
    }

    /// The width from one offset to another, spaces included.
    package func width(_ range: Range<Int>) -> Int64 {
        positions[range.upperBound] - positions[range.lowerBound]
    }

    /// `end` without the spaces and the line's end before it.
    func visibleEnd(from start: Int, to end: Int) -> Int {
        var end = end
        var trimmed = end
        while end > start {
            let scalar = text[end - 1]
            if scalar.isTrimmedAtLineEnd {
                trimmed = end - 1
            } else if !scalar.isDirectionalControl {
                break
            }
            end -= 1
        }
        return trimmed
    }

    /// The width of the widest part that no line break can split.
    var minimumWidth: Length {
        var widest: Int64 = 0
        var start = 0
        for end in 1..<max(breaks.count, 1) where breaks[end] != .no {
            widest = max(widest, width(start..<visibleEnd(from: start, to: end)))
            start = end
        }
        return Length(rawValue: widest)
    }

    /// The width of the widest line when lines end only where they must.
    var maximumWidth: Length {
        var widest: Int64 = 0
        var start = 0
        for end in 1..<max(breaks.count, 1) where breaks[end] == .mandatory {
            widest = max(widest, width(start..<visibleEnd(from: start, to: end)))
            start = end
        }
        return Length(rawValue: widest)
    }
}

extension Unicode.Scalar {
    /// Whether a line drops the character at its end: a space or the end of the line itself.
    var isTrimmedAtLineEnd: Bool {
        value == 0x20 || value == 0x2028 || value == 0x2029
    }

    /// Whether the character only steers the bidirectional algorithm (UAX #9, 2): LRM, RLM, ALM, embeddings, overrides and isolates.
    var isDirectionalControl: Bool {
        switch value {
        case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
