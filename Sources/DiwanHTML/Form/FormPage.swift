public import DiwanData
public import DiwanDiagnostics
public import DiwanTemplate

/// Writes the form page of a template: a control for each field that is given, which posts what `render --data` reads.
///
/// Nothing runs and nothing is loaded: labels, hints and faults are part of the page. The names of the controls are the paths of the data,
/// as `req.no` and `family[1].name`; a list has the rows that are given and some more.
public struct FormPage: Sendable {
    /// Whose form it is and what it asks for.
    public struct Content: Sendable {
        /// The title.
        public var title: String
        /// Who asks.
        public var institution: String
        /// The fields.
        public var fields: [FieldDescription]
        /// What is filled in already.
        public var data: JSONValue
        /// What is wrong with it.
        public var faults: [Diagnostic]

        /// A form with what is filled in.
        public init(title: String, institution: String, fields: [FieldDescription], data: JSONValue, faults: [Diagnostic]) {
            self.title = title
            self.institution = institution
            self.fields = fields
            self.data = data
            self.faults = faults
        }
    }

    private let fonts: FontStacks

    /// A writer that asks the reader's machine for `fonts`.
    public init(fonts: FontStacks) {
        self.fonts = fonts
    }

    /// The page, in UTF-8.
    public func bytes(_ content: Content) -> [UInt8] {
        var form = FormMarkup(faults: content.faults)
        let faults = content.faults.filter { $0.severity == .error }
        var body = MarkupWriter()
        body.markup("<header>")
        body.element("p", content.institution)
        body.markup("</header>\n<main>\n")
        body.element("h1", content.title)
        body.newline()
        form.write(content.fields, prefix: "", data: content.data, context: FormMarkup.Context())
        if !faults.isEmpty { body.markup(form.summary(faults)) }
        body.markup(
            "<p class=\"hint\">ما عليه علامة <span class=\"star\">*</span> مطلوب. تُقبل الأرقام العربية (٠١٢٣) والغربية (0123).</p>\n")
        body.markup("<form method=\"post\" accept-charset=\"utf-8\">\n")
        body.markup(form.writer.bytes)
        body.markup("<p><button type=\"submit\">إرسال</button></p>\n</form>\n</main>\n")
        let title = (faults.isEmpty ? "" : "خطأ: ") + content.title
        return PageFrame.page(
            title: title, language: "ar", direction: "rtl", styles: FormStyles.rules(font: fonts.value("body")), formAction: "'self'",
            body: body.bytes)
    }
}
