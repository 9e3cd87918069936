import Diwan
import DiwanDiagnostics
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Printing and corrections.
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
}
