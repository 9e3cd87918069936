/// The weight of a face. Arabic emphasises by weight; slanting it is not done.
public enum FontWeight: UInt8, Hashable, Sendable {
    /// 400.
    case regular
    /// 700.
    case bold
}

/// How characters look. Every value is computed: inheritance is over when a `TextStyle` is made.
public struct TextStyle: Hashable, Sendable {
    /// A family's name («Amiri»), or a role of the font list: `body`, `heading`, `latin`.
    public var family: String
    /// The weight.
    public var weight: FontWeight
    /// The size of the em.
    public var size: Length
    /// The colour.
    public var color: Color
    /// Whether a line is drawn under the text.
    public var isUnderlined: Bool
    /// How far the baseline moves up (superscript) or, below zero, down (subscript).
    public var baselineShift: Length
    /// The language, as in BCP 47: `ar`, `en`, `ur`.
    public var language: String

    /// A style; what is not named is black, upright text of the body in Arabic.
    public init(
        family: String = "body", weight: FontWeight = .regular, size: Length, color: Color = .black, isUnderlined: Bool = false,
        baselineShift: Length = .zero, language: String = "ar"
    ) {
        self.family = family
        self.weight = weight
        self.size = size
        self.color = color
        self.isUnderlined = isUnderlined
        self.baselineShift = baselineShift
        self.language = language
    }
}

/// Where the lines of a paragraph stand between its sides.
public enum TextAlignment: UInt8, Hashable, Sendable {
    /// At the side where reading begins.
    case start
    /// At the side where reading ends.
    case end
    /// In the middle.
    case center
    /// At both sides; the last line at the start.
    case justify
}

/// How the lines of a paragraph are set.
public struct ParagraphStyle: Hashable, Sendable {
    /// The paragraph's direction: it is declared, never guessed.
    public var direction: TextDirection
    /// Where the lines stand.
    public var alignment: TextAlignment
    /// The distance between baselines, in thousandths of the text's size.
    public var lineHeight: Int
    /// The indent of the first line at the start side; below zero it hangs.
    public var firstLineIndent: Length
    /// The least number of lines before a page break.
    public var orphans: Int
    /// The least number of lines after a page break.
    public var widows: Int
    /// Whether justification may lengthen letters (kashida) as well as spaces.
    public var allowsKashida: Bool

    /// A style; what is not named is right to left, at the start, 1.5 lines apart.
    public init(
        direction: TextDirection = .rightToLeft, alignment: TextAlignment = .start, lineHeight: Int = 1_500,
        firstLineIndent: Length = .zero, orphans: Int = 2, widows: Int = 2, allowsKashida: Bool = true
    ) {
        self.direction = direction
        self.alignment = alignment
        self.lineHeight = lineHeight
        self.firstLineIndent = firstLineIndent
        self.orphans = orphans
        self.widows = widows
        self.allowsKashida = allowsKashida
    }
}

/// How a block stands among its neighbours.
public struct BlockStyle: Hashable, Sendable {
    /// The space outside. Between two blocks the larger of the two vertical margins counts.
    public var margin: Sides<Length>
    /// Whether the block starts a page (`break-before="page"`).
    public var breaksBefore: Bool
    /// Whether the next block starts a page (`break-after="page"`).
    public var breaksAfter: Bool
    /// Whether the block stays on the page of the next one (`break-after="avoid"`).
    public var keepsWithNext: Bool
    /// Whether the block stays whole (`break-inside="avoid"`) when a page can hold it.
    public var keepsTogether: Bool

    /// A style; what is not named is no margin and breaks where they come.
    public init(
        margin: Sides<Length> = Sides(all: .zero), breaksBefore: Bool = false, breaksAfter: Bool = false, keepsWithNext: Bool = false,
        keepsTogether: Bool = false
    ) {
        self.margin = margin
        self.breaksBefore = breaksBefore
        self.breaksAfter = breaksAfter
        self.keepsWithNext = keepsWithNext
        self.keepsTogether = keepsTogether
    }
}
