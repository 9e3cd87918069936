import Foundation
import Testing

@testable import DiwanDomain

@Suite struct NumberWordsTests {
    private let words = NumberWords()

    static func noun(_ row: [String: Any]) throws -> CountedNoun {
        let forms = try #require(row["noun_forms"] as? [String: String])
        return CountedNoun(
            gender: try #require(Gender(rawValue: forms["gender"] ?? "")), singular: try #require(forms["sg"]),
            dualNominative: try #require(forms["dual_nom"]), dualOblique: try #require(forms["dual_obl"]),
            pluralGenitive: try #require(forms["pl_gen"]), accusativeSingular: try #require(forms["acc_sg"]))
    }

    @Test("Every row of tafqit.jsonl holds, letter for letter") func vectors() throws {
        let rows = try Vectors.rows("tafqit")
        #expect(rows.count >= 320)
        for row in rows {
            func expect(_ fields: [String], _ actual: [String], _ id: String) {
                for (field, text) in zip(fields, actual) {
                    guard let expected = row[field] as? String else { continue }
                    #expect(Array(expected.unicodeScalars) == Array(text.unicodeScalars), "\(id) \(field): \(text), expected \(expected)")
                }
            }
            let id = try #require(row["id"] as? String)
            switch try #require(row["kind"] as? String) {
            case "cardinal":
                let number = try #require(row["n"] as? Int)
                let noun = try Self.noun(row)
                expect(["nom", "gen", "acc"], InspectionFields.cardinal(number, noun), id)
                let key = try #require(row["noun"] as? String)
                #expect(CountedNoun.named(key) == noun, "\(key)")
            case "amount_sar":
                let money = try Money(halalas: try #require(row["halalas"] as? Int))
                expect(["nom", "gen", "acc"], InspectionFields.amount(money), id)
                #expect(NumberStyle(digits: .latn).string(money) == row["figures"] as? String)
                #expect(try Money(try #require(row["figures"] as? String)) == money)
            case "ordinal":
                let number = try #require(row["n"] as? Int)
                expect(["masc_nom", "masc_gen", "fem_nom", "fem_gen"], InspectionFields.ordinal(number), id)
                if let example = row["example"] as? String { #expect("المادة " + words.ordinal(number, .feminine) == example) }
            case "bare":
                expect(["nom", "gen", "acc"], InspectionFields.bare(try #require(row["n"] as? Int)), id)
            case let kind: Issue.record("unknown kind \(kind)")
            }
        }
    }

    @Test(
        "Hand-written rows of grammar hold",
        arguments: [
            (1, "quran_part", "جزء واحد", "جزء واحد", "جزءًا واحدًا"), (2, "workday", "يوما عمل", "يومي عمل", "يومي عمل"),
            (8, "year", "ثماني سنوات", "ثماني سنوات", "ثماني سنوات"), (10, "copy", "عشر نسخ", "عشر نسخ", "عشر نسخ"),
            (11, "student_f", "إحدى عشرة طالبة", "إحدى عشرة طالبة", "إحدى عشرة طالبة"),
            (12, "page", "اثنتا عشرة صفحة", "اثنتي عشرة صفحة", "اثنتي عشرة صفحة"),
            (18, "hour", "ثماني عشرة ساعة", "ثماني عشرة ساعة", "ثماني عشرة ساعة"),
            (21, "visit", "إحدى وعشرون زيارة", "إحدى وعشرين زيارة", "إحدى وعشرين زيارة"),
            (38, "family", "ثمانٍ وثلاثون أسرة", "ثمانٍ وثلاثين أسرة", "ثمانيًا وثلاثين أسرة"),
            (101, "day", "مائة يوم ويوم واحد", "مائة يوم ويوم واحد", "مائة يوم ويومًا واحدًا"),
            (202, "family", "مائتا أسرة وأسرتان", "مائتي أسرة وأسرتين", "مائتي أسرة وأسرتين"),
            (1212, "family", "ألف ومائتان واثنتا عشرة أسرة", "ألف ومائتين واثنتي عشرة أسرة", "ألفًا ومائتين واثنتي عشرة أسرة"),
            (2000, "family", "ألفا أسرة", "ألفي أسرة", "ألفي أسرة"),
            (3000, "family", "ثلاثة آلاف أسرة", "ثلاثة آلاف أسرة", "ثلاثة آلاف أسرة"),
            (101_000, "riyal", "مائة ألف وألف ريال", "مائة ألف وألف ريال", "مائة ألف وألف ريال"),
            (102_000, "riyal", "مائة ألف وألفا ريال", "مائة ألف وألفي ريال", "مائة ألف وألفي ريال"),
            (101_500, "riyal", "مائة ألف وألف وخمسمائة ريال", "مائة ألف وألف وخمسمائة ريال", "مائة ألف وألفًا وخمسمائة ريال"),
            (202_500, "riyal", "مائتا ألف وألفان وخمسمائة ريال", "مائتي ألف وألفين وخمسمائة ريال", "مائتي ألف وألفين وخمسمائة ريال"),
            (100_500, "riyal", "مائة ألف وخمسمائة ريال", "مائة ألف وخمسمائة ريال", "مائة ألف وخمسمائة ريال"),
            (2_000_011, "riyal", "مليونان وأحد عشر ريالًا", "مليونين وأحد عشر ريالًا", "مليونين وأحد عشر ريالًا"),
            (1_000_002, "halala", "مليون هللة وهللتان", "مليون هللة وهللتين", "مليون هللة وهللتين"),
            (21_000, "riyal", "واحد وعشرون ألف ريال", "واحد وعشرين ألف ريال", "واحدًا وعشرين ألف ريال"),
        ])
    func grammar(number: Int, key: String, nominative: String, genitive: String, accusative: String) throws {
        let noun = try #require(CountedNoun.named(key))
        #expect(InspectionFields.cardinal(number, noun) == [nominative, genitive, accusative])
    }

    @Test("Bare numbers and ordinals beyond the vectors are right") func beyond() {
        #expect(InspectionFields.bare(11_000) == ["أحد عشر ألفًا", "أحد عشر ألفًا", "أحد عشر ألفًا"])
        #expect(InspectionFields.bare(200_000) == ["مائتا ألف", "مائتي ألف", "مائتي ألف"])
        #expect(InspectionFields.bare(2_000_000) == ["مليونان", "مليونين", "مليونين"])
        #expect(words.bare(8, .accusative, gender: .feminine) == "ثمانيًا")
        #expect(words.bare(200) == "مائتان" && words.bare(-3) == "سالب ثلاثة")
        #expect(InspectionFields.ordinal(200) == ["المائتان", "المائتين", "المائتان", "المائتين"])
        #expect(InspectionFields.ordinal(0).first == "invalid")
        #expect(words.ordinal(108, .feminine) == "الثامنة بعد المائة")
        #expect(words.ordinal(211, .feminine, .genitive) == "الحادية عشرة بعد المائتين")
        #expect(words.ordinal(1001, .masculine) == "الأول بعد الألف")
        #expect(words.ordinal(2115, .feminine) == "الخامسة عشرة بعد الألفين والمائة")
        #expect(words.ordinal(25_000, .masculine) == "الخمسة والعشرون ألفًا")
        #expect(
            [1, 2, 3, 10, 11, 12, 19, 20, 21, 22, 33].map(words.listAdverb) == [
                "أولًا", "ثانيًا", "ثالثًا", "عاشرًا", "حادي عشر", "ثاني عشر", "تاسع عشر", "عشرين", "حاديًا وعشرين", "ثانيًا وعشرين",
                "ثالثًا وثلاثين",
            ])
        #expect(words.listAdverb(101) == "أولًا بعد المائة")
    }

    @Test("The other spelling of hundred changes nothing else") func hundredSpelling() {
        let other = NumberWords(hundred: .withoutAlif)
        for number in stride(from: 0, to: 3000, by: 7) {
            let usual = words.cardinal(number, .riyal, .genitive)
            #expect(other.cardinal(number, .riyal, .genitive) == usual.replacing("مائة", with: "مئة").replacing("مائت", with: "مئت"))
        }
        #expect(other.cardinal(200, .riyal) == "مئتا ريال" && other.ordinal(302, .feminine) == "الثانية بعد الثلاثمئة")
    }

    @Test("The words of a bare number read back as the number") func readBack() throws {
        var random = Repeatable(seed: 3)
        var numbers = Array(0...3000)
        for exponent in 1...18 {
            let top = (0..<exponent).reduce(1) { value, _ in value * 10 }
            numbers += (0..<300).map { _ in Int.random(in: 0...top, using: &random) }
            numbers += [top - 1, top, top + 1, top + 2]
        }
        numbers.append(.max)
        for number in numbers {
            for grammaticalCase in GrammaticalCase.allCases {
                let text = words.bare(number, grammaticalCase)
                #expect(try WordReader.number(text) == number, "\(text)")
                let feminine = words.bare(number, grammaticalCase, gender: .feminine)
                #expect(try WordReader.number(feminine) == number, "\(feminine)")
            }
        }
    }

    @Test("A counted noun has the words of the bare number, and the noun form that the last two digits ask for") func composition() throws {
        var random = Repeatable(seed: 5)
        let noun = CountedNoun(
            gender: .masculine, singular: "SG", dualNominative: "DN", dualOblique: "DO", pluralGenitive: "PL", accusativeSingular: "AC")
        for _ in 0..<5000 {
            let number = Int.random(in: 3...10_000_000_000_000_000, using: &random)
            let text = words.cardinal(number, noun, .genitive)
            switch number % 100 {
            case 0: #expect(text.hasSuffix(" SG"))
            case 1: #expect(text.hasSuffix(" SG وSG واحد"))
            case 2: #expect(text.hasSuffix(" SG وDO"))
            case 3...10: #expect(text.hasSuffix(" PL") && text == words.bare(number, .genitive) + " PL")
            default: #expect(text.hasSuffix(" AC") && text == words.bare(number, .genitive) + " AC")
            }
        }
    }
}

/// Reads bare Arabic number words back, by adding up the words; written against the grammar, not against the writer.
enum WordReader {
    struct Unknown: Error { let word: String }

    static let units: [String: Int] = [
        "صفر": 0, "واحد": 1, "واحدًا": 1, "واحدة": 1, "أحد": 1, "إحدى": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2,
        "اثني": 2,
        "اثنتا": 2, "اثنتي": 2, "ثلاث": 3, "ثلاثة": 3, "أربع": 4, "أربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6, "سبع": 7, "سبعة": 7,
        "ثمانية": 8, "ثماني": 8, "ثمانٍ": 8, "ثمانيًا": 8, "تسع": 9, "تسعة": 9, "عشر": 10, "عشرة": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30,
        "ثلاثين": 30, "أربعون": 40, "أربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80,
        "ثمانين": 80, "تسعون": 90, "تسعين": 90, "مائة": 100, "مائتان": 200, "مائتين": 200, "مائتا": 200, "مائتي": 200, "ثلاثمائة": 300,
        "أربعمائة": 400, "خمسمائة": 500, "ستمائة": 600, "سبعمائة": 700, "ثمانمائة": 800, "تسعمائة": 900,
    ]
    static let scales: [(names: [String], plural: String, value: Int)] = [
        (["ألف", "ألفًا"], "آلاف", 1000), (["مليون", "مليونًا"], "ملايين", 1_000_000), (["مليار", "مليارًا"], "مليارات", 1_000_000_000),
        (["تريليون", "تريليونًا"], "تريليونات", 1_000_000_000_000),
        (["كوادريليون", "كوادريليونًا"], "كوادريليونات", 1_000_000_000_000_000),
        (["كوينتيليون", "كوينتيليونًا"], "كوينتيليونات", 1_000_000_000_000_000_000),
    ]

    static func number(_ text: String) throws -> Int {
        var total = 0
        var group = 0
        for raw in text.split(separator: " ") {
            let word = units[String(raw)] == nil && raw.first == "و" ? String(raw.dropFirst()) : String(raw)
            if let value = units[word] {
                group += value
            } else if let scale = scales.first(where: { $0.names.contains(word) || $0.plural == word }) {
                total += (group == 0 ? 1 : group) * scale.value
                group = 0
            } else if let scale = scales.first(where: { ["ان", "ين", "ا", "ي"].map { [name = $0.names[0]] in name + $0 }.contains(word) }) {
                total += 2 * scale.value
                group = 0
            } else {
                throw Unknown(word: word)
            }
        }
        return total + group
    }
}
