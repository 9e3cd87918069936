import DiwanTestSupport
import Foundation
import Testing

/// `diwan report`, `erase`, `inquiry` and `list` as a clerk calls them.
struct OfficeReportCommandTests {
    private func diwan(_ folder: TemporaryFolder, _ time: String, _ arguments: [String]) throws -> ProgramRun {
        let date = try #require(ISO8601DateFormatter().date(from: time))
        return try ProgramRun(
            Repository.diwan(), arguments,
            environment: [
                "DIWAN_HOME": Repository.root(), "DIWAN_OFFICE": folder.path("office"),
                "SOURCE_DATE_EPOCH": String(Int(date.timeIntervalSince1970)),
            ], directory: folder.path)
    }

    @Test("A report is a page and CSV files, an inquiry is listed until it is answered, refusals say their rule")
    func commands() throws {
        let folder = try TemporaryFolder()
        #expect(try diwan(folder, "2026-10-31T08:00:00Z", ["init", "office"]).status == 0)
        let now = "2026-11-01T08:00:00Z"
        let receive = ["inquiry", "receive", "--kind", "suggestion", "--subject", "الموعد", "--text", "مساءً", "--channel", "phone"]
        #expect(try diwan(folder, now, receive + ["--as", "p-01"]).outputText == "1448/قت/00001\n")
        let listed = try diwan(folder, now, ["inquiry", "list"]).outputText
        #expect(listed == "1448/قت/00001\tاقتراح\tphone\t2026-11-01\t2026-11-15\n")
        let report = try diwan(folder, now, ["report", "-o", "out"])
        #expect(report.status == 0 && report.output.isEmpty, "\(report.errorText)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
        #expect(Set(names).isSuperset(of: ["report.html", "requests.csv", "inquiries.csv", "satisfaction.csv"]))
        #expect(String(decoding: try readFile(folder.path("out/report.html")), as: UTF8.self).contains("1448/قت/00001"))
        let json = try diwan(folder, now, ["report", "--json"])
        let value = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
        #expect((value?["inquiries"] as? [Any])?.count == 1)
        let answer = ["inquiry", "answer", "1448/قت/00001", "--text", "حسن", "--channel", "phone", "--as", "p-01"]
        #expect(try diwan(folder, now, answer).status == 0)
        #expect(try diwan(folder, now, ["inquiry", "list"]).output.isEmpty)
        let erase = ["erase", "1448/قت/00001", "--basis", "retention-ended", "--minutes", "1", "--as", "p-06"]
        #expect(try diwan(folder, now, erase).status == 5)
        #expect(try diwan(folder, "2036-11-01T08:00:00Z", erase).outputText == "2\n")
        let show = try diwan(folder, "2036-11-01T08:00:00Z", ["inquiry", "show", "1448/قت/00001"]).outputText
        #expect(show.split(separator: "\n").map { $0.hasSuffix("\terased") } == [true, true, false])
        #expect(try diwan(folder, now, ["report", "--access", "1100000007"]).status == 1)
        #expect(try diwan(folder, now, ["report", "--retention", "--processing"]).status == 1)
    }

    @Test("Whoever writes while the policy's review is overdue is told, and still writes")
    func review() throws {
        let folder = try TemporaryFolder()
        #expect(try diwan(folder, "2026-10-31T08:00:00Z", ["init", "office"]).status == 0)
        let survey = ["record", "survey", "--service", "aid", "--score", "4", "--channel", "phone", "--as", "p-01"]
        let early = try diwan(folder, "2026-11-01T08:00:00Z", survey)
        #expect(early.status == 0 && early.errors.isEmpty)
        let late = try diwan(folder, "2028-01-01T08:00:00Z", survey)
        #expect(late.status == 0)
        #expect(late.errorText.contains("2027-11-01"))
        #expect(late.errorText.split(separator: "\n").count == 1)
    }
}
