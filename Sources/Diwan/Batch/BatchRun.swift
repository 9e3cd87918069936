import DiwanBytes
public import DiwanDiagnostics
import DiwanDocument
public import DiwanPDF
import DiwanTemplate
import Glibc

/// Many documents of one template, one for each row of a file.
///
/// `check` reads all rows and writes nothing but a file of the bad ones; `run` makes the documents, each written whole or not at all,
/// and notes them in a manifest, so that a run that was killed goes on where it stopped. What is made depends on the template, the rows
/// and the environment alone, not on the number of threads or shares.
public final class BatchRun {
    /// What is asked for.
    public struct Options: Sendable {
        /// The file of the rows: CSV, or JSON Lines.
        public var data: String
        /// The folder that the documents go to.
        public var folder: String
        /// The one file in the folder that has all documents; `nil` makes a file of each.
        public var mergedFile: String?
        /// The path of the field that names each file; `nil` numbers the files.
        public var key: String?
        /// The number of threads.
        public var threads = 1
        /// The share of the rows.
        public var shard = BatchShard.whole
        /// Whether a run that was interrupted goes on.
        public var resumes = false
        /// What the files claim.
        public var standards = PDFStandards.all
        /// Whether the files carry what they were made from.
        public var embedsData = false

        /// A batch of the rows in `data` to files in `folder`.
        public init(data: String, folder: String) {
            self.data = data
            self.folder = folder
        }
    }

    /// What `check` found.
    public struct Check: Sendable {
        /// The number of rows of the share.
        public var rows = 0
        /// The number of them that cannot be made.
        public var badRows = 0
        /// The faults of the first bad rows, without the values, in the order of the rows.
        public var shown: [Diagnostic] = []
        /// The file of the bad rows, with the reasons beside each; `nil` when there are none.
        public var errorFile: String?
        /// What the files do not carry of their data, though they print it: of every field once, and of few fields.
        public var withheld: [Diagnostic] = []
    }

    /// How far `run` came.
    public struct Progress: Sendable {
        /// The rows that are done, by this run and before it.
        public var done = 0
        /// The rows that a run before this one had done.
        public var kept = 0
        /// The rows that could not be made.
        public var failed = 0
        /// The bytes that this run wrote.
        public var bytes = 0

        /// Nothing yet.
        public init() {}
    }

    /// A row as `run` meets it.
    private struct Task {
        var row: BatchRow
        var file: String
    }

    /// What came of a row.
    private enum Outcome {
        case done(BatchManifest.Entry, withheld: [Diagnostic])
        case refused(BatchRow, [Diagnostic])
        case failed(RenderError)
    }

    /// The number of bad rows whose faults are shown.
    public static let shownRows = 20

    private let location: TemplateLocation
    private let environment: DiwanEnvironment
    private let options: Options
    private let template: CompiledTemplate
    private let templateHash: String
    private var bad: Set<Int> = []
    private var dataHash = ""
    private var allRows = 0
    private var checked = Check()
    private var errors: BatchErrors?
    private let lock: FolderLock
    private let left: BatchManifest.Left?

    /// Prepares a batch: makes the folder and locks the share, and compiles the template.
    ///
    /// - Throws: `faults` with every mistake of the template, or when another run is at work in the folder, or one was and it is not
    ///   resumed.
    public init(_ location: TemplateLocation, in environment: DiwanEnvironment, _ options: Options) throws(RenderError) {
        let renderer = try DocumentRenderer(location, in: environment)
        self.location = location
        self.environment = environment
        self.options = options
        template = renderer.template
        templateHash = renderer.templateHash
        if let key = options.key, !Self.isField(key, template.fields) {
            throw .faults([Diagnostic(.error, "the template has no field \"\(key)\" to name the files by")], sources: [])
        }
        lock = try FolderLock(options.folder, "\(options.folder)/.\(options.mergedFile ?? BatchManifest.name(options.shard)).lock")
        left = options.mergedFile == nil ? try BatchManifest.left(Self.manifestPath(options)) : nil
        if left != nil, !options.resumes {
            throw .faults(
                [
                    Diagnostic(
                        .error, "a batch was already made in \(options.folder)",
                        hint: "--resume goes on with it; or choose another folder")
                ], sources: [])
        }
    }

    private var errorsName: String {
        if let file = options.mergedFile { return "\(file).errors" }
        return options.shard.isWhole ? "errors" : "errors-\(options.shard.index)-of-\(options.shard.count)"
    }

    /// How many rows a thread checks before it takes others.
    private static let checkedTogether = 32

    private static func manifestPath(_ options: Options) -> String { "\(options.folder)/\(BatchManifest.name(options.shard))" }

    /// When the batch in a folder was begun: a run that goes on makes its documents with the same time. `nil` when there is none.
    public static func time(_ options: Options) throws(RenderError) -> CreationTime? {
        try BatchManifest.left(manifestPath(options))?.origin.facts.first { $0.name == "time" }.flatMap { CreationTime($0.value) }
    }

    private static func isField(_ path: String, _ fields: [FieldDescription]) -> Bool {
        fields.contains { ($0.path == path && $0.children.isEmpty && !$0.repeats) || (!$0.repeats && isField(path, $0.children)) }
    }

    // MARK: Checking

    /// Reads all rows, and checks those of the share.
    ///
    /// - Throws: `faults` when the head of a table does not fit the template, or when the file cannot be read to its end.
    public func check() throws(RenderError) -> Check {
        let rows = try BatchRows(options.data, template.fields)
        let errors = BatchErrors("\(options.folder)/\(errorsName)", table: rows.table)
        self.errors = errors
        var names = FileNames(key: options.key)
        let surroundings = environment.templateEnvironment
        let template = template, shard = options.shard
        typealias Checked = (row: BatchRow?, number: Int, faults: [Diagnostic])
        /// The next row of the share.
        func next() throws(RenderError) -> Checked? {
            while let next = try rows.next() {
                switch next {
                case .fault(let number, let fault):
                    allRows = number
                    if shard.has(number) { return (nil, number, [fault]) }
                case .row(let row):
                    allRows = row.number
                    // Every share looks at all names: two shares must not write one file.
                    let fault = names.add(row)
                    if shard.has(row.number) { return (row, row.number, fault.map { [$0] } ?? []) }
                }
            }
            return nil
        }
        // A row is checked in less time than threads take to hand one over, so they are handed over many at a time.
        try OrderedWork<[Checked], Void, [Checked]>.run(
            threads: options.threads,
            next: { () throws(RenderError) in
                var some: [Checked] = []
                while some.count < Self.checkedTogether, let row = try next() { some.append(row) }
                return some.isEmpty ? nil : some
            }, begin: { () throws(RenderError) in },
            work: { _, inputs in
                inputs.map { input in
                    guard let row = input.row else { return input }
                    let validation = template.validate(row.data.value, source: row.data.source, environment: surroundings)
                    return (row, input.number, input.faults + validation.diagnostics.filter { $0.severity == .error })
                }
            },
            commit: { outputs throws(RenderError) in
                for output in outputs {
                    self.checked.rows += 1
                    if output.faults.isEmpty { continue }
                    let faults = output.faults.map { fault in
                        var fault = fault
                        if let row = output.row, let path = fault.data?.path { fault.position = rows.position(of: path, in: row) }
                        return fault
                    }
                    self.refuse(output.number, faults)
                    try errors.append(output.number, output.row, faults)
                }
            })
        dataHash = Hexadecimal.text(rows.hash)
        checked.errorFile = try errors.finish()
        return checked
    }

    /// Notes a bad row, and shows its faults if it is one of the first.
    private func refuse(_ row: Int, _ faults: [Diagnostic]) {
        bad.insert(row)
        checked.badRows += 1
        guard checked.badRows <= Self.shownRows else { return }
        for fault in faults {
            var fault = fault
            // What is shown may be kept in logs: it names the field, not what was given.
            fault.data?.given = nil
            fault.message = "row \(row): \(fault.message)"
            checked.shown.append(fault)
        }
    }

    // MARK: Making

    private var origin: BatchManifest.Origin {
        BatchManifest.Origin(facts: [
            ("engine", Engine.version), ("template", "\(template.id) \(template.version)"), ("template-sha256", templateHash),
            ("profile-sha256", environment.profileHash),
            ("fonts-sha256", Ingredients.hash(environment.fontListBytes)), ("data-sha256", dataHash),
            ("time", String(environment.time.seconds)), ("letterhead", environment.printsLetterhead ? "printed" : "none"),
            ("standards", options.standards.list), ("embed-data", options.embedsData ? "true" : "false"), ("key", options.key ?? ""),
            ("shard", "\(options.shard.index)/\(options.shard.count)"),
        ])
    }

    /// Makes the documents of the good rows; `check` comes before it. `report` is called after each row.
    ///
    /// - Throws: `faults` when a resumed batch was made from something else, `file` when a file cannot be written; what is done is kept.
    public func run(report: @escaping (Progress) -> Void) throws(RenderError) -> (progress: Progress, check: Check) {
        guard let errors else { preconditionFailure("a batch is checked before it is run") }
        let path = Self.manifestPath(options)
        let origin = origin
        let manifest: BatchManifest
        if let left {
            if let name = origin.difference(from: left.origin) {
                throw .faults(
                    [
                        Diagnostic(
                            .error, "the batch in \(options.folder) was begun with another \(Self.words(name))",
                            hint: "give back what it was begun with, or choose another folder")
                    ], sources: [])
            }
            manifest = try written { () throws(FileError) in try BatchManifest(path, after: left) }
        } else {
            manifest = try written { () throws(FileError) in try BatchManifest(path, origin) }
        }
        let rows = try BatchRows(options.data, template.fields)
        let names = FileNames(key: options.key, digits: String(allRows).count)
        let done = left?.rows ?? []
        let leftovers = left == nil ? [:] : try written { () throws(FileError) in try FolderLock.leftovers(self.options.folder) }
        var progress = Progress()
        progress.kept = done.count
        progress.done = done.count
        progress.failed = bad.count
        let location = location, environment = environment, options = options, bad = bad
        let resumes = left != nil
        try OrderedWork<Task, DocumentRenderer, Outcome>.run(
            threads: options.threads,
            next: { () throws(RenderError) in
                while let next = try rows.next() {
                    guard case .row(let row) = next, options.shard.has(row.number) else { continue }
                    let file = names.name(row)
                    if done.contains(row.number) || bad.contains(row.number) { continue }
                    return Task(row: row, file: file)
                }
                return nil
            }, begin: { () throws(RenderError) in try DocumentRenderer(location, in: environment) },
            work: { renderer, task in
                for leftover in leftovers[task.file] ?? [] { unlink("\(options.folder)/\(leftover)") }
                return Self.make(task, renderer, options, adopts: resumes)
            },
            commit: { result throws(RenderError) in
                switch result {
                case .done(let entry, let withheld):
                    self.warn(withheld)
                    try self.written { () throws(FileError) in try manifest.append(entry) }
                    progress.done += 1
                    progress.bytes += entry.bytes
                case .refused(let row, let faults):
                    progress.failed += 1
                    self.refuse(row.number, faults)
                    try errors.append(row.number, row, faults)
                case .failed(let error): throw error
                }
                report(progress)
            })
        checked.errorFile = try errors.finish()
        try written { () throws(FileError) in
            try manifest.finish()
            if resumes { try BatchManifest.sort(path) }
        }
        return (progress, checked)
    }

    /// Makes one file of the documents of the good rows, with a bookmark for each; `check` comes before it. The file is written whole or not
    /// at all. `report` is called after each row.
    ///
    /// - Throws: `faults` when there is no good row, `file` when the file cannot be written.
    public func merge(report: @escaping (Progress) -> Void) throws(RenderError) -> (progress: Progress, check: Check) {
        guard let errors, let name = options.mergedFile else { preconditionFailure("a batch is checked before it is merged") }
        guard checked.rows > bad.count else { throw .faults([Diagnostic(.error, "there is no row to make a document of")], sources: []) }
        let path = "\(options.folder)/\(name)"
        let output = try MergedFile(path)
        let exporting = try DocumentRenderer(location, in: environment)
        let merger = try exporting.merger(standards: options.standards)
        let rows = try BatchRows(options.data, template.fields)
        let names = FileNames(key: options.key, digits: String(allRows).count)
        var progress = Progress()
        progress.failed = bad.count
        let location = location, environment = environment, bad = bad
        typealias Laid = (row: BatchRow, title: String, pages: Result<PagedDocument, RenderError>)
        try OrderedWork<BatchRow, DocumentRenderer, Laid>.run(
            threads: options.threads,
            next: { () throws(RenderError) in
                while let next = try rows.next() {
                    if case .row(let row) = next, !bad.contains(row.number) { return row }
                }
                return nil
            }, begin: { () throws(RenderError) in try DocumentRenderer(location, in: environment) },
            work: { renderer, row in
                let pages = Result { () throws(RenderError) in try renderer.pages(renderer.document(row.data).document).pages }
                return (row, names.title(row), pages)
            },
            commit: { laid throws(RenderError) in
                switch laid.pages {
                case .success(let pages):
                    do throws(PDFError) { try merger.append(pages, title: laid.title) } catch { throw exporting.renderError(error) }
                    try output.append(merger.takeBytes())
                    progress.done += 1
                case .failure(.faults(let faults, _)):
                    progress.failed += 1
                    self.refuse(laid.row.number, faults)
                    try errors.append(laid.row.number, laid.row, faults)
                case .failure(let error): throw error
                }
                report(progress)
            })
        checked.errorFile = try errors.finish()
        guard progress.done > 0 else { throw .faults(checked.shown, sources: []) }
        let end: [UInt8]
        do throws(PDFError) { end = try merger.finish() } catch { throw exporting.renderError(error) }
        try output.append(end)
        progress.bytes = try output.finish()
        return (progress, checked)
    }

    /// Notes what a file does not carry.
    private func warn(_ withheld: [Diagnostic]) {
        for warning in withheld where checked.withheld.count < Self.shownRows {
            if !checked.withheld.contains(where: { $0.data?.path == warning.data?.path }) { checked.withheld.append(warning) }
        }
    }

    private static func make(_ task: Task, _ renderer: DocumentRenderer, _ options: Options, adopts: Bool) -> Outcome {
        let path = "\(options.folder)/\(task.file)"
        do throws(RenderError) {
            // A file that an interrupted run wrote and did not come to note is whole.
            if adopts, access(path, F_OK) == 0 {
                let bytes: [UInt8]
                do throws(FileError) { bytes = try FileBytes.read(path) } catch { throw .file(error) }
                return .done(entry(task, bytes), withheld: [])
            }
            let document = try renderer.document(task.row.data, notesPrinted: options.embedsData)
            let pages = try renderer.pages(document.document).pages
            let record =
                options.embedsData ? [try renderer.embeddedRecord(of: document, pages: pages, standards: options.standards)] : []
            let bytes = try renderer.pdf(pages, standards: options.standards, attachments: record)
            do throws(FileError) { try FileBytes.write(bytes, to: path, replaces: false, waits: false) } catch { throw .file(error) }
            return .done(entry(task, bytes), withheld: renderer.withheldWarnings(document))
        } catch {
            if case .faults(let faults, _) = error { return .refused(task.row, faults) }
            return .failed(error)
        }
    }

    private static func entry(_ task: Task, _ bytes: [UInt8]) -> BatchManifest.Entry {
        BatchManifest.Entry(row: task.row.number, file: task.file, bytes: bytes.count, sha256: Ingredients.hash(bytes))
    }

    private func written<Value>(_ body: () throws(FileError) -> Value) throws(RenderError) -> Value {
        do throws(FileError) { return try body() } catch { throw .file(error) }
    }

    /// A fact of the manifest in words.
    private static func words(_ fact: String) -> String {
        switch fact {
        case "template-sha256": "text of the template"
        case "profile-sha256": "profile"
        case "fonts-sha256": "list of fonts"
        case "data-sha256": "file of rows"
        case "time": "time of creation"
        case "engine": "version of diwan"
        default: fact
        }
    }
}
