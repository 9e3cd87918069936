import Diwan
import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Branches: founded by the head office, working by themselves, taken over.
@Suite(.serialized)
struct BranchTests {
    private let fixture: OfficeFixture

    init() throws { fixture = try OfficeFixture() }

    /// The environment of a branch at a moment.
    private func environment(_ time: String, _ profile: String) throws(EnvironmentError) -> DiwanEnvironment {
        do { return try OfficeFixture.environment(time, profile: profile) } catch { throw .time("\(error)") }
    }

    /// A branch that the head office makes on 2026-11-01.
    private func found(_ code: String, in name: String, origin: String? = nil) throws -> OfficeFolder {
        let folder = OfficeFolder(fixture.temporary.path(name))
        let head = try fixture.open("2026-11-01T07:00:00Z")
        let office = try head.foundBranch(
            code, at: folder, origin: origin, templates: Repository.root() + "/Templates", by: try fixture.actor("p-06", in: head)
        ) {
            profile throws(EnvironmentError) in try environment("2026-11-01T08:00:00Z", profile)
        }
        #expect(office.configuration.settings.branch == code)
        return folder
    }

    private func open(_ branch: OfficeFolder, _ time: String) throws -> Office {
        try Office(branch, environment: try environment(time, branch.file("profile.json")))
    }

    private func receive(_ office: Office) throws -> String {
        let officer = try fixture.actor("p-01", in: office)
        return try office.receive(try office.requestForm(try fixture.requestData()), channel: "branch", by: officer)
    }

    @Test("Two branches count by themselves and come together without a clash; one that went back is refused")
    func twoBranches() throws {
        let folders = [("ش", try found("ش", in: "north")), ("ج", try found("ج", in: "south"))]
        for (code, folder) in folders {
            #expect(try receive(try open(folder, "2026-11-01T08:00:00Z")) == "1448/\(code)/ط/00001")
        }
        let head = try fixture.open("2026-11-02T08:00:00Z")
        #expect(
            head.configuration.settings.branches.map(\.origin) == ["charity.example/diwan/branch-1", "charity.example/diwan/branch-2"])
        let director = try fixture.actor("p-06", in: head)
        for (code, folder) in folders {
            let merged = try head.merge(branchAt: folder, by: director)
            #expect(merged.branch == code && merged.new == merged.size && merged.size == 4)
        }
        #expect(try head.branches().map { try $0.pending().map(\.number) } == [["1448/ش/ط/00001"], ["1448/ج/ط/00001"]])
        #expect(try head.branchStates().map(\.size) == [4, 4])

        // What is new since is taken over; a log from before that is refused.
        let north = folders[0].1
        let old = fixture.temporary.path("old")
        _ = try ProgramRun("cp", ["-a", north.path, old])
        let branch = try open(north, "2026-11-03T08:00:00Z")
        try branch.act(.check(OfficeFixture.items), on: "1448/ش/ط/00001", by: try fixture.actor("p-01", in: branch))
        #expect(try head.merge(branchAt: north, by: director).new == 1)
        #expect(throws: OfficeError.self) { try head.merge(branchAt: OfficeFolder(old), by: director) }

        // A check looks into what was taken over; that the branches stand in office.json was adopted by no one.
        func faults() throws -> [String] { try fixture.faults().filter { !$0.hasPrefix("adopted: ") } }
        #expect(try faults() == [])
        try fixture.shell("cp -a branches/ش ../kept; rm $(find branches/ش/records/evidence -type f | head -n 1)")
        #expect(try faults().contains { $0.hasPrefix("branch ش evidence: ") && $0.contains("is missing") })
        try fixture.shell("rm -r branches/ش; cp -a '\(old)' branches/ش")
        #expect(try faults().contains { $0.hasPrefix("branch ش: ") && $0.contains("is not what was taken over") })
        try fixture.shell("rm -r branches/ش")
        #expect(try faults().contains { $0.hasPrefix("branch ش: ") && $0.contains("is missing") })
        try fixture.shell("cp -a ../kept branches/ش; for f in $(find branches/ج/ledger/tile/entries -type f); do printf x >> $f; done")
        let damaged = try faults()
        #expect(damaged.contains { $0.hasPrefix("branch ج ledger: ") }, "\(damaged)")
        #expect(damaged.allSatisfy { $0.hasPrefix("branch ج ") }, "\(damaged)")
    }

    @Test("The head office makes a branch with its own policy and people, once, and without its own keys")
    func founding() throws {
        let branch = try found("ش", in: "north")
        for name in ["policy.json", "people.json", "references/bylaws.json"] {
            #expect(try readFile(branch.file(name)) == readFile(fixture.folder.file(name)))
        }
        #expect(try readFile(branch.file("keys/log.pem")) != readFile(fixture.folder.file("keys/log.pem")))
        // That office.json changed is in the log, and a change that nobody adopted is not adopted on the way.
        #expect(try fixture.faults().isEmpty)
        #expect(throws: OfficeError.self) { try found("ش", in: "again") }
        try fixture.shell(#"sed -i 's/"digits": 5/"digits": 6/' office.json"#)
        #expect(try refusal { _ = try found("ج", in: "changed") } == "resources")
        try fixture.shell(#"sed -i 's/"digits": 6/"digits": 5/' office.json"#)
        #expect(throws: OfficeError.self) { try found("ج", in: "same", origin: "charity.example/diwan") }
        #expect(!FileManager.default.fileExists(atPath: fixture.temporary.path("again")))
        let office = try open(branch, "2026-11-01T08:00:00Z")
        #expect(throws: OfficeError.self) {
            try office.foundBranch(
                "غ", at: OfficeFolder(fixture.temporary.path("below")), templates: Repository.root() + "/Templates",
                by: try fixture.actor("p-06", in: office)
            ) {
                profile throws(EnvironmentError) in try environment("2026-11-01T08:00:00Z", profile)
            }
        }
    }

    /// A branch that issued a circular, taken over, and that circular.
    private func issued() throws -> (branch: OfficeFolder, head: Office, document: IssuedDocument) {
        let folder = try found("ش", in: "north")
        let branch = try open(folder, "2026-11-03T08:00:00Z")
        let order = IssueOrder(template: "circular", data: try fixture.data(OfficeFixture.circular))
        let document = try branch.issue(order, by: try fixture.actor("p-06", in: branch))
        let head = try fixture.open("2026-11-04T08:00:00Z")
        _ = try head.merge(branchAt: folder, by: try fixture.actor("p-06", in: head))
        return (folder, head, document)
    }

    @Test("The head office verifies a branch's document by its file, its number and its code")
    func verifying() throws {
        let (_, head, document) = try issued()
        let file = try FileBytes.read(document.path)
        for result in [
            try head.verify(file), try head.verify(document: document.number), try head.verify(document: document.code.text),
        ] {
            #expect(result.isGenuine && result.number == document.number, "\(result.findings)")
            #expect(result.findings.contains { $0.subject == "branch" && $0.words.contains("ش") })
        }
        for name in [document.number, document.path] {
            let run = try fixture.diwan(["verify", name])
            #expect(run.status == 0 && run.outputText.contains("passed"), "\(run.outputText)\(run.errorText)")
        }
        #expect(try fixture.diwan(["verify", "none.pdf"]).status == 3)
        var damaged = file
        damaged[damaged.count / 2] ^= 1
        let result = try head.verify(damaged)
        #expect(!result.isGenuine && result.findings.contains { $0.subject == "first" })
        #expect(throws: OfficeError.self) { try head.verify(document: "1448/ش/ت/00002") }
    }

    @Test("What was taken over is not written over by what a branch has in its place later")
    func lasting() throws {
        let (branch, head, document) = try issued()
        let copy = OfficeFolder(fixture.folder.file("branches/ش"))
        let file = try readFile(document.path)
        try Data("another".utf8).write(to: URL(fileURLWithPath: branch.document(document.hash)))
        _ = try receive(try open(branch, "2026-11-05T08:00:00Z"))
        let later = try fixture.open("2026-11-06T08:00:00Z")
        #expect(try later.merge(branchAt: branch, by: try fixture.actor("p-06", in: later)).new == 1)
        #expect(try readFile(copy.document(document.hash)) == file)
        #expect(try head.verify(document: document.number).isGenuine)
    }

    /// The pseudonyms that were taken over.
    private func parties() throws -> [String] { try fixture.files(in: "branches/ش/records/parties") }

    @Test("What a branch erased is erased from what was taken over as well; what it lost stays")
    func erased() throws {
        let (branch, _, document) = try issued()
        let office = try open(branch, "2026-11-05T08:00:00Z")
        let lost = try office.issue(
            IssueOrder(template: "circular", data: try fixture.data(OfficeFixture.circular)), by: try fixture.actor("p-06", in: office))
        let copy = OfficeFolder(fixture.folder.file("branches/ش"))
        let head = try fixture.open("2026-11-06T08:00:00Z")
        let director = try fixture.actor("p-06", in: head)
        let request = try receive(office)
        try office.act(.withdraw(reason: "رغبته"), on: request, by: try fixture.actor("p-01", in: office))
        _ = try head.merge(branchAt: branch, by: director)
        #expect(try parties().count == 1)
        let evidence = copy.evidence(
            Hexadecimal.text(try #require(try office.event(at: document.entry).commitment)))
        for path in [copy.document(document.hash), copy.proof(document.hash), copy.document(lost.hash), evidence] {
            #expect(FileManager.default.fileExists(atPath: path))
        }
        try FileManager.default.removeItem(atPath: branch.document(lost.hash))
        _ = try office.erase(
            .number(document.number), basis: "consent-withdrawn", minutes: "1448/م/00002", by: try fixture.actor("p-06", in: office))
        _ = try office.erase(
            .person("1100000007"), basis: "consent-withdrawn", minutes: "1448/م/00002", by: try fixture.actor("p-06", in: office))
        _ = try head.merge(branchAt: branch, by: director)
        #expect(try parties().count == 0)
        #expect(try head.branches()[0].data(of: try head.branches()[0].request(number: request)) == nil)
        for path in [copy.document(document.hash), copy.proof(document.hash), evidence] {
            #expect(!FileManager.default.fileExists(atPath: path), "\(path) is there still")
        }
        #expect(FileManager.default.fileExists(atPath: copy.document(lost.hash)))
    }
}
