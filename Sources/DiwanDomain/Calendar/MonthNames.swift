/// Which calendar a date is written in.
public enum CalendarKind: String, Sendable, Hashable, CaseIterable {
    /// The civil Umm al-Qura calendar.
    case ummAlQura = "umalqura"
    /// The Gregorian calendar.
    case gregorian

    /// The era that follows the year: «هـ» (U+0647 U+0640) or «م».
    public var era: String { self == .ummAlQura ? "هـ" : "م" }

    /// The names of the months 1…12 (CLDR `ar_SA`); the two names with «ذو» are nominative.
    public var monthNames: [String] { self == .ummAlQura ? MonthNames.hijri : MonthNames.gregorian }

    /// The name of `month` (1…12). After a preposition or in iḍāfa give a case other than the nominative: «ذي القعدة».
    public func monthName(_ month: Int, case grammaticalCase: GrammaticalCase = .nominative) -> String {
        let name = monthNames[month - 1]
        guard self == .ummAlQura, month >= 11 else { return name }
        switch grammaticalCase {
        case .nominative: return name
        case .genitive: return "ذي" + name.dropFirst(2)
        case .accusative: return "ذا" + name.dropFirst(2)
        }
    }

    /// The month 1…12 with this name, in any accepted spelling; harakat, hamza and alif forms do not matter.
    public func month(named name: String) -> Int? {
        let key = NameKey.folded(name)
        guard !key.isEmpty else { return nil }
        let accepted = self == .ummAlQura ? MonthNames.hijriAccepted : MonthNames.gregorianAccepted
        for (index, names) in accepted.enumerated() where names.contains(where: { NameKey.folded($0) == key }) {
            return index + 1
        }
        return nil
    }
}

/// The spellings of the months.
enum MonthNames {
    static let hijri = [
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة",
        "ذو الحجة",
    ]
    static let gregorian = [
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ]
    /// What people write; the first of each is the printed name.
    static let hijriAccepted = [
        ["محرم", "المحرم", "محرم الحرام"],
        ["صفر"],
        ["ربيع الأول", "ربيع أول", "ربيع 1"],
        ["ربيع الآخر", "ربيع الثاني", "ربيع ثاني", "ربيع آخر", "ربيع 2"],
        ["جمادى الأولى", "جمادى الأول", "جمادى أول", "جماد الأول", "جماد أول", "جماد الأولى", "جمادى 1"],
        [
            "جمادى الآخرة", "جمادى الثانية", "جمادى الثاني", "جمادى الآخر", "جمادى ثاني", "جماد الثاني", "جماد ثاني", "جماد الآخر",
            "جماد الآخرة", "جماد الثانية", "جمادى 2",
        ],
        ["رجب"],
        ["شعبان"],
        ["رمضان"],
        ["شوال"],
        ["ذو القعدة", "ذي القعدة", "ذا القعدة", "القعدة"],
        ["ذو الحجة", "ذي الحجة", "ذا الحجة", "الحجة"],
    ]
    static let gregorianAccepted = [
        ["يناير", "كانون الثاني"],
        ["فبراير", "شباط"],
        ["مارس", "آذار"],
        ["أبريل", "إبريل", "نيسان"],
        ["مايو", "أيار"],
        ["يونيو", "يونيه", "حزيران"],
        ["يوليو", "يوليه", "تموز"],
        ["أغسطس", "آب"],
        ["سبتمبر", "أيلول"],
        ["أكتوبر", "تشرين الأول"],
        ["نوفمبر", "تشرين الثاني"],
        ["ديسمبر", "كانون الأول"],
    ]
}
