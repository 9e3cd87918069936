import DiwanData
import DiwanTemplate

/// The controls of a form.
extension FormMarkup {
    /// Up to how many options stand side by side.
    private static let shownOptions = 5

    /// Digits, as people type them.
    private static let digit = "[0-9\u{660}-\u{669}\u{6F0}-\u{6F9}]"

    /// Writes the control of a field of one value, with its label, its hint and what is wrong.
    mutating func writeControl(
        _ field: FieldDescription, name: String, value: JSONValue?, context: Context, label: String? = nil, isDescribed: Bool = true
    ) {
        let label = label ?? field.label
        switch field.type {
        case "signature": return writeSignature(label, name)
        case "image" where !Self.text(value).isEmpty: return writePicture(label, name, Self.text(value))
        default: break
        }
        let isRequired = field.isRequired && !field.isSometimesRelevant && !context.isOptional
        let options = Self.options(of: field)
        if !options.isEmpty, isRequired, options.count <= Self.shownOptions {
            return writeRadios(field, name, options, Self.text(value), label)
        }
        var attributes: [MarkupWriter.Attribute] = [("id", Self.id(name)), ("name", name)]
        if isRequired { attributes.append(("required", "")) }
        attributes += Self.describedBy(describedBy(field, name, isDescribed: isDescribed))
        if isFaulty(name) { attributes.append(("aria-invalid", "true")) }
        writer.open("div", [("class", "field")])
        writer.open("label", [("for", Self.id(name))])
        writer.text(label)
        if isRequired { writer.markup(Self.star) }
        writer.close("label")
        writeDescriptions(field, name, isDescribed: isDescribed)
        if !options.isEmpty {
            writeSelect(attributes, options, Self.text(value))
        } else if field.type == "multiline" {
            if field.isReadOnly { attributes.append(("readonly", "")) }
            if let length = field.maximumLength { attributes.append(("maxlength", "\(length)")) }
            writer.open("textarea", attributes + [("rows", "4"), ("dir", "auto")])
            // A line feed that comes first is not part of the value (HTML, 13.1.2.5).
            writer.newline()
            writer.text(Self.text(value))
            writer.close("textarea")
        } else {
            attributes += Self.kind(of: field, isRow: context.isRow)
            if field.isReadOnly { attributes.append(("readonly", "")) }
            writer.open("input", field.type == "image" ? attributes : attributes + [("value", Self.text(value))])
        }
        writer.markup("</div>\n")
    }

    // MARK: What is not typed

    /// Says where a signature is given: nothing can be posted for it.
    private mutating func writeSignature(_ label: String, _ name: String) {
        note(name)
        writer.open("div", [("class", "field"), ("id", Self.id(name))])
        writer.element("strong", label)
        writer.element("p", [("class", "hint")], "يُوقَّع على الورق بعد الطباعة، أو على الشاشة في نموذج PDF.")
        writer.markup("</div>\n")
    }

    /// Says that a picture is given, and posts it again: a browser does not fill in a file.
    private mutating func writePicture(_ label: String, _ name: String, _ given: String) {
        writer.open("div", [("class", "field"), ("id", Self.id(name))])
        writer.element("strong", label)
        writeFaults(at: name)
        note(name)
        writer.open("p", [("class", "hint")])
        writer.isolatedText(given.hasPrefix("data:") ? "الصورة معطاة." : "الصورة معطاة: \(given)")
        writer.close("p")
        writer.open("input", [("type", "hidden"), ("name", name), ("value", given)])
        writer.markup("</div>\n")
    }

    // MARK: Choices

    private typealias Choice = (value: String, label: String)

    /// The options of a choice, and of yes and no.
    private static func options(of field: FieldDescription) -> [Choice] {
        if field.type == "boolean" { return [("true", "نعم"), ("false", "لا")] }
        return field.options.map { option in
            (option.value, option.feminineLabel.map { "\(option.label) / \($0)" } ?? option.label)
        }
    }

    private mutating func writeSelect(_ attributes: [MarkupWriter.Attribute], _ options: [Choice], _ chosen: String) {
        writer.open("select", attributes)
        writer.element("option", [("value", "")], "اختر")
        for option in options {
            var attributes: [MarkupWriter.Attribute] = [("value", option.value)]
            if option.value == chosen { attributes.append(("selected", "")) }
            writer.element("option", attributes, option.label)
        }
        writer.close("select")
    }

    private mutating func writeRadios(_ field: FieldDescription, _ name: String, _ options: [Choice], _ chosen: String, _ label: String) {
        openChoice(field, name, label, isRequired: true, id: nil)
        for (index, option) in options.enumerated() {
            var attributes: [MarkupWriter.Attribute] = [("type", "radio"), ("name", name), ("value", option.value), ("required", "")]
            // A link to the field leads to its first button.
            if index == 0 { attributes.append(("id", Self.id(name))) }
            writeOption(option, attributes, isChosen: option.value == chosen)
        }
        writer.markup("</div></fieldset>\n")
    }

    /// Writes the options of a choice of several: each is an element of the list by itself.
    mutating func writeChecks(_ field: FieldDescription, _ name: String, _ chosen: [String]) {
        let options = Self.options(of: field)
        gatherFaults(ofListAt: name, options: options.count)
        openChoice(field, name, field.label, isRequired: field.isRequired && !field.isSometimesRelevant, id: Self.id(name))
        for (index, option) in options.enumerated() {
            let path = "\(name)[\(index + 1)]"
            let attributes: [MarkupWriter.Attribute] = [
                ("type", "checkbox"), ("id", Self.id(path)), ("name", path), ("value", option.value),
            ]
            writeOption(option, attributes, isChosen: chosen.contains(option.value))
        }
        writer.markup("</div></fieldset>\n")
    }

    private mutating func writeOption(_ option: Choice, _ attributes: [MarkupWriter.Attribute], isChosen: Bool) {
        writer.open("label")
        writer.open("input", isChosen ? attributes + [("checked", "")] : attributes)
        writer.element("span", option.label)
        writer.close("label")
        writer.newline()
    }

    private mutating func openChoice(_ field: FieldDescription, _ name: String, _ label: String, isRequired: Bool, id: String?) {
        var attributes: [MarkupWriter.Attribute] = [("class", "choice")]
        if let id { attributes.append(("id", id)) }
        attributes += Self.describedBy(describedBy(field, name))
        writer.open("fieldset", attributes)
        writer.open("legend")
        writer.text(label)
        if isRequired { writer.markup(Self.star) }
        writer.close("legend")
        writer.newline()
        writeDescriptions(field, name)
        writer.markup("<div class=\"options\">\n")
    }

    // MARK: Lines

    /// What an input of a field's type takes: the browser refuses only what Diwan would refuse as well.
    private static func kind(of field: FieldDescription, isRow: Bool) -> [MarkupWriter.Attribute] {
        let leftToRight: MarkupWriter.Attribute = ("dir", "ltr")
        switch field.type {
        case "integer": return [("type", "text"), ("inputmode", "numeric"), leftToRight]
        case "decimal", "money": return [("type", "text"), ("inputmode", "decimal"), leftToRight]
        case "date":
            let pattern = "\\s*\(digit){4}\\s*[\\-\\/. ]\\s*\(digit){1,2}\\s*[\\-\\/. ]\\s*\(digit){1,2}\\s*(هـ|ه|م)?\\s*"
            return [("type", "text"), ("pattern", pattern), ("title", "السنة ثم الشهر ثم اليوم"), ("dir", "auto")]
        case "national-id":
            return [
                ("type", "text"), ("inputmode", "numeric"), ("pattern", "([\\s\\-]*\(digit)){10}\\s*"), ("title", "عشرة أرقام"),
                leftToRight,
            ]
        // The form posts the file's name, which is what the data want (URL-encoded forms: HTML, 4.10.21.5).
        case "image": return [("type", "file"), ("accept", "image/png,image/jpeg,image/svg+xml")]
        case "iban": return [("type", "text"), ("autocapitalize", "characters"), ("spellcheck", "false"), leftToRight]
        case "mobile", "email":
            let type = field.type == "email" ? "email" : "tel"
            var attributes: [MarkupWriter.Attribute] = [("type", type), leftToRight]
            if !isRow { attributes.append(("autocomplete", type)) }
            return attributes
        default: return [("type", "text"), ("maxlength", "\(field.maximumLength ?? 500)"), ("dir", "auto")]
        }
    }

    /// The hint of a field: what its template says, what is taken, in which cases, and what for.
    static func hints(of field: FieldDescription) -> String {
        var parts: [String] = []
        if let hint = field.hint { parts.append(hint) }
        switch field.type {
        case "date":
            parts.append(
                field.isAsEntered
                    ? "كما في الهوية: السنة ثم الشهر ثم اليوم، مثل 1988-04-15، أو 1405-07-01هـ للهجري"
                    : "السنة ثم الشهر ثم اليوم، مثل 2026-02-05، أو 1447-08-17هـ للهجري")
        case "national-id": parts.append("عشرة أرقام")
        case "iban": parts.append("يبدأ بالحرفين SA، ثم 22 رقمًا")
        case "mobile": parts.append("مثل 0512345678")
        case "money": parts.append("بالريال، مثل 1250.75")
        case "image": parts.append("صورة PNG أو JPEG أو SVG، ويُرسل اسمها وحده: يُسلَّم ملفها مع النموذج بالاسم نفسه")
        default: break
        }
        switch (field.minimum, field.maximum) {
        case (let minimum?, let maximum?): parts.append("من \(minimum) إلى \(maximum)")
        case (let minimum?, nil): parts.append("\(minimum) فأكثر")
        case (nil, let maximum?): parts.append("\(maximum) فأقل")
        case (nil, nil): break
        }
        if field.isSometimesRelevant {
            parts.append("يُملأ في بعض الحالات فقط")
        } else if field.isSometimesRequired {
            parts.append("مطلوب في بعض الحالات")
        }
        if let purpose = field.purpose { parts.append("الغرض: \(purpose)") }
        return parts.isEmpty ? "" : parts.joined(separator: ". ") + "."
    }

    /// A value as it is typed: a date of the Hijri calendar has its sign.
    private static func text(_ value: JSONValue?) -> String {
        switch value?.kind {
        case .string(let text): text
        case .number(let number): number
        case .boolean(let boolean): boolean ? "true" : "false"
        case .object: (value?["date"]?.string ?? "") + (value?["calendar"]?.string == "umalqura" ? "هـ" : "")
        case .null, .array, nil: ""
        }
    }
}
