import Diwan
import DiwanDiagnostics
import DiwanPDF
import Glibc

/// What `batch` is asked to make.
struct BatchJob {
    private let arguments: Arguments
    private let options: BatchRun.Options

    /// Checks the arguments against each other.
    init(_ arguments: Arguments) throws(CommandFailure) {
        self.arguments = arguments
        guard let data = arguments.value("--data") else {
            throw .arguments("--data FILE, the rows, is not given")
        }
        if data == "-" { throw .arguments("the rows are read twice, and standard input only once; give --data a file") }
        var options = try Self.output(arguments, data)
        options.key = arguments.value("--key")
        options.threads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        if let text = arguments.value("--jobs") {
            guard let number = Int(text), (1...1_024).contains(number) else {
                throw .arguments("--jobs wants a number from 1 to 1024, not \"\(text)\"")
            }
            options.threads = number
        }
        if options.mergedFile == nil { options.shard = try Self.shard(arguments) }
        options.resumes = arguments.has("--resume")
        options.standards = try arguments.standards()
        options.embedsData = arguments.has("--embed-data")
        self.options = options
    }

    /// Where the documents go.
    private static func output(_ arguments: Arguments, _ data: String) throws(CommandFailure) -> BatchRun.Options {
        if let path = arguments.value("--merge") {
            if path == "-" { throw .arguments("--merge wants a file, which is written whole or not at all") }
            for other in ["--output", "--shard", "--resume"] where arguments.has(other) {
                throw .arguments("--merge makes one file in one run, and \(other) is for many")
            }
            let slash = path.lastIndex(of: "/")
            var options = BatchRun.Options(data: data, folder: slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
            options.mergedFile = slash.map { String(path[path.index(after: $0)...]) } ?? path
            return options
        }
        guard let folder = arguments.value("--output") else {
            throw .arguments("-o DIR, the folder of the documents, is not given", hint: "or --merge OUT, one file for all")
        }
        if folder == "-" { throw .arguments("-o wants a folder: a batch makes many files") }
        return BatchRun.Options(data: data, folder: folder)
    }

    private static func shard(_ arguments: Arguments) throws(CommandFailure) -> BatchShard {
        if let text = arguments.value("--shard") {
            guard let shard = BatchShard(text) else { throw .arguments("--shard wants I/N, as in 2/8, not \"\(text)\"") }
            return shard
        }
        do throws(BatchShard.Fault) {
            return try BatchShard.of { name in getenv(name).map { String(cString: $0) } }
        } catch {
            switch error {
            case .noCount(let variable, let wanted):
                throw .arguments(
                    "\(variable) says which share of the rows is meant, and nothing says of how many",
                    hint: "set \(wanted), or give --shard I/N")
            case .value(let variable, let value):
                throw .arguments("\(variable) is \"\(value)\", which is none of the shares", hint: "give --shard I/N")
            }
        }
    }

    /// Checks all rows, then makes the documents.
    func run(_ console: Console) throws(CommandFailure) -> ExitStatus {
        // A batch that goes on makes its documents with the time of its beginning.
        let begun = options.resumes ? try rendered { () throws(RenderError) in try BatchRun.time(options) } : nil
        let environment = try arguments.environment(time: begun)
        console.sayRaw(DiagnosticPrinter(sources: [], usesColor: console.usesColor).text(environment.profileWarnings))
        let batch = try rendered { () throws(RenderError) in
            try BatchRun(TemplateLocation(arguments.operands[0], in: environment), in: environment, options)
        }
        let checked = try rendered { () throws(RenderError) in try batch.check() }
        say(checked, checked.shown[...], console)
        let isRefused = checked.badRows > 0 && !arguments.has("--keep-going")
        if isRefused || arguments.has("--dry-run") {
            let status: ExitStatus = checked.badRows > 0 ? .mistake : .done
            if checked.badRows == 0 { console.say("\(checked.rows) rows can be made; nothing was written") }
            try report(status, checked, BatchRun.Progress(), console)
            return status
        }
        let bar = console.isTerminal ? BarHolder(total: checked.rows) : nil
        let outcome: (progress: BatchRun.Progress, check: BatchRun.Check)
        do throws(CommandFailure) {
            outcome = try rendered { () throws(RenderError) in
                options.mergedFile == nil
                    ? try batch.run { bar?.show($0, console) } : try batch.merge { bar?.show($0, console) }
            }
            bar?.clear(console)
        } catch {
            bar?.clear(console)
            var failure = error
            if failure.status == .inputOutput, options.mergedFile == nil {
                failure.hint = "what was made is kept: mend this, and go on with --resume"
            }
            throw failure
        }
        if outcome.check.badRows > checked.badRows {
            say(outcome.check, outcome.check.shown.dropFirst(checked.shown.count), console)
        }
        console.sayRaw(DiagnosticPrinter(sources: [], usesColor: console.usesColor).text(outcome.check.withheld))
        let status: ExitStatus = outcome.progress.failed > 0 ? .inPart : .done
        try report(status, outcome.check, outcome.progress, console)
        return status
    }

    /// The bar, which the threads of a batch share; they show it one at a time.
    private final class BarHolder {
        private let total: Int
        private var bar: ProgressBar?

        init(total: Int) { self.total = total }

        func show(_ progress: BatchRun.Progress, _ console: Console) {
            if bar == nil { bar = ProgressBar(total: total, first: progress.kept) }
            bar?.show(progress.done + progress.failed, console)
        }

        func clear(_ console: Console) { bar?.clear(console) }
    }

    private func rendered<Value>(_ body: () throws(RenderError) -> Value) throws(CommandFailure) -> Value {
        do throws(RenderError) { return try body() } catch { throw CommandFailure(error) }
    }

    /// Tells of the bad rows.
    private func say(_ check: BatchRun.Check, _ faults: ArraySlice<Diagnostic>, _ console: Console) {
        guard check.badRows > 0 else { return }
        console.sayRaw(DiagnosticPrinter(sources: [], usesColor: console.usesColor).text(Array(faults)))
        let rest = check.badRows > BatchRun.shownRows ? "; the first \(BatchRun.shownRows) are shown" : ""
        console.say("\(check.badRows) of \(check.rows) rows cannot be made\(rest)")
        if let file = check.errorFile { console.say("all of them, with the reasons, are in \(file)") }
    }

    private func report(
        _ status: ExitStatus, _ check: BatchRun.Check, _ progress: BatchRun.Progress, _ console: Console
    ) throws(CommandFailure) {
        if arguments.has("--json") {
            try console.write(
                JSONText.object([
                    "status": "\(status.rawValue)", "rows": "\(check.rows)", "done": "\(progress.done)", "kept": "\(progress.kept)",
                    "bad": "\(check.badRows)", "bytes": "\(progress.bytes)", "errors": check.errorFile.map(JSONText.string),
                    "diagnostics": String(DiagnosticJSON.array(check.shown + check.withheld).dropLast()),
                ]) + "\n")
        } else if console.isTerminal, progress.done > 0 {
            let kept = progress.kept > 0 ? " (\(progress.kept) of them before)" : ""
            console.say("\(arguments.value("--merge") ?? options.folder): \(progress.done) documents\(kept), \(progress.bytes) bytes")
        }
    }
}
