import Diwan
import DiwanData
import DiwanDocument
import Testing

/// What the papers of supporters, volunteers, other bodies and the channels say and refuse.
@Suite("The wording of papers to all parties")
struct TemplatesPartiesTests {
    private let office: TemplatesFixture

    init() throws { office = try TemplatesFixture() }

    private func text(_ id: String, sample: Int) throws -> String {
        let data = try TemplatesFixture.samples(id)[sample - 1]
        return PlainText.of(try office.instance(try office.template(id), data).document).replacing("\u{A0}", with: " ")
    }

    private func expect(_ sentences: [String], in id: String, sample: Int) throws {
        let text = try text(id, sample: sample)
        for sentence in sentences { #expect(text.contains(sentence), "\(sentence)\n\(text)") }
    }

    @Test("A notice of default cites the clause and the number of the contract, and counts the days to put it right")
    func defaultNotice() throws {
        try expect(
            [
                "الموضوع: إشعار بشأن البند الثالث من العقد ذي الرقم (١٤٤٧/ع/٠٠٠١٠)", "السادة / مؤسسة المثال للتموين\tالمحترمون",
                "واستنادًا إلى البند الثالث منه، ونصه: «توريد السلال سليمة",
                "خلال عشرة أيام عمل من تاريخ هذا الإشعار، أي في موعد أقصاه يوم الثلاثاء ١٤٤٧/١٠/٠٥هـ الموافق ٢٠٢٦/٠٣/٢٤م",
                "طُبّق البند الخامس من العقد",
            ], in: "default-notice", sample: 1)
        try expect(["المكرمان / سعد وفيصل ابنا فهد بن سعد\tحفظهما الله"], in: "default-notice", sample: 2)
    }

    @Test("A contract has two like copies, names its clauses, and speaks of one, two and many")
    func contract() throws {
        try expect(
            [
                "البند الرابع: طريقة التنفيذ", "البند الخامس: أثر الإخلال", "البند السادس: حدود المسؤولية",
                "حُرِّر هذا العقد من نسختين متطابقتين، بيد كل طرف نسخة", "المستفيدة / نورة بنت سعد بن فهد، رقم الهوية (******٠٠٠٧)",
            ], in: "undertaking", sample: 1)
        try expect(["الداعمان / سعد وفيصل ابنا فهد بن سعد", "(******٠٠٠٧ و******٢٠٢٠)"], in: "undertaking", sample: 2)
        try expect(["المتطوعات / بنات عبدالله بن سعد بن علي"], in: "undertaking", sample: 3)
        try expect(
            ["يعمل الطرف الثاني اثنتي عشرة ساعة في الأسبوع", "٤٥٠ ريال (فقط أربعمائة وخمسون ريالًا لا غير)"], in: "volunteer-agreement",
            sample: 2)
    }

    @Test(
        "The interview record agrees with one, two and many, men and women",
        arguments: [
            (1, "المستفيدة / نورة", "قرأت المستفيدة هذا المحضر", "ولها أخذ نسخة منه"),
            (2, "المستفيد / أحمد", "قرأ المستفيد هذا المحضر", "وله أخذ نسخة منه"),
            (3, "المستفيدَين / سعد", "قرأ المستفيدان هذا المحضر", "ولهما أخذ نسخة منه"),
            (4, "المستفيدتين / هند", "قرأت المستفيدتان هذا المحضر", "ولهما أخذ نسخة منه"),
            (5, "المستفيدين / أبناء", "قرأ المستفيدون هذا المحضر", "ولهم أخذ نسخة منه"),
            (6, "المستفيدات / بنات", "قرأت المستفيدات هذا المحضر", "ولهن أخذ نسخة منه"),
        ])
    func interview(sample: Int, name: String, read: String, copy: String) throws {
        try expect([name, read, copy], in: "interview-record", sample: sample)
    }

    @Test("The answer to an inquiry is the same facts as a letter and as a short message")
    func inquiry() throws {
        for sample in 1...2 {
            let data = try TemplatesFixture.samples("inquiry-reply")[sample - 1]
            // The letter alone has a code by which it is verified.
            let shared = (data.members ?? []).map { member -> (name: String, value: JSONValue) in
                guard member.name == "doc" else { return (member.name, member.value) }
                let fields = (member.value.members ?? []).filter { $0.name != "code" }.map { (name: $0.name, value: $0.value) }
                return ("doc", .object(fields))
            }
            #expect(try TemplatesFixture.samples("inquiry-message")[sample - 1] == .object(shared))
            let inquiry = data.members?.first { $0.name == "inquiry" }?.value
            let answers = inquiry?.members?.first { $0.name == "answers" }?.value.elements ?? []
            #expect(!answers.isEmpty)
            let letter = try text("inquiry-reply", sample: sample)
            let message = try text("inquiry-message", sample: sample)
            // Digits are printed in the office's own.
            let facts = answers.compactMap(\.string).map { $0.replacing("8", with: "٨").replacing("2", with: "٢") }
            for fact in facts + ["١٤٤٧/ف/", "١٤٤٧/٠٨/٢٠هـ", sample == 1 ? "شروط الدعم الموسمي" : "مواعيد مراجعة الجمعية"] {
                #expect(letter.contains(fact), "\(fact)\n\(letter)")
                #expect(message.contains(fact), "\(fact)\n\(message)")
            }
        }
    }

    @Test("The receipt of an objection names the decision and its state, and says whether it came in time")
    func objection() throws {
        try expect(
            [
                "على القرار ذي الرقم (١٤٤٧/ق/٠٠٠٤٦)", "القاضي بالاعتذار عن قبول الطلب ذي الرقم (١٤٤٧/ط/٠٠١٢٣)",
                "قُدّم الاعتراض خلال المهلة المحددة",
                "خلال خمسة عشر يوم عمل من تاريخ تقديم الاعتراض، أي في موعد أقصاه يوم الأربعاء ١٤٤٧/١٠/٠٦هـ الموافق ٢٠٢٦/٠٣/٢٥م",
            ], in: "objection-receipt", sample: 1)
        try expect(["قُدّم الاعتراض بعد مهلته التي انتهت يوم الاثنين ١٤٤٧/٠٩/٢٧هـ الموافق ٢٠٢٦/٠٣/١٦م"], in: "objection-receipt", sample: 2)
    }

    @Test("A suggestion gets a number and a day for the reply, and the reply names both")
    func suggestion() throws {
        try expect(
            ["وقُيّد لديها بالرقم (١٤٤٧/قت/٠٠٠١٥)", "خلال عشرة أيام عمل من تاريخ تقديمه، أي في موعد أقصاه يوم الثلاثاء"],
            in: "suggestion-receipt", sample: 1)
        try expect(
            [
                "إشارةً إلى اقتراحكم ذي الرقم (١٤٤٧/قت/٠٠٠١٥)", "وإلى إشعار استلامه ذي الرقم (١٤٤٧/ص/٠٠٤٢٠)", "وأخذت به.",
                "وصدر به إشعار التغيير ذو الرقم",
            ],
            in: "suggestion-reply", sample: 1)
    }

    @Test("A circular lists who has not signed")
    func circular() throws {
        try expect(["من لم يوقع بعد (٢) – سعد بن فهد – هند بنت ناصر\n"], in: "circular", sample: 1)
        try expect(["من لم يوقع بعد (٠)\n"], in: "circular", sample: 2)
    }

    @Test("A notice to a list says why it came and how to stop it")
    func list() throws {
        try expect(
            ["وقد وافقتم على تلقي إشعاراتها بتاريخ ١٤٤٧/٠٥/١٤هـ", "يُذكر الرمز (K7M2Q9)"],
            in: "list-notice", sample: 1)
        try expect(["وهو متصل بخدمة قائمة لكم برقم (١٤٤٧/م/٠٠٣١٠)"], in: "list-notice", sample: 2)
        try expect(["وإرساله لازم بموجب تعليمات الجهة المشرفة"], in: "list-notice", sample: 3)
    }

    @Test("The thanks for a donation names the receipt, and the amount in figures and words")
    func donation() throws {
        try expect(
            [
                "بالإيصال ذي الرقم (١٤٤٧/إ/٠٠١٠٢)", "١٬٠٠٠٫٥٠ ريال (فقط ألف ريال وخمسون هللة لا غير)", "المكرمة / هند",
                "في الغرض الذي حددتموه دون غيره",
            ],
            in: "donation-thanks", sample: 2)
        try expect(["المكرمتان / هند ومنى ابنتا ناصر بن سالم\tحفظهما الله", "مصحف – العدد ٢٠٠"], in: "donation-thanks", sample: 4)
    }

    @Test(
        "Data that the policy does not allow is refused, and the field is named",
        arguments: [
            // A public message holds no number of a person: an identity number, a mobile, an account, an address.
            ("social-message", 1, "text", "\"الهوية 1100000007\"", ["text"]),
            ("social-message", 1, "text", "\"الهوية ١١٠٠ ٠٠٠ ٠٠٧\"", ["text"]),
            ("social-message", 1, "text", "\"الجوال 050-000-0001\"", ["text"]),
            ("social-message", 1, "text", "\"SA0380000000608010167519\"", ["text"]),
            ("social-message", 1, "text", "\"name@charity.example\"", ["text"]),
            ("social-message", 1, "text", "\"في 2026/02/05 الساعة 9:30\"", []),
            ("change-notice", 1, "sources", "[]", ["sources"]),
            ("undertaking", 1, "results", "[]", ["results"]),
            ("undertaking", 1, "steps[1].due", "\"2027-01-01\"", ["steps[1].due"]),
            ("default-notice", 1, "breach.clause", "null", ["breach.clause"]),
            ("list-notice", 1, "list.no", "null", ["list.no"]),
            ("list-notice", 1, "list.opt-out", "null", ["list.opt-out"]),
            ("list-notice", 1, "list.consent-date", "\"2026-03-01\"", ["list.consent-date"]),
            ("visit-slip", 2, "visit.next", "null", ["visit.next"]),
            ("inquiry-record", 2, "inquiry.due", "null", ["inquiry.due"]),
            ("volunteer-application", 2, "guardian.name", "null", ["guardian.name"]),
            ("branch-pack", 1, "series[1].first", "\"500\"", ["series[1].last"]),
        ])
    func refused(id: String, sample: Int, path: String, value: String, faults: [String]) throws {
        let value = try JSONParser().parse(Array(value.utf8), file: "value")
        let data = TemplatesFixture.setting(path, to: value, in: try TemplatesFixture.samples(id)[sample - 1])
        #expect(try office.faults(id, data) == faults)
    }
}
