import Diwan
import DiwanData
import Glibc

/// Batches from a file of rows to files in a folder, or to one file: what each costs in processor time, in time and in memory, with one
/// thread and with two, as the number of rows grows.
enum BatchBenchmark {
    /// What a benchmark works with.
    struct Setting {
        /// The templates root.
        var root: String
        /// The list of fonts.
        var fonts: String
        /// The template.
        var template: String
        /// A folder that exists, for rows and documents; what is made there is removed.
        var folder: String
    }

    /// Why there is nothing to measure.
    struct Failure: Error {
        var words: String
    }

    /// Prints a line of JSON for each power of ten up to `most`, with 1 and 2 threads, with a file of each row and with one file of all. Each
    /// is measured in a process of its own, whose peak of memory no other has raised.
    static func run(_ setting: Setting, most: Int) throws {
        var count = 1
        while count <= most {
            let rows = "\(setting.folder)/rows-\(count).jsonl"
            try writeRows(count, of: setting, to: rows)
            defer { unlink(rows) }
            for kind in ["files", "merged"] {
                for threads in ["1", "2"] {
                    try spawn([
                        "batch-once", setting.root, setting.fonts, setting.template, setting.folder, rows, threads, kind,
                    ])
                }
            }
            count *= 10
        }
    }

    /// Makes the documents of `rows` and prints a line of JSON. The figures are those of this whole process.
    static func once(_ setting: Setting, rows: String, threads: Int, isMerged: Bool) throws {
        guard let time = CreationTime(seconds: 1_763_000_000) else { preconditionFailure("a time of 2025") }
        let start = ContinuousClock.now
        let environment = try DiwanEnvironment(
            places: ResourceFolders.Places(templates: setting.root, fonts: setting.fonts), time: time)
        let out = setting.folder + "/documents"
        var options = BatchRun.Options(data: rows, folder: out)
        options.threads = threads
        if isMerged { options.mergedFile = "all.pdf" }
        let batch = try BatchRun(TemplateLocation(setting.template, in: environment), in: environment, options)
        defer { remove(out) }
        let check = try batch.check()
        guard check.badRows == 0 else { throw Failure(words: check.shown.first?.message ?? "bad rows") }
        let (progress, _) = try isMerged ? batch.merge { _ in } : batch.run { _ in }
        let processor = Clock.processorSeconds
        let wall = start.duration(to: .now).components
        let seconds = Double(wall.seconds) + Double(wall.attoseconds) / 1e18
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
        print(
            "{\"batch\": \"\(setting.template)\", \"n\": \(progress.done), \"to\": \"\(isMerged ? "one file" : "files")\", "
                + "\"threads\": \(threads), \"cpu_s\": \(Clock.text(processor, digits: 3)), \"system_s\": \(Clock.text(system, digits: 3)), "
                + "\"wall_s\": \(Clock.text(seconds, digits: 3)), \"letters_per_cpu_s\": \(Clock.text(Double(progress.done) / processor)), "
                + "\"bytes_a_letter\": \(progress.bytes / progress.done), \"peak_mb\": \(Clock.text(Clock.peakMegabytes))}")
    }

    /// Writes `count` rows: the variants of the template's sample in turn, each with a number of its own and, where the template has a
    /// beneficiary, a name that a seed gives.
    private static func writeRows(_ count: Int, of setting: Setting, to path: String) throws {
        let variants = try RecordData.variants(file: "\(setting.root)/\(setting.template)/sample.json")
        guard let key = ["doc", "req"].first(where: { variants[0].value[$0]?["no"] != nil }) else {
            throw Failure(words: "no variant of the sample has doc.no or req.no")
        }
        guard let file = fopen(path, "w") else { throw TextFile.Unreadable(path: path) }
        defer { fclose(file) }
        for number in 1...count {
            var row = variants[(number - 1) % variants.count]
            let digits = String(number)
            let mark = row.value[key]?["no"]?.string?.split(separator: "/").dropLast().joined(separator: "/") ?? "1447"
            try row.set("\(key).no", to: "\(mark)/\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)")
            // An account belongs to the beneficiary where it did.
            if let name = row.value["ben"]?["name"]?.string {
                let ownsAccount = row.value["bank"]?["holder"]?.string == name
                for path in ["ben.name"] + (ownsAccount ? ["bank.holder"] : []) { try row.set(path, to: LetterSample.name(number)) }
            }
            let bytes = JSONWriter.bytes(row.value) + [0x0A]
            guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw TextFile.Unreadable(path: path) }
        }
    }

    /// Runs this program again with `arguments`, and waits for its end.
    private static func spawn(_ arguments: [String]) throws {
        fflush(nil)
        var words: [UnsafeMutablePointer<CChar>?] = (["DiwanBenchmarks"] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        var status: Int32 = 0
        guard posix_spawn(&process, "/proc/self/exe", nil, nil, &words, nil) == 0, waitpid(process, &status, 0) == process, status == 0
        else { throw Failure(words: "\(arguments.joined(separator: " ")) ended with \(status)") }
    }

    private static func remove(_ folder: String) {
        try? FolderNames.forEach(in: folder) { unlink("\(folder)/\($0)") }
        rmdir(folder)
    }
}
