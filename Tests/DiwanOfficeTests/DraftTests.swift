import Diwan
import DiwanBytes
import DiwanData
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Documents that one prepares and another issues, and the letters that are due.
@Suite(.serialized)
struct DraftTests {
    private func text(_ bytes: [UInt8]) throws -> String { try ProgramRun("pdftotext", ["-", "-"], input: bytes).outputText }

    @Test("A draft is issued just as it was prepared, by another person, under the id that its entry has")
    func issued() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let order = IssueOrder(template: "circular", data: try fixture.data(OfficeFixture.circular))
        let director = try fixture.actor("p-06", in: office)
        let made = try office.prepare(order, by: try fixture.actor("p-01", in: office))
        #expect(made.bytes.starts(with: Array("%PDF-".utf8)))
        let shown = try text(made.bytes)
        #expect(shown.contains("مسودة") && !shown.contains("1448") && !shown.contains("١٤٤٨/ت"))
        let codes = try ProgramRun(
            "pdftoppm", ["-r", "200", "-png", "-singlefile", "-", fixture.temporary.path("draft")], input: made.bytes)
        try #require(codes.status == 0)
        #expect(try ProgramRun("zbarimg", ["--quiet", "--raw", "--nodbus", fixture.temporary.path("draft.png")]).status == 4)
        let created = try office.event(at: office.size - 1)
        #expect(created.kind == .draftCreated && created.text("template") == "circular" && created.document == made.draft.id)
        #expect(try office.openDrafts().map(\.id) == [made.draft.id])
        #expect(try office.draft(made.draft.shortID).id == made.draft.id)
        let data = try #require(try office.evidence(of: created)?["data"])
        let later = try fixture.open("2026-11-04T08:00:00Z")
        let issued = try later.issue(try later.draft(made.draft.shortID), by: director)
        let document = try later.document(issued.number)
        #expect(document.id == made.draft.id && document.events.map(\.kind) == [.draftCreated, .documentIssued])
        #expect(document.issued.priorOfDocument == created.sequence)
        let printed = try #require(try later.evidence(of: document.issued)?["data"])
        for member in data.members ?? [] { #expect(printed[member.name] == member.value, "\(member.name)") }
        #expect(try later.openDrafts().isEmpty)
        #expect(try refusal { _ = try later.issue(try later.draft(made.draft.id.text), by: director) } == "draft-open")
        later.writeIndex()
        #expect(try fixture.faults() == [])
    }

    @Test("Who prepared a draft does not issue it, a draft of a changed template is prepared again, and a discarded one is gone")
    func refused() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let order = IssueOrder(template: "circular", data: try fixture.data(OfficeFixture.circular))
        #expect(try refusal { _ = try office.prepare(order, by: try fixture.actor("p-09", in: office)) } == "drafts")
        #expect(throws: OfficeError.self) { _ = try office.prepare(IssueOrder(template: "circular"), by: director) }
        #expect(throws: OfficeError.self) {
            _ = try office.prepare(IssueOrder(template: "survey-slip"), by: director)
        }
        let own = try office.prepare(order, by: director).draft
        #expect(try refusal { _ = try office.issue(own, by: director) } == "second-person")
        #expect(throws: OfficeError.self) { try office.discard(own, reason: "", by: director) }
        try office.discard(own, reason: "استُغني عنه", by: director)
        #expect(try refusal { try office.discard(own, reason: "استُغني عنه", by: director) } == "draft-open")
        #expect(try office.openDrafts().isEmpty)
        #expect(throws: OfficeError.self) { _ = try office.draft(own.shortID) }
        #expect(throws: OfficeError.self) { _ = try office.document(own.id.text) }
        let last = try office.event(at: office.size - 1)
        #expect(last.kind == .declined && last.document == own.id)
        #expect(try office.evidence(of: last)?["reason"]?.string == "استُغني عنه")
        #expect(try office.dueRecords().isEmpty)
        let old = try fixture.open("2036-11-04T08:00:00Z")
        #expect(try old.dueRecords().map(\.number) == [own.id.text])
        #expect(try old.erase(.number(own.id.text), basis: "retention-ended", minutes: "1", by: director) == 2)
        #expect(try old.dueRecords().isEmpty)
        #expect(try fixture.faults() == [])
    }

    @Test("What a request needs next is named after each move, and issued without naming it")
    func dueLetters() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.completeRequest()
        let office = try fixture.open("2026-11-02T08:00:00Z")
        func due(_ office: Office) throws -> String? {
            office.dueLetter(of: try office.request(number: number))?.template
        }
        #expect(try due(office) == "completion-confirmation")
        let shown = try fixture.diwan(["request", "show", number])
        #expect(shown.errorText.contains("diwan issue completion-confirmation --request \(number)"))
        try fixture.temporary.write(#"{"file-no": "1448/م/00381"}"#, to: "file.json")
        let run = try fixture.diwan(["issue", "--request", number, "--data", "file.json", "--as", "p-06"])
        #expect(run.status == 0, "\(run.errorText)")
        let later = try fixture.open("2026-11-06T08:00:00Z")
        #expect(try later.request(number: number).documents.last?.text("template") == "completion-confirmation")
        #expect(try due(later) == nil)
        let again = try fixture.diwan(["issue", "--request", number, "--as", "p-06"])
        #expect(again.status == 1 && again.errorText.contains("no letter is due"))
        let officer = try fixture.actor("p-01", in: later)
        try later.act(.raise(meeting: "12"), on: number, by: officer)
        #expect(try due(later) == nil)
    }

    @Test("The letter of a decision is due, with the first day on which it may be issued")
    func dueDecision() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-10T09:00:00Z")
        let due = try #require(office.dueLetter(of: try office.request(number: number)))
        #expect(due.template == "decision-acceptance" && due.earliest?.iso == "2026-11-15" && !due.title.isEmpty)
        let later = try fixture.open("2026-11-15T09:00:00Z")
        #expect(later.dueLetter(of: try later.request(number: number))?.earliest == nil)
    }

    @Test("A verification is written down with the document only where that is asked for")
    func verified() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.issueCircular()
        func results() throws -> [String?] {
            try fixture.open("2026-11-05T08:00:00Z").document(issued.number).events.filter { $0.kind == .verified }.map {
                $0.text("result")
            }
        }
        #expect(try fixture.diwan(["verify", issued.number]).status == 0)
        #expect(try results() == [])
        let run = try fixture.diwan(["verify", issued.number, "--record", "--as", "p-09"])
        #expect(run.status == 0 && run.outputText.contains("recorded"), "\(run.errorText)")
        #expect(try results() == ["genuine"])
        let changed = fixture.temporary.path("changed.pdf")
        var bytes = try readFile(issued.path)
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: changed))
        #expect(try fixture.diwan(["verify", changed, "--record", "--as", "p-01"]).status == 4)
        let office = try fixture.open("2026-11-05T08:00:00Z")
        try office.act(.revoke(reason: "خطأ"), onDocument: issued.number, by: try fixture.actor("p-06", in: office))
        #expect(try fixture.diwan(["verify", issued.number, "--record", "--as", "p-01"]).status == 4)
        #expect(try results() == ["genuine", "wrong", "revoked"])
        #expect(try fixture.diwan(["verify", Repository.root() + "/README.md", "--record", "--as", "p-01"]).status == 1)
        #expect(try fixture.diwan(["verify", issued.path, "--record", "--as", "p-01"], office: false).status == 1)
    }

    @Test("Drafts are made, listed, shown, issued and discarded by commands")
    func commands() throws {
        let fixture = try OfficeFixture()
        try JSONSerialization.data(withJSONObject: OfficeFixture.circular).write(
            to: URL(fileURLWithPath: fixture.temporary.path("circular.json")))
        let make = ["draft", "make", "circular", "--data", "circular.json", "--as", "p-01"]
        let run = try fixture.diwan(make + ["-o", "preview.pdf"])
        #expect(run.status == 0, "\(run.errorText)")
        let id = run.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try text(try readFile(fixture.temporary.path("preview.pdf"))).contains("مسودة"))
        #expect(try fixture.diwan(["draft", "list"]).outputText == "\(id)\tcircular\t2026-11-05\tp-01\n")
        #expect(try fixture.diwan(["draft", "show", id, "-o", "again.pdf", "--as", "p-06"]).status == 0)
        #expect(try readFile(fixture.temporary.path("again.pdf")) == readFile(fixture.temporary.path("preview.pdf")))
        #expect(try fixture.diwan(["issue", "circular", "--of-draft", id, "--as", "p-06"]).status == 1)
        let issued = try fixture.diwan(["issue", "--of-draft", id, "--as", "p-06"])
        #expect(issued.status == 0 && issued.outputText.hasPrefix("1448/ت/00001\t"), "\(issued.errorText)")
        #expect(try fixture.diwan(["draft", "list"]).output.isEmpty)
        #expect(try fixture.diwan(["draft", "discard", id, "--reason", "x", "--as", "p-01"]).status == 1)
    }
}
