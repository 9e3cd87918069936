/// What the value of a field is.
enum FieldType: String, Sendable, CaseIterable {
    /// One line of text.
    case text
    /// Lines of text.
    case multiline
    /// One of some options.
    case choice
    /// Yes or no.
    case boolean
    /// A whole number.
    case integer
    /// A number with decimals.
    case decimal
    /// An amount of riyals with two decimals.
    case money
    /// A day.
    case date
    /// A national identity or residence number.
    case nationalID = "national-id"
    /// A Saudi bank account.
    case iban
    /// A Saudi mobile telephone.
    case mobile
    /// A mail address.
    case email
    /// A person: name, gender and, where `number="any"`, number.
    case person
    /// A national address.
    case address
    /// The number of a document or a request.
    case reference
    /// A signature.
    case signature
    /// A picture.
    case image

    /// Whether `<` and `>` have a meaning for it.
    var isNumeric: Bool { self == .integer || self == .decimal || self == .money }

    /// The Arabic words for what is wanted.
    var wanted: String {
        switch self {
        case .text: "نص في سطر واحد"
        case .multiline: "نص"
        case .choice: "أحد الخيارات"
        case .boolean: "نعم أو لا (true أو false)"
        case .integer: "عدد صحيح"
        case .decimal: "عدد عشري، مثل 12.5"
        case .money: "مبلغ بالريال بخانتين عشريتين على الأكثر، مثل 1250.75"
        case .date: "تاريخ، مثل 2025-11-05، أو 1447-05-14هـ"
        case .nationalID: "رقم هوية أو إقامة من عشرة أرقام"
        case .iban: "رقم آيبان سعودي من 24 خانة"
        case .mobile: "رقم جوال سعودي، مثل 0512345678"
        case .email: "عنوان بريد إلكتروني"
        case .person: "شخص: الاسم (name) والجنس (gender)"
        case .address: "عنوان وطني"
        case .reference: "رقم مرجعي"
        case .signature: "يُترك للتوقيع"
        case .image: "صورة PNG أو JPEG أو SVG: اسم ملف بجانب ملف البيانات، أو نص يبدأ بـ data:image/png;base64,"
        }
    }

    /// The width of the blank that is left to fill by hand, in millimetres.
    var blankWidth: Int {
        switch self {
        case .text, .choice, .reference, .email: 40
        case .multiline, .address: 80
        case .boolean: 15
        case .integer, .decimal: 20
        case .date: 28
        case .money, .nationalID, .mobile: 32
        case .iban, .person: 65
        case .signature: 40
        case .image: 30
        }
    }
}
