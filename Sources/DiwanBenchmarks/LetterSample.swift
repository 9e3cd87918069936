import DiwanData

/// A decision letter as a template, and records for it that a seed gives: all of it made up for measuring.
///
/// One page in Amiri: letterhead, reference and two dates, subject, three justified paragraphs with vowel signs, Latin words, amounts and
/// a telephone number, a table of six rows, three signatures and a numbered footer.
enum LetterSample {
    /// The template's file.
    static let template = """
        <template xmlns="urn:diwan:template:1" id="measured-letter" version="1.0.0" lang="ar" dir="rtl" digits="latn">
          <title>خطاب قرار</title>
          <page size="A4" margin="16mm 20mm 22mm 20mm"/>
          <style name="small" font-size="9pt" margin="0"/>
          <fields>
            <group name="doc">
              <field name="no" type="reference" required="true"><label>الرقم</label></field>
              <field name="date" type="date" required="true"><label>التاريخ</label></field>
            </group>
            <group name="req">
              <field name="no" type="reference" required="true"><label>رقم الطلب</label></field>
              <field name="date" type="date" required="true"><label>تاريخ الطلب</label></field>
            </group>
            <field name="ben" type="person" required="true"><label>المستفيد</label></field>
            <field name="phone" type="mobile" required="true"><label>الهاتف</label></field>
            <group name="row" repeats="true" required="true">
              <label>البنود</label>
              <field name="item" type="text" required="true"><label>البند</label></field>
              <field name="text" type="text" required="true"><label>الوصف</label></field>
              <field name="amount" type="money" required="true"><label>المبلغ</label></field>
              <field name="note" type="text" required="true"><label>ملاحظات</label></field>
            </group>
            <field name="total" type="money" calculate="sum(row/amount)"><label>الإجمالي</label></field>
            <group name="member" repeats="true" required="true">
              <label>الأعضاء</label>
              <field name="role" type="text" required="true"><label>الصفة</label></field>
              <field name="name" type="text" required="true"><label>الاسم</label></field>
            </group>
          </fields>
          <footer offset="9mm">
            <rule stroke="0.4pt solid #000000"/>
            <p style="small">المقر الرئيس، حي المثال، صندوق البريد <bdi dir="ltr">0000</bdi><fill/>صفحة <page-number/> من <page-count/></p>
          </footer>
          <h1 font-size="20pt" text-align="center" margin="0">جمعية المثال الخيرية</h1>
          <p font-size="11pt" text-align="center" margin-bottom="1mm" dir="ltr" lang="en">Example Charitable Society</p>
          <rule stroke="1pt solid #000000"/>
          <columns gap="4mm">
            <column width="1fr"><p font-size="12pt" margin="0">الرقم: <value of="doc/no"/></p></column>
            <column width="2fr"><p font-size="12pt" margin="0" text-align="end">التاريخ: <date of="doc/date" also="gregorian"/></p></column>
          </columns>
          <p font-size="13pt" font-weight="bold" text-align="center" margin="2mm 0">الموضوع: قبول طلب الدعم ذي الرقم <value of="req/no"/></p>
          <p font-size="12pt" font-weight="bold" margin-bottom="1mm"><agree of="ben" m="المكرَّم" f="المكرَّمة"/> / <value of="ben/name"/> <agree of="ben" m="وفّقه" f="وفّقها"/> الله</p>
          <p font-size="12pt" margin-bottom="1mm">السلام عليكم ورحمة الله وبركاته، وبعد:</p>
          <p font-size="12pt" text-align="justify" margin-bottom="2mm">فقد نظرت لجنةُ البحث في طلبكم ذي الرقم (<value of="req/no"/>) وتاريخ <date of="req/date" also="gregorian"/>، وراجعت ما أُرفق به من مستنداتٍ وبيانات، واطّلعت على تقريرِ الباحث الذي زار الأسرة ووقف على أحوالها، وقارنت ما ورد في النموذج بما هو مدوَّن في السجلات، فتبيّن لها أنّ الطلب استوفى جميعَ الشروط التي تنصّ عليها السياسةُ المعتمدة لدعم المستفيدين، وأنّ الحاجة قائمةٌ على النحو المبيَّن في التقرير المشار إليه.</p>
          <p font-size="12pt" text-align="justify" margin-bottom="2mm">وبناءً على ذلك قرّرت اللجنة بالإجماع قبولَ الطلب، وصرفَ مبلغٍ إجماليٍّ قدرُه <money of="total"/> (<tafqit of="total" only="true" case="nominative"/>) وفق البنود المبيّنة في الجدول أدناه، على أن يُحوَّل المبلغ إلى حسابكم المصرفي (IBAN) خلال مدةٍ لا تتجاوز عشرةَ أيامِ عملٍ من تاريخ هذا الخطاب، وأن تُستكمل إجراءات التسجيل عبر منصة Portal الإلكترونية بعد توقيع الإقرار بصحة البيانات المقدَّمة.</p>
          <p font-size="12pt" text-align="justify" margin-bottom="2mm">ونأمل منكم مراجعةَ قسم علاقات المستفيدين لتسلُّم أصول المستندات، وللاستفسار يمكنكم الاتصال على الرقم <value of="phone"/> (تحويلة 818) في أوقات الدوام، علمًا بأنّ هذا القرار يُعدّ لاغيًا إذا ثبت عدمُ صحة أيٍّ من البيانات المقدَّمة، أو لم تُراجَع الجمعية خلال ثلاثين يومًا من تاريخه. سائلين الله تعالى لكم التوفيقَ والسداد.</p>
          <table columns="3fr 4fr 3fr 3fr" border="0.6pt solid #000000" font-size="12pt" margin="2mm 0 4mm 0">
            <thead><tr><th>البند</th><th>الوصف</th><th>المبلغ (ريال)</th><th>ملاحظات</th></tr></thead>
            <for-each select="row">
              <tr><td><value of="item"/></td><td><value of="text"/></td><td text-align="center"><money of="amount"/></td><td><value of="note"/></td></tr>
            </for-each>
            <tr><th scope="row">الإجمالي</th><td/><td text-align="center"><strong><money of="total"/></strong></td><td/></tr>
          </table>
          <columns gap="0mm">
            <column width="1fr"><signature role="chair" order="1" space="9mm" leader="line"><label><value of="member[1]/role"/></label><name><value of="member[1]/name"/></name></signature></column>
            <column width="1fr"><signature role="member" order="2" space="9mm" leader="line"><label><value of="member[2]/role"/></label><name><value of="member[2]/name"/></name></signature></column>
            <column width="1fr"><signature role="secretary" order="3" space="9mm" leader="line"><label><value of="member[3]/role"/></label><name><value of="member[3]/name"/></name></signature></column>
          </columns>
        </template>
        """

    private static let firstNames = [
        "أحمد", "خالد", "سعيد", "ياسر", "عبدالرحمن", "إبراهيم", "مصطفى", "يوسف", "طارق", "ماجد", "هشام", "رائد",
    ]
    private static let lastNames = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
    private static let items = [
        ("إيجار السكن", "دفعة نصف سنوية"), ("كفالة تعليمية", "رسوم طالبين"), ("أجهزة منزلية", "ثلاجة وغسالة"),
        ("سلة غذائية", "قسائم ستة أشهر"),
        ("علاج ودواء", "فحوص وأدوية"), ("كسوة الشتاء", "ملابس وبطانيات"), ("سداد كهرباء", "فواتير (3 أشهر)"),
        ("صيانة منزل", "السقف والسباكة"),
    ]
    private static let notes = ["مرة واحدة", "تُصرف للمورّد", "على دفعتين", "بعد الفحص", "عبر Portal", "لا يوجد"]
    private static let roles = ["رئيس اللجنة", "عضو اللجنة", "أمين اللجنة"]

    /// The record with the number `index`, from 1, as JSON: the same for the same number.
    static func record(_ index: Int) -> String {
        var random = Generator(index)
        func name() -> String { Self.name(&random) }
        func padded(_ value: Int, _ digits: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        func day() -> String { "2026-\(padded(random.below(11) + 1, 2))-\(padded(random.below(28) + 1, 2))" }
        var remaining = items
        let rows = (0..<4).map { _ -> String in
            let item = remaining.remove(at: random.below(remaining.count))
            let amount = "\(random.below(90_000) + 500).\(padded(random.below(4) * 25, 2))"
            return "{\"item\":\"\(item.0)\",\"text\":\"\(item.1)\",\"amount\":\"\(amount)\",\"note\":\"\(random.pick(notes))\"}"
        }
        let members = roles.map { "{\"role\":\"\($0)\",\"name\":\"\(name())\"}" }
        return """
            {"doc":{"no":"EX-1447/\(padded(index, 5))","date":"\(day())"},"req":{"no":"\(random.below(9_000_000) + 1_000_000)","date":"\(day())"},\
            "ben":{"name":"\(name())","gender":"m"},"phone":"05000\(padded(random.below(100_000), 5))","row":[\(rows.joined(separator: ","))],\
            "member":[\(members.joined(separator: ","))]}
            """
    }

    /// A name for the number `index`, the same for the same number.
    static func name(_ index: Int) -> String {
        var random = Generator(index)
        return name(&random)
    }

    private static func name(_ random: inout Generator) -> String {
        "\(random.pick(firstNames)) بن \(random.pick(firstNames)) \(random.pick(lastNames))"
    }

    /// A small generator of numbers that look random (xorshift).
    private struct Generator {
        private var state: UInt64

        init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

        mutating func below(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33) % limit
        }

        mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
    }
}
