import Diwan
import DiwanOffice
import Glibc

/// The office as it grows: what the program `diwan` takes for what is done in it every day, and for the check of all of it.
enum OfficeBenchmark {
    /// What a benchmark works with.
    struct Setting {
        /// The folder that holds `Templates` and `Fonts`.
        var root: String
        /// A folder that exists; the office is made in it, and left there.
        var folder: String

        /// The office.
        var office: String { folder + "/office" }
    }

    /// Why there is nothing to measure.
    struct Failure: Error {
        var words: String
    }

    /// Makes an office, and prints lines of JSON each time that it has ten times as many documents, from 100 up to `most`.
    static func run(_ setting: Setting, most: Int) throws {
        let program = try ChildRun.beside("diwan")
        try OfficeSample.found(setting)
        let sample = OfficeSample.noticeData
        for count in [1, 10, 100, 1_000] { try OfficeSample.write(sample(count), to: "\(setting.folder)/notices-\(count).json") }
        try OfficeSample.write(OfficeSample.letterData, to: "\(setting.folder)/letter.json")
        var count = 100
        while count <= most {
            let grown = try ChildRun("/proc/self/exe", ["office-grow", setting.root, setting.folder, String(count)])
            let facts = grown.output.split(separator: "\n").map(String.init)
            guard facts.count == 6 else { throw Failure(words: "growing to \(count) said \(grown.output)") }
            let (number, code, hash, entries, added, list) = (facts[0], facts[1], facts[2], facts[3], facts[4], facts[5])
            /// Runs `diwan`, three times where it changes nothing, and prints the least that it took.
            func measure(_ name: String, _ words: [String], times: Int = 3, before: () -> Void = {}) throws {
                var best: ChildRun?
                for _ in 0..<times {
                    before()
                    let run = try ChildRun(
                        program, words,
                        environment: [
                            "DIWAN_HOME": setting.root, "DIWAN_OFFICE": setting.office, "SOURCE_DATE_EPOCH": String(OfficeSample.day),
                        ])
                    if let known = best, known.processor <= run.processor { continue }
                    best = run
                }
                guard let best else { return }
                print(
                    "{\"office\": \(count), \"entries\": \(entries), \"what\": \"\(name)\", \"cpu_s\": \(Clock.text(best.processor, digits: 3)), "
                        + "\"wall_s\": \(Clock.text(best.wall, digits: 3)), \"peak_mb\": \(Clock.text(best.peakMegabytes))}")
            }
            print("{\"office\": \(count), \"entries\": \(entries), \"what\": \"made\", \"added_a_cpu_s\": \(added)}")
            let keys = setting.office + "/index/keys"
            try measure("request list", ["request", "list"])
            try measure("request list, no index", ["request", "list"], times: 1) { unlink(keys) }
            try measure("verify NUMBER", ["verify", number])
            try measure("verify CODE", ["verify", code])
            try measure("verify HASH", ["verify", hash])
            try measure("ledger show --document", ["ledger", "show", "--document", number])
            try measure("ledger show --last 10", ["ledger", "show", "--last", "10"])
            let export = ["ledger", "export", "--output", setting.folder + "/export"]
            try measure("ledger export", export, times: 1)
            try measure("ledger export csv", export + ["--format", "csv"], times: 1)
            try measure("issue", ["issue", "circular", "--as", "p-06", "--data", setting.folder + "/letter.json"])
            // No more than a fifth of what there is.
            for notices in [1, 10, 100, 1_000] where 5 * notices <= count {
                try measure(
                    "list issue, \(notices)",
                    ["list", "issue", list, "--again", "--as", "p-06", "--data", "\(setting.folder)/notices-\(notices).json"], times: 1)
            }
            try measure("ledger check", ["ledger", "check"], times: 1)
            try measure("ledger check --part 1/10", ["ledger", "check", "--part", "1/10"], times: 1)
            let within = try ChildRun("/proc/self/exe", ["office-issue", setting.root, setting.folder])
            print("{\"office\": \(count), \"entries\": \(entries), \"what\": \"issue, within a process\", \(within.output)}")
            count *= 10
        }
    }

    /// Issues letters one after another in this process, and prints what each took.
    static func issue(_ setting: Setting) throws {
        let office = try OfficeSample.open(setting)
        let actor = try OfficeSample.director(of: office)
        let data = try RecordData(file: setting.folder + "/letter.json")
        let count = 20
        _ = try office.issue(IssueOrder(template: "circular", data: data), by: actor)
        var start = timespec()
        clock_gettime(CLOCK_MONOTONIC, &start)
        let processor = Clock.processorSeconds
        for _ in 0..<count { _ = try office.issue(IssueOrder(template: "circular", data: data), by: actor) }
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let seconds = Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
        print(
            "\"cpu_s\": \(Clock.text((Clock.processorSeconds - processor) / Double(count), digits: 4)), "
                + "\"wall_s\": \(Clock.text(seconds / Double(count), digits: 4)), \"peak_mb\": \(Clock.text(Clock.peakMegabytes))",
            terminator: "")
    }
}

/// A program that was run to its end, and what it took.
struct ChildRun {
    /// What it wrote to standard output.
    let output: String
    /// Seconds of processor time, the system's with them.
    let processor: Double
    /// Seconds.
    let wall: Double
    /// The largest resident memory, in MB.
    let peakMegabytes: Double

    /// Runs `program`; what it writes to standard error is shown.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        fflush(nil)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw OfficeBenchmark.Failure(words: "pipe: \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        for (name, value) in environment { setenv(name, value, 1) }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var start = timespec()
        clock_gettime(CLOCK_MONOTONIC, &start)
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, nil, &words, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard code == 0 else { throw OfficeBenchmark.Failure(words: "\(program) cannot be run: \(String(cString: strerror(code)))") }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(ends[0], &piece, piece.count)
            if count <= 0 { break }
            bytes += piece[..<count]
        }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else { throw OfficeBenchmark.Failure(words: "\(program) was lost") }
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        guard status == 0 else {
            throw OfficeBenchmark.Failure(words: "\(([program] + arguments).joined(separator: " ")) ended with \(status >> 8)")
        }
        output = String(decoding: bytes, as: UTF8.self)
        wall = Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        processor = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        peakMegabytes = Double(usage.ru_maxrss) / 1024
    }

    /// The path of a program that stands beside this one.
    static func beside(_ name: String) throws -> String {
        guard let own = FileBytes.resolved("/proc/self/exe") else { throw OfficeBenchmark.Failure(words: "this program has no path") }
        let path = "\(FileBytes.split(own).folder)/\(name)"
        guard access(path, X_OK) == 0 else {
            throw OfficeBenchmark.Failure(words: "\(path) is missing; swift build -c release --product \(name) makes it")
        }
        return path
    }
}
