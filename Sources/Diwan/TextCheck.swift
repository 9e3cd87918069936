public import DiwanDocument
public import DiwanPDF
import DiwanUnicode

/// Holds a PDF file against the document that it was made of: its text is read back, and must be the document's, word by word.
public struct TextCheck: Hashable, Sendable {
    /// Words of the document that the file has not, or not so often, in their order.
    public var missing: [String]
    /// Words of the file that the document has not, or not so often, in their order.
    public var extra: [String]

    /// Whether the file says what the document says.
    public var isPassed: Bool { missing.isEmpty && extra.isEmpty }

    /// Reads `pdf` back and compares it with the letterhead and the text of `document`; what pages repeat is decoration and is not read.
    ///
    /// - Throws: what the reader says of a file that cannot be read.
    public init(_ pdf: [UInt8], against document: Document) throws(PDFError) {
        let file = try PDFFile(pdf)
        let fields = try file.formFields()
        // What fields show is no part of a page's text, and is one of the document's.
        let shown = fields.map { [String](repeating: $0.shownText, count: $0.places).joined(separator: "\n") }.joined(separator: "\n")
        self.init(read: try file.text() + "\n" + shown, document: PlainText.of(document.header.first) + PlainText.of(document))
        let wanted = Self.values(PlainText.fields(of: document))
        let found = fields.filter { $0.kind != .signature }.map { "\($0.name)=\($0.value)" }
        missing += Self.rest(of: wanted, without: found)
        extra += Self.rest(of: found, without: wanted)
    }

    /// The values of fields by name, each name once, as a file has them: of buttons the one that is on.
    private static func values(_ fields: [FormField]) -> [String] {
        var values: [String: String] = [:]
        var names: [String] = []
        for field in fields {
            if values[field.name] == nil { names.append(field.name) }
            if !field.isButton {
                values[field.name] = field.value
            } else if field.isOn || values[field.name] == nil {
                values[field.name] = field.isOn ? field.value : "Off"
            }
        }
        return names.map { "\($0)=\(values[$0] ?? "")" }
    }

    /// Compares two texts.
    init(read: String, document: String) {
        let wanted = Self.words(of: document), found = Self.words(of: read)
        missing = Self.rest(of: wanted, without: found)
        extra = Self.rest(of: found, without: wanted)
        // Plain text has no pages: a number stands in the file for each sign of one.
        while let sign = missing.firstIndex(of: Self.pageSign), let number = extra.firstIndex(where: Self.isNumber) {
            missing.remove(at: sign)
            extra.remove(at: number)
        }
    }

    private static func isNumber(_ word: String) -> Bool {
        word.unicodeScalars.allSatisfy { ScalarProperties($0).generalCategory.isNumber }
    }

    /// What plain text has for the number of a page, or of pages.
    private static let pageSign = "#"

    /// The words of a text, and each sign between them by itself: where letters and signs touch, readers may see a gap. What steers
    /// direction is left out, and what stands for something drawn: check boxes, dots to write on, rules.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var isNumber = false
        func end() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0x2610, 0x2611, 0x2612, 0x2026, 0x2015: end()
            default:
                let category = ScalarProperties(scalar).generalCategory
                if category.isLetter || category.isMark || category.isNumber {
                    // A raised number is a word by itself.
                    if category.isNumber != isNumber, !category.isMark { end() }
                    isNumber = category.isNumber
                    word.append(scalar)
                    continue
                }
                end()
                if scalar.properties.isWhitespace { continue }
                let sign = String(Character(scalar))
                // «##» stands for the number of pages, as «#» does for a page's.
                if sign != pageSign || words.last != pageSign { words.append(sign) }
            }
        }
        end()
        return words
    }

    /// What is left of `words` when each word of `others` takes away one like it.
    private static func rest(of words: [String], without others: [String]) -> [String] {
        var counts: [String: Int] = [:]
        for word in others { counts[word, default: 0] += 1 }
        return words.filter { word in
            guard let count = counts[word], count > 0 else { return true }
            counts[word] = count - 1
            return false
        }
    }
}
