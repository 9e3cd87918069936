import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Any byte of any file, and any length of it.
@Suite("Tampering with an office")
struct OfficeTamperTests {
    private let fixture: OfficeFixture

    init() throws {
        fixture = try OfficeFixture()
        _ = try fixture.work()
    }

    /// All that a check says, with the files that it names; an error of reading the settings has their places.
    private func said() -> [String] {
        do throws(OfficeError) {
            return try OfficeCheck(fixture.folder).findings.filter { $0.state != .ok }.map { "\($0.state): \($0.words)" }
        } catch {
            switch error {
            case .faults(let faults, _): return faults.map { "wrong: \($0.position.map(String.init(describing:)) ?? ""): \($0.message)" }
            case .file(let error): return ["wrong: \(error.words)"]
            case .log(let words): return ["wrong: \(words)"]
            case .notAnOffice(let path): return ["wrong: \(path)/office.json"]
            default: return ["wrong: \(error)"]
            }
        }
    }

    /// Places in `count` bytes: each where there are few, else a spread with the first and the last.
    private func places(_ count: Int, _ most: Int) -> [Int] {
        count <= 64 ? Array(0..<count) : (0..<most).map { $0 * (count - 1) / (most - 1) }
    }

    /// The files whose change is to be found by a check of the office; the key is looked at by doctor, the lock says nothing.
    private func names() throws -> [String] {
        let names = try fixture.files(in: ".").map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
        return names.filter { $0 != "ledger/lock" && !$0.hasPrefix("keys/") }
    }

    @Test("A changed bit in any byte of any file is found, and the file is named")
    func changed() throws {
        let names = try names()
        for wanted in [
            "office.json", "policy.json", "people.json", "profile.json", "resources.json", "verifier-keys", "references/", "records/secret",
            "records/parties/", "records/evidence/", "records/files/", ".pdf", ".tlog-proof", "tile/entries/", "ledger/checkpoint",
            "index/keys", "index/seen",
        ] {
            #expect(names.contains { $0.contains(wanted) }, "\(wanted)")
        }
        #expect(said().isEmpty, "\(said())")
        for name in names {
            let right = try fixture.bytes(name)
            for place in places(right.count, 6) {
                var wrong = right
                wrong[place] ^= 1 << UInt8(place % 8)
                try fixture.overwrite(name, wrong)
                let short = name.hasPrefix("ledger/") ? String(name.dropFirst(7)) : name
                #expect(said().contains { $0.hasPrefix("wrong") && $0.contains(short) }, "\(name), byte \(place): \(said())")
            }
            try fixture.overwrite(name, right)
        }
        #expect(said().isEmpty, "\(said())")
    }

    @Test("A file that was cut at any length is found, and the file is named")
    func cut() throws {
        for name in try names() {
            let right = try fixture.bytes(name)
            for length in places(right.count, 5) {
                try fixture.overwrite(name, Array(right[..<length]))
                let short = name.hasPrefix("ledger/") ? String(name.dropFirst(7)) : name
                // What is written without waiting for the disk may be empty after a power cut.
                let state = name == "index/seen" && length == 0 ? "note" : "wrong"
                #expect(said().contains { $0.hasPrefix(state) && $0.contains(short) }, "\(name), \(length): \(said())")
            }
            try fixture.overwrite(name, right)
        }
        #expect(said().isEmpty, "\(said())")
    }

    @Test("Settings that were changed with care are found too, and a key that was added to those of the log")
    func settings() throws {
        try fixture.shell("sed -i 's/\"director\"/\"chair\"/' people.json")
        #expect(said().contains { $0.contains("people.json is not as the office adopted it") }, "\(said())")
        try fixture.shell("rm references/*; printf '\\n' >> profile.json")
        #expect(said().count { $0.contains("is not as the office adopted it") } > 2, "\(said())")
        // The director adopts them; from then on they are the office's.
        let run = try fixture.diwan(["doctor", "--adopt", "--as", "p-03"])
        #expect(run.status == 5 && run.errorText.contains("adopted by the director"), "\(run.errorText)")
        try fixture.shell("sed -i 's/\"chair\"/\"director\"/' people.json")
        let adopted = try fixture.diwan(["doctor", "--adopt", "--as", "p-06"])
        #expect(adopted.outputText.contains("ok\tadopted"), "\(adopted.outputText)\(adopted.errorText)")
        #expect(said().isEmpty, "\(said())")
        let other = try OfficeFixture.foreign()
        try fixture.overwrite("verifier-keys", Array((other + "\n").utf8) + (try fixture.bytes("verifier-keys")))
        #expect(said().contains { $0.contains("verifier-keys has 2 keys, and no entry says that the key was changed") }, "\(said())")
    }

    @Test("The list of what was adopted is held against the log before a document is issued")
    func resources() throws {
        try fixture.shell("mv resources.json ..")
        #expect(try refusal { _ = try fixture.issueCircular("2026-11-05T08:00:00Z") } == "resources")
        try fixture.shell("sed 's/\"fonts\"/ \"fonts\"/' ../resources.json > resources.json")
        #expect(try refusal { _ = try fixture.issueCircular("2026-11-05T08:00:00Z") } == "resources")
        try fixture.shell("cp ../resources.json resources.json")
        _ = try fixture.issueCircular("2026-11-05T08:00:00Z")
    }

    @Test("A file is checked by its proof where the log is damaged, and the damage is named")
    func partialReport() throws {
        let issued = try fixture.issueCircular("2026-11-04T09:00:00Z")
        for damage in ["printf x >> ledger/checkpoint", "rm -r ledger/tile/entries index/keys"] {
            try fixture.shell("cp -a ledger ../whole; \(damage)")
            let genuine = try fixture.diwan(["verify", issued.path])
            #expect(genuine.status == 4, "\(genuine.outputText)\(genuine.errorText)")
            #expect(genuine.outputText.contains("these are the bytes of \(issued.number)"), "\(genuine.outputText)")
            #expect(genuine.outputText.contains("proof\tok:") && genuine.outputText.contains("log\twrong:"), "\(genuine.outputText)")
            try fixture.shell("cp \(issued.path) ../copy.pdf; printf x >> ../copy.pdf")
            let changed = try fixture.diwan(["verify", "copy.pdf"])
            #expect(changed.status == 4 && changed.outputText.contains("log\twrong:"), "\(changed.outputText)\(changed.errorText)")
            #expect(!changed.outputText.contains("these are the bytes of"))
            try fixture.shell("rm -r ledger; mv ../whole ledger")
        }
    }
}

extension OfficeFixture {
    /// The public key of another log of the same name.
    static func foreign() throws -> String {
        let temporary = try TemporaryFolder()
        let run = try ProgramRun(
            Repository.diwan(), ["init", "office"],
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600"], directory: temporary.path)
        try #require(run.status == 0, "\(run.errorText)")
        return run.outputText.split(separator: "\n").first.map(String.init) ?? ""
    }
}
