import Diwan
import DiwanData
import DiwanDocument
import Testing

/// What letters say and what they refuse, held against texts that were written out by hand.
@Suite("The wording of the templates")
struct TemplatesWordingTests {
    private func text(_ id: String, sample: Int, office: TemplatesFixture? = nil) throws -> String {
        let office = try office ?? TemplatesFixture()
        let data = try TemplatesFixture.samples(id)[sample - 1]
        return PlainText.of(try office.instance(try office.template(id), data).document).replacing("\u{A0}", with: " ")
    }

    @Test("The receipt names the request, both dates and the first day of the answer")
    func receipt() throws {
        let text = try text("receipt-notice", sample: 1)
        for sentence in [
            "الموضوع: إشعار استلام طلب الدعم ذي الرقم (١٤٤٧/ط/٠٠١٢٣)", "المكرمة / نورة بنت سعد بن فهد\tحفظها الله",
            "استلمت طلب الدعم المقدم منكم بتاريخ ١٤٤٧/٠٨/١٧هـ الموافق ٢٠٢٦/٠٢/٠٥م، وقُيّد لديها بالرقم (١٤٤٧/ط/٠٠١٢٣)",
            "تبيّن اكتماله بتاريخ ١٤٤٧/٠٨/٢٠هـ الموافق ٢٠٢٦/٠٢/٠٨م.",
            "خلال مدة لا تقل عن أسبوعين من تاريخ اكتماله، فلا يصدر الرد قبل يوم الاثنين ١٤٤٧/٠٩/٠٦هـ الموافق ٢٠٢٦/٠٢/٢٣م.",
            "ثانيًا: قد تقتضي الدراسة زيارة", "خامسًا: للاستفسار عن الطلب يُذكر رقمه عند الاتصال على الرقم ٠١٤٠٠٠٠٠٠٠",
            "المستندات المستلمة: نموذج الطلب، صك الإعالة، عقد الإيجار.",
        ] { #expect(text.contains(sentence), "\(sentence)\n\(text)") }
    }

    @Test("An office that sets a last day has it printed, and its own least period in words")
    func boundedReceipt() throws {
        let text = try text("receipt-notice", sample: 1, office: .other())
        #expect(text.contains("خلال مدة لا تقل عن واحد وعشرين يومًا من تاريخ اكتماله"), "\(text)")
        #expect(text.contains("ويصدر في موعد أقصاه يوم الثلاثاء ١٤٤٧/٠٩/٢١هـ الموافق ٢٠٢٦/٠٣/١٠م."), "\(text)")
    }

    @Test("The acceptance names basis, amount in figures and words, payments and the masked account")
    func acceptance() throws {
        let text = try text("decision-acceptance", sample: 1)
        for sentence in [
            "على قرار لجنة البحث ذي الرقم (١٤٤٧/ق/٠٠٠٤٥) وتاريخ ١٤٤٧/٠٩/٠٧هـ الموافق ٢٠٢٦/٠٢/٢٤م، المتخذ في اجتماعها ذي الرقم (١٢) والمدوَّن في المحضر ذي الرقم (١٤٤٧/م/٠٠١٢)",
            "واستنادًا إلى المادة الخامسة عشرة من دليل سياسة الدعم للمستفيدين؛ يسرّ الجمعية إفادتكم بقبول طلبكم",
            "١٢٬٥٠٠٫٢٥ ريال (فقط اثنا عشر ألفًا وخمسمائة ريال وخمس وعشرون هللة لا غير)",
            "على ثلاث دفعات، قيمة كل دفعة ٤٬١٦٦٫٧٥ ريال", "من ١٤٤٧/٠٩/١٢هـ الموافق ٢٠٢٦/٠٣/٠١م", "إلى ١٤٤٧/١٢/١٤هـ الموافق ٢٠٢٦/٠٥/٣١م",
            "الحساب البنكي المنتهي بالأرقام (٧٥١٩) باسم أحمد بن علي بن صالح", "خلال عشرة أيام عمل بأي تغيّر مؤثر",
            "في موعد أقصاه يوم الثلاثاء ١٤٤٧/٠٩/٢١هـ الموافق ٢٠٢٦/٠٣/١٠م مصطحبين", "خلال خمسة عشر يومًا من تاريخ إبلاغكم به",
        ] { #expect(text.contains(sentence), "\(sentence)\n\(text)") }
        #expect(!text.contains("608010167519"))
        #expect(!text.contains("وقيمة الدفعة الأخيرة"))
    }

    @Test("Payments that do not divide the amount name the last one")
    func lastPayment() throws {
        let text = try text("decision-acceptance", sample: 3)
        #expect(text.contains("على ثلاث دفعات، قيمة كل دفعة ٣٬٣٣٣٫٣٣ ريال، وقيمة الدفعة الأخيرة ٣٬٣٣٣٫٣٤ ريال"), "\(text)")
    }

    @Test("The rejection ties each reason to an article and counts the objection to a working day")
    func rejection() throws {
        let text = try text("decision-rejection", sample: 1)
        for sentence in [
            "إقامة مقدمة الطلب خارج نطاق خدمات الجمعية، استنادًا إلى المادة الحادية عشرة من دليل سياسة الدعم للمستفيدين.",
            "استفادة الأسرة من الدعم نفسه لدى جهة أخرى، استنادًا إلى المادة الثانية والعشرين من الدليل نفسه.",
            "فلكم تقديم اعتراض مكتوب إلى رئيس مجلس الإدارة خلال خمسة عشر يومًا من تاريخ إبلاغكم به، أي في موعد أقصاه يوم الأحد ١٤٤٧/٠٩/٢٦هـ الموافق ٢٠٢٦/٠٣/١٥م",
            "ويصلكم الرد خلال خمسة عشر يوم عمل من تاريخ تقديمه.",
        ] { #expect(text.contains(sentence), "\(sentence)\n\(text)") }
    }

    @Test("The request form computes what the family has, with exact decimals")
    func totals() throws {
        let text = try text("support-request", sample: 1)
        for part in ["٣٬٠٧٠٫٥٠", "١٬٦٩٦٫٦٧", "صافي الدخل الشهري: ١٬٣٧٣٫٨٣ ريال", "نصيب الفرد من الصافي: ٣٤٣٫٤٦ ريال", "أربعة أفراد"] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
    }

    @Test("The declaration speaks as the person who signs it")
    func declaration() throws {
        #expect(try text("data-declaration", sample: 1).contains("أنا الموقعة أدناه: نورة بنت سعد بن فهد، حاملة الهوية الوطنية"))
        let text = try text("data-declaration", sample: 2)
        #expect(text.contains("أنني مسؤول مسؤولية مباشرة"), "\(text)")
        #expect(text.contains("وكيل عن (صالح بن علي بن صالح)"), "\(text)")
        #expect(text.contains("******٤٠٥٩"), "\(text)")
    }

    @Test(
        "Data that the policy does not allow is refused, and the field is named",
        arguments: [
            // A document that expires on the day of the request is refused, one that expires a day later is not.
            ("support-request", 1, "attach[4].expiry", "\"2026-02-05\"", ["attach[4].expiry"]),
            ("support-request", 1, "attach[4].expiry", "\"2026-02-06\"", []),
            ("support-request", 1, "ben.id-expiry", "\"2026-02-05\"", ["ben.id-expiry"]),
            ("support-request", 1, "ben.id", "\"1100000008\"", ["ben.id"]),
            ("support-request", 1, "bank.holder", "\"سعد\"", ["bank.holder"]),
            ("support-request", 1, "house.rent-year", "null", ["house.rent-year"]),
            ("support-request", 1, "req.kind", "[\"cash\"]", ["req.kind[1]"]),
            ("receipt-notice", 1, "req.complete-date", "\"2026-02-04\"", ["req.complete-date"]),
            ("decision-acceptance", 1, "decision.date", "\"2026-02-23\"", ["decision.date"]),
            ("decision-acceptance", 1, "basis", "[]", ["basis"]),
            ("decision-acceptance", 4, "grant.amount", "null", ["grant.amount"]),
            ("decision-rejection", 1, "reasons", "[]", ["reasons"]),
            ("data-declaration", 2, "witness", "[]", ["witness"]),
        ])
    func refused(id: String, sample: Int, path: String, value: String, faults: [String]) throws {
        let value = try JSONParser().parse(Array(value.utf8), file: "value")
        let data = TemplatesFixture.setting(path, to: value, in: try TemplatesFixture.samples(id)[sample - 1])
        #expect(try TemplatesFixture().faults(id, data) == faults)
    }
}
