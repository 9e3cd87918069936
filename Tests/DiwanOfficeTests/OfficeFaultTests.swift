import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Whatever call of the program fails while a clerk works, or is its last: what it acknowledged is there, what it refused is not, no number
/// is skipped or doubled, what it says names what failed, and the same command again goes on.
@Suite("Faults of the whole office", .serialized)
struct OfficeFaultTests {
    private static let prepared = Result { try Prepared() }

    /// Offices in which something has been done, by the name of their copies.
    private final class Prepared: Sendable {
        let office: StoppedOffice
        let circular: String
        let identity: String

        init() throws {
            office = try StoppedOffice()
            _ = try ProgramRun("mkdir", [office.temporary.path("empty")])
            let fixture = try OfficeFixture()
            let number = try fixture.completeRequest()
            circular = try fixture.issueCircular().number
            let data = try #require(
                try fixture.open("2026-11-03T08:00:00Z").evidence(of: fixture.open("2026-11-03T08:00:00Z").event(at: 3)))
            identity = try #require(data["data"]?["ben"]?["id"]?.string)
            _ = try fixture.data(OfficeFixture.circular)
            try fixture.shell("cp ../data.json \(office.temporary.path("empty/circular.json"))")
            _ = try fixture.requestData()
            try fixture.shell("cp ../data.json \(office.temporary.path("empty/request.json"))")
            try office.keep(fixture.folder, "worked")
            for words in [["branch", "found", "ش", "branch", "--as", "p-06"], ["doctor", "--adopt", "--as", "p-06"]] {
                let run = try fixture.diwan(words)
                guard run.status == 0 else { throw OfficeError.program(run.errorText) }
            }
            try office.keep(fixture.folder, "branched")
            try fixture.shell("mv ../branch \(office.temporary.path("branched/branch"))")
            let open = try fixture.open("2026-11-05T09:00:00Z")
            try open.act(.withdraw(reason: "استغنى عنه"), on: number, by: try fixture.actor("p-01", in: open))
            try office.keep(fixture.folder, "ended")
        }

        /// What is done, and in which office.
        var works: [(StoppedOffice.Work, String, Int)] {
            let now = "1793865600"
            // 2040, when the policy's retention has ended.
            let later = "2225600000"
            return [
                (
                    .init(
                        name: "receive", arguments: ["request", "receive", "--channel", "phone", "--data", "request.json", "--as", "p-01"],
                        time: now, kind: .requestReceived), "worked", 10
                ),
                (
                    .init(
                        name: "issue", arguments: ["issue", "circular", "--data", "circular.json", "--as", "p-06"], time: now,
                        kind: .documentIssued), "worked", 10
                ),
                (
                    .init(
                        name: "print", arguments: ["print", circular, "-o", "copy.pdf", "--as", "p-01"], time: now, kind: .documentPrinted),
                    "worked", 5
                ),
                (
                    .init(
                        name: "revoke", arguments: ["revoke", circular, "--reason", "خطأ", "--as", "p-06"], time: now, kind: .revoked,
                        most: 1,
                        endings: [0, 5]), "worked", 5
                ),
                (
                    .init(
                        name: "rotate", arguments: ["ledger", "rotate-key", "--as", "p-06"], time: now, kind: .keyRotated, isFinished: true),
                    "worked", 10
                ),
                (
                    .init(
                        name: "adopt", arguments: ["doctor", "--adopt", "--as", "p-06"], time: now, kind: .resourcesAdopted,
                        isFinished: true, isReport: true), "worked", 3
                ),
                (
                    .init(
                        name: "erase",
                        arguments: ["erase", "--person", identity, "--basis", "retention-ended", "--minutes", "7", "--as", "p-06"],
                        time: later, kind: .evidenceErased, entries: 2, endings: [0, 1], isFinished: true), "ended", 10
                ),
                (
                    .init(
                        name: "init", arguments: ["init", "office"], time: now, kind: .officeOpened, most: 1, endings: [0, 1],
                        isFinished: true), "empty", 8
                ),
                (
                    .init(
                        name: "merge", arguments: ["branch", "merge", "branch", "--as", "p-06"], time: now, kind: .branchMerged,
                        isFinished: true), "branched", 8
                ),
            ]
        }
    }

    @Test(
        "Every kind of call may fail, before or after it took effect, or be the last of its process",
        arguments: [0, 1, 2, 3, 4, 5, 6, 7, 8])
    func everyCall(_ which: Int) async throws {
        let prepared = try Self.prepared.get()
        let (work, base, most) = prepared.works[which]
        let counts = try prepared.office.counts(work, base)
        #expect(counts["any", default: 0] > 30 && counts["fsync", default: 0] > 4, "\(work.name): \(counts)")
        let faults = StoppedOffice.faults(counts, most: most)
        let ends = try await withThrowingTaskGroup(of: [Int].self) { group in
            for half in 0..<2 {
                group.addTask {
                    try faults.enumerated().filter { $0.offset % 2 == half }.map { try prepared.office.stop(work, base, $0.element) }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        // Each kind of end has been met: killed, refused for a call that failed, and done all the same where only tidying failed.
        #expect(ends.contains(137) && ends.contains { [2, 3].contains($0) } && ends.contains(0), "\(work.name): \(ends)")
    }
}
