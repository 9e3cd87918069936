/// A font as a page's content uses it: how codes are cut, how wide they are, and what they mean.
struct PageFont {
    private var map: ToUnicodeMap?
    private var isComposite = false
    private var widths: [UInt32: Double] = [:]
    private var defaultWidth = 0.0
    /// No font has more widths than two bytes tell apart.
    private static let mostWidths = 65_536

    /// A font of which nothing is known.
    init() {}

    /// Reads the dictionary of a font (ISO 32000-1, 9.6 and 9.7).
    init(_ font: [String: PDFValue], of file: PDFFile) throws(PDFError) {
        map = try file.data(font["ToUnicode"]).map { ToUnicodeMap($0) }
        isComposite = try file.resolve(font["Subtype"]).name == "Type0"
        if isComposite {
            let descendant = try file.dictionary(try file.resolve(font["DescendantFonts"]).elements?.first) ?? [:]
            defaultWidth = try file.resolve(descendant["DW"]).number ?? 1000
            try readWidths(try file.resolve(descendant["W"]).elements ?? [], of: file)
        } else {
            let first = try file.resolve(font["FirstChar"]).integer ?? 0
            for (index, width) in (try file.resolve(font["Widths"]).elements ?? []).prefix(256).enumerated() {
                guard let code = UInt32(exactly: first &+ index) else { continue }
                widths[code] = try file.resolve(width).number ?? 0
            }
        }
    }

    /// The array `W` (9.7.4.3): `first [width …]`, or `first last width`.
    private mutating func readWidths(_ array: [PDFValue], of file: PDFFile) throws(PDFError) {
        var index = 0
        // Ranges that overlap again and again would take for ever.
        var left = 4 * Self.mostWidths
        while index + 1 < array.count, left > 0 {
            guard let first = array[index].integer, (0...0xFFFF).contains(first) else { return }
            if let list = try file.resolve(array[index + 1]).elements {
                for (step, width) in list.prefix(Self.mostWidths).enumerated() { widths[UInt32(first + step)] = width.number ?? 0 }
                index += 2
            } else {
                guard index + 2 < array.count, let last = array[index + 1].integer, (first...0xFFFF).contains(last) || last < first else {
                    return
                }
                left -= max(0, last - first)
                if first <= last { for code in first...last { widths[UInt32(code)] = array[index + 2].number ?? 0 } }
                index += 3
            }
        }
    }

    /// Calls `body` with each code of a string that is shown: two bytes each in a composite font, one in others.
    func forEachCode(in bytes: [UInt8], _ body: (UInt32) -> Void) {
        if isComposite {
            for index in stride(from: 0, to: bytes.count - 1, by: 2) { body(UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])) }
        } else {
            for byte in bytes { body(UInt32(byte)) }
        }
    }

    /// What a code means; of a simple font without a map the code itself.
    func characters(of code: UInt32) -> [Unicode.Scalar] {
        map?.characters[code] ?? (isComposite ? ["\u{FFFD}"] : [Unicode.Scalar(UInt8(truncatingIfNeeded: code))])
    }

    /// The width of a code in thousandths of the em.
    func width(of code: UInt32) -> Double {
        widths[code] ?? defaultWidth
    }
}
