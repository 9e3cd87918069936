import Testing

@testable import DiwanDomain

@Suite struct AgreementTests {
    @Test("Every row of agreement.jsonl holds") func vectors() throws {
        let rows = try Vectors.rows("agreement")
        #expect(rows.count >= 20)
        for row in rows {
            let key = try #require(row["key"] as? String)
            let fields = try #require(InspectionFields.agreement(key), "\(key)")
            let expected = ["m_sg", "f_sg", "m_du", "f_du", "m_pl", "f_pl", "polite"].map { row[$0] as? String ?? "" }
            #expect(fields.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) }, "\(key): \(fields)")
        }
    }

    @Test("The rows that the domain facts print hold")
    func extract() {
        let rows: [(String, [String])] = [
            ("beneficiary_obl", ["المستفيد", "المستفيدة", "المستفيدَين", "المستفيدتين", "المستفيدين", "المستفيدات", ""]),
            ("applicant_nom", ["مقدم الطلب", "مقدمة الطلب", "مقدما الطلب", "مقدمتا الطلب", "مقدمو الطلب", "مقدمات الطلب", ""]),
            ("you_applied", ["تقدمتَ", "تقدمتِ", "تقدمتما", "تقدمتما", "تقدمتم", "تقدمتن", "تقدمتم"]),
            ("your_request", ["طلبكَ", "طلبكِ", "طلبكما", "طلبكما", "طلبكم", "طلبكن", "طلبكم"]),
            ("you_submitted_obj", ["قدمتَه", "قدمتِه", "قدمتماه", "قدمتماه", "قدمتموه", "قدمتنه", "قدمتموه"]),
            ("responsible", ["وأنني مسؤول", "وأنني مسؤولة", "وأننا مسؤولان", "وأننا مسؤولتان", "وأننا مسؤولون", "وأننا مسؤولات", ""]),
            ("unable", ["غير قادر", "غير قادرة", "غير قادرَين", "غير قادرتين", "غير قادرين", "غير قادرات", ""]),
            ("is_widowed", ["أرمل", "أرملة", "أرملان", "أرملتان", "أرامل", "أرامل", ""]),
            ("he_benefits", ["يستفيد", "تستفيد", "يستفيدان", "تستفيدان", "يستفيدون", "يستفدن", ""]),
            ("support_applicant_nom", ["طالب الدعم", "طالبة الدعم", "طالبا الدعم", "طالبتا الدعم", "طلاب الدعم", "طالبات الدعم", ""]),
        ]
        for (key, expected) in rows { #expect(InspectionFields.agreement(key) == expected, "\(key)") }
        #expect(InspectionFields.agreement("no_such_key") == nil)
    }

    @Test("Keys are unique, and every form that is used is written without stray spaces") func table() {
        #expect(Set(AgreementTable.rows.map(\.key)).count == AgreementTable.rows.count)
        for row in AgreementTable.rows {
            #expect(row.forms.count == 6 && !row.forms[0].isEmpty && !row.forms[1].isEmpty)
            for form in row.forms { #expect(PersonName.cleaned(form) == form, "\(row.key): \(form)") }
            #expect(row.forms[2].isEmpty == row.forms[5].isEmpty)
        }
    }

    @Test("A form is chosen by gender and count, and the polite one only where there is one") func choice() throws {
        let row = try #require(AgreementTable.row("your_request"))
        #expect(row.form(for: Persons(.feminine)) == "طلبكِ" && row.form(for: Persons(.feminine), isPolite: true) == "طلبكم")
        let prayer = try #require(AgreementTable.row("hafiza"))
        #expect(prayer.form(for: Persons(.feminine), isPolite: true) == "حفظها الله")
        #expect(prayer.form(for: Persons(.feminine, .two)) == "حفظهما الله" && prayer.form(for: Persons(.feminine, .many)) == "حفظهن الله")
        #expect(Persons([.feminine, .masculine]) == Persons(.masculine, .two) && Persons([]) == nil)
        #expect(Persons([.feminine, .feminine, .feminine]) == Persons(.feminine, .many) && Persons([.feminine]) == Persons(.feminine))
    }

    @Test(
        "A prefix is written as Arabic joins it",
        arguments: [
            ("لـ", "المستفيد", "للمستفيد"), ("لـ", "اللجنة", "للجنة"), ("ل", "الله", "لله"), ("لـ", "لجنة البحث", "للجنة البحث"),
            ("بـ", "المبلغ", "بالمبلغ"), ("ك", "المستفيد", "كالمستفيد"), ("و", "المستفيد", "والمستفيد"), ("فـ", "اللجنة", "فاللجنة"),
            ("ول", "المستفيدة", "وللمستفيدة"), ("ل", "أسرة", "لأسرة"), ("ل", "ألف ريال", "لألف ريال"), ("ل", "التزام", "لالتزام"),
            ("ل", "التزاماته", "لالتزاماته"), ("ل", "التجار", "للتجار"), ("ل", "الالتزام", "للالتزام"), ("ل", "الذي", "للذي"),
            ("ل", "اللذين", "للذين"),
            ("ل", "ابن علي", "لابن علي"), ("بـ", "(١٢)", "بـ(١٢)"), ("بـ", "12", "بـ12"), ("و", "12", "و12"),
            ("لـ", "«المستفيد»", "لـ«المستفيد»"),
            ("ل", "إلغاء", "لإلغاء"), ("ال", "مستفيد", "المستفيد"), ("لـ", "", "ل"), ("س", "تصرف", "ستصرف"), ("ل", "الأب", "للأب"),
            ("ال", "لجنة", "اللجنة"), ("ال", "PDF", "الـPDF"), ("ل", "الآن", "للآن"), ("ل", "إلهام", "لإلهام"), ("لـ", "استلام", "لاستلام"),
            ("ل", "عبد الله", "لعبد الله"), ("وب", "الله", "وبالله"), ("ل", "آل سعيد", "لآل سعيد"),
        ])
    func prefixes(prefix: String, value: String, expected: String) {
        #expect(ArabicJoin.join(prefix: prefix, value) == expected)
    }

    @Test("Two words contract, and pronouns attach with the right spelling") func joins() {
        #expect(ArabicJoin.join("أن", "لا") == "ألا" && ArabicJoin.join("من", "ما") == "مما" && ArabicJoin.join("على", "ما") == "على ما")
        let cases: [(String, String, GrammaticalCase, String)] = [
            ("أسرة", "كم", .nominative, "أسرتكم"), ("مستوى", "كم", .nominative, "مستواكم"), ("على", "كم", .nominative, "عليكم"),
            ("بناء", "ه", .nominative, "بناؤه"), ("بناء", "ه", .genitive, "بنائه"), ("بناء", "ه", .accusative, "بناءه"),
            ("طلب", "كم", .nominative, "طلبكم"),
            ("مبدأ", "ه", .genitive, "مبدئه"), ("مبدأ", "ه", .accusative, "مبدأه"), ("إلى", "ها", .genitive, "إليها"),
        ]
        for (word, pronoun, grammaticalCase, expected) in cases {
            #expect(ArabicJoin.attach(pronoun, to: word, grammaticalCase) == expected)
        }
    }
}
