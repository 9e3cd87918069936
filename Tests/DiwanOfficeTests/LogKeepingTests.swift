import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// What is done with the log itself: its key, its witnesses, its exports.
@Suite(.serialized)
struct LogKeepingTests {
    @Test("A new key follows the old one under a checkpoint that both sign, and old proofs hold")
    func rotation() throws {
        let fixture = try OfficeFixture()
        let before = try fixture.issueCircular()
        let old = String(decoding: try fixture.bytes("verifier-keys"), as: UTF8.self)
        let run = try fixture.diwan(["ledger", "rotate-key", "--as", "p-06"])
        #expect(run.status == 0, "\(run.errorText)")
        let keys = String(decoding: try fixture.bytes("verifier-keys"), as: UTF8.self)
        #expect(keys == old + run.outputText && keys.split(separator: "\n").count == 2)
        let checkpoint = String(decoding: try fixture.bytes("ledger/checkpoint"), as: UTF8.self)
        #expect(checkpoint.split(separator: "\n").filter { $0.hasPrefix("— ") }.count == 2)
        #expect(try fixture.files(in: "keys") == ["keys/log.pem"])
        let after = try fixture.issueCircular("2026-11-06T08:00:00Z")
        #expect(try fixture.faults().isEmpty)
        let office = try fixture.open("2026-11-06T08:00:00Z")
        #expect(try office.verify(document: before.number).isGenuine && office.verify(document: after.number).isGenuine)
        #expect(try office.event(at: office.size - 2).kind == .keyRotated)
        // Who has the old key alone reads what both signed, and nothing after it.
        let proof = try readFile(before.path.replacingOccurrences(of: ".pdf", with: ".tlog-proof"))
        let oldKeys = try LogKeys(Array(old.utf8), name: "old")
        #expect(try DocumentVerification(try readFile(before.path), proof: proof, keys: oldKeys).isGenuine)
        let newProof = try readFile(after.path.replacingOccurrences(of: ".pdf", with: ".tlog-proof"))
        #expect(try !DocumentVerification(try readFile(after.path), proof: newProof, keys: oldKeys).isGenuine)
    }

    @Test("A change of the key that was stopped anywhere is gone on with; until then nothing false is written")
    func stoppedRotation() throws {
        let fixture = try OfficeFixture()
        let old = (key: try fixture.bytes("keys/log.pem"), keys: try fixture.bytes("verifier-keys"))
        #expect(try fixture.diwan(["ledger", "rotate-key", "--as", "p-06"]).status == 0)
        let new = (key: try fixture.bytes("keys/log.pem"), keys: try fixture.bytes("verifier-keys"))
        let size = try fixture.open("2026-11-06T08:00:00Z").size
        // Stopped before verifier-keys was written: the old key goes on.
        try fixture.overwrite("keys/log.pem.next", new.key)
        try fixture.overwrite("keys/log.pem", old.key)
        try fixture.overwrite("verifier-keys", old.keys)
        try fixture.shell("chmod 600 keys/*")
        let doctor = try fixture.diwan(["doctor"])
        #expect(doctor.status == 2 && doctor.outputText.contains("diwan ledger rotate-key ends it"), "\(doctor.outputText)")
        #expect(try fixture.diwan(["ledger", "rotate-key", "--as", "p-06"]).status == 0)
        #expect(try fixture.bytes("verifier-keys") == new.keys && fixture.bytes("keys/log.pem") == new.key)
        // Stopped before the key took its place: nothing is written until it has.
        try fixture.overwrite("keys/log.pem.next", new.key)
        try fixture.overwrite("keys/log.pem", old.key)
        try fixture.shell("chmod 600 keys/*")
        #expect(throws: OfficeError.self) { try fixture.issueCircular("2026-11-06T08:00:00Z") }
        #expect(try fixture.diwan(["ledger", "rotate-key", "--as", "p-06"]).status == 0)
        #expect(try fixture.open("2026-11-06T08:00:00Z").size == size)
        try fixture.issueCircular("2026-11-06T08:00:00Z")
        #expect(try fixture.faults().isEmpty)
    }

    @Test("A witness cosigns a log that goes on, and none that was set back")
    func witness() throws {
        let fixture = try OfficeFixture()
        try fixture.shell("cp -a ledger ../older")
        try fixture.issueCircular()
        func cosign() throws -> ProgramRun {
            try fixture.diwan(["ledger", "witness", "witness", "--name", "witness.example/one", "-o", "cosigned"])
        }
        let first = try cosign()
        #expect(first.status == 0 && first.errorText.contains("witness.example/one+"), "\(first.errorText)")
        #expect(String(decoding: try readFile(fixture.temporary.path("cosigned")), as: UTF8.self).contains("— witness.example/one "))
        let anchor = try fixture.diwan(["ledger", "anchor", "--where", "witness", "--token", "cosigned", "--as", "p-06"])
        #expect(anchor.status == 0, "\(anchor.errorText)")
        let unsigned = try fixture.diwan(["ledger", "anchor", "--where", "witness", "--token", "office/ledger/checkpoint", "--as", "p-06"])
        #expect(unsigned.status == 1)
        #expect(try cosign().status == 0)
        try fixture.shell("rm -r ledger; cp -a ../older ledger; rm -f index/keys")
        let back = try cosign()
        #expect(back.status == 4 && back.errorText.contains("it was set back"), "\(back.errorText)")
    }

    @Test("The checkpoint is stamped by the office's command, and openssl finds the token right; another token is not taken")
    func timestamp() throws {
        let fixture = try OfficeFixture()
        let anchor = { (more: [String]) in try fixture.diwan(["ledger", "anchor", "--where", "timestamp", "--as", "p-06"] + more) }
        #expect(try anchor([]).errorText.contains("timestamp-command"))
        try fixture.setting("timestamp-command", try fixture.timestampCommand())
        let checkpoint = try fixture.bytes("ledger/checkpoint")
        let size = try fixture.open("2026-11-05T08:00:00Z").size
        let run = try anchor([])
        #expect(run.status == 0, "\(run.errorText)")
        let office = try fixture.open("2026-11-06T08:00:00Z")
        let event = try office.event(at: office.size - 1)
        #expect(event.kind == .witnessAnchored && event.text("where") == "timestamp" && event.count("size") == size)
        let files = try #require(run.outputText.split(separator: "\n").last).split(separator: "\t").map(String.init)
        #expect(try readFile(files[1]) == checkpoint)
        #expect(event.bytes("token") == SHA256.hash(try readFile(files[0])))
        let verify = try ProgramRun(
            "openssl",
            [
                "ts", "-verify", "-token_in", "-in", files[0], "-data", files[1], "-CAfile", try fixture.authority.folder.path("root.pem"),
                "-untrusted", try fixture.authority.folder.path("middle.pem"),
            ])
        #expect(verify.status == 0, "\(verify.errorText)")
        // A token over an earlier checkpoint is not one over this.
        try fixture.shell("cp '\(files[0])' ../token")
        let late = try anchor(["--token", "token"])
        #expect(late.status == 1 && late.errorText.contains("not over the log's checkpoint"), "\(late.errorText)")
        #expect(try anchor(["--token", "office/ledger/checkpoint"]).errorText.contains("no time stamp"))
        // The command was put into office.json, and no one adopted that.
        let faults = try fixture.faults()
        #expect(faults.allSatisfy { $0.hasPrefix("adopted: ") }, "\(faults)")
    }

    @Test("The line for the paper register has the size and the root before its own entry")
    func register() throws {
        let fixture = try OfficeFixture()
        let checkpoint = String(decoding: try fixture.bytes("ledger/checkpoint"), as: UTF8.self).split(separator: "\n")
        let root = try #require(Data(base64Encoded: String(checkpoint[2]))).map { String(format: "%02x", $0) }.joined()
        let run = try fixture.diwan(["ledger", "anchor", "--as", "p-06"])
        let words = run.outputText.split(whereSeparator: \.isWhitespace)
        #expect(run.status == 0 && words[1] == checkpoint[0] && words[2] == checkpoint[1], "\(run.errorText)")
        #expect(words.dropFirst(3).joined() == root)
        let office = try fixture.open("2026-11-06T08:00:00Z")
        let event = try office.event(at: office.size - 1)
        #expect(event.kind == .witnessAnchored && event.text("root") == root && event.text("where") == "register")
    }

    @Test("An export holds the entries as the log has them, by request, person, kind and day")
    func export() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let office = try fixture.open("2026-11-05T08:00:00Z")
        func lines(_ options: [String]) throws -> [String] {
            let run = try fixture.diwan(["ledger", "export"] + options)
            #expect(run.status == 0, "\(run.errorText)")
            return run.outputText.split(separator: "\n").map(String.init)
        }
        let all = try lines([])
        #expect(all == (try (0..<office.size).map { String(decoding: try office.event(at: $0).bytes, as: UTF8.self) }))
        #expect(try lines(["--request", "1448/ط/00001"]).count == 5)
        #expect(try lines(["--document", issued.number]).count == 2)
        #expect(try lines(["--kind", "document", "--kind", "signed.paper"]).count == 2)
        #expect(try lines(["--from", "2026-11-02"]).count == 2)
        #expect(try lines(["--from", "2026-11-01", "--to", "1448-05-21"]).count == 5)
        #expect(try lines(["--last", "3"]) == Array(all.suffix(3)))
        let received = try #require(try office.evidence(of: try office.request(number: "1448/ط/00001").events[0]))
        let identity = try #require(received["data"]?["ben"]?["id"]?.string)
        #expect(try lines(["--person", identity]).count == 5)
        #expect(!all.joined().contains(identity))
        #expect(try fixture.diwan(["ledger", "export", "--person", "1000000008"]).status == 1)
        #expect(try fixture.diwan(["ledger", "export", "--kind", "documents"]).status == 1)
        // Another reader of CSV finds the same.
        #expect(try fixture.diwan(["ledger", "export", "--format", "csv", "-o", "all.csv"]).status == 0)
        let script =
            "import csv, sys; r = list(csv.DictReader(open('all.csv', newline='', encoding='utf-8'))); print(len(r), r[-1]['kind'], r[-1]['prior-of-document'])"
        let read = try ProgramRun("python3", ["-c", script], directory: fixture.temporary.path)
        #expect(read.outputText == "10 signed.paper 8\n", "\(read.errorText)")
        #expect(try fixture.diwan(["ledger", "show", "--last", "1"]).outputText.hasPrefix("9\t2026-11-04T08:00:00Z\tsigned.paper\tp-01"))
    }
}
