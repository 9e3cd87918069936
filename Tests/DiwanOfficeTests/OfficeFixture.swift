import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// An office of a test's own: a copy of one that was founded on 2026-10-31, worked in at times that the test names.
final class OfficeFixture {
    private static let founded = Result { try TemporaryFolder.withOffice() }

    let temporary: TemporaryFolder
    let folder: OfficeFolder

    init() throws {
        let source = try Self.founded.get()
        temporary = try TemporaryFolder()
        folder = OfficeFolder(temporary.path("office"))
        let run = try ProgramRun("cp", ["-a", source.path("office"), folder.path])
        try #require(run.status == 0)
    }

    /// The environment at a moment in UTC: `2026-11-01T08:00:00Z`.
    static func environment(_ time: String, profile: String) throws -> DiwanEnvironment {
        var places = ResourceFolders.Places()
        places.home = Repository.root()
        return try DiwanEnvironment(places: places, profile: profile, time: try #require(CreationTime(utc: time)))
    }

    /// The office, open, at a moment.
    func open(_ time: String) throws -> Office {
        try Office(folder, environment: try Self.environment(time, profile: folder.file("profile.json")))
    }

    /// Who has an id, in the first role of it or in the one that is named.
    func actor(_ id: String, _ role: Role? = nil, in office: Office) throws -> Actor {
        let person = try #require(office.configuration.people.person(id))
        let fitting = try #require(role ?? person.roles.first)
        return try #require(Actor(person, fitting))
    }

    /// The data of the sample's first request, without what the office gives.
    func requestData(_ change: (inout [String: Any]) -> Void = { _ in }) throws -> RecordData {
        let bytes = try Data(contentsOf: URL(filePath: Repository.root() + "/Templates/support-request/sample.json"))
        let records = try JSONSerialization.jsonObject(with: bytes) as? [[String: Any]]
        var record = try #require(records?.first)
        var request = try #require(record["req"] as? [String: Any])
        for name in ["no", "date", "channel"] { request[name] = nil }
        record["req"] = request
        change(&record)
        return try data(record)
    }

    /// A value as data.
    func data(_ value: [String: Any]) throws -> RecordData {
        let path = temporary.path("data.json")
        try JSONSerialization.data(withJSONObject: value).write(to: URL(filePath: path))
        return try RecordData(file: path)
    }

    /// What the committee grants.
    static var grant: [String: Any] {
        [
            "minutes": ["no": "1448/م/00001", "date": "2026-11-10"],
            "basis": [["article": 15, "text": "دليل سياسة الدعم للمستفيدين"]],
            "grant": ["kind": "مساعدة شهرية", "amount": "6000", "instalments": 6, "start": "2026-12-01", "end": "2027-05-31"],
            "conditions": ["ألا تكون الأسرة مستفيدة من الدعم نفسه لدى جهة أخرى."],
        ]
    }

    /// What the letter of acceptance says beside what the office knows.
    static var letter: [String: Any] { ["accept": ["deadline": "2026-12-10"]] }

    /// A request that was received and is complete on 2026-11-01.
    func completeRequest() throws -> String {
        let office = try open("2026-11-01T08:00:00Z")
        let officer = try actor("p-01", in: office)
        let number = try office.receive(try office.requestForm(try requestData()), channel: "interview", by: officer)
        try office.act(.check(Self.items), on: number, by: officer)
        try office.act(.match, on: number, by: officer)
        try office.act(.declare(.pen, text: "1.0.0", witness: nil, paper: nil), on: number, by: officer)
        try office.act(.complete, on: number, by: officer)
        return number
    }

    /// All that the checklist asks for.
    static let items = ["identity", "family-record", "income", "bank"].map { CheckedItem(code: $0, isSeen: true) }

    /// A request that the committee decided on 2026-11-10.
    func decidedRequest(_ outcome: String = "accepted", _ decision: [String: Any] = OfficeFixture.grant) throws -> String {
        let number = try completeRequest()
        let office = try open("2026-11-10T08:00:00Z")
        try office.act(.raise(meeting: "12"), on: number, by: try actor("p-01", in: office))
        let vote: Vote = outcome == "rejected" ? .against : .approve
        try office.act(.vote(vote, reason: nil), on: number, by: try actor("p-03", .member, in: office))
        try office.act(.vote(vote, reason: nil), on: number, by: try actor("p-04", .member, in: office))
        let form = try office.decisionForm(outcome, try data(decision))
        try office.act(.decide(form), on: number, by: try actor("p-04", .chair, in: office))
        return number
    }
}

extension TemporaryFolder {
    /// A folder with the office of all tests.
    fileprivate static func withOffice() throws -> TemporaryFolder {
        let temporary = try TemporaryFolder()
        _ = try Office.found(
            OfficeFolder(temporary.path("office")), Office.Founding(), templates: Repository.root() + "/Templates"
        ) { profile throws(EnvironmentError) in
            do {
                return try OfficeFixture.environment("2026-10-31T08:00:00Z", profile: profile)
            } catch let error as EnvironmentError {
                throw error
            } catch {
                fatalError("\(error)")
            }
        }
        return temporary
    }
}

/// The rule by which the office refuses `body`; `nil` when it does not.
func refusal(_ body: () throws -> Void) throws -> String? {
    do {
        try body()
        return nil
    } catch OfficeError.refused(let refusal) {
        #expect(!refusal.arabic.isEmpty && !refusal.words.isEmpty)
        return refusal.rule
    }
}
