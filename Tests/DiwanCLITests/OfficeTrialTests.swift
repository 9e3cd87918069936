import DiwanTestSupport
import Foundation
import Testing

/// The trial of the sample office, `Templates/office/README.md`, as it stands there.
struct OfficeTrialTests {
    @Test("The trial of the sample office goes from a request to a letter that verifies, and is refused the day before")
    func trial() throws {
        let guide = String(decoding: try readFile(Repository.root() + "/Templates/office/README.md"), as: UTF8.self)
        let block = try #require(guide.firstMatch(of: /(?s)```sh\n(.*?)```/)).1
        // The program that the tests built stands elsewhere than the one a reader builds, and what the trial makes goes with the test.
        let folder = try TemporaryFolder()
        let program = URL(fileURLWithPath: Repository.diwan()).deletingLastPathComponent().path
        let script = String(block).replacing("$PWD/.build/release", with: program).replacing("$(mktemp -d)", with: folder.path)
        #expect(script.contains(program) && script.contains(folder.path))
        let run = try ProgramRun("sh", ["-c", script], directory: Repository.root())
        #expect(run.status == 0, "\(run.errorText)")
        let refusals = run.errorText.split(separator: "\n").filter { $0.hasPrefix("diwan") || $0.contains("error") }
        #expect(refusals.count == 1 && run.errorText.contains("\"answer-period\""), "\(run.errorText)")
        #expect(run.errorText.contains("no answer is issued before 2026-11-15"))
        #expect(run.outputText.contains("1448/ص/00002\t") && run.outputText.contains("issuing\tpassed: 1448/ص/00002"))
        #expect(run.outputText.contains("entries\t14 of 14"))
        #expect(FileManager.default.fileExists(atPath: folder.path("decision.tlog-proof")))
    }
}
