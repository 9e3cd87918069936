/// What a gap in a line is filled with.
public enum Leader: UInt8, Hashable, Sendable {
    /// Nothing.
    case none
    /// A row of dots, to write on.
    case dots
    /// A thin line, to write on.
    case line
}

/// The digits that a number of the engine's own (a page number) is written with.
public enum DigitShape: UInt8, Hashable, Sendable {
    /// 0123456789.
    case latin
    /// ٠١٢٣٤٥٦٧٨٩ (U+0660 to U+0669).
    case arabicIndic
}

/// A piece of a paragraph.
public indirect enum Inline: Hashable, Sendable {
    /// Characters of one style. They are part of their surroundings for the bidirectional algorithm.
    case text(String, TextStyle)
    /// A piece whose order does not touch its neighbours' (UAX #9: FSI, LRI or RLI … PDI); `nil`: by its first strong character.
    case isolate(TextDirection?, [Inline])
    /// The end of a line.
    case lineBreak
    /// A gap that takes what is left of the line, at least `minimum`; several share it evenly.
    case fill(Leader, minimum: Length, TextStyle)
    /// A gap of a fixed width, to write in by hand.
    case blank(Leader, width: Length, TextStyle)
    /// A square, drawn, with or without a check mark, as high as the style's text.
    case checkbox(isChecked: Bool, TextStyle)
    /// A field of a form, in the room of a blank or, of a button, of a check box.
    case field(FormField, FieldRoom, TextStyle)
    /// The number of the page that it stands on, from 1.
    case pageNumber(DigitShape, TextStyle)
    /// The number of pages of the document.
    case pageCount(DigitShape, TextStyle)
    /// A mark here and, at the foot of the page, the mark and the note in the note's style.
    case footnote(mark: [Inline], note: [Inline], TextStyle)
}
