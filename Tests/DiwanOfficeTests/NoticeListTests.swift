import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Notices to people who did not ask for them.
@Suite(.serialized)
struct NoticeListTests {
    private func recipients(_ fixture: OfficeFixture) throws -> [JSONValue] {
        try [("1100000007", "نورة بنت سعد", "f"), ("1100000015", "سعد بن فهد", "m")].map { id, name, gender in
            try fixture.data([
                "ben": ["id": id, "name": name, "gender": gender],
                "notice": ["subject": "موعد التوزيع", "text": ["يبدأ التوزيع في الأسبوع الأول من الشهر."]],
                "officer": ["name": "سالم بن ناصر"],
            ]).value
        }
    }

    @Test("A notice wants a list with a recorded ground, and goes to no one who stopped it")
    func notices() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let officer = try fixture.actor("p-01", in: office)
        #expect(try refusal { _ = try office.issue(IssueOrder(template: "list-notice"), by: director) } == "list-basis")
        #expect(try refusal { _ = try office.openNoticeList("ق", basis: "rule", ground: "تعليمات", by: officer) } == "roles")
        #expect(throws: OfficeError.self) { _ = try office.openNoticeList("ق", basis: "whim", ground: "", by: director) }
        let list = try office.openNoticeList("قائمة الدعم الموسمي", basis: "rule", ground: "تعليمات المركز", by: director)
        #expect(list == "1448/قم/00001")
        #expect(try office.evidence(of: office.event(at: office.size - 1))?["ground"]?.string == "تعليمات المركز")
        let recipients = try recipients(fixture)
        func run(again isAgain: Bool = false) throws -> [String] {
            var said: [String] = []
            try office.issueNotices(of: list, to: recipients, source: nil, isAgain: isAgain, by: director) {
                index, notice throws(OfficeError) in
                switch notice {
                case .issued(let issued): said.append(issued.number)
                case .stopped: said.append("stopped \(index)")
                case .done: said.append("done \(index)")
                }
            }
            return said
        }
        let numbers = try run()
        #expect(numbers == ["1448/ص/00001", "1448/ص/00002"])
        let codes = try numbers.map { number in
            try #require(try office.evidence(of: office.document(number).issued)?["data"]?["list"]?["opt-out"]?.string)
        }
        #expect(Set(codes).count == 2 && codes.allSatisfy { $0.count == 10 })
        try office.stopNotices(of: list, code: codes[0], by: officer)
        #expect(try run() == ["done 0", "done 1"])
        #expect(try run(again: true) == ["stopped 0", "1448/ص/00003"])
        #expect(try run() == ["done 0", "done 1"])
        #expect(throws: OfficeError.self) {
            try office.issueNotices(of: "1448/قم/00009", to: [], source: nil, by: director) { _, _ throws(OfficeError) in }
        }
    }

    @Test("The program issues a list's notices, and goes on after it was killed, with every number once")
    func program() throws {
        let fixture = try OfficeFixture()
        let open = try fixture.diwan(["list", "open", "--name", "قائمة", "--basis", "rule", "--text", "تعليمات", "--as", "p-06"])
        let list = open.outputText.split(separator: "\n").first.map(String.init) ?? ""
        #expect(open.status == 0, "\(open.errorText)")
        let two = try recipients(fixture)
        let recipients = (0..<300).map { two[$0 % 2] }
        let data = fixture.temporary.path("recipients.json")
        try FileBytes.write(JSONWriter.bytes(.array(recipients)), to: data)
        func issue() throws -> ProgramRun { try fixture.diwan(["list", "issue", list, "--data", data, "--as", "p-06"]) }
        // It is killed in its second group, at whatever it is.
        let program = Repository.diwan()
        let script =
            "'\(program)' list issue '\(list)' --data '\(data)' --as p-06 & P=$!; "
            + "while [ $(ls documents/*/*.pdf 2> /dev/null | wc -l) -lt 140 ]; do sleep 0.01; done; kill -9 $P"
        let killed = try ProgramRun(
            "sh", ["-c", script],
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": fixture.folder.path],
            directory: fixture.folder.path)
        #expect(killed.status == 0, "\(killed.errorText)")
        let rest = try issue()
        #expect(rest.status == 0, "\(rest.errorText)")
        let lines = rest.outputText.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.count == 300 && lines[0][1] == "done" && lines[299][1] == "1448/ص/00300")
        #expect(try issue().outputText.split(separator: "\n").allSatisfy { $0.hasSuffix("\tdone") })
        #expect(try fixture.faults() == [])
        let export = try fixture.diwan(["ledger", "export", "--kind", "document.issued", "--kind", "list.issued"])
        #expect(export.outputText.split(separator: "\n").count == 303)
    }

    @Test("Many notices share a transaction; a run that ended in the middle goes on where it was, and issues none twice")
    func manyNotices() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let list = try office.openNoticeList("قائمة", basis: "rule", ground: "تعليمات المركز", by: director)
        let two = try recipients(fixture)
        // The 131st cannot be made: it has no words.
        let bad = try fixture.data(["ben": ["id": "1100000007", "name": "نورة", "gender": "f"]]).value
        let recipients = (0..<130).map { two[$0 % 2] } + [bad, two[0]]
        func run(_ recipients: [JSONValue]) throws -> (said: [String], failed: Bool) {
            var said: [String] = []
            do {
                try office.issueNotices(of: list, to: recipients, source: nil, by: director) { index, notice throws(OfficeError) in
                    switch notice {
                    case .issued(let issued): said.append("\(index) \(DocumentNumber(issued.number)?.count ?? 0)")
                    case .stopped: said.append("stopped \(index)")
                    case .done: said.append("done \(index)")
                    }
                }
            } catch {
                return (said, true)
            }
            return (said, false)
        }
        let before = office.size
        let first = try run(recipients)
        #expect(first.failed)
        #expect(first.said == (0..<130).map { "\($0) \($0 + 1)" })
        // 128 and their entry, two and theirs.
        #expect(office.size == before + 132)
        let second = try run(recipients)
        #expect(second.failed && second.said == (0..<130).map { "done \($0)" })
        #expect(office.size == before + 132)
        // Other data are another run.
        #expect(try run([two[0]]).said == ["0 131"])
        for number in [1, 128, 129, 131] {
            let check = try office.verify(document: DocumentNumber(series: "1448/ص", count: number, digits: 5).text)
            #expect(check.isGenuine, "\(check.findings)")
        }
        #expect(try fixture.faults() == [])
    }
}
