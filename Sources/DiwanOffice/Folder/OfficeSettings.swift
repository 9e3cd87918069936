import DiwanData
public import DiwanDiagnostics

/// What an office is apart from its letterhead and its policy: `office.json`.
public struct OfficeSettings: Sendable {
    /// The calendar whose years begin the series of numbers anew.
    public enum Numbering: String, Sendable, CaseIterable {
        /// Umm al-Qura.
        case hijri
        /// Gregorian.
        case gregorian
    }

    /// A series of numbers: one for each year.
    public struct Series: Sendable, Hashable {
        /// The name: `decision`.
        public let name: String
        /// What stands in the number: `ق`.
        public let code: String
        /// The templates whose documents take their number from it.
        public let templates: [String]
    }

    /// The name of the log, which checkpoints and proofs carry: a domain name and a path, without a scheme.
    public var origin: String
    /// The branch, as it stands in numbers; `nil` for the head office. Two branches never have the same.
    public var branch: String?
    /// Whose years count.
    public var numbering: Numbering
    /// How many digits a number has at least.
    public var digits: Int
    /// The series.
    public var series: [Series]
    /// The series of documents whose template no series names.
    public var otherSeries: String
    /// The key of the log, below the office's folder.
    public var logKey: String
    /// With what documents are sealed as they are issued; `nil` where they are not.
    public var seal: Seal?
    /// The command that gives a time stamp (RFC 3161): it reads a query on standard input and writes the answer.
    public var timestampCommand: [String]
    /// The command that reads the square codes in a picture, from standard input, and writes a line for each. Empty where scans are matched
    /// by numbers alone.
    public var scanReader: [String]
    /// The command that makes pictures of the pages of a PDF file, from standard input to standard output.
    public var scanPages: [String]
    /// The branches whose work is taken over here.
    public var branches: [Branch]
    /// Where ready letters are printed, as CUPS calls the printer; `nil` for the machine's own choice.
    public var printer: String?

    /// The digital seal (ETSI EN 319 142-1), and which documents bear it.
    public struct Seal: Sendable, Hashable {
        /// The certificate, PEM, with those that stand for it after it: a path, below the office's folder where it does not begin with a slash.
        public var certificate: String
        /// The key, likewise.
        public var key: String
        /// The templates whose documents are sealed; empty for all.
        public var templates: [String] = []
        /// Whether the seal certifies: from then on nothing but the fields that it leaves can be signed, and nothing else be added.
        public var certifies = true
        /// Whether the seal is seen, in the circle for the stamp.
        public var isVisible = false

        /// Whether documents of a template are sealed.
        public func covers(_ template: String) -> Bool { templates.isEmpty || templates.contains(template) }
    }

    /// A branch whose work is taken over.
    public struct Branch: Sendable, Hashable {
        /// Its code, as it stands in its numbers.
        public let code: String
        /// The name of its log.
        public let origin: String
        /// The public key of its log, as its `verifier-keys` has it.
        public let key: String
    }

    /// The series that documents of a template take their number from.
    public func series(ofTemplate template: String) -> Series {
        let named = series.first { $0.templates.contains(template) } ?? series.first { $0.name == otherSeries }
        guard let named else { preconditionFailure("reading asks for the series of all others") }
        return named
    }

    /// The series of a name.
    public func series(_ name: String) -> Series? { series.first { $0.name == name } }

    /// Reads `office.json`; `nil` when it has mistakes.
    public static func read(_ source: SourceText) -> (settings: OfficeSettings?, faults: [Diagnostic]) {
        var reader = SettingsReader(source, format: "diwan-office")
        let root = reader.root
        reader.allow(
            [
                "diwan-office", "origin", "branch", "numbering", "digits", "series", "other-series", "log-key",
                "seal", "timestamp-command", "scan-reader", "scan-pages", "printer", "branches",
            ], in: root)
        var settings = OfficeSettings(
            origin: reader.text(root, "origin"), branch: reader.optionalText(root, "branch"),
            numbering: reader.word(root, "numbering", standard: .hijri), digits: reader.number(root, "digits", in: 1...9, standard: 5),
            series: [], otherSeries: reader.name(root, "other-series"),
            logKey: reader.text(root, "log-key"), seal: nil,
            timestampCommand: reader.texts(root, "timestamp-command"), scanReader: reader.texts(root, "scan-reader"),
            scanPages: reader.texts(root, "scan-pages"), branches: [], printer: reader.optionalText(root, "printer"))
        for element in reader.list(root, "series") {
            reader.allow(["name", "code", "templates"], in: element)
            let series = Series(
                name: reader.name(element, "name"), code: reader.text(element, "code"), templates: reader.texts(element, "templates"))
            if !series.code.isEmpty, !SettingsReader.isCode(series.code) {
                reader.report("a code is short, and has no spaces, slashes or signs that are not seen", element)
            }
            for other in settings.series {
                if other.name == series.name { reader.report("there are two series \"\(series.name)\"", element) }
                if other.code == series.code {
                    reader.report("two series have the code \"\(series.code)\", and would share their numbers", element)
                }
                for template in series.templates where other.templates.contains(template) {
                    reader.report("documents of \"\(template)\" take their number from \"\(other.name)\" already", element)
                }
            }
            settings.series.append(series)
        }
        for element in reader.list(root, "branches") {
            reader.allow(["code", "origin", "key"], in: element)
            let branch = Branch(
                code: reader.text(element, "code"), origin: reader.text(element, "origin"), key: reader.text(element, "key"))
            if branch.code == settings.branch || settings.branches.contains(where: { $0.code == branch.code }) {
                reader.report("two have the code \"\(branch.code)\", and would share their numbers", element)
            }
            if !branch.code.isEmpty, !SettingsReader.isCode(branch.code) {
                reader.report("a branch is a short text without spaces, slashes or signs that are not seen", element)
            }
            settings.branches.append(branch)
        }
        if let branch = settings.branch, !SettingsReader.isCode(branch), let value = root["branch"] {
            reader.report("a branch is a short text without spaces, slashes or signs that are not seen, or is left out", value)
        }
        if settings.logKey.hasPrefix("/") || settings.logKey.split(separator: "/").contains(".."), let value = root["log-key"] {
            reader.report("the key stands below the office's folder, such as keys/log.pem", value)
        }
        if let seal = root["seal"], !seal.isNull {
            reader.allow(["certificate", "key", "templates", "certify", "visible"], in: seal)
            settings.seal = Seal(
                certificate: reader.text(seal, "certificate"), key: reader.text(seal, "key"), templates: reader.texts(seal, "templates"),
                certifies: reader.truth(seal, "certify", standard: true), isVisible: reader.truth(seal, "visible", standard: false))
        }
        if !settings.series.contains(where: { $0.name == settings.otherSeries }) {
            reader.report("\"other-series\" names the series of all documents that no other takes, and there is none of its name", root)
        }
        return (reader.faults.hasErrors ? nil : settings, reader.faults)
    }
}
