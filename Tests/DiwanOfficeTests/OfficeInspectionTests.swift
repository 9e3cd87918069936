import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// What `diwan doctor` finds in the folder of an office.
@Suite(.serialized)
struct OfficeInspectionTests {
    /// What was found in an office, apart from what is as it should be.
    private func found(_ fixture: OfficeFixture, _ time: String = "2026-11-05T08:00:00Z") throws -> [String] {
        var inspection = OfficeInspection(fixture.folder)
        try inspection.add(try fixture.open(time))
        return inspection.findings.filter { $0.state != .ok }.map { "\($0.subject): \($0.words)" }
    }

    @Test("An office as it was founded and worked in deserves no look")
    func sound() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.work()
        let faults = try found(fixture)
        #expect(faults.isEmpty, "\(faults)")
        let run = try fixture.diwan(["doctor"])
        #expect(run.status == 0 && run.outputText.contains("ok\toffice\t\(fixture.folder.path): 10 entries"), "\(run.outputText)")
    }

    @Test("Modes, links, folders that are missing and files that no entry speaks of are named, with what to do")
    func folder() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        try fixture.shell(
            """
            chmod 644 people.json
            chmod 755 records/evidence
            chmod 666 verifier-keys
            rmdir records/parties/zz 2>/dev/null || true
            ln -s /etc/passwd references/link.txt
            mkdir -p records/evidence/ab documents/cd
            chmod 700 records/evidence/ab documents/cd
            umask 077
            echo x > records/evidence/ab/00
            echo x > documents/cd/00.pdf
            echo x > documents/cd/.00.pdf.4194304
            """)
        let faults = try found(fixture)
        for (subject, name) in [
            ("mode", "people.json"), ("mode", "records/evidence"), ("mode", "verifier-keys"), ("link", "references/link.txt"),
            ("left", "records/evidence/ab/00"), ("left", "documents/cd/00.pdf"), ("left", ".00.pdf.4194304"),
        ] {
            #expect(faults.contains { $0.hasPrefix(subject + ":") && $0.contains(name) }, "\(subject) \(name): \(faults)")
        }
        #expect(faults.count == 7 && !faults.contains { $0.contains(issued.hash.dropFirst(2)) }, "\(faults)")
        try fixture.shell("rm -r index")
        #expect(OfficeInspection(fixture.folder).findings.contains { $0.subject == "folder" && $0.words.contains("mkdir -m 700") })
    }

    @Test("A missing key, a policy whose day of review has passed, and a damaged log are told")
    func settings() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-05T08:00:00Z")
        if let review = office.configuration.policy.review {
            #expect(
                try found(fixture, "\(review.year + 1)-01-02T08:00:00Z").contains {
                    $0.contains("to be looked over again on \(review.iso)")
                })
        }
        try fixture.shell("mv keys/log.pem ../log.pem")
        #expect(try found(fixture).contains { $0.hasPrefix("key:") && $0.contains("is missing") })
        try fixture.shell("mv ../log.pem keys/log.pem; rm -f index/keys; printf x >> ledger/checkpoint")
        let run = try fixture.diwan(["doctor"])
        #expect(run.status == 2 && run.outputText.contains("wrong\toffice\t"), "\(run.outputText)")
    }

    @Test("Templates and policy that are not as adopted are named, and adopted")
    func adopted() throws {
        let fixture = try OfficeFixture()
        try fixture.shell(
            "sed -i '0,/\"sha256\": \"[0-9a-f]/s/\"sha256\": \"./\"sha256\": \"g/' resources.json; printf '\\n' >> policy.json")
        let faults = try found(fixture)
        #expect(faults.filter { $0.hasPrefix("adopted:") }.count == 3, "\(faults)")
        let run = try fixture.diwan(["doctor", "--adopt", "--as", "p-06"])
        #expect(run.status == 0, "\(run.outputText)\(run.errorText)")
        #expect(try found(fixture).isEmpty)
        let office = try fixture.open("2026-11-06T08:00:00Z")
        #expect(try (3..<office.size).map { try office.event(at: $0).kind } == [.policyAdopted, .resourcesAdopted])
    }
}
