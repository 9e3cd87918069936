import DiwanDocument
import DiwanFont
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanShaping

@Suite("Kashida")
struct KashidaTests {
    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    @Test("Letter shapes are the joining groups of the Unicode Character Database")
    func shapes() throws {
        let names: [String: ArabicLetterShape] = [
            "ALEF": .alef, "BEH": .beh, "NOON": .noon, "AFRICAN NOON": .noon, "YEH": .yeh, "FARSI YEH": .yeh, "SEEN": .seen, "SAD": .sad,
            "TAH": .tah, "AIN": .ain, "FEH": .feh, "AFRICAN FEH": .feh, "QAF": .qaf, "AFRICAN QAF": .qaf, "KAF": .kaf, "SWASH KAF": .kaf,
            "GAF": .gaf, "LAM": .lam, "HEH": .heh, "KNOTTED HEH": .heh, "HEH GOAL": .heh, "TEH MARBUTA": .tehMarbuta,
            "TEH MARBUTA GOAL": .tehMarbuta, "DAL": .dal, "REH": .reh, "WAW": .waw, "STRAIGHT WAW": .waw,
        ]
        var count = 0
        for line in try String(contentsOfFile: "/usr/share/unicode/ArabicShaping.txt", encoding: .utf8).split(separator: "\n") {
            let fields = line.prefix { $0 != "#" }.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard fields.count == 4, let value = UInt32(fields[0], radix: 16), let scalar = Unicode.Scalar(value) else { continue }
            #expect(ArabicLetterShape(scalar) == names[fields[3]] ?? .other, "\(fields[0]) \(fields[1])")
            count += 1
        }
        #expect(count > 800)
    }

    @Test(
        "Places are ranked as a scribe would",
        arguments: [
            ("محمد", [3]), ("السلام", [3]), ("مستفيد", [2, 5]), ("قبول", [2]), ("الرحيم", [5]), ("جمعية", [4]), ("الصلاة", [3]),
            ("كتاب", [2]), ("نور", [1]), ("لا", []), ("بين", [2]), ("الله", []), ("لله", []), ("والله", []), ("فـيه", [2, 3]), ("علي", []),
            ("ب\u{200D}تن", [3]),
            ("سي", []), ("نسي", [2]), ("المصرفي", [4]),
        ])
    func ranking(word: String, expected: [Int]) {
        let places = KashidaRules.places(in: Self.scalars(word))
        #expect(Array(places.prefix(max(expected.count, 1))) == expected, "\(word): \(places)")
    }

    @Test("A stretched word has the glyphs of the word, and tatweels that belong to the letter before them", arguments: TestFonts.arabic)
    func onlyTatweelsAreAdded(path: String) throws {
        let shaper = Shaper(try Font(path: path))
        let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
        let buffer = ShapingBuffer()
        var found = 0
        for word in [
            "المستفيدين", "الجمعية", "مُحَمَّدٌ", "الإلكترونية", "الصالحات", "والسلام", "استحقاق", "كتبهم", "فقد", "الرقم", "بسم", "الشمس",
        ] {
            let scalars = Self.scalars(word)
            let limit = Int32(shaper.font.unitsPerEm / 2)
            guard let kashida = shaper.kashida(of: scalars, limit: limit, plan: plan, into: buffer) else { continue }
            found += 1
            #expect(shaper.kashidaOffsets(in: scalars, plan: plan, into: buffer).contains(kashida.offset))
            for (glyphs, extent) in zip(kashida.stretched, kashida.extents) {
                #expect(extent > 0 && extent <= limit)
                let width = glyphs.reduce(Int32(0)) { $0 + $1.xAdvance }
                #expect(width == kashida.natural.reduce(extent) { $0 + $1.xAdvance })
                #expect(glyphs.allSatisfy { $0.cluster >= 0 && Int($0.cluster) < scalars.count })
                #expect(glyphs.count > kashida.natural.count)
                // The letters stand in their order, untouched.
                var rest = kashida.natural[...]
                for glyph in glyphs where rest.first?.id == glyph.id && rest.first?.cluster == glyph.cluster { rest.removeFirst() }
                #expect(rest.isEmpty)
            }
        }
        #expect(found > 4, "\(path): \(found)")
    }
}
