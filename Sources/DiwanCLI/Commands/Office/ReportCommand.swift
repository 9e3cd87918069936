import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanDomain
import DiwanHTML
import DiwanOffice
import Glibc

extension Command {
    private static let fromOption = Option(
        name: "--from", value: .required("DAY", .text), summary: "the first day; that of the first entry")
    private static let toOption = Option(name: "--to", value: .required("DAY", .text), summary: "the last day; today")

    /// `diwan report`.
    static let report = Command(
        name: "report", summary: "what the log says of the office's work; what is due; what is kept of a person",
        details: [
            "Out: the tables as text; with -o a page (report.html) and a CSV file for each table. No one is named. Answers to the survey are "
                + "shown in whole groups alone, of the policy's smallest size, so that no report and no two of them show a smaller one.",
            "With --unread: id and name. With --retention: kind, number, end, due since, count; separated by TAB. With --processing: the record of processing "
                + "activities as CSV. With --access: everything kept of a person, to record.json and files in the folder of -o.",
        ],
        options: [
            fromOption, toOption,
            Option(name: "--output", short: "-o", value: .required("DIR", .folder), summary: "write files to this folder"),
            Option(name: "--retention", summary: "what has been kept as long as the policy wants"),
            Option(name: "--record", summary: "with --retention: write it down in the log as well"),
            Option(name: "--processing", summary: "what the office does with personal data, from the policy and the templates"),
            Option(
                name: "--access", value: .required("ID", .text),
                summary: "all that is kept of who has this identity number; that it was given out is in the log"),
            Option(name: "--unread", value: .required("DOCUMENT", .text), summary: "who has not signed that they read this document"),
            .reason,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let kinds = ["--retention", "--processing", "--access", "--unread"].filter { arguments.has($0) }
        guard kinds.count <= 1 else { throw .arguments("\(kinds.joined(separator: " and ")) are two reports") }
        switch kinds.first {
        case "--retention": try retention(office, arguments, console)
        case "--processing": try processing(office, arguments, console)
        case "--access": try access(office, arguments)
        case "--unread": try unread(office, arguments, console)
        default: try work(office, arguments, console)
        }
        return .done
    }

    /// The figures of the office's work.
    private static func work(_ office: Office, _ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        let first = try officeWork { () throws(OfficeError) in try office.event(at: 0).time.date }
        let from = try arguments.day(fromOption) ?? first
        let to = try arguments.day(toOption) ?? office.environment.time.date
        guard from <= to else { throw .arguments("--from \(from.iso) is after --to \(to.iso)") }
        let report = try officeWork { () throws(OfficeError) in try office.report(from...to) }
        if let folder = arguments.value("--output") {
            var files = report.tables.map { (name: "\($0.name).csv", bytes: $0.csv) }
            files.append(("report.html", page(report, office)))
            try arguments.write(files, to: folder)
        }
        if arguments.has("--json") {
            try console.write(JSONWriter.bytes(report.json, .pretty))
        } else if !arguments.has("--output") {
            var output: [UInt8] = []
            for table in report.tables {
                output += Array("# \(table.title)\n".utf8)
                output.append(fields: table.columns.map(\.title))
                for row in table.rows { output.append(fields: row) }
                output.append(0x0A)
            }
            try console.write(output)
        }
    }

    /// The page of the figures, with the digits of the office's letters.
    private static func page(_ report: OfficeReport, _ office: Office) -> [UInt8] {
        let profile = office.environment.profile
        let digits = profile.digits
        let sections = report.tables.map { table in
            var bars: [ReportPage.Bar] = []
            var scale = 0
            if let charted = table.charted {
                let lengths = table.rows.map { hundredths($0[charted]) }
                bars = zip(table.rows, lengths).map { row, length in
                    ReportPage.Bar(label: row[0], value: written(row[charted], digits), length: length ?? 0)
                }
                // Scores are of five.
                if table.name == "satisfaction" { scale = 500 }
            }
            return ReportPage.Section(
                name: table.name, title: table.title, note: table.note.map { digits.digits(in: $0) },
                columns: table.columns.map { column in
                    if case .number(let title) = column { return ReportPage.Column(title: digits.digits(in: title), isNumeric: true) }
                    return ReportPage.Column(title: column.title, isNumeric: false)
                },
                rows: table.rows.map { row in
                    zip(row, table.columns).map { cell, column in if case .number = column { written(cell, digits) } else { cell } }
                }, bars: bars, scale: scale)
        }
        func figure(_ label: String, _ number: Int) -> ReportPage.Figure { .init(label: label, value: digits.digits(in: "\(number)")) }
        let days = [report.days.lowerBound, report.days.upperBound]
        let hijri = days.compactMap { (try? HijriDate($0))?.numeric(digits) }.joined(separator: " إلى ")
        return ReportPage.bytes(
            office: profile.name, title: "تقرير أعمال علاقات المستفيدين",
            period: "من \(days.map { $0.numeric(digits) }.joined(separator: " إلى "))" + (hijri.isEmpty ? "" : "، الموافق \(hijri)"),
            figures: [
                figure("طلبات مستلمة", report.byChannel.reduce(0) { $0 + $1.count }),
                figure("طلبات مفتوحة", report.pending.count), figure("متأخرة عن موعدها", report.pending.count { $0.isOverdue }),
                figure("قرارات", report.byOutcome.reduce(0) { $0 + $1.count }),
                figure("وثائق صادرة", report.documents.reduce(0) { $0 + $1.count }),
                figure("استثناءات", report.overrides.reduce(0) { $0 + $1.count }),
            ], sections: sections, empty: "لا شيء في هذه المدة.")
    }

    /// A day, a number or a number of a series, in digits of the office.
    private static func written(_ text: String, _ digits: DigitSystem) -> String {
        if let date = try? DateReader.civilDate(text, order: .any), date.iso == text { return date.numeric(digits) }
        // A number of a series stays as it is printed.
        if text.contains("/") { return text }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return digits.digits(in: parts.joined(separator: parts.count == 2 ? digits.decimalPoint : "."))
    }

    /// A decimal number with at most two places, in hundredths; `nil` for words.
    private static func hundredths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }) else { return nil }
        return whole * 100 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    }

    /// Who has not read a document.
    private static func unread(_ office: Office, _ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        let readers = try officeWork { () throws(OfficeError) in try office.unread(arguments.value("--unread") ?? "") }
        if arguments.has("--json") {
            let list = readers.map { JSONValue.object([("id", .string($0.id)), ("name", .string($0.name))]) }
            return try console.write(JSONWriter.bytes(.array(list), .pretty))
        }
        var output: [UInt8] = []
        for reader in readers { output.append(fields: [reader.id, reader.name]) }
        try console.write(output)
    }

    /// What is due.
    private static func retention(_ office: Office, _ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        let actor = arguments.has("--record") ? try arguments.actor(in: office) : nil
        let due = try officeWork { () throws(OfficeError) in
            if let actor { return try office.recordDue(by: actor) }
            return try office.dueRecords()
        }
        if arguments.has("--json") {
            try console.write(JSONWriter.bytes(.array(due.map(\.json)), .pretty))
            return
        }
        var output: [UInt8] = []
        for record in due { output.append(fields: record.fields) }
        try console.write(output)
    }

    /// The record of processing activities.
    private static func processing(_ office: Office, _ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        let register = try officeWork { () throws(OfficeError) in try office.processingRegister() }
        if !register.unnamed.isEmpty {
            console.say(
                "warning: no activity of the policy's \"processing\" names \(register.unnamed.joined(separator: ", ")), "
                    + "which take personal data")
        }
        guard let folder = arguments.value("--output") else { return try console.write(register.activities.csv) }
        try arguments.write([register.activities, register.fields].map { ("\($0.name).csv", $0.csv) }, to: folder)
    }

    /// All that is kept of a person.
    private static func access(_ office: Office, _ arguments: Arguments) throws(CommandFailure) {
        guard let folder = arguments.value("--output"), let identity = arguments.value("--access") else {
            throw .arguments("--access writes to the folder that -o names")
        }
        let reason = try arguments.needed(.reason)
        let actor = try arguments.actor(in: office, for: office.configuration.policy.accessExports)
        guard mkdir(folder, 0o700) == 0 else {
            throw CommandFailure(FileError(.create, folder, code: errno))
        }
        do throws(CommandFailure) {
            let export = try officeWork { () throws(OfficeError) in try office.export(ofPerson: identity, reason: reason, by: actor) }
            let files = [("record.json", JSONWriter.bytes(export.record, .pretty))] + export.files
            try arguments.write(files, to: folder, mode: 0o600)
        } catch {
            // Only a folder in which nothing was written goes.
            rmdir(folder)
            throw error
        }
    }
}

extension Arguments {
    /// The day that an option names.
    fileprivate func day(_ option: Option) throws(CommandFailure) -> CivilDate? {
        guard let text = value(option.name) else { return nil }
        guard let date = (try? RecordedDate(text))?.both?.civil else {
            throw .arguments("\(option.name) wants a day, not \"\(text)\"", hint: "write 2026-11-01 or 1448-05-22")
        }
        return date
    }

    /// Writes files to a folder, which is made where it is missing.
    fileprivate func write(
        _ files: [(name: String, bytes: [UInt8])], to folder: String, mode: mode_t = 0o666
    ) throws(CommandFailure) {
        do throws(FileError) {
            if mkdir(folder, 0o777) != 0, errno != EEXIST { throw FileError(.create, folder, code: errno) }
            for file in files { try FileBytes.write(file.bytes, to: "\(folder)/\(file.name)", mode: mode) }
        } catch {
            throw CommandFailure(error)
        }
    }
}
