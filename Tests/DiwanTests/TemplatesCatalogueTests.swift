import Diwan
import DiwanData
import DiwanDocument
import Testing

/// The documents that follow a request from its completion to the file's index: what they say of one, two and many, and what they refuse.
@Suite("The wording of the catalogue")
struct TemplatesCatalogueTests {
    private func text(_ id: String, sample: Int) throws -> String {
        let office = try TemplatesFixture()
        let data = try TemplatesFixture.samples(id)[sample - 1]
        return PlainText.of(try office.instance(try office.template(id), data).document).replacing("\u{A0}", with: " ")
    }

    @Test(
        "Every person form reads right",
        arguments: [
            ("completion-confirmation", 3, "المكرمان / فهد وسعد ابنا خالد بن محمد\tحفظهما الله"),
            ("completion-confirmation", 4, "المكرمات / بنات صالح بن عبدالله\tحفظهن الله"),
            ("receipt-notice", 3, "المكرمتان / سارة وهند ابنتا ناصر بن سالم\tحفظهما الله"),
            ("receipt-notice", 3, "استلمنا نسخة من هذا الإشعار"),
            ("annual-update-request", 3, "المكرمون / ورثة سعد بن خالد\tحفظهم الله"),
            ("home-visit-notice", 1, "ويقوم بها الباحث الاجتماعي / ناصر بن سالم، ويمكن التواصل معه على الجوال"),
            ("home-visit-notice", 2, "وتقوم بها الباحثة الاجتماعية / هند بنت ناصر، يرافقها باحثة مساعدة"),
            ("to-whom", 1, "بأن المستفيدة / نورة بنت سعد بن فهد، رقم الهوية (******٠٠٠٧)، مقيدة لديها ومستفيدة من خدماتها"),
            ("to-whom", 4, "بأن المستفيدَين / فهد وسعد ابنا خالد بن محمد، مقيدان لديها ومستفيدان من خدماتها"),
            ("to-whom", 5, "بأن المستفيدتين / سارة وهند ابنتا ناصر بن سالم، مقيدتان لديها"),
            ("to-whom", 6, "بأن المستفيدين / ورثة سعد بن خالد، سبقت لهم الاستفادة من خدماتها"),
            ("to-whom", 3, "بناءً على طلبهن"),
            ("referral-other-body", 2, "السادة / جمعية المثال لرعاية الأسر\tالمحترمون"),
            ("referral-other-body", 2, "وقد وافقت المذكورتان على هذه الإحالة"),
            ("cover-letter", 2, "فضيلة الشيخ / عبدالله بن خالد\tوفقه الله"),
            ("cover-letter", 3, "معالي الأستاذة / سارة بنت خالد\tحفظها الله"),
            ("cover-letter", 6, "صاحب السمو الملكي الأمير / سلمان بن خالد\tحفظه الله"),
        ])
    func persons(id: String, sample: Int, words: String) throws {
        let text = try text(id, sample: sample)
        #expect(text.contains(words), "\(text)")
    }

    @Test(
        "Amounts, counted things, ordinals and periods are written out",
        arguments: [
            ("disbursement-order", 1, "الدفعة الأولى من ثلاث دفعات"),
            ("disbursement-order", 1, "فقط أربعة آلاف ومائة وستة وستون ريالًا سعوديًا وخمس وسبعون هللة لا غير"),
            ("disbursement-order", 4, "الدفعة الحادية عشرة من اثنتي عشرة دفعة"), ("disbursement-order", 3, "فقط ريال سعودي واحد لا غير"),
            ("receipt-voucher", 1, "فقط ألفا ريال وريالان وخمس وعشرون هللة لا غير"),
            ("committee-agenda", 1, "الاجتماع الثاني عشر"), ("committee-agenda", 1, "أربعة طلبات"), ("committee-agenda", 2, "طلبان"),
            ("committee-minutes", 1, "والنصاب ثلاثة أعضاء، وقد تحقق"), ("committee-minutes", 2, "والنصاب عضوان، وقد تحقق"),
            ("support-agreement", 1, "خلال ستين يومًا من تسلّم الدعم"), ("support-agreement", 2, "خلال عشرة أيام من تسلّم الدعم"),
            ("support-suspension", 1, "استنادًا إلى المادة الثالثة والعشرين من دليل سياسة الدعم للمستفيدين."),
            ("support-suspension", 3, "في موعد أقصاه يوم الخميس ١٤٤٧/١٠/٢٨هـ الموافق ٢٠٢٦/٠٤/١٦م"),
            ("annual-update-request", 1, "خلال ثلاثين يومًا من تاريخ هذا الإشعار، أي في موعد أقصاه يوم الثلاثاء ١٤٤٧/٠٩/٢٨هـ"),
            ("data-subject-reply", 4, "المدة التي تنتهي يوم الخميس ١٤٤٧/٠٩/٢٣هـ الموافق ٢٠٢٦/٠٣/١٢م"),
            ("beneficiary-charter", 1, "بعد مدة لا تقل عن أربعة عشر يومًا"), ("destruction-minutes", 1, "١٠٥"),
        ])
    func figures(id: String, sample: Int, words: String) throws {
        let text = try text(id, sample: sample)
        #expect(text.contains(words), "\(text)")
    }

    @Test("A number of an account or of an identity is masked, unless a public body asked for it")
    func masks() throws {
        #expect(try !text("disbursement-order", sample: 1).contains("0000608010167519"))
        #expect(try text("referral-other-body", sample: 1).contains("٢٢٠٠٠٠٠٢٠٢"))
        #expect(try text("referral-other-body", sample: 3).contains("******٠٠٠٧"))
        for id in ["committee-minutes", "destruction-minutes", "satisfaction-survey"] {
            #expect(try !text(id, sample: 1).contains("٠٠٠٠٠٧"), "\(id)")
        }
    }

    @Test(
        "What does not hold is refused, and the field is named",
        arguments: [
            // A visit falls on a working day after the notice: neither on a Friday nor on the Founding Day.
            ("home-visit-notice", 2, "visit.date", "\"2026-02-20\"", ["visit.date"]),
            ("home-visit-notice", 2, "visit.date", "\"2026-02-22\"", ["visit.date"]),
            ("home-visit-notice", 2, "visit.date", "\"2026-02-23\"", []),
            ("committee-minutes", 2, "meeting.quorum", "3", ["meeting.quorum"]),
            ("committee-minutes", 1, "items[2].reasons", "[]", ["items[2].reasons"]),
            ("bank-data-form", 1, "bank.holder", "\"سعد بن علي\"", ["bank.relation"]),
            ("bank-data-form", 2, "bank.deed", "null", ["bank.deed"]),
            ("destruction-minutes", 1, "files[1].ended", "\"2026-02-18\"", ["files[1].ended"]),
            ("destruction-minutes", 1, "members", "[]", ["members"]),
            ("support-suspension", 3, "stop.return-by", "null", ["stop.return-by"]),
            ("receipt-voucher", 2, "witness", "[]", ["witness"]),
            ("receipt-voucher", 1, "amount", "\"0\"", ["amount"]),
            ("objection-decision", 2, "new-terms", "null", ["new-terms"]),
            ("complaint-form", 2, "anonymous", "false", ["name"]),
            ("data-subject-reply", 4, "until", "\"2026-04-12\"", ["until"]),
            ("referral-other-body", 1, "consent-date", "\"2026-03-03\"", ["consent-date"]),
            ("research-report", 1, "checked[3].note", "null", ["checked[3].note"]),
        ])
    func refused(id: String, sample: Int, path: String, value: String, faults: [String]) throws {
        let value = try JSONParser().parse(Array(value.utf8), file: "value")
        let data = TemplatesFixture.setting(path, to: value, in: try TemplatesFixture.samples(id)[sample - 1])
        #expect(try TemplatesFixture().faults(id, data) == faults)
    }

    @Test(
        "A pledge says what is owed, what follows from default, where responsibility ends and how a dispute is settled",
        arguments: ["parties", "subject", "performance", "default", "limits", "disputes", "signing"])
    func pledge(block: String) throws {
        let office = try TemplatesFixture()
        let path = "support-agreement/template.xml"
        let text = String(decoding: try FileBytes.read("\(TemplatesFixture.root)/\(path)"), as: UTF8.self)
        let without = text.replacing(try Regex("(?s)<block name=\"\(block)\">.*?</block>"), with: "")
        #expect(without != text)
        let messages = office.compile(path, replacing: [path: without]).diagnostics.map(\.message)
        #expect(messages == ["the template must fill the block \"\(block)\""])
    }
}
