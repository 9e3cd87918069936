import DiwanLedger
import DiwanTestSupport
import Glibc
import Testing

/// Whatever happens to a writer: what it acknowledged is in the log, what it refused is not, nothing is there twice, the next writer goes on.
@Suite("Faults", .serialized)
struct FaultTests {
    private let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    // MARK: One call fails

    /// The library that makes calls fail, built from `Vectors/faults.c`.
    private func faultLibrary() throws -> String {
        let library = fixture.scratch.path("faults.so")
        var folder = #filePath
        while let last = folder.last, last != "/" { folder.removeLast() }
        let build = try ProgramRun("clang", ["-shared", "-fPIC", "-O1", "-o", library, folder + "Vectors/faults.c"])
        try #require(build.status == 0, "\(build.errorText)")
        return library
    }

    /// Runs the driver on a copy of the log `base`, which it fills over the end of a tile, and looks at what is left.
    /// - Returns: what the driver said last.
    @discardableResult
    private func stopped(
        _ program: String, _ before: [String], environment: [String: String?] = [:], at place: String
    ) throws -> String {
        _ = try ProgramRun("rm", ["-rf", fixture.scratch.path("log")])
        try fixture.copy("base", to: "log")
        let arguments = before + fixture.driver(fixture.scratch.path("log"), prefix: "new", calls: 2, batch: 2)
        let run = try ProgramRun(program, arguments, environment: environment)
        let last = run.outputText.split(separator: "\n").last.map(String.init) ?? ""
        try inspect("log", acknowledged: [run.outputText], place)
        if last.hasPrefix("failed") {
            let count = run.outputText.split(separator: "\n").count - 1
            #expect(try fixture.reader("log").size == 255 + count + 1, "\(place): refused entries are in the log")
        }
        return last
    }

    /// Checks the log at `name` after a fault, appends to it and checks it again.
    private func inspect(_ name: String, acknowledged outputs: [String], _ place: String) throws {
        let entries = try fixture.entries(name)
        var count = 0
        for line in outputs.joined().split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let index = Int(words[0]) else { continue }
            count += 1
            #expect(index < entries.count && entries[index] == words[1], "\(place): \(line) was acknowledged")
        }
        let new = entries.filter { $0.contains("-") }
        #expect(Set(new).count == new.count, "\(place): an entry is there twice")
        #expect(new.count >= count)
        #expect(try fixture.reader(name).check().problems == [], "\(place)")
        let appended = try fixture.ledger(name).append([Array("after".utf8)])
        #expect(appended.indices == entries.count..<entries.count + 1)
        let check = try fixture.reader(name).check()
        #expect(check.problems == [] && check.leftovers == [], "\(place)")
        #expect(try fixture.files(name).allSatisfy { !$0.hasPrefix("pending/") }, "\(place)")
    }

    /// How often the driver makes each call.
    private func counts(_ library: String) throws -> [String: Int] {
        try fixture.copy("base", to: "counted")
        let run = try ProgramRun(
            LedgerFixture.driver, fixture.driver(fixture.scratch.path("counted"), prefix: "new", calls: 2, batch: 2),
            environment: ["LD_PRELOAD": library, "LEDGER_FAULT": "none:0:count:0"])
        try #require(run.status == 0, "\(run.errorText)")
        return Dictionary(
            uniqueKeysWithValues: run.errorText.split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), Int(words[1]) ?? 0)
            })
    }

    @Test("Every call that changes a file may fail, before or after it took effect, or be the last of its process")
    func everyCall() throws {
        let library = try faultLibrary()
        try fixture.log("base", size: 255)
        let counts = try counts(library)
        var cases: [(call: String, mode: String, code: Int32)] = [
            ("open", "before", ENOSPC), ("write", "before", EIO), ("write", "short", 0), ("fsync", "before", EIO),
            ("fsync", "after", ENOSPC),
            ("rename", "before", EIO), ("rename", "after", EIO), ("mkdir", "before", ENOSPC), ("mkdir", "after", EIO),
            ("unlink", "before", EIO),
            ("any", "kill", 0),
        ]
        cases.removeAll { counts[$0.call] == 0 }
        var said: [String: Int] = [:]
        for (call, mode, code) in cases {
            for number in 1...(counts[call] ?? 0) {
                let fault = "\(call):\(number):\(mode):\(code)"
                let last = try stopped(
                    LedgerFixture.driver, [], environment: ["LD_PRELOAD": library, "LEDGER_FAULT": fault], at: fault)
                said["\(mode) \(last.prefix { $0 != " " })", default: 0] += 1
                if mode == "short" { #expect(last == "258 new-3", "\(fault): \(last)") }
                if mode == "before" { #expect(!last.isEmpty, "\(fault)") }
            }
        }
        // Each kind of end has been met: a refusal, an unknown outcome, and success where only tidying failed.
        #expect(said["before failed", default: 0] > 40, "\(said)")
        #expect(said["before unknown", default: 0] >= 4, "\(said)")
        #expect(said["after unknown", default: 0] >= 4, "\(said)")
        #expect(said["before 258", default: 0] > 0, "\(said)")
        #expect(counts["any", default: 0] > 60 && counts["fsync", default: 0] > 20, "\(counts)")
    }

    @Test("Errors that the kernel gives, by strace", arguments: ["fsync", "renameat"])
    func kernelErrors(call: String) throws {
        try fixture.log("base", size: 255)
        var number = 0
        var last = ""
        repeat {
            number += 1
            try #require(number < 60)
            let inject = "inject=\(call):error=\(number % 2 == 0 ? "EIO" : "ENOSPC"):when=\(number)"
            last = try stopped("strace", ["-o", "/dev/null", "-e", inject, LedgerFixture.driver], at: inject)
            #expect(!last.isEmpty, "strace did not run")
        } while !last.hasPrefix("258 ")
        #expect(number > 8)
    }

    // MARK: The process or the machine ends

    @Test("Writers that are killed at any moment under load lose nothing that they acknowledged")
    func killed() throws {
        var random = SeededGenerator(seed: 11)
        try fixture.log("log", size: 250)
        var script = "set -u; d=\(LedgerFixture.driver); cd \(fixture.scratch.path)\n"
        for round in 0..<6 {
            for writer in 0..<3 {
                let arguments = fixture.driver(fixture.scratch.path("log"), prefix: "r\(round)w\(writer)", calls: 0, batch: writer * 2 + 1)
                script += "$d \(arguments.joined(separator: " ")) >> out.\(writer) & p\(writer)=$!\n"
            }
            for writer in [0, 1, 2].shuffled(using: &random) {
                script += "sleep 0.\(Int.random(in: 150...400, using: &random)); kill -9 $p\(writer)\n"
            }
            script += "wait\n"
        }
        _ = try ProgramRun("bash", ["-c", script])
        let outputs = try (0..<3).map { String(decoding: try readFile(fixture.scratch.path("out.\($0)")), as: UTF8.self) }
        #expect(outputs.joined().split(separator: "\n").count > 20)
        try inspect("log", acknowledged: outputs, "killed")
    }

    @Test("A full disk stops the log without damage, and it goes on when there is room", arguments: ["size=200k", "nr_inodes=40"])
    func fullDisk(limit: String) throws {
        let mount = fixture.scratch.path("small")
        let mounted = try ProgramRun("sh", ["-c", "mkdir \(mount) && mount -t tmpfs -o \(limit),mode=755 tmpfs \(mount)"])
        try #require(mounted.status == 0, "\(mounted.errorText)")
        defer { _ = try? ProgramRun("umount", [mount]) }
        try fixture.log("small/log")
        let run = try ProgramRun(LedgerFixture.driver, fixture.driver(mount + "/log", prefix: "full", calls: 0, batch: 15))
        #expect(run.status == 1, "\(run.outputText.suffix(200))")
        #expect(run.outputText.split(separator: "\n").last?.contains("code: \(ENOSPC)") == true, "\(run.outputText.suffix(200))")
        #expect(run.outputText.split(separator: "\n").count > 60)
        // It can be read, and refuses as before.
        #expect(try fixture.reader("small/log").check().problems == [])
        #expect(throws: LedgerError.self) {
            try fixture.ledger("small/log").append((0..<200).map { _ in [UInt8](repeating: 1, count: 9_999) })
        }
        let larger = try ProgramRun("mount", ["-o", "remount,size=8m,nr_inodes=4000", mount])
        try #require(larger.status == 0, "\(larger.errorText)")
        try inspect("small/log", acknowledged: [run.outputText], limit)
    }

    @Test("After a power cut everything acknowledged is there")
    func powerCut() throws {
        var random = SeededGenerator(seed: 12)
        let mount = fixture.scratch.path("disk")
        let image = fixture.scratch.path("image")
        let made = try ProgramRun(
            "bash", ["-ec", "mkdir \(mount); truncate -s 24M \(image); mkfs.ext4 -q -m 0 \(image); mount -o loop \(image) \(mount)"])
        try #require(made.status == 0, "\(made.errorText)")
        defer { _ = try? ProgramRun("umount", [mount]) }
        try fixture.log("disk/log", size: 240)
        var outputs: [String] = []
        for round in 0..<5 {
            let arguments = fixture.driver(mount + "/log", prefix: "cut\(round)", calls: 0, batch: 2).joined(separator: " ")
            // FS_IOC_SHUTDOWN with the flag NOLOGFLUSH: the journal is not written, as if the power had gone.
            let cut = "import fcntl,os,struct; fcntl.ioctl(os.open('\(mount)', 0), 0x8004587D, struct.pack('I', 2))"
            let run = try ProgramRun(
                "bash",
                [
                    "-c",
                    """
                    \(LedgerFixture.driver) \(arguments) > \(fixture.scratch.path("out")) & p=$!
                    sleep 0.\(Int.random(in: 200...500, using: &random))
                    python3 -c "\(cut)" || exit 9
                    wait $p
                    umount \(mount) && mount -o loop \(image) \(mount) || exit 8
                    """,
                ])
            try #require(run.status == 0, "\(run.status) \(run.errorText)")
            let output = String(decoding: try readFile(fixture.scratch.path("out")), as: UTF8.self)
            #expect(output.contains("cut\(round)-0"), "\(output)")
            outputs.append(output)
            try inspect("disk/log", acknowledged: outputs, "round \(round)")
        }
    }
}
