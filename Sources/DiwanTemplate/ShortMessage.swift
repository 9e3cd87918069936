import DiwanDomain

/// A short message (SMS) of a record: what a template's `short` says.
public struct ShortMessage: Hashable, Sendable {
    /// The words, in logical order, without marks of direction.
    public let text: String
    /// In how many parts a network carries them.
    public let segments: Int

    init(text: String) {
        self.text = text
        segments = Self.segments(of: text)
    }

    /// The letters of the default alphabet (3GPP TS 23.038, 6.2.1), and those that take two places (6.2.1.1).
    private static let alphabet: Set<Unicode.Scalar> = Set(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            .unicodeScalars)
    private static let extended: Set<Unicode.Scalar> = Set("^{}\\[~]|€".unicodeScalars)

    /// The parts of a text: of 160 letters of the default alphabet, else of 70 UTF-16 units; each of several parts has 7 or 3 less
    /// (3GPP TS 23.040, 9.2.3.24.1).
    static func segments(of text: String) -> Int {
        var septets = 0
        for scalar in text.unicodeScalars {
            if alphabet.contains(scalar) {
                septets += 1
            } else if extended.contains(scalar) {
                septets += 2
            } else {
                let units = text.utf16.count
                return units <= 70 ? 1 : (units + 66) / 67
            }
        }
        return septets <= 160 ? 1 : (septets + 152) / 153
    }

    /// What a text must not say where others may read it: identity numbers, accounts and mobile numbers, with any digits, and spaces or
    /// hyphens between them. Those of `allowed` texts, the office's own, do not count.
    static func personalNumbers(in text: String, except allowed: [String]) -> [String] {
        var own: Set<String> = []
        for text in allowed { for (number, _) in numbers(in: text) { own.insert(number) } }
        return numbers(in: text).filter { !own.contains($0.normalized) }.map(\.written)
    }

    private static func numbers(in text: String) -> [(normalized: String, written: String)] {
        var found: [(String, String)] = []
        // Runs of letters and digits with one space, hyphen or point between.
        var words: [String] = []
        var word = "", gap = 0
        func take() {
            for start in words.indices {
                var joined = "", shortest = Int.max
                for end in start..<min(words.count, start + 8) {
                    joined += words[end]
                    shortest = min(shortest, words[end].unicodeScalars.count)
                    guard joined.unicodeScalars.count <= 34 else { break }
                    for kind in [IdentifierKind.nationalID, .iban, .mobile] {
                        // Parts of dates and hours do not make an identity number.
                        if kind == .nationalID, shortest < 3 { continue }
                        if let identifier = try? Identifier(kind, joined) { found.append((identifier.normalized, joined)) }
                    }
                }
            }
            words = []
        }
        for scalar in DigitSystem.latn.digits(in: text).unicodeScalars {
            switch scalar {
            case "0"..."9", "A"..."Z", "a"..."z", "+":
                if gap > 1 { take() }
                word.unicodeScalars.append(scalar)
                gap = 0
            case "\u{200E}", "\u{200F}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}": break
            case " ", "-", ".", "–", "\u{A0}":
                if !word.isEmpty { words.append(word) }
                word = ""
                gap += 1
            default:
                if !word.isEmpty { words.append(word) }
                word = ""
                take()
                gap = 0
            }
        }
        if !word.isEmpty { words.append(word) }
        take()
        return found
    }
}
