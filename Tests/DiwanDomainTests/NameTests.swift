import Testing

@testable import DiwanDomain

@Suite struct NameTests {
    @Test("Every row of names.jsonl holds") func vectors() throws {
        let rows = try Vectors.rows("names")
        #expect(rows.count >= 27)
        for row in rows {
            let id = try #require(row["id"] as? String)
            switch row["kind"] as? String {
            case "clean":
                let cleaned = try InspectionFields.cleanedName(#require(row["input"] as? String))
                let expected = try #require(row["expected"] as? String)
                #expect(Array(cleaned[0].unicodeScalars) == Array(expected.unicodeScalars), "\(id)")
            case "match":
                let (a, b) = try (#require(row["a"] as? String), #require(row["b"] as? String))
                #expect(InspectionFields.nameKey(a) == [try #require(row["key_a"] as? String)], "\(id)")
                #expect((PersonName.searchKey(a) == PersonName.searchKey(b)) == (row["same"] as? Bool), "\(id)")
            case "sort":
                #expect(try InspectionFields.sortedNames(#require(row["input"] as? [String])) == #require(row["expected"] as? [String]))
            case let kind: Issue.record("unknown kind \(kind ?? "")")
            }
        }
    }

    @Test(
        "A name is cleaned of encoding only",
        arguments: [
            ("  محمد   بن  علي ", "محمد بن علي"), ("محمـــد", "محمد"), ("ا\u{653}منة", "آمنة"), ("ا\u{654}حمد", "أحمد"),
            ("مو\u{654}من", "مؤمن"),
            ("ہند", "هند"), ("ھدى", "هدى"), ("محمد\u{A0}علي", "محمد علي"), ("ﷲ", "الله"), ("ﻻفي", "لافي"), ("عبد\u{200C}الله", "عبدالله"),
            ("م\u{FE77}حمد", "م\u{64E}حمد"), ("م\u{FE76}حمد", "م\u{64E}حمد"), ("\u{FEFF}سعد\u{2069}", "سعد"), ("ليلى", "ليلى"),
            ("ﮐﺎﻣﻞ", "كامل"),
            ("عبد اﻟﺮﺣﻤﻦ", "عبد الرحمن"), ("", ""), ("هبة", "هبة"), ("\t", ""), ("رؤى آل ثاني", "رؤى آل ثاني"),
        ])
    func cleaning(input: String, expected: String) {
        let cleaned = PersonName.cleaned(input)
        #expect(Array(cleaned.unicodeScalars) == Array(expected.unicodeScalars))
        #expect(PersonName.cleaned(cleaned) == cleaned)
    }

    @Test(
        "Spellings of one name share a key",
        arguments: [
            ("نورة بنت سعد بن فهد", "نوره سعد فهد"), ("أبو بكر", "ابوبكر"), ("هناء", "هنا"), ("رضا ئي", "رضا يي"), ("فؤاد", "فواد"),
            ("ٱبتسام", "ابتسام"),
            ("عبد  الرحمن ابن عوف", "عبدالرحمن عوف"), ("آل الشيخ", "ال الشيخ"), ("مصطفى", "مصطفي"), ("سارة ١", "ساره 1"),
            ("عبد الرحمٰن", "عبدالرحمن"),
        ])
    func keys(a: String, b: String) {
        #expect(PersonName.searchKey(a) == PersonName.searchKey(b))
        #expect(!PersonName.searchKey(a).contains(" "))
    }

    @Test("The second key forgets the article of a family name") func article() {
        #expect(PersonName.searchKeyWithoutArticle("العتيبي") == PersonName.searchKeyWithoutArticle("عتيبي"))
        #expect(PersonName.searchKeyWithoutArticle("الي") == "الي")
    }

    @Test("Filiation is printed when the office wants it") func filiation() {
        let name = { PersonName.full(given: "نورة", ancestors: ["سعد", "فهد"], family: "العتيبي", gender: .feminine, filiation: $0) }
        #expect(name(true) == "نورة بنت سعد بن فهد العتيبي" && name(false) == "نورة سعد فهد العتيبي")
        #expect(PersonName.full(given: "علي", ancestors: ["صالح"], family: nil, gender: .masculine, filiation: true) == "علي بن صالح")
    }
}
