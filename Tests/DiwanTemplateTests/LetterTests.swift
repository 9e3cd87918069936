import DiwanData
import DiwanDocument
import Foundation
import Testing

@testable import DiwanTemplate

@Suite("A letter")
struct LetterTests {
    static let base = """
        <template xmlns="urn:diwan:template:1" id="official-letter" version="1.0.0" lang="ar" dir="rtl">
          <title>خطاب</title>
          <page size="A4" margin="25mm" margin-end="20mm" first-margin-top="45mm"/>
          <header pages="first"><value of="$profile/name"/></header>
          <footer>صفحة <page-number/> من <page-count/></footer>
          <p style="basmala">بسم الله الرحمن الرحيم</p>
          <style name="basmala" text-align="center"/>
          <block name="body"/>
        </template>
        """

    static let letter = """
        <template xmlns="urn:diwan:template:1" id="decision-letter" version="1.0.0" lang="ar" dir="rtl" extends="base/official-letter.xml">
          <title>خطاب قرار لجنة البحث</title>
          <fields>
            <group name="req">
              <field name="no" type="reference" required="true"><label>رقم الطلب</label></field>
              <field name="complete-date" type="date" required="true"><label>تاريخ اكتمال الطلب</label></field>
            </group>
            <field name="ben" type="person" required="true"><label>المستفيد</label></field>
            <field name="outcome" type="choice" required="true"><label>القرار</label>
              <option value="accepted">قبول</option><option value="rejected">رفض</option></field>
            <field name="amount" type="money" currency="SAR" relevant="outcome = 'accepted'" required="true" constraint=". &gt; 0">
              <label>مبلغ الدعم</label><alert>اكتب مبلغًا أكبر من صفر.</alert></field>
            <field name="reason" type="text" repeats="true" relevant="outcome = 'rejected'" required="true"><label>أسباب الرفض</label></field>
          </fields>
          <policy rule="answer-period" from="req/complete-date" on="issue"/>
          <block name="body">
            <p><agree of="ben" m="المكرم" f="المكرمة"/> / <value of="ben/name"/> <fill/> <agree of="ben" m="حفظه الله" f="حفظها الله"/></p>
            <p>نشير إلى طلبكم رقم <value of="req/no"/> المكتمل في <date of="req/complete-date" also="gregorian"/>، ونفيدكم بما قررته اللجنة:</p>
            <choose>
              <when test="outcome = 'accepted'"><p><strong>قبول الطلب</strong> وصرف مبلغ قدره <money of="amount"/> (<tafqit of="amount" case="nominative" only="true"/>).</p></when>
              <otherwise><ol><for-each select="reason"><li><value of="."/></li></for-each></ol></otherwise>
            </choose>
            <signature role="committee-chair" order="1"><label>رئيس اللجنة</label></signature>
          </block>
        </template>
        """

    @Test("The letter of the design page is made for a woman whose request is accepted")
    func accepted() throws {
        let data = """
            {"req": {"no": "1447/ط/00123", "complete-date": "2026-02-08"}, "ben": {"name": "نورة بنت سعد بن فهد", "gender": "f"},
             "outcome": "accepted", "amount": 12500.25}
            """
        let template = try Fixture.compiled(Self.letter, files: ["base/official-letter.xml": Self.base])
        let instance = try Fixture.instance(template, data)
        #expect(
            PlainText.of(instance.document) == """
                بسم الله الرحمن الرحيم
                المكرمة / نورة بنت سعد بن فهد\tحفظها الله
                نشير إلى طلبكم رقم ١٤٤٧/ط/٠٠١٢٣ المكتمل في ١٤٤٧/٠٨/٢٠هـ الموافق ٢٠٢٦/٠٢/٠٨م، ونفيدكم بما قررته اللجنة:
                قبول الطلب وصرف مبلغ قدره ١٢٬٥٠٠٫٢٥\u{A0}ريال (فقط اثنا عشر ألفًا وخمسمائة ريال وخمس وعشرون هللة لا غير).
                رئيس اللجنة

                """)
        #expect(PlainText.of(instance.document.header.first) == "جمعية الاختبار\n")
        #expect(instance.document.header.others.isEmpty)
        #expect(PlainText.of(instance.document.footer.others) == "صفحة # من ##\n")
        #expect(instance.document.firstPageMargin.top == .millimetres(45))
        #expect(instance.document.margin.top == .millimetres(25))
        let period = try #require(instance.policies.first)
        #expect(period.guardsIssue)
        #expect(period.earliestIssue?.iso == "2026-02-22")
        #expect(instance.warnings.isEmpty)
        #expect(instance.taken.count == 4)
        #expect(instance.taken == [true, false, false, false] || instance.taken.count { $0 } == 1)
    }

    @Test("The letter of the design page lists the reasons for a man whose request is rejected")
    func rejected() throws {
        let data = """
            {"req": {"no": "DW-1447-00123", "complete-date": {"calendar": "umalqura", "date": "1447-08-20"}},
             "ben": {"name": "أحمد بن علي", "gender": "m"}, "outcome": "rejected", "reason": ["تجاوز الدخل الحد", "الإقامة خارج النطاق"]}
            """
        #expect(
            try Fixture.text(Self.letter, data, files: ["base/official-letter.xml": Self.base]) == """
                بسم الله الرحمن الرحيم
                المكرم / أحمد بن علي\tحفظه الله
                نشير إلى طلبكم رقم DW-1447-00123 المكتمل في ١٤٤٧/٠٨/٢٠هـ الموافق ٢٠٢٦/٠٢/٠٨م، ونفيدكم بما قررته اللجنة:
                ١. تجاوز الدخل الحد
                ٢. الإقامة خارج النطاق
                رئيس اللجنة

                """)
    }

    @Test("One compiled template makes the same documents in many threads at once")
    func threads() throws {
        let fields = "<group name='r' repeats='true'><field name='n' type='integer'/><field name='t' type='text'/></group>"
        let body = "<for-each select='r[n mod 2 = 1]'><p><value of='t'/> <number of=\"string-length(normalize-space(t))\"/></p></for-each>"
        let template = try Fixture.compiled(Fixture.template(fields: fields, body))
        let environment = try Fixture.environment()
        let records = try (0..<64).map { number in
            let rows = (0..<10).map { "{\"n\": \($0), \"t\": \"سطر \(number * $0)\"}" }.joined(separator: ", ")
            let data = try JSONParser().parse(Array("{\"r\": [\(rows)]}".utf8), file: "d")
            return try #require(template.validate(data, environment: environment).record)
        }
        let expected = records.map { PlainText.of(template.instantiate($0, environment: environment).document) }
        #expect(expected[3] == "سطر ٣ ٥\nسطر ٩ ٥\nسطر ١٥ ٦\nسطر ٢١ ٦\nسطر ٢٧ ٦\n")
        let results = Results(count: records.count * 8)
        DispatchQueue.concurrentPerform(iterations: records.count * 8) { index in
            results.set(index, PlainText.of(template.instantiate(records[index % records.count], environment: environment).document))
        }
        for index in 0..<(records.count * 8) { #expect(results.texts[index] == expected[index % records.count]) }
    }

    /// What several threads write, each in its own place.
    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private(set) var texts: [String]

        init(count: Int) {
            texts = [String](repeating: "", count: count)
        }

        func set(_ index: Int, _ text: String) {
            lock.lock()
            defer { lock.unlock() }
            texts[index] = text
        }
    }
}
