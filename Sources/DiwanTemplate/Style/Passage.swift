import DiwanDiagnostics
import DiwanDomain
import DiwanXML

/// Text that is read in one go, such as a paragraph: its letters, wherever they are written, and marks for what is not fixed text.
struct Passage {
    /// Who reads it.
    enum Reader {
        /// Who gets the document.
        case print
        /// Who reads the title in a list.
        case list
        /// The clerk who gives the data.
        case clerk
    }

    /// A letter, or a mark, and where it is written.
    struct Letter {
        var scalar: Unicode.Scalar
        var source: SourceText
        /// The byte offset in the source.
        var offset: Int
        /// The branch in which it is printed.
        var branch: Int
        /// Whether the length of sentences counts it: of the branches of a choice, only the longest does.
        var counts = true
    }

    /// Stands for a value, or for what is isolated: one word. XML has no such character, so no text has it.
    static let value: Unicode.Scalar = "\u{1}"
    /// Words before it do not go on after it, in the same sentence.
    static let gap: Unicode.Scalar = "\u{2}"
    /// The sentence ends.
    static let end: Unicode.Scalar = "\u{3}"

    var reader: Reader
    var letters: [Letter] = []

    /// A word, or a value.
    struct Word {
        /// Its letters.
        var range: Range<Int>
        /// What it may be without prefixes, the whole word first; nothing for a value.
        var readings: [String]
        /// Whether it is read right after the word before it.
        var follows: Bool
        /// The sentence that it is in, from 0.
        var sentence: Int
        var counts: Bool
        var branch: Int
    }

    /// The words, in order.
    var words: [Word] {
        var words: [Word] = []
        var sentence = 0
        var follows = false
        var index = 0
        func append(_ range: Range<Int>, _ readings: [String]) {
            let first = letters[range.lowerBound]
            words.append(
                Word(
                    range: range, readings: readings, follows: follows, sentence: sentence, counts: first.counts, branch: first.branch))
        }
        while index < letters.count {
            let scalar = letters[index].scalar
            if FoldedWords.isPart(scalar) {
                var end = index
                while end < letters.count, FoldedWords.isPart(letters[end].scalar) || isWithinNumber(end) { end += 1 }
                if let folded = FoldedWords.of(text(index..<end)).first {
                    append(index..<end, FoldedWords.readings(of: folded))
                    follows = true
                }
                index = end
                continue
            }
            if scalar == Self.value {
                append(index..<index + 1, [])
                follows = false
            } else if scalar == Self.gap {
                follows = false
            } else if isSentenceEnd(index) {
                sentence += 1
                follows = false
            }
            index += 1
        }
        return words
    }

    /// Whether a mark stands between two digits of a number or a date: 1,250.75, 10:30, 1447/05/14.
    private func isWithinNumber(_ index: Int) -> Bool {
        func isDigit(_ index: Int) -> Bool { letters.indices.contains(index) && DigitSystem.value(of: letters[index].scalar) != nil }
        return ".,:/-\u{66B}\u{66C}".unicodeScalars.contains(letters[index].scalar) && isDigit(index - 1) && isDigit(index + 1)
    }

    private func isSentenceEnd(_ index: Int) -> Bool {
        func isPart(_ index: Int) -> Bool {
            letters.indices.contains(index) && (FoldedWords.isPart(letters[index].scalar) || letters[index].scalar == Self.value)
        }
        switch letters[index].scalar {
        case "؟", "?", "!", "؛", ";", "…", Self.end: return true
        // Not in 1.5 or 10:30, nor in an address.
        case ".", ":": return !(isPart(index - 1) && isPart(index + 1))
        default: return false
        }
    }

    /// The letters of a range as text.
    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        for letter in letters[range] { text.append(letter.scalar) }
        return String(text)
    }

    /// Where a range is written, and its length in scalars as far as it is in one file.
    func span(_ range: Range<Int>) -> (position: SourcePosition, length: Int) {
        let first = letters[range.lowerBound]
        let last = letters[range].last { $0.source === first.source && $0.offset >= first.offset } ?? first
        return (first.source.position(at: first.offset), first.source.scalars(from: first.offset, to: last.offset) + 1)
    }
}
