/// The characters of an identifier as they were typed: digits in ASCII, marks gone, separators told apart.
struct IdentifierInput {
    /// Every character that is no separator.
    let scalars: [Unicode.Scalar]
    /// How many characters stood before each separator run that has characters on both sides.
    let breaks: [Int]
    /// Whether a hyphen stood before the first or after the last character, where it separates nothing.
    let hasLooseHyphen: Bool

    /// Drops bidirectional and zero-width marks, spaces and hyphens, and maps digits to ASCII. Throws when nothing is left,
    /// and for digits of a script that is not accepted.
    init(_ text: String) throws(DomainError) {
        var scalars: [Unicode.Scalar] = []
        var breaks: [Int] = []
        var pending = false
        var pendingHyphen = false
        var loose = false
        for scalar in text.unicodeScalars {
            if InvisibleMarks.contains(scalar) { continue }
            let isHyphen = scalar == "-" || scalar == "\u{2010}" || scalar == "\u{2011}"
            if isHyphen || InvisibleMarks.isSpace(scalar) {
                pending = true
                if isHyphen { pendingHyphen = true }
                continue
            }
            if pending {
                if !scalars.isEmpty { breaks.append(scalars.count) } else if pendingHyphen { loose = true }
            }
            pending = false
            pendingHyphen = false
            if let digit = DigitSystem.value(of: scalar) {
                scalars.append(Unicode.Scalar(UInt8(0x30 + digit)))
            } else if scalar.properties.numericType == .decimal {
                throw .identifier(.foreignDigits)
            } else {
                scalars.append(scalar)
            }
        }
        guard !scalars.isEmpty else { throw .identifier(.empty) }
        self.scalars = scalars
        self.breaks = breaks
        hasLooseHyphen = loose || pendingHyphen
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

    static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
        (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
    }

    static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0x61...0x7A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value - 0x20)) : scalar
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// All characters as digits; throws for the first that is none.
    func digits() throws(DomainError) -> String {
        for scalar in scalars where !Self.isDigit(scalar) {
            throw .identifier(scalar == "O" || scalar == "o" ? .letterO : .nonDigit)
        }
        if hasLooseHyphen { throw .identifier(.nonDigit) }
        return Self.string(scalars)
    }
}
