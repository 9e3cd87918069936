import Diwan
import DiwanBytes
import DiwanPDF
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Documents that are sealed as they are issued.
@Suite(.serialized)
struct SealedDocumentTests {
    private static let time = "2026-11-15T08:00:00Z"

    /// The entries of the log from `first` on.
    private func events(_ office: Office, from first: Int) throws -> [OfficeEvent] {
        try (first..<office.size).map { try office.event(at: $0) }
    }

    @Test(
        "A sealed document is issued as the sealed file: the seal's entry comes before, and every program takes the seal",
        arguments: [true, false])
    func sealed(certify: Bool) throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal(certify: certify)
        let office = try fixture.open(Self.time)
        let size = office.size
        let issued = try office.issue(try fixture.circularOrder(), by: try fixture.actor("p-06", in: office))
        let events = try events(office, from: size)
        #expect(events.map(\.kind) == [.sealedPAdES, .documentIssued])
        let file = try readFile(issued.path)
        #expect(Hexadecimal.text(SHA256.hash(file)) == issued.hash)
        for event in events { #expect(event.text("sha256") == issued.hash && event.document == issued.id) }
        let fingerprint = try fixture.authority.openssl([
            "x509", "-in", fixture.authority.folder.path("seal.pem"), "-outform", "DER",
        ])
        #expect(events[0].bytes("certificate") == SHA256.hash(fingerprint) && events[0].text("timestamp") == nil)
        try fixture.expectAccepted(file, count: 1)
        let signature = try #require(try PDFFile(file).signatures().first)
        #expect(signature.field == "Seal" && signature.permission == (certify ? .fillingIn : nil))
        let blank = try PDFFile(file).blankSignatureFields()
        #expect(blank.contains { $0.name.hasPrefix("signature:") && $0.place != nil })
        #expect(blank.filter { $0.place == nil }.count == (certify ? 3 : 0))

        let record = try office.document(issued.number)
        #expect(record.events.map(\.kind) == [.sealedPAdES, .documentIssued] && record.revisions.map(\.hash) == [issued.hash])
        let verification = try office.verify(file)
        #expect(verification.isGenuine && verification.findings.contains { $0.subject == "seal" && $0.arabic.contains("سليم") })
        #expect(try fixture.faults(ofSettings: false).isEmpty)
        // Everything is found again by an index that is made anew.
        try fixture.shell("rm -f index/keys")
        #expect(try fixture.open(Self.time).document(issued.hash).number == issued.number)
    }

    @Test("A timestamp's time is in the entry, and the seal is of level B-T")
    func stamped() throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal(timestamps: try fixture.timestampCommand())
        let office = try fixture.open(Self.time)
        let issued = try office.issue(try fixture.circularOrder(), by: try fixture.actor("p-06", in: office))
        let seal = try office.event(at: issued.entry - 1)
        #expect(seal.kind == .sealedPAdES)
        let stamped = try #require(seal.text("timestamp").flatMap { CreationTime(utc: $0) })
        #expect(abs(stamped.seconds - Int(Date().timeIntervalSince1970)) < 600)
        let file = try readFile(issued.path)
        try fixture.expectAccepted(file, count: 1)
        #expect(try fixture.pyhanko(file).first?["stamp"] == .boolean(true))
    }

    enum Fault: CaseIterable {
        case passphrase, noPassphrase, missingCertificate, missingKey, notACertificate, expired, otherKey, stampFails, stampIsRubbish
    }

    @Test(
        "Where sealing fails nothing is issued: no number is taken, no entry written, no file left; the words name the file",
        arguments: Fault.allCases)
    func failures(fault: Fault) throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal()
        var passphrase: [UInt8]?
        var named = "keys/seal.key"
        switch fault {
        case .passphrase:
            try fixture.useSeal(key: "locked")
            passphrase = Array("خطأ".utf8)
        case .noPassphrase: try fixture.useSeal(key: "locked")
        case .missingCertificate:
            try fixture.shell("rm keys/seal.pem")
            named = "keys/seal.pem"
        case .missingKey: try fixture.shell("rm keys/seal.key")
        case .notACertificate:
            try fixture.shell("echo nothing > keys/seal.pem")
            named = "keys/seal.pem"
        case .expired:
            try fixture.useSeal("old")
            named = "keys/seal.pem"
        case .otherKey: try fixture.useSeal(key: "chair")
        case .stampFails:
            try fixture.useSeal(timestamps: ["sh", "-c", "echo out of order >&2; exit 7"])
            named = "out of order"
        case .stampIsRubbish:
            try fixture.useSeal(timestamps: ["echo", "rubbish"])
            named = "no timestamp"
        }
        func open() throws -> Office {
            try Office(
                fixture.folder, environment: try OfficeFixture.environment(Self.time, profile: fixture.folder.file("profile.json")),
                sealPassphrase: passphrase)
        }
        let office = try open()
        let before = (office.size, try fixture.files(in: "documents") + fixture.files(in: "records"))
        let order = try fixture.circularOrder()
        let actor = try fixture.actor("p-06", in: office)
        let message = try sealingFault { _ = try office.issue(order, by: actor) }
        #expect(message.contains(named), "\(message)")
        try office.refresh()
        #expect(office.size == before.0)
        #expect(try fixture.files(in: "documents") + fixture.files(in: "records") == before.1)
        try fixture.useSeal()
        passphrase = nil
        let issued = try open().issue(order, by: actor)
        #expect(issued.number.hasSuffix("/00001"), "\(issued.number)")
        #expect(try fixture.faults(ofSettings: false).isEmpty)
    }

    @Test("A key opens by the passphrase that the program is given, apart from that of the log; the words of a failure are the clerk's")
    func passphrase() throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal(key: "locked")
        _ = try fixture.circularOrder()
        func issue(_ words: String) throws -> ProgramRun {
            try ProgramRun(
                "bash",
                [
                    "-c",
                    "\(Repository.diwan()) issue circular --as p-06 --data data.json --seal-passphrase-fd 9 9< <(printf '%s\\n' '\(words)')",
                ],
                environment: ["DIWAN_HOME": Repository.root(), "DIWAN_OFFICE": fixture.folder.path, "SOURCE_DATE_EPOCH": "1794729600"],
                directory: fixture.temporary.path)
        }
        let wrong = try issue("خطأ")
        #expect(wrong.status == 1 && wrong.output.isEmpty, "\(wrong.status) \(wrong.errorText)")
        #expect(wrong.errorText.contains("مفتاح الختم") && wrong.errorText.contains("keys/seal.key"), "\(wrong.errorText)")
        let right = try issue("سر الختم")
        #expect(right.status == 0 && right.outputText.contains("/00001\t"), "\(right.errorText)")
    }

    @Test("Only documents of the templates that the settings name are sealed")
    func templates() throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal(templates: ["decision-acceptance"])
        let (office, number) = try fixture.issuedLetter()
        let issued = try fixture.issueCircular(Self.time)
        #expect(try PDFFile(readFile(issued.path)).signatures().isEmpty)
        #expect(try PDFFile(office.file(of: office.document(number))).signatures().count == 1)
    }

    @Test("The doctor speaks of a certificate that ends soon, a key that others may read, and a key of another certificate")
    func doctor() throws {
        let fixture = try OfficeFixture()
        func found() throws -> [String] {
            var inspection = OfficeInspection(fixture.folder)
            try inspection.add(try fixture.open(Self.time))
            // The settings were changed, and not adopted.
            return inspection.findings.filter { $0.state != .ok && $0.subject != "adopted" }
                .map { "\($0.state.rawValue) \($0.subject): \($0.words)" }
        }
        try fixture.useSeal()
        #expect(try found().isEmpty)
        try fixture.useSeal("soon")
        #expect(try found().contains { $0.hasPrefix("note seal:") && $0.contains("2026-12-31") })
        try fixture.useSeal("old")
        #expect(try found().contains { $0.hasPrefix("wrong seal:") && $0.contains("2026-10-01") })
        try fixture.useSeal(key: "chair")
        #expect(try found().contains { $0.hasPrefix("wrong seal:") && $0.contains("keys/seal.key is not the key of") })
        try fixture.useSeal(key: "locked")
        #expect(try found().contains { $0.hasPrefix("note seal:") && $0.contains("--seal-passphrase-fd") })
        try fixture.useSeal()
        try fixture.shell("chmod 644 keys/seal.key")
        #expect(try found().contains { $0.hasPrefix("wrong mode:") && $0.contains("keys/seal.key") })
        try fixture.shell("rm keys/seal.key")
        #expect(try found().contains { $0.hasPrefix("wrong seal:") && $0.contains("keys/seal.key") })
    }

    @Test("A seal that is seen stands in the circle for the stamp, around the word in it, and covers nothing")
    func visible() throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal(visible: true)
        let seen = try fixture.issueCircular(Self.time)
        #expect(seen.warnings.isEmpty, "\(seen.warnings)")
        let file = try readFile(seen.path)
        try fixture.expectAccepted(file, count: 1)
        let path = try fixture.temporary.write(file, to: "page.pdf")
        let with = try ProgramRun("pdftoppm", ["-r", "100", "-gray", path]).output
        let without = try ProgramRun("pdftoppm", ["-r", "100", "-gray", "-hide-annotations", path]).output
        try #require(with.count == without.count)
        var rows: Set<Int> = []
        var columns: Set<Int> = []
        let begin = with.count - 827 * 1170
        for index in begin..<with.count where with[index] != without[index] {
            #expect(without[index] > 200, "something printed is covered at \((index - begin) % 827), \((index - begin) / 827)")
            columns.insert((index - begin) % 827)
            rows.insert((index - begin) / 827)
        }
        // The circle has 26 mm: 102 pixels.
        let (width, height) = (columns.max()! - columns.min()!, rows.max()! - rows.min()!)
        #expect((35...102).contains(width) && (50...102).contains(height), "\(width) \(height)")
        let text = try ProgramRun("pdftotext", ["-raw", try fixture.temporary.write(file, to: "text.pdf"), "-"]).outputText
        for word in ["رقمي", "بشهادة"] { #expect(text.contains(word), "\(text)") }
    }

    @Test("A sealed document is made again from its source byte for byte, up to where the seal begins")
    func rerender() throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal()
        let issued = try fixture.issueCircular(Self.time)
        let run = try fixture.diwan(["verify", issued.path, "--rerender"])
        #expect(run.status == 0 && run.outputText.contains("byte for byte"), "\(run.outputText) \(run.errorText)")
        let named = try fixture.diwan(["verify", issued.number, "--rerender"])
        #expect(named.status == 0 && named.outputText.contains("byte for byte"), "\(named.outputText)")
    }
}

/// Why `body` does not seal, in words; empty when it does.
func sealingFault(_ body: () throws -> Void) throws -> String {
    do {
        try body()
        return ""
    } catch let error as OfficeError {
        guard case .sealing(let why, let certificate, let key) = error else { throw error }
        let words = why.words(certificate: certificate, key: key)
        #expect(!words.arabic.isEmpty)
        return words.message
    }
}
