/// The names of a font, from `name` (OpenType 1.9.1, "name"); "" where the font has none.
public struct FontNames: Hashable, Sendable {
    /// The family: name 16, else name 1.
    public let family: String
    /// The style within the family: name 17, else name 2.
    public let subfamily: String
    /// The full name: name 4.
    public let full: String
    /// The name for PostScript and PDF: name 6, without characters that those do not allow.
    public let postScript: String

    init(_ data: TableData?) {
        guard let data else {
            (family, subfamily, full, postScript) = ("", "", "", "")
            return
        }
        let typographicFamily = FontNames.name(16, data)
        let typographicSubfamily = FontNames.name(17, data)
        family = typographicFamily.isEmpty ? FontNames.name(1, data) : typographicFamily
        subfamily = typographicSubfamily.isEmpty ? FontNames.name(2, data) : typographicSubfamily
        full = FontNames.name(4, data)
        var kept = ""
        for scalar in FontNames.name(6, data).unicodeScalars where scalar.value > 0x20 && scalar.value < 0x7F {
            if !"[](){}<>/%".unicodeScalars.contains(scalar) { kept.unicodeScalars.append(scalar) }
        }
        postScript = kept
    }

    /// The best record of name `identifier`: Windows in US English, Windows in any language, Unicode, Macintosh in English.
    private static func name(_ identifier: Int, _ data: TableData) -> String {
        let strings = data.u16(4)
        var best = ""
        var bestRank = 0
        for row in 0..<data.u16(2) {
            let at = 6 + 12 * row
            guard data.has(12, at: at), data.u16(at + 6) == identifier else { continue }
            let rank: Int
            switch (data.u16(at), data.u16(at + 2), data.u16(at + 4)) {
            case (3, 1, 0x409), (3, 10, 0x409): rank = 4
            case (3, _, _): rank = 3
            case (0, _, _): rank = 2
            case (1, 0, 0): rank = 1
            default: rank = 0
            }
            guard rank > bestRank else { continue }
            let text = data.part(at: strings + data.u16(at + 10), length: data.u16(at + 8))
            best = rank == 1 ? ascii(text) : utf16(text)
            bestRank = rank
        }
        return best
    }

    private static func utf16(_ text: TableData) -> String {
        var units: [UInt16] = []
        for index in 0..<text.count / 2 { units.append(UInt16(text.u16(2 * index))) }
        return String(decoding: units, as: UTF16.self)
    }

    /// Macintosh Roman, of which only the ASCII half is kept.
    private static func ascii(_ text: TableData) -> String {
        String(decoding: text.bytes.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
    }
}
