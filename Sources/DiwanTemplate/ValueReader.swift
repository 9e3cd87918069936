import DiwanData
import DiwanDomain
import DiwanUnicode

/// Reads a value of the data as its field's type asks: its normal form, or what is wrong with it in words for a clerk.
enum ValueReader {
    /// A value in normal form.
    struct Reading {
        var text: String
        var value: FieldValue
    }

    /// Why a value was refused.
    struct Fault: Error {
        /// What is wrong, in Arabic.
        var words: String
        /// What is wanted, in Arabic; by the field's type when nil.
        var wanted: String?

        init(_ words: String, wanted: String? = nil) {
            self.words = words
            self.wanted = wanted
        }
    }

    /// Reads `json` for the field `node`; nil when it is empty.
    static func read(_ json: JSONValue, for node: Schema.Node) throws(Fault) -> Reading? {
        guard let type = node.type else { return nil }
        switch json.kind {
        case .null: return nil
        case .boolean(let boolean):
            guard type == .boolean else { throw Fault("القيمة نعم أو لا (true أو false)، وليست \(type.name)") }
            return Reading(text: boolean ? "true" : "false", value: .boolean(boolean))
        case .number(let number): return try read(number, isNumber: true, node, type)
        case .string(let string): return try read(string, isNumber: false, node, type)
        case .array: throw Fault("القيمة قائمة [ … ]، والمطلوب قيمة واحدة")
        case .object:
            guard type == .date else { throw Fault("القيمة كائن { … }، والمطلوب قيمة واحدة") }
            return try dateObject(json, node)
        }
    }

    private static func read(_ given: String, isNumber: Bool, _ node: Schema.Node, _ type: FieldType) throws(Fault) -> Reading? {
        let text = try clean(given, type)
        if text.isEmpty { return nil }
        switch type {
        case .text, .multiline, .reference: return try plainText(text, node, type)
        case .choice:
            if let index = node.options.firstIndex(where: { $0.value == text }) { return Reading(text: text, value: .choice(index)) }
            throw Fault("ليست من الخيارات", wanted: "أحد: " + node.options.map { "\($0.value) (\($0.label))" }.joined(separator: "، "))
        case .boolean:
            switch text {
            case "true", "1", "نعم": return Reading(text: "true", value: .boolean(true))
            case "false", "0", "لا": return Reading(text: "false", value: .boolean(false))
            default: throw Fault("ليست نعم ولا لا")
            }
        case .integer, .decimal, .money: return try number(text, node, type)
        case .date: return try date(text, nil, node)
        case .nationalID, .iban, .mobile:
            guard let kind = type.identifier else { return nil }
            do throws(DomainError) {
                return Reading(text: try Identifier(kind, text).normalized, value: .text)
            } catch {
                throw Fault(ArabicReason.of(error))
            }
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value < 0x7F && !"()<>,;:\"[]\\".unicodeScalars.contains($0)
            }
            guard parts.count == 2, isPlain, !parts[0].isEmpty, parts[0].utf8.count <= 64, parts[1].contains("."),
                parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254
            else { throw Fault("ليس عنوان بريد إلكتروني صحيحًا") }
            return Reading(text: text, value: .text)
        case .person, .address: throw Fault("القيمة نص، والمطلوب كائن { … }")
        case .signature: throw Fault("حقل التوقيع يُترك فارغًا")
        // The builder of a record has `RecordPicture` read pictures.
        case .image: throw Fault("ليست صورة")
        }
    }

    /// Text in NFC with line ends as line feeds, without control characters, marks of direction, and spaces at its ends.
    private static func clean(_ given: String, _ type: FieldType) throws(Fault) -> String {
        var isPlain = true
        for byte in given.utf8 where byte < 0x20 || byte >= 0x7F { isPlain = false }
        if isPlain { return given.utf8.first == 0x20 || given.utf8.last == 0x20 ? trimmed(given.unicodeScalars) : given }
        if isClean(given) { return given }
        var kept: [Unicode.Scalar] = []
        kept.reserveCapacity(given.utf8.count)
        var wasReturn = false
        for scalar in given.unicodeScalars {
            let value = scalar.value
            if value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D || (0x7F...0x9F).contains(value) {
                throw Fault("فيها محرف تحكم غير مسموح به (U+\(hexadecimal(scalar)))", wanted: "نص بلا محارف تحكم")
            }
            if value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value) {
                throw Fault("فيها رمز ليس محرفًا (U+\(hexadecimal(scalar)))", wanted: "نص")
            }
            switch value {
            case 0x0D: kept.append("\n")
            case 0x0A where wasReturn: break
            // Directions are set where the value is printed, never kept in it.
            case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: break
            default: kept.append(scalar)
            }
            wasReturn = value == 0x0D
        }
        return trimmed(NormalizationForm.nfc.normalize(kept))
    }

    /// Whether a text is surely as it is wanted: letters, digits and signs that stand in every normalised text (UAX #15, section 9, with
    /// no marks), with spaces only between them. Most text is.
    private static func isClean(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, !isSpace(first), !isSpace(last) else {
            return false
        }
        return text.unicodeScalars.allSatisfy { scalar in
            let properties = ScalarProperties(scalar)
            guard properties.isStableInNFC, properties.combiningClass == 0 else { return false }
            switch properties.generalCategory {
            case .cc, .cf, .cn, .co, .cs: return false
            default: return true
            }
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private static func trimmed(_ scalars: some BidirectionalCollection<Unicode.Scalar>) -> String {
        guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[first...last])
        return String(result)
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func plainText(_ text: String, _ node: Schema.Node, _ type: FieldType) throws(Fault) -> Reading {
        if type != .multiline, text.utf8.contains(0x0A) {
            throw Fault("فيها أكثر من سطر", wanted: "نص في سطر واحد")
        }
        let limit = node.maximumLength ?? (type == .multiline ? 20_000 : 500)
        // Bytes are at least as many as scalars, and quick to count.
        if text.utf8.count > limit, text.unicodeScalars.count > limit {
            throw Fault("أطول من المسموح به (\(text.unicodeScalars.count) محرفًا)", wanted: "\(limit) محرف على الأكثر")
        }
        return Reading(text: type == .reference ? DigitSystem.latn.digits(in: text) : text, value: .text)
    }

    private static func number(_ text: String, _ node: Schema.Node, _ type: FieldType) throws(Fault) -> Reading {
        let number: DecimalNumber
        do throws(DomainError) {
            number = try DecimalNumber(plain(text))
        } catch {
            throw Fault("ليست عددًا صحيح الكتابة")
        }
        try checkRange(number, node)
        switch type {
        case .integer:
            guard let integer = number.integer else { throw Fault("ليست عددًا صحيحًا بلا كسور") }
            return Reading(text: String(integer), value: .integer(integer))
        case .money:
            do throws(DomainError) {
                let money = try Money(exactly: number)
                return Reading(text: money.riyals.text, value: .money(money))
            } catch {
                throw Fault(error == .number(.tooPrecise) ? "فيها أكثر من خانتين عشريتين" : "أكبر من أن تُقبل")
            }
        default:
            guard number.trimmed.scale <= node.decimals, let rounded = try? number.rounded(places: node.decimals) else {
                throw Fault("فيها أكثر من \(node.decimals) خانات عشرية")
            }
            return Reading(text: rounded.trimmed.text, value: .decimal(rounded))
        }
    }

    /// A JSON number with an exponent, in plain digits.
    private static func plain(_ text: String) -> String {
        guard let mark = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) else { return text }
        guard let exponent = Int(text[text.index(after: mark)...]), (-30...30).contains(exponent) else { return text }
        let body = text[..<mark]
        let isNegative = body.hasPrefix("-")
        let parts = body.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        var digits = String(parts[0]) + fraction
        var point = parts[0].count + exponent
        if point <= 0 {
            digits = String(repeating: "0", count: 1 - point) + digits
            point = 1
        }
        if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
        let whole = digits.prefix(point).drop { $0 == "0" }
        let rest = digits.dropFirst(point)
        return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest)
    }

    private static func checkRange(_ number: DecimalNumber, _ node: Schema.Node) throws(Fault) {
        func bound(_ thousandths: Int) -> DecimalNumber? { try? DecimalNumber(significand: Int128(thousandths), scale: 3).trimmed }
        if let minimum = node.minimum.flatMap(bound), number < minimum {
            throw Fault("أقل من الحد الأدنى", wanted: "\(minimum.text) فأكثر")
        }
        if let maximum = node.maximum.flatMap(bound), maximum < number {
            throw Fault("أكثر من الحد الأعلى", wanted: "\(maximum.text) فأقل")
        }
    }

    // MARK: Dates

    private static func dateObject(_ json: JSONValue, _ node: Schema.Node) throws(Fault) -> Reading? {
        var calendar: CalendarKind?
        var text: String?
        for member in json.members ?? [] {
            switch (member.name, member.value.string) {
            case ("calendar", let name?):
                calendar = CalendarKind(rawValue: name)
                if calendar == nil { throw Fault("التقويم \"\(name)\" غير معروف", wanted: "umalqura أو gregorian") }
            case ("date", let date?): text = date
            default: throw Fault("\"\(member.name)\" ليست من أجزاء التاريخ")
            }
        }
        guard let calendar, let text else { throw Fault("التاريخ ناقص: المطلوب calendar و date") }
        return try date(try clean(text, .date), calendar, node)
    }

    private static func date(_ text: String, _ calendar: CalendarKind?, _ node: Schema.Node) throws(Fault) -> Reading {
        do throws(DomainError) {
            let recorded: RecordedDate
            // A text may name the Hijri calendar by its sign.
            let calendar = calendar ?? (text.hasSuffix("هـ") || text.hasSuffix("ه") ? .ummAlQura : nil)
            switch calendar {
            case .ummAlQura where node.isAsEntered:
                recorded = try RecordedDate(text.hasSuffix("هـ") || text.hasSuffix("ه") ? text : text + "هـ", order: .yearFirst)
            case .ummAlQura:
                let date = try DateReader.hijriDate(text, order: .yearFirst)
                recorded = try RecordedDate(calendar: .ummAlQura, year: date.year, month: date.month, day: date.day)
            case .gregorian, nil:
                if let (year, month, day) = RecordDate.numbers(iso: text) {
                    recorded = try RecordedDate(calendar: .gregorian, year: year, month: month, day: day)
                } else {
                    let date = try DateReader.civilDate(text, order: .yearFirst)
                    recorded = try RecordedDate(calendar: .gregorian, year: date.year, month: date.month, day: date.day)
                }
            }
            if node.isAsEntered { return Reading(text: recorded.iso, value: .date(RecordDate(recorded: recorded, pair: nil))) }
            guard let pair = recorded.both else {
                throw DomainError.date(recorded.year < 1937 ? .before(first: 1_937) : .after(last: 2_077))
            }
            return Reading(text: pair.civil.iso, value: .date(RecordDate(recorded: recorded, pair: pair)))
        } catch {
            throw Fault(ArabicReason.of(error))
        }
    }
}

extension FieldType {
    /// The type's name in Arabic.
    var name: String {
        switch self {
        case .text, .multiline: "نصًا"
        case .choice: "خيارًا"
        case .boolean: "نعم أو لا"
        case .integer: "عددًا صحيحًا"
        case .decimal: "عددًا"
        case .money: "مبلغًا"
        case .date: "تاريخًا"
        case .nationalID: "رقم هوية"
        case .iban: "رقم آيبان"
        case .mobile: "رقم جوال"
        case .email: "عنوان بريد"
        case .person: "شخصًا"
        case .address: "عنوانًا"
        case .reference: "رقمًا مرجعيًا"
        case .signature: "توقيعًا"
        case .image: "صورة"
        }
    }
}
