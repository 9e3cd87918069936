import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Several processes, and processes that are killed.
@Suite(.serialized)
struct ManyWritersTests {
    /// The numbers of the circulars, in the order of the log.
    private func numbers(_ fixture: OfficeFixture) throws -> [String] {
        let run = try fixture.diwan(["ledger", "show", "--kind", "document.issued"])
        try #require(run.status == 0, "\(run.errorText)")
        return run.outputText.split(separator: "\n").compactMap { line in
            line.split(separator: " ").first { $0.contains("number=") }.flatMap { $0.split(separator: "=").last.map(String.init) }
        }
    }

    private func series(_ count: Int) -> [String] { (0..<count).map { "1448/ت/" + String(format: "%05d", $0 + 1) } }

    @Test("Two processes that issue at once take numbers without gap or double")
    func twoProcesses() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.data(OfficeFixture.circular)
        let issue = "for i in 1 2 3 4 5 6 7 8 9 10; do '\(Repository.diwan())' issue circular --as p-06 --data data.json || exit 1; done"
        let run = try ProgramRun(
            "sh", ["-c", "( \(issue) ) & first=$!; ( \(issue) ) & second=$!; wait $first && wait $second"],
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": fixture.folder.path],
            directory: fixture.temporary.path)
        #expect(run.status == 0, "\(run.errorText)")
        let told = run.outputText.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
        #expect(told.sorted() == series(20))
        #expect(try numbers(fixture) == series(20))
        #expect(try fixture.faults().isEmpty)
    }

    @Test("A process that is killed while it issues leaves no number skipped or doubled, and what it leaves is told")
    func killed() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.data(OfficeFixture.circular)
        // How long one takes that is let be.
        let clock = ContinuousClock()
        let begun = clock.now
        let first = try fixture.diwan(["issue", "circular", "--as", "p-06", "--data", "data.json"])
        try #require(first.status == 0, "\(first.errorText)")
        let whole = clock.now - begun
        let seconds = Double(whole.components.seconds) + Double(whole.components.attoseconds) / 1e18
        var generator = SeededGenerator(seed: 9)
        var told: [String] = []
        for _ in 0..<14 {
            let after = String(format: "%.3f", Double.random(in: 0.3...1.05, using: &generator) * seconds)
            let run = try ProgramRun(
                "timeout", ["-s", "KILL", after, Repository.diwan(), "issue", "circular", "--as", "p-06", "--data", "data.json"],
                environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": fixture.folder.path],
                directory: fixture.temporary.path)
            told += run.outputText.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
        }
        let last = try fixture.diwan(["issue", "circular", "--as", "p-06", "--data", "data.json"])
        #expect(last.status == 0, "\(last.errorText)")
        let numbers = try numbers(fixture)
        #expect(numbers == series(numbers.count))
        #expect(Set(told).isSubset(of: Set(numbers)) && Set(told).count == told.count)
        let check = try OfficeCheck(fixture.folder)
        #expect(check.findings.areSound, "\(check.findings)")
        for finding in check.findings where finding.state == .note {
            #expect(finding.words.contains("diwan ledger prove") || finding.words.contains("clears it away"), "\(finding)")
        }
        var inspection = OfficeInspection(fixture.folder)
        try inspection.add(try fixture.open("2026-11-06T08:00:00Z"))
        #expect(inspection.findings.areSound, "\(inspection.findings)")
        // What was left is named with the word that is to be done, and done so, nothing is left.
        for finding in inspection.findings where finding.subject == "left" {
            #expect(finding.words.hasSuffix("diwan doctor --clean deletes it"))
        }
        let cleaned = try fixture.diwan(["doctor", "--clean"])
        #expect(cleaned.status == 0 && !cleaned.outputText.contains("note\tleft"), "\(cleaned.outputText)")
        for number in numbers { #expect(try fixture.diwan(["ledger", "prove", number]).status == 0) }
        #expect(try OfficeCheck(fixture.folder).findings.map(\.state) == [.ok])
    }
}
