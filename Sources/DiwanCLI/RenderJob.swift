import Diwan
import DiwanBytes
import DiwanDiagnostics
import DiwanDocument
import DiwanPDF

/// What `render` is asked to make.
struct RenderJob {
    /// A kind of file that can be made.
    enum Format: String, CaseIterable {
        /// A PDF file.
        case pdf
        /// A page to read in a browser.
        case html
        /// A page that is filled in in a browser.
        case htmlForm = "html-form"
        /// A PDF file whose blanks are filled in on screen.
        case form
        /// Text alone.
        case text
        /// A short message.
        case sms

        /// What a file's name ends with, after the template's.
        var ending: String {
            switch self {
            case .pdf: ".pdf"
            case .form: "-form.pdf"
            case .html: ".html"
            case .htmlForm: "-form.html"
            case .text: ".txt"
            case .sms: ".sms.txt"
            }
        }
    }

    private let arguments: Arguments
    private let formats: [Format]
    private let output: String?
    private let standards: PDFStandards
    private let inputs: [(path: String, text: String)]
    /// The PDF's identifier, where one is given.
    private let identifier: [UInt8]?
    /// The variant of the sample data, from 1; `nil` when the sample is not asked for.
    private let variant: Int?
    /// Whether a file of the usual name may be replaced: from the second time on, when this process has made it.
    private var replacesOwn = false

    /// Checks the arguments against each other.
    init(_ arguments: Arguments) throws(CommandFailure) {
        self.arguments = arguments
        var formats: [Format] = []
        for name in arguments.all("--format") {
            guard let format = Format(rawValue: name) else { preconditionFailure("the command takes the formats alone") }
            if !formats.contains(format) { formats.append(format) }
        }
        if formats.isEmpty { formats = [.pdf] }
        self.formats = formats
        output = arguments.value("--output")
        standards = try arguments.standards()
        if let text = arguments.value("--document-id") {
            guard let bytes = Hexadecimal.bytes(text), bytes.count == 16 else {
                throw .arguments("--document-id wants 32 hexadecimal digits, not \"\(text)\"")
            }
            identifier = bytes
        } else {
            identifier = nil
        }
        if formats.contains(.form), arguments.has("--embed-data") {
            throw .arguments("-f form takes no --embed-data: what a form holds is changed after it is made")
        }
        for name in ["--embed-data", "--document-id"] where arguments.has(name) && !formats.contains(.pdf) && !formats.contains(.form) {
            throw .arguments("\(name) is for PDF, and none is made")
        }
        var inputs: [(String, String)] = []
        for input in arguments.all("--input") {
            guard let sign = input.firstIndex(of: "="), sign != input.startIndex else {
                throw .arguments("--input wants PATH=TEXT, not \"\(input)\"")
            }
            inputs.append((String(input[..<sign]), String(input[input.index(after: sign)...])))
        }
        self.inputs = inputs
        if arguments.has("--sample") {
            let text = arguments.value("--sample") ?? ""
            guard let number = text.isEmpty ? 1 : Int(text), number >= 1 else {
                throw .arguments("--sample wants the number of a variant, from 1, not \"\(text)\"")
            }
            variant = number
            if arguments.has("--data") { throw .arguments("--data and --sample cannot be given together") }
        } else {
            variant = nil
        }
        if output == "-" {
            if formats.count > 1 { throw .arguments("-o - takes one format; \(formats.count) are given") }
            if arguments.has("--json") { throw .arguments("-o - and --json both want standard output") }
            if arguments.has("--watch") { throw .arguments("--watch wants a file to write, not -o -") }
        }
        if arguments.has("--watch"), arguments.value("--data") == "-" {
            throw .arguments("--watch cannot read the data from standard input")
        }
    }

    // MARK: The work

    /// A document, made and not yet written.
    private struct Made {
        var name: String
        /// The files, with their numbers of pages; `nil` for a file without pages.
        var contents: [(format: Format, bytes: [UInt8], pages: Int?)] = []
        var warnings: [Diagnostic]
        var sources: [SourceText]

        /// The number of pages of the first file that has any.
        var pages: Int? { contents.lazy.compactMap(\.pages).first }

        /// Takes warnings that were not told yet, and the files that they speak of.
        mutating func add(_ warnings: [Diagnostic], _ sources: [SourceText]) {
            for warning in warnings where !self.warnings.contains(warning) { self.warnings.append(warning) }
            self.sources += sources
        }
    }

    /// A file that was written.
    private struct Written {
        var format: Format
        var path: String
        var size: Int
        var pages: Int?
    }

    /// Makes the document, and writes it.
    func run(_ console: Console) throws(CommandFailure) -> ExitStatus {
        var stopwatch = Stopwatch()
        let environment = try arguments.environment()
        stopwatch.lap("environment")
        let made: Made
        do throws(RenderError) {
            made = try make(in: environment, &stopwatch)
        } catch {
            throw failure(error)
        }
        console.sayRaw(DiagnosticPrinter(sources: made.sources, usesColor: console.usesColor).text(made.warnings))
        let written: [Written]
        do throws(FileError) {
            written = try write(made)
        } catch {
            var failure = CommandFailure(error)
            if error.operation == .create { failure.hint = "name the output by -o, which replaces a file" }
            throw failure
        }
        stopwatch.lap("write")
        try report(made, written, stopwatch.laps, console)
        return .done
    }

    private func make(in environment: DiwanEnvironment, _ stopwatch: inout Stopwatch) throws(RenderError) -> Made {
        let location = try TemplateLocation(arguments.operands[0], in: environment)
        let renderer = try DocumentRenderer(location, in: environment)
        stopwatch.lap("template")
        let data = try data(location)
        let embedsData = arguments.has("--embed-data")
        var made = Made(name: location.name, warnings: environment.profileWarnings + renderer.warnings, sources: renderer.sources)
        // What is printed and what is filled in are two documents of the same data.
        var documents: [Bool: DocumentRenderer.Made] = [:]
        for format in formats {
            if format == .htmlForm {
                made.contents.append((format, renderer.formPage(isFilledIn ? data : nil), nil))
                stopwatch.lap("html-form")
                continue
            }
            if format == .sms {
                made.contents.append((format, try renderer.shortMessage(data).bytes, nil))
                stopwatch.lap("sms")
                continue
            }
            let isForm = format == .form
            let document: DocumentRenderer.Made
            if let known = documents[isForm] {
                document = known
            } else {
                document = try renderer.document(data, blank: arguments.has("--blank"), form: isForm, notesPrinted: embedsData)
                documents[isForm] = document
                made.add(document.warnings, document.sources)
                stopwatch.lap("document")
            }
            switch format {
            case .pdf, .form:
                let (pages, warnings) = try renderer.pages(document.document)
                stopwatch.lap("layout")
                made.add(warnings, [])
                var attachments: [PDFAttachment] = []
                if embedsData {
                    attachments.append(
                        try renderer.embeddedRecord(of: document, pages: pages, standards: standards, identifier: identifier))
                    made.add(renderer.withheldWarnings(document), [])
                    stopwatch.lap("record")
                }
                let file = try renderer.pdf(pages, standards: standards, identifier: identifier, attachments: attachments)
                made.contents.append((format, file, pages.pages.count))
                stopwatch.lap("pdf")
                if arguments.has("--self-check") {
                    try renderer.check(file, against: document.document)
                    stopwatch.lap("self-check")
                }
            case .html:
                made.contents.append((format, renderer.readingPage(document.document), nil))
                stopwatch.lap("html")
            case .htmlForm, .sms: break
            case .text:
                made.contents.append((format, DocumentText.bytes(document.document), nil))
                stopwatch.lap("text")
            }
        }
        return made
    }

    /// Whether the arguments name any data.
    private var isFilledIn: Bool { variant != nil || ["--data", "--input"].contains { arguments.has($0) } }

    /// The data that the arguments name.
    private func data(_ location: TemplateLocation) throws(RenderError) -> RecordData {
        var data = RecordData()
        if let path = arguments.value("--data") {
            data = try RecordData(file: path)
        } else if let variant {
            let variants = try RecordData.variants(file: location.sample)
            guard variant <= variants.count else {
                let message = "the sample has \(variants.count) variants, and variant \(variant) is asked for"
                throw .faults([Diagnostic(.error, message)], sources: [])
            }
            data = variants[variant - 1]
        }
        for input in inputs { try data.set(input.path, to: input.text) }
        return data
    }

    /// What went wrong, with a hint when no data was given at all.
    private func failure(_ error: RenderError) -> CommandFailure {
        var failure = CommandFailure(error)
        if !isFilledIn, !arguments.has("--blank"), failure.diagnostics.contains(where: { $0.data != nil }) {
            failure.message = "no data is given"
            failure.hint = "--data FILE names it, --sample takes the template's own, --blank leaves it to be filled in by hand"
        }
        return failure
    }

    // MARK: Output

    private func write(_ made: Made) throws(FileError) -> [Written] {
        var written: [Written] = []
        for (format, bytes, pages) in made.contents {
            let name = made.name + format.ending
            let path: String
            if let output {
                // Several formats are written into a folder; `FileBytes` says so when it is none.
                path = output != "-" && (formats.count > 1 || ResourceFolders.isFolder(output)) ? output + "/" + name : output
            } else {
                path = name
            }
            // Without -o nothing gives way; but what this very process has made before does.
            try FileBytes.write(bytes, to: path, replaces: output != nil || replacesOwn)
            written.append(Written(format: format, path: path, size: bytes.count, pages: pages))
        }
        return written
    }

    private func report(_ made: Made, _ written: [Written], _ laps: [Stopwatch.Lap], _ console: Console) throws(CommandFailure) {
        if arguments.has("--timings") {
            for lap in laps { console.say("\(lap.name): \(Self.milliseconds(lap.microseconds)) ms") }
            console.say("all: \(Self.milliseconds(laps.reduce(0) { $0 + $1.microseconds })) ms")
            if let memory = Stopwatch.peakMemory() { console.say("memory: \(memory) KiB") }
        }
        if arguments.has("--json") {
            let outputs = written.map { file in
                JSONText.object([
                    "format": JSONText.string(file.format.rawValue), "path": JSONText.string(file.path), "bytes": "\(file.size)",
                ])
            }
            let timings = laps.map { "{\"step\":\(JSONText.string($0.name)),\"microseconds\":\($0.microseconds)}" }
            try console.write(
                JSONText.object([
                    "status": "0", "outputs": "[" + outputs.joined(separator: ",") + "]", "pages": made.pages.map { "\($0)" },
                    "timings": arguments.has("--timings") ? "[" + timings.joined(separator: ",") + "]" : nil,
                    "memory": arguments.has("--timings") ? Stopwatch.peakMemory().map { "\($0)" } : nil,
                    "diagnostics": String(DiagnosticJSON.array(made.warnings).dropLast()),
                ]) + "\n")
        } else if console.isTerminal || arguments.has("--watch") {
            for file in written where file.path != "-" {
                let pages = file.pages.map { ", \($0) \($0 == 1 ? "page" : "pages")" } ?? ""
                console.say("\(file.path)\(pages), \(file.size) bytes")
            }
        }
    }

    private static func milliseconds(_ microseconds: Int) -> String {
        let fraction = String(microseconds % 1_000)
        return "\(microseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    // MARK: Again and again

    /// Makes the document, and makes it again whenever a file that it depends on changes, until the program is ended. After a mistake the
    /// last good output stays, and the mistake is shown.
    mutating func watch(_ console: Console) throws(CommandFailure) -> ExitStatus {
        let places = arguments.places
        var files = FileWatch()
        while true {
            var paths = [arguments.operands[0], arguments.value("--data"), arguments.value("--profile")].compactMap { $0 }
            if let folders = try? ResourceFolders(in: places) { paths += [folders.templates, folders.fontList] }
            files.look(at: paths)
            do throws(CommandFailure) {
                _ = try run(console)
                replacesOwn = true
            } catch {
                // A file that is there already, or a disk that is full, does not mend itself by an edit of the template.
                if error.status == .inputOutput, !replacesOwn { throw error }
                Program.report(error, path: "render", console)
            }
            files.waitForChange()
            console.say("")
        }
    }
}
