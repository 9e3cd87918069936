import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// An office in which something of everything has been done, and the program run in it.
extension OfficeFixture {
    /// The data of a circular, which is of no request.
    static var circular: [String: Any] {
        [
            "circular": [
                "to": "منسوبي الجمعية", "subject": "حفظ بيانات المستفيدين", "basis": "قرار مجلس الإدارة ذي الرقم (1448/م/0007)",
                "items": ["لا تُطلب من المستفيد صورة هويته."], "from": "2026-12-15", "review": "2027-11-11",
                "sign-by": "2026-12-18",
            ], "readers": [["name": "سالم بن ناصر", "unit": "علاقات المستفيدين", "signed": "2026-12-12"]],
        ]
    }

    /// Issues a circular at a moment.
    @discardableResult
    func issueCircular(_ time: String = "2026-11-03T08:00:00Z") throws -> IssuedDocument {
        let office = try open(time)
        return try office.issue(IssueOrder(template: "circular", data: try data(Self.circular)), by: try actor("p-06", in: office))
    }

    /// A request, a circular that was signed on paper, and the index on disk.
    func work() throws -> IssuedDocument {
        _ = try completeRequest()
        let issued = try issueCircular()
        let office = try open("2026-11-04T08:00:00Z")
        let scan = try #require(AttachedFile(Array("%PDF-1.7 scanned".utf8)))
        try office.transact(try actor("p-01", in: office)) { transaction throws(OfficeError) in
            try transaction.signedOnPaper(issued.number, signer: "المدير", scan: scan, match: .number, keeper: "archive")
        }
        office.writeIndex()
        return issued
    }

    /// Runs the program for this office at a moment, 2026-11-05 when none is named.
    func diwan(_ arguments: [String], at time: String = "1793865600", office: Bool = true) throws -> ProgramRun {
        try ProgramRun(
            Repository.diwan(), arguments,
            environment: [
                "DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": time, "DIWAN_OFFICE": office ? folder.path : nil,
            ], directory: temporary.path)
    }

    /// The regular files below a folder of the office, by their path in it.
    func files(in name: String) throws -> [String] {
        let found = try ProgramRun("find", [folder.file(name), "-type", "f"]).outputText.split(separator: "\n").map(String.init)
        return found.map { String($0.dropFirst(folder.path.count + 1)) }.sorted()
    }

    /// What a check finds wrong.
    /// - Parameter ofSettings: whether settings that were changed since they were adopted count.
    func faults(older: [UInt8]? = nil, ofSettings: Bool = true) throws -> [String] {
        try OfficeCheck(folder, older: older).findings.filter { $0.state == .wrong && (ofSettings || $0.subject != "adopted") }
            .map { "\($0.subject): \($0.words)" }
    }

    func bytes(_ name: String) throws -> [UInt8] { try readFile(folder.file(name)) }

    /// Writes a file of the office over what is there.
    func overwrite(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name))) }

    /// Runs a shell command in the office's folder.
    func shell(_ command: String) throws {
        let run = try ProgramRun("sh", ["-ec", command], directory: folder.path)
        try #require(run.status == 0, "\(run.errorText)")
    }
}
