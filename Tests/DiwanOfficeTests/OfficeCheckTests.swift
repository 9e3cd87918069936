import DiwanBytes
import DiwanData
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// What a check of an office against its log finds.
@Suite(.serialized)
struct OfficeCheckTests {
    @Test("An office in which nothing was touched is sound, as a whole and in shares")
    func sound() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.work()
        let check = try OfficeCheck(fixture.folder)
        #expect(check.findings.map(\.state) == [.ok], "\(check.findings)")
        #expect(check.entries == 10)
        let shares = try (0..<2).map { try OfficeCheck(fixture.folder, part: $0, of: 2) }
        #expect(shares.map(\.entries).reduce(0, +) == 10)
        #expect(shares.allSatisfy { $0.findings.areSound })
    }

    @Test("A changed byte in any file is found, and the file is named")
    func changedBytes() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.work()
        let names =
            try ["records/evidence", "records/files", "documents", "ledger/tile", "index"].flatMap { try fixture.files(in: $0) }
            + ["ledger/checkpoint"]
        for wanted in ["records/evidence/", "records/files/", ".pdf", ".tlog-proof", "tile/entries/", "tile/0/", "index/keys"] {
            #expect(names.contains { $0.contains(wanted) }, "\(wanted)")
        }
        for name in names {
            let right = try fixture.bytes(name)
            for place in Set([0, right.count / 2, right.count - 1]) {
                var wrong = right
                wrong[place] ^= 0x04
                try fixture.overwrite(name, wrong)
                let faults = try fixture.faults()
                let short = name.hasPrefix("ledger/") ? String(name.dropFirst(7)) : name
                #expect(faults.contains { $0.contains(short) }, "\(name), byte \(place): \(faults)")
            }
            try fixture.overwrite(name, right)
        }
        #expect(try fixture.faults().isEmpty)
    }

    @Test("A file that is gone is found; a proof or an index that is gone is made anew")
    func missingFiles() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let names = try ["records/evidence", "records/files", "documents", "ledger/tile"].flatMap { try fixture.files(in: $0) }
        // The last tiles of older checkpoints may be gone.
        let needed = names.filter { !$0.hasSuffix(".tlog-proof") && (!$0.contains(".p/") || $0.hasSuffix(".p/10")) }
        #expect(needed.count { $0.hasPrefix("ledger/") } == 2)
        for name in needed + ["ledger/checkpoint"] {
            let right = try fixture.bytes(name)
            try fixture.shell("rm \(name)")
            let faults = try fixture.faults()
            #expect(faults.contains { $0.contains(name.hasPrefix("ledger/") ? String(name.dropFirst(7)) : name) }, "\(name): \(faults)")
            try fixture.overwrite(name, right)
        }
        let proof = try #require(names.first { $0.hasSuffix(".tlog-proof") })
        let right = try fixture.bytes(proof)
        try fixture.shell("rm \(proof) index/keys")
        let check = try OfficeCheck(fixture.folder)
        #expect(check.findings.areSound && check.findings.contains { $0.state == .note && $0.words.contains(proof) })
        let made = try fixture.diwan(["ledger", "prove", issued.number])
        #expect(made.status == 0 && made.outputText == fixture.folder.file(proof) + "\n", "\(made.errorText)")
        #expect(try fixture.bytes(proof).count >= right.count)
        #expect(try fixture.faults().isEmpty)
    }

    @Test("A log that was set back is found by an older checkpoint, and one that went on otherwise from there")
    func rollback() throws {
        let fixture = try OfficeFixture()
        try fixture.issueCircular("2026-10-31T09:00:00Z")
        try fixture.shell("cp -a ledger ../older")
        _ = try fixture.work()
        let seen = try fixture.bytes("ledger/checkpoint")
        try fixture.shell("cp -a ledger ../newer")
        #expect(try fixture.faults(older: seen).isEmpty)
        try fixture.shell("rm -r ledger; cp -a ../older ledger")
        #expect(try fixture.faults(older: seen).contains { $0.contains("it was set back") })
        // The index knows more than the log has.
        #expect(try fixture.faults().contains { $0.contains("was the log set back?") })
        // Nothing is written to it, whichever of both is there; it is read, and who opens it is told.
        for name in ["keys", "seen"] {
            try fixture.shell("mv index/\(name) ../\(name)")
            #expect(throws: OfficeError.self) { try fixture.issueCircular("2026-11-04T08:00:00Z") }
            let shown = try fixture.diwan(["ledger", "show"])
            #expect(shown.status == 0 && shown.errorText.contains("the log has 4 entries, and 1"), "\(shown.errorText)")
            let doctor = try fixture.diwan(["doctor", "--clean"])
            #expect(doctor.status == 2 && doctor.outputText.contains("it was set back"), "\(doctor.outputText)")
            try fixture.shell("mv ../\(name) index/\(name)")
        }
        // Without both, the proofs beside the documents tell, and they are not taken for what a stopped run left.
        try fixture.shell("mkdir ../away; mv index/* ../away")
        let doctor = try fixture.diwan(["doctor", "--clean"])
        #expect(doctor.status == 2 && doctor.outputText.contains("the log was set back or made anew"), "\(doctor.outputText)")
        // The log goes on from there with other entries, up to the same size and beyond.
        for _ in 0..<8 { try fixture.issueCircular("2026-11-04T08:00:00Z") }
        let faults = try fixture.faults(older: seen)
        #expect(faults.contains { $0.contains("it was made anew") }, "\(faults)")
        try fixture.shell("rm -r ledger; cp -a ../newer ledger; rm -f index/*")
        #expect(try !fixture.faults(older: seen).contains { $0.contains("older") })
    }

    @Test("Links that lead elsewhere, numbers left out or taken twice, and time that goes back are named")
    func chains() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.work()
        let office = try fixture.open("2026-11-05T08:00:00Z")
        let events = try (0..<office.size).map { try office.event(at: $0) }
        var chains = EventChains()
        #expect(events.flatMap { chains.take($0) }.isEmpty)
        /// The faults when the entry `position` has `old` changed to `new`.
        func faults(_ position: Int, _ old: String, _ new: String) throws -> [String] {
            var chains = EventChains()
            return try events.flatMap { event in
                guard event.sequence == position else { return chains.take(event) }
                let text = String(decoding: event.bytes, as: UTF8.self)
                try #require(text.contains(old))
                return chains.take(try OfficeEvent(Array(text.replacingOccurrences(of: old, with: new).utf8), at: position))
            }
        }
        let issued = try #require(events.first { $0.kind == .documentIssued }).sequence
        #expect(try faults(issued, "/00001", "/00002").contains { $0.contains("leaves a gap") })
        let signed = try #require(events.first { $0.kind == .signedPaper })
        let prior = try #require(signed.priorOfDocument)
        #expect(try faults(signed.sequence, "\"document\":\(prior)}", "\"document\":\(prior - 1)}").count == 1)
        #expect(try faults(signed.sequence, ",\"prior\":{\"document\":\(prior)}", "").contains { $0.contains("names no entry") })
        #expect(try faults(issued, "\"time\":\"2026-11", "\"time\":\"2025-11").contains { $0.contains("older than the entry before") })
        var twice = EventChains()
        _ = events.prefix(issued + 1).flatMap { twice.take($0) }
        #expect(twice.take(events[issued]).contains { $0.contains("a second time") })
    }

    @Test("What an entry says was erased is not missed, and nothing else")
    func erased() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let office = try fixture.open("2026-11-05T08:00:00Z")
        let request = try office.request(number: "1448/ط/00001")
        let gone = request.events.compactMap(\.commitment).map { fixture.folder.evidence(Hexadecimal.text($0)) }
        try fixture.shell("rm \(gone.joined(separator: " ")) \(issued.path)")
        #expect(try fixture.faults().count == gone.count + 1)
        try office.transact(try fixture.actor("p-06", in: office)) { transaction throws(OfficeError) in
            try transaction.append(
                .evidenceErased, request: request,
                [("erased", .integer(gone.count)), ("basis", .string("retention")), ("minutes", .string("1"))])
        }
        #expect(try fixture.faults().map { String($0.prefix(9)) } == ["document:"])
    }

    @Test("An index that was made to lead elsewhere, with its hash set right, is found")
    func forgedIndex() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let office = try fixture.open("2026-11-05T08:00:00Z")
        let file = try #require(IndexFile(try fixture.bytes("index/keys")))
        var index = try #require(KeyIndex(file) { _, _ in true })
        index.set(.documentNumber, issued.number.utf8, 3)
        try fixture.overwrite("index/keys", index.file(root: office.log.root))
        // The log goes on after the index.
        try fixture.issueCircular("2026-11-05T08:00:00Z")
        #expect(try fixture.faults().contains { $0.contains("index/keys leads elsewhere") })
    }

    @Test("The program names what is wrong and ends with status 4")
    func command() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let sound = try fixture.diwan(["ledger", "check"])
        #expect(sound.status == 0 && sound.outputText.hasPrefix("ok\tentries\t10 of 10"), "\(sound.outputText)\(sound.errorText)")
        try fixture.shell("printf x >> \(issued.path)")
        let damaged = try fixture.diwan(["ledger", "check", "--json"])
        #expect(damaged.status == 4)
        let list = try #require(try JSONSerialization.jsonObject(with: Data(damaged.output)) as? [[String: Any]])
        #expect(list.contains { ($0["words"] as? String)?.contains(issued.path) ?? false })
        #expect(try fixture.diwan(["ledger", "check", "--part", "3/2"]).status == 1)
    }
}
