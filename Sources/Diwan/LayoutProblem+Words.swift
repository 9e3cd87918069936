import DiwanDocument
import DiwanLayout

extension LayoutProblem.Kind {
    /// What happened, in a sentence, and what to do about it.
    var words: (message: String, hint: String?) {
        switch self {
        case .missingGlyph(let scalar):
            let number = String(scalar.value, radix: 16, uppercase: true)
            let code = String(repeating: "0", count: max(0, 4 - number.count)) + number
            return (
                "no font has the character «\(String(scalar))» (U+\(code))",
                "diwan fonts lists the fonts; another goes into Fonts/fonts.json"
            )
        case .missingFont(let family): return ("there is no font \"\(family)\"", nil)
        case .tooWide(let excess): return ("this is wider than its place by \(excess.words)", nil)
        case .tableTooWide(let excess): return ("the columns are wider than the page by \(excess.words)", nil)
        case .tooHigh(let excess): return ("this is higher than a page by \(excess.words)", "let it break over pages, or make it smaller")
        case .wordCut: return ("a word is longer than the line, and was cut", nil)
        case .paragraphTooLong(let limit): return ("the paragraph has more than \(limit) characters", nil)
        case .tooManyPages(let limit): return ("the document has more than \(limit) pages", nil)
        case .noRoom: return ("header and footer leave no room for text", "make the margins larger")
        case .codeCannotHold(let text):
            let shown = text.count > 40 ? String(text.prefix(40)) + "…" : text
            return (
                "a code of this kind cannot hold «\(shown)»",
                "shorten the text; a barcode holds Latin letters, digits and signs, a qr any text, and more of it at a lower level"
            )
        case .fieldTooSmall(let name):
            return ("the value of \(name) is too long for its room in the form", "give it a greater width, or more lines")
        case .cellOutsideTable: return ("cells overlap, or stand outside the columns", nil)
        }
    }
}

extension Length {
    /// The length in millimetres with one decimal, rounded up: `3.2 mm`.
    fileprivate var words: String {
        // 1 mm is 65,536 × 360 / 127 units.
        let tenths = (rawValue * 1_270 + 65_536 * 360 - 1) / (65_536 * 360)
        return "\(tenths / 10).\(tenths % 10) mm"
    }
}
