import Diwan
import DiwanDiagnostics
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Printing, corrections and branches.
@Suite(.serialized)
struct PrintingTests {
    private func text(_ path: String) throws -> String { try ProgramRun("pdftotext", [path, "-"]).outputText }

    @Test("Copies are counted, with the letterhead or without it, and the copy with it is the issued file")
    func copies() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let path = fixture.temporary.path("copy.pdf")
        #expect(try office.print(number, to: .file(path), by: officer) == 1)
        #expect(try FileBytes.read(path) == office.file(of: try office.document(number)))
        #expect(try text(path).contains("المملكة العربية السعودية"))
        #expect(try office.print(number, to: .file(path), letterhead: false, by: officer) == 2)
        #expect(try !text(path).contains("المملكة العربية السعودية"))
        #expect(try text(path).contains("نورة"))
        let printed = try office.document(number).events.filter { $0.kind == .documentPrinted }
        #expect(printed.map { $0.truth("letterhead") } == [true, false])
        #expect(printed.map { $0.count("copy") } == [1, 2])
    }

    @Test("A copy that cannot be printed is not counted")
    func noCopy() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let size = office.size
        #expect(throws: OfficeError.self) {
            try office.print(number, to: .file(fixture.temporary.path("none/copy.pdf")), by: officer)
        }
        #expect(throws: OfficeError.self) { try office.print(number, to: .printer("-oraw"), by: officer) }
        #expect(office.size == size)
        #expect(try office.print(number, to: .file(fixture.temporary.path("copy.pdf")), by: officer) == 1)
    }

    @Test("A correction takes the place of the old letter, which stays as it is and is no longer in force")
    func correction() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let director = try fixture.actor("p-06", in: office)
        let request = try #require(try office.document(number).issued.request.map { try office.request($0) })
        let before = try office.file(of: try office.document(number))
        var order = IssueOrder(template: "decision-acceptance", request: request.number, data: try fixture.data(OfficeFixture.letter))
        #expect(try refusal { _ = try office.issue(order, by: director) } == "issued-once")
        order.supersedes = (number, "خطأ في التاريخ")
        order.isCorrection = true
        let new = try office.issue(order, by: director)
        let (old, corrected) = (try office.document(number), try office.document(new.number))
        #expect(new.number == "1448/ص/00002")
        #expect(!old.isInForce && old.successor == new.id)
        #expect(corrected.isInForce && corrected.predecessor == old.id)
        #expect(try office.file(of: old) == before)
        #expect(try refusal { _ = try office.issue(order, by: director) } == "in-force")
    }

    @Test("Two branches count by themselves and come together without a clash; one that went back is refused")
    func branches() throws {
        let fixture = try OfficeFixture()
        var settings = ""
        var folders: [String: OfficeFolder] = [:]
        for code in ["ش", "ج"] {
            let folder = OfficeFolder(fixture.temporary.path("branch-\(code)"))
            let office = try Office.found(
                folder, Office.Founding(origin: "charity.example/diwan-\(code == "ش" ? "north" : "south")", branch: code),
                templates: Repository.root() + "/Templates"
            ) { profile throws(EnvironmentError) in
                do { return try OfficeFixture.environment("2026-11-01T08:00:00Z", profile: profile) } catch { throw .time("\(error)") }
            }
            let officer = try fixture.actor("p-01", in: office)
            let number = try office.receive(try office.requestForm(try fixture.requestData()), channel: "branch", by: officer)
            #expect(number == "1448/\(code)/ط/00001")
            let key = try #require(office.verifierKeys.last)
            settings += settings.isEmpty ? "" : ","
            settings += "{\"code\":\"\(code)\",\"origin\":\"\(office.configuration.settings.origin)\",\"key\":\"\(key)\"}"
            folders[code] = folder
        }
        let path = fixture.folder.file("office.json")
        var json = String(decoding: try FileBytes.read(path), as: UTF8.self)
        let brace = try #require(json.lastIndex(of: "}"))
        json.replaceSubrange(brace..., with: ",\"branches\":[\(settings)]}\n")
        try FileBytes.write(Array(json.utf8), to: path)
        let head = try fixture.open("2026-11-02T08:00:00Z")
        let director = try fixture.actor("p-06", in: head)
        for code in ["ش", "ج"] {
            let merged = try head.merge(branchAt: try #require(folders[code]), by: director)
            #expect(merged.branch == code && merged.new == merged.size && merged.size == 4)
        }
        #expect(try head.branches().map { try $0.pending().map(\.number) } == [["1448/ش/ط/00001"], ["1448/ج/ط/00001"]])

        // What is new since is taken over; a log from before that is refused.
        let north = try #require(folders["ش"])
        let old = fixture.temporary.path("old")
        _ = try ProgramRun("cp", ["-a", north.path, old])
        let branch = try Office(
            north, environment: try OfficeFixture.environment("2026-11-03T08:00:00Z", profile: north.file("profile.json")))
        try branch.act(.check(OfficeFixture.items), on: "1448/ش/ط/00001", by: try fixture.actor("p-01", in: branch))
        #expect(try head.merge(branchAt: north, by: director).new == 1)
        #expect(throws: OfficeError.self) { try head.merge(branchAt: OfficeFolder(old), by: director) }
    }
}
