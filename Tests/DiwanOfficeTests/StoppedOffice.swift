import Diwan
import DiwanTestSupport
import Foundation
import Glibc
import Testing

@testable import DiwanOffice

/// An office from which copies are made, in each of which the program is made to fail somewhere.
final class StoppedOffice: Sendable {
    /// Something that a clerk does.
    struct Work: Sendable {
        let name: String
        /// The program's words.
        let arguments: [String]
        /// Seconds since 1970 at which it is done.
        let time: String
        /// The kind of the entries that it makes.
        let kind: EventKind
        /// How many of them.
        var entries = 1
        /// The most times that its entry may come to be when it is done twice: once where the second is refused or has nothing left to do.
        var most = 2
        /// What the second may end with.
        var endings: Set<Int> = [0]
        /// Whether the folder may be unsound between a stop and the second run, which ends what was begun.
        var isFinished = false
        /// Whether it ends with a report of what was found, which names what failed.
        var isReport = false
    }

    /// How the program is made to fail.
    struct Fault: Sendable, CustomStringConvertible {
        let call: String
        let number: Int
        let mode: String
        let code: Int32

        var description: String { "\(call):\(number):\(mode):\(code)" }
    }

    let temporary: TemporaryFolder
    let library: String

    init() throws {
        temporary = try TemporaryFolder()
        library = temporary.path("faults.so")
        let source = Repository.root() + "/Tests/DiwanLedgerTests/Vectors/faults.c"
        let build = try ProgramRun("clang", ["-shared", "-fPIC", "-O1", "-o", library, source])
        try #require(build.status == 0, "\(build.errorText)")
    }

    /// Keeps an office under a name, beside the files of the folder `empty`.
    func keep(_ folder: OfficeFolder, _ name: String) throws {
        _ = try copy("empty", name)
        let run = try ProgramRun("cp", ["-a", folder.path, temporary.path("\(name)/office")])
        try #require(run.status == 0, "\(run.errorText)")
    }

    /// Runs the program in a copy of the office.
    func diwan(_ work: Work, in copy: String, _ fault: String? = nil) throws -> ProgramRun {
        // The library is given to the program itself, and not to `env`.
        var words = ["-C", copy]
        if let fault { words += ["LD_PRELOAD=\(library)", "LEDGER_FAULT=\(fault)", "LEDGER_FAULT_BELOW=\(copy)"] }
        return try ProgramRun(
            "env", words + [Repository.diwan()] + work.arguments,
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": work.time, "DIWAN_OFFICE": "\(copy)/office"])
    }

    /// A copy of the folder `base`, which a test removes.
    func copy(_ base: String, _ name: String) throws -> String {
        let run = try ProgramRun("cp", ["-a", temporary.path(base), temporary.path(name)])
        try #require(run.status == 0, "\(run.errorText)")
        return temporary.path(name)
    }

    /// How often the program makes each call.
    func counts(_ work: Work, _ base: String) throws -> [String: Int] {
        let copy = try copy(base, "counted-\(work.name)")
        defer { _ = try? ProgramRun("rm", ["-rf", copy]) }
        let run = try diwan(work, in: copy, "none:0:count:0")
        try #require(run.status == 0, "\(work.name): \(run.errorText)")
        var counts: [String: Int] = [:]
        for line in run.errorText.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, let count = Int(words[1]) { counts[String(words[0])] = count }
        }
        return counts
    }

    /// The faults of a work: every call once in each way where there are few, a spread of them where there are many.
    static func faults(_ counts: [String: Int], most: Int) -> [Fault] {
        var faults: [Fault] = []
        for (call, mode) in [
            ("any", "kill"), ("any", "before"), ("fsync", "after"), ("rename", "after"), ("write", "short"), ("open", "after"),
            ("close", "before"), ("mkdir", "after"), ("unlink", "after"), ("load", "before"),
        ] {
            guard let count = counts[call], count > 0 else { continue }
            let share = call == "any" ? most : max(1, most / 6)
            for place in 0..<min(share, count) {
                let number = count <= share ? place + 1 : 1 + place * (count - 1) / max(1, share - 1)
                faults.append(Fault(call: call, number: number, mode: mode, code: number % 2 == 0 ? EIO : ENOSPC))
            }
        }
        return faults
    }

    /// The number of entries of a kind in the office of a copy, and what is wrong with it; nothing where it is not founded.
    static func state(_ copy: String, _ kind: EventKind) throws -> (count: Int, faults: [Finding]) {
        let folder = OfficeFolder("\(copy)/office")
        guard access(folder.file("ledger/checkpoint"), F_OK) == 0, access(folder.file(".founding"), F_OK) != 0 else { return (0, []) }
        let check = try OfficeCheck(folder)
        let settings = try OfficeConfiguration(folder).settings
        let log = try OfficeLog(folder, settings, passphrase: nil)
        var count = 0
        try log.forEach(in: 0..<log.size) { position, bytes throws(OfficeError) in
            if try Office.event(bytes, at: position).kind == kind { count += 1 }
        }
        return (count, check.findings.filter { $0.state == .wrong })
    }

    /// Runs a work with a fault in a copy of `base`, looks at what is left, does it again, and looks again.
    /// - Returns: how the first run ended.
    func stop(_ work: Work, _ base: String, _ fault: Fault) throws -> Int {
        let place = "\(work.name), \(fault)"
        let copy = try copy(base, "\(work.name)-\(fault.call)-\(fault.number)-\(fault.mode)")
        defer { _ = try? ProgramRun("rm", ["-rf", copy]) }
        let before = try Self.state(copy, work.kind).count
        let first = try diwan(work, in: copy, fault.description)
        let isKilled = first.status == 128 + Int(SIGKILL)
        #expect(isKilled == (fault.mode == "kill"), "\(place): \(first.status) \(first.errorText)")
        let said = first.errorText.split(separator: "\n").filter { $0.hasPrefix("diwan ") }
        if first.status != 0, !isKilled, !work.isReport {
            #expect(said.count == 1, "\(place): \(first.errorText)")
            #expect([1, 2, 3, 4].contains(first.status), "\(place): \(first.status) \(first.errorText)")
            #expect(first.output.isEmpty || first.errorText.contains("standard output"), "\(place): \(first.outputText)")
        }
        let after = try Self.state(copy, work.kind)
        if !work.isFinished { #expect(after.faults.isEmpty, "\(place): \(after.faults) \(first.errorText)") }
        let isUnknown = first.errorText.contains("it is not known whether")
        if first.status == 0 {
            #expect(after.count == before + work.entries, "\(place): what was said to be done is not in the log")
        } else if !isKilled, !isUnknown, !first.errorText.contains("all the same"), !work.isFinished {
            #expect(after.count == before, "\(place): what was refused is in the log: \(first.errorText)")
        }
        let second = try diwan(work, in: copy)
        #expect(work.endings.contains(second.status), "\(place), again: \(second.status) \(second.errorText)")
        let last = try Self.state(copy, work.kind)
        #expect(last.faults.isEmpty, "\(place), again: \(last.faults)")
        let counts = (1...work.most).map { before + $0 * work.entries }
        #expect(counts.contains(last.count), "\(place), again: \(before) \(after.count) \(last.count)")
        if second.status == 0 { #expect(last.count > before, "\(place), again") }
        try lookForStrays(copy, place)
        return first.status
    }

    /// Holds every private file against the log as doctor does: what is left is told, and goes by --clean; nothing else is left.
    private func lookForStrays(_ copy: String, _ place: String) throws {
        let folder = OfficeFolder("\(copy)/office")
        let log = try OfficeLog(folder, try OfficeConfiguration(folder).settings, passphrase: nil)
        var strays = try StrayFiles(in: folder, log)
        #expect(strays.contradictions.isEmpty, "\(place): \(strays.contradictions)")
        for (path, _) in strays.leftovers { try #require(unlink(path) == 0, "\(place): \(path)") }
        strays = try StrayFiles(in: folder, log)
        #expect(strays.leftovers.isEmpty, "\(place): \(strays.leftovers)")
        let pending = try ProgramRun("find", [folder.path, "-name", ".*", "-type", "f"]).outputText
        #expect(pending.isEmpty, "\(place): \(pending)")
    }
}
