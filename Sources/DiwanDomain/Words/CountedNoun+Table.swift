/// The nouns that documents count, by the key that templates write (`{n|workday}`).
extension CountedNoun {
    /// «ريال».
    public static let riyal = CountedNoun(.masculine, "ريال", "ريالان", "ريالين", "ريالات", "ريالًا")
    /// «هللة».
    public static let halala = CountedNoun(.feminine, "هللة", "هللتان", "هللتين", "هللات", "هللة")
    /// «ريال سعودي».
    public static let saudiRiyal = CountedNoun(
        .masculine, "ريال سعودي", "ريالان سعوديان", "ريالين سعوديين", "ريالات سعودية", "ريالًا سعوديًا")

    /// The noun of a key, such as `day`, `workday` or `payment`; nil when there is none.
    public static func named(_ key: String) -> CountedNoun? {
        table.first { $0.key == key }?.noun
    }

    /// All keys, in the order of the table.
    public static var keys: [String] { table.map(\.key) }

    private init(_ gender: Gender, _ sg: String, _ dualNom: String, _ dualObl: String, _ plGen: String, _ accSg: String) {
        self.init(
            gender: gender, singular: sg, dualNominative: dualNom, dualOblique: dualObl, pluralGenitive: plGen, accusativeSingular: accSg)
    }

    private static func m(_ key: String, _ sg: String, _ dualNom: String, _ dualObl: String, _ plGen: String, _ accSg: String) -> Entry {
        Entry(key: key, noun: CountedNoun(.masculine, sg, dualNom, dualObl, plGen, accSg))
    }

    /// A feminine noun in ـة: its accusative is written as its singular, and its dual is ـتان, ـتين.
    private static func f(_ key: String, _ sg: String, _ plGen: String) -> Entry {
        let stem = sg.dropLast()
        return Entry(key: key, noun: CountedNoun(.feminine, sg, stem + "تان", stem + "تين", plGen, sg))
    }

    private struct Entry: Sendable {
        let key: String
        let noun: CountedNoun
    }

    // key, singular, dual nominative, dual oblique, genitive plural, accusative singular
    private static let table: [Entry] = [
        // Money
        Entry(key: "riyal", noun: riyal),
        Entry(key: "halala", noun: halala),
        Entry(key: "saudi_riyal", noun: saudiRiyal),
        f("payment", "دفعة", "دفعات"),
        m("installment", "قسط", "قسطان", "قسطين", "أقساط", "قسطًا"),
        m("instalment", "قسط", "قسطان", "قسطين", "أقساط", "قسطًا"),
        m("amount", "مبلغ", "مبلغان", "مبلغين", "مبالغ", "مبلغًا"),
        m("account", "حساب", "حسابان", "حسابين", "حسابات", "حسابًا"),
        f("invoice", "فاتورة", "فواتير"),
        // Time
        f("minute", "دقيقة", "دقائق"),
        f("hour", "ساعة", "ساعات"),
        m("day", "يوم", "يومان", "يومين", "أيام", "يومًا"),
        m("workday", "يوم عمل", "يوما عمل", "يومي عمل", "أيام عمل", "يوم عمل"),
        m("calendar_day", "يوم تقويمي", "يومان تقويميان", "يومين تقويميين", "أيام تقويمية", "يومًا تقويميًا"),
        f("night", "ليلة", "ليالٍ"),
        m("week", "أسبوع", "أسبوعان", "أسبوعين", "أسابيع", "أسبوعًا"),
        m("month", "شهر", "شهران", "شهرين", "أشهر", "شهرًا"),
        f("year", "سنة", "سنوات"),
        m("hijri_year", "عام", "عامان", "عامين", "أعوام", "عامًا"),
        f("time", "مرة", "مرات"),
        // People
        m("person", "فرد", "فردان", "فردين", "أفراد", "فردًا"),
        m("individual", "شخص", "شخصان", "شخصين", "أشخاص", "شخصًا"),
        f("family", "أسرة", "أسر"),
        m("child", "طفل", "طفلان", "طفلين", "أطفال", "طفلًا"),
        m("son", "ابن", "ابنان", "ابنين", "أبناء", "ابنًا"),
        Entry(key: "daughter", noun: CountedNoun(.feminine, "بنت", "بنتان", "بنتين", "بنات", "بنتًا")),
        m("man", "رجل", "رجلان", "رجلين", "رجال", "رجلًا"),
        Entry(key: "woman", noun: CountedNoun(.feminine, "امرأة", "امرأتان", "امرأتين", "نساء", "امرأة")),
        m("orphan", "يتيم", "يتيمان", "يتيمين", "أيتام", "يتيمًا"),
        m("beneficiary_m", "مستفيد", "مستفيدان", "مستفيدين", "مستفيدين", "مستفيدًا"),
        f("beneficiary_f", "مستفيدة", "مستفيدات"),
        m("student_m", "طالب", "طالبان", "طالبين", "طلاب", "طالبًا"),
        f("student_f", "طالبة", "طالبات"),
        m("teacher_m", "معلم", "معلمان", "معلمين", "معلمين", "معلمًا"),
        f("teacher_f", "معلمة", "معلمات"),
        m("volunteer_m", "متطوع", "متطوعان", "متطوعين", "متطوعين", "متطوعًا"),
        f("volunteer_f", "متطوعة", "متطوعات"),
        m("supporter", "داعم", "داعمان", "داعمين", "داعمين", "داعمًا"),
        m("employee_m", "موظف", "موظفان", "موظفين", "موظفين", "موظفًا"),
        f("employee_f", "موظفة", "موظفات"),
        m("member", "عضو", "عضوان", "عضوين", "أعضاء", "عضوًا"),
        m("witness", "شاهد", "شاهدان", "شاهدين", "شهود", "شاهدًا"),
        m("applicant", "متقدم", "متقدمان", "متقدمين", "متقدمين", "متقدمًا"),
        m("visitor", "زائر", "زائران", "زائرين", "زوار", "زائرًا"),
        // Papers
        m("attachment", "مرفق", "مرفقان", "مرفقين", "مرفقات", "مرفقًا"),
        f("document", "وثيقة", "وثائق"),
        m("supporting_document", "مستند", "مستندان", "مستندين", "مستندات", "مستندًا"),
        f("copy", "نسخة", "نسخ"),
        f("page", "صفحة", "صفحات"),
        f("sheet", "ورقة", "أوراق"),
        m("letter", "خطاب", "خطابان", "خطابين", "خطابات", "خطابًا"),
        m("request", "طلب", "طلبان", "طلبين", "طلبات", "طلبًا"),
        m("decision", "قرار", "قراران", "قرارين", "قرارات", "قرارًا"),
        m("form", "نموذج", "نموذجان", "نموذجين", "نماذج", "نموذجًا"),
        f("certificate", "شهادة", "شهادات"),
        m("contract", "عقد", "عقدان", "عقدين", "عقود", "عقدًا"),
        m("report", "تقرير", "تقريران", "تقريرين", "تقارير", "تقريرًا"),
        m("file", "ملف", "ملفان", "ملفين", "ملفات", "ملفًا"),
        f("article", "مادة", "مواد"),
        m("item", "بند", "بندان", "بندين", "بنود", "بندًا"),
        m("condition", "شرط", "شرطان", "شرطين", "شروط", "شرطًا"),
        m("reason", "سبب", "سببان", "سببين", "أسباب", "سببًا"),
        m("question", "سؤال", "سؤالان", "سؤالين", "أسئلة", "سؤالًا"),
        m("answer", "جواب", "جوابان", "جوابين", "أجوبة", "جوابًا"),
        m("objection", "اعتراض", "اعتراضان", "اعتراضين", "اعتراضات", "اعتراضًا"),
        Entry(key: "complaint", noun: CountedNoun(.feminine, "شكوى", "شكويان", "شكويين", "شكاوى", "شكوى")),
        m("suggestion", "اقتراح", "اقتراحان", "اقتراحين", "اقتراحات", "اقتراحًا"),
        m("vote", "صوت", "صوتان", "صوتين", "أصوات", "صوتًا"),
        m("number", "رقم", "رقمان", "رقمين", "أرقام", "رقمًا"),
        m("signature", "توقيع", "توقيعان", "توقيعين", "توقيعات", "توقيعًا"),
        // The charity's work
        m("quran_part", "جزء", "جزءان", "جزأين", "أجزاء", "جزءًا"),
        f("sura", "سورة", "سور"),
        f("verse", "آية", "آيات"),
        f("circle", "حلقة", "حلقات"),
        f("session", "جلسة", "جلسات"),
        m("meeting", "اجتماع", "اجتماعان", "اجتماعين", "اجتماعات", "اجتماعًا"),
        f("visit", "زيارة", "زيارات"),
        f("course", "دورة", "دورات"),
        m("program", "برنامج", "برنامجان", "برنامجين", "برامج", "برنامجًا"),
        f("service", "خدمة", "خدمات"),
        f("card", "بطاقة", "بطاقات"),
        f("basket", "سلة", "سلال"),
        m("box", "صندوق", "صندوقان", "صندوقين", "صناديق", "صندوقًا"),
        f("piece", "قطعة", "قطع"),
        m("device", "جهاز", "جهازان", "جهازين", "أجهزة", "جهازًا"),
        f("room", "غرفة", "غرف"),
        m("branch", "فرع", "فرعان", "فرعين", "فروع", "فرعًا"),
        f("association", "جمعية", "جمعيات"),
        m("kilogram", "كيلوجرام", "كيلوجرامان", "كيلوجرامين", "كيلوجرامات", "كيلوجرامًا"),
        m("metre", "متر", "متران", "مترين", "أمتار", "مترًا"),
        m("dinar", "دينار", "ديناران", "دينارين", "دنانير", "دينارًا"),
        m("dollar", "دولار", "دولاران", "دولارين", "دولارات", "دولارًا"),
    ]
}
