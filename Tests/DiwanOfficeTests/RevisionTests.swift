import Diwan
import DiwanBytes
import DiwanDiagnostics
import DiwanPDF
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Documents whose file goes on after its issue: sealed later, signed with certificates, signed on a screen.
@Suite(.serialized)
struct RevisionTests {
    private static let time = "2026-11-15T08:00:00Z"

    /// An office with a circular, sealed where it says so.
    private func issued(_ fixture: OfficeFixture, certify: Bool?) throws -> (office: Office, number: String) {
        if let certify { try fixture.useSeal(certify: certify) }
        let issued = try fixture.issueCircular(Self.time)
        return (try fixture.open("2026-11-16T08:00:00Z"), issued.number)
    }

    private func latest(_ office: Office, _ number: String) throws -> [UInt8] { try office.file(of: office.document(number)) }

    @Test(
        "Signatures that follow the seal leave it right, certified or not, and each is an entry with the hash of the longer file",
        arguments: [true, false])
    func later(certify: Bool) throws {
        let fixture = try OfficeFixture()
        let (office, number) = try issued(fixture, certify: certify)
        let director = try fixture.actor("p-06", in: office)
        let first = try latest(office, number)
        try office.act(.sealed(try fixture.credentials("licensed")), onDocument: number, by: director)
        #expect(try office.act(.countersigned(try fixture.credentials("chair")), onDocument: number, by: director) == 1)
        let last = try latest(office, number)
        #expect(last.starts(with: first))
        try fixture.expectAccepted(last, count: 3)
        let record = try office.document(number)
        #expect(record.revisions.map(\.event.kind) == [.documentIssued, .sealedPAdES, .countersigned])
        #expect(record.latest.hash == Hexadecimal.text(SHA256.hash(last)) && record.hash == Hexadecimal.text(SHA256.hash(first)))
        #expect(record.latest.event.text("number") == number && record.latest.event.bytes("certificate")?.count == 32)
        let signatures = try PDFFile(last).signatures()
        #expect(signatures.map(\.signer).contains(director.person.name))
        // What the seal allows is over with the last blank field.
        try office.act(.countersigned(try fixture.credentials("chair")), onDocument: number, by: try fixture.actor("p-03", in: office))
        let size = office.size
        let fault = try sealingFault {
            try office.act(.sealed(nil), onDocument: number, by: director)
        }
        #expect(fault.contains("certified") == certify && (office.size == size) == certify, "\(fault)")
    }

    @Test("A document that was issued without a seal is sealed later; the first seal leaves fields in the rooms for signatures")
    func sealedLater() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try issued(fixture, certify: nil)
        let director = try fixture.actor("p-06", in: office)
        #expect(throws: OfficeError.self) { try office.act(.sealed(nil), onDocument: number, by: director) }
        try fixture.useSeal()
        let sealing = try fixture.open("2026-11-16T08:00:00Z")
        try sealing.act(.sealed(nil), onDocument: number, by: director)
        let file = try latest(sealing, number)
        try fixture.expectAccepted(file, count: 1)
        #expect(try PDFFile(file).blankSignatureFields().contains { $0.place != nil })
        #expect(try fixture.faults(ofSettings: false).isEmpty)
    }

    @Test("Every state of the file is found, proven without the office, printed as the last, checked, and erased with the others")
    func states() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try issued(fixture, certify: true)
        let director = try fixture.actor("p-06", in: office)
        try office.act(.sealed(try fixture.credentials("licensed")), onDocument: number, by: director)
        try office.act(.countersigned(try fixture.credentials("chair")), onDocument: number, by: director)
        let record = try office.document(number)
        let keys = try LogKeys(fixture.folder.file("verifier-keys"))
        #expect(record.revisions.count == 3)
        for (index, revision) in record.revisions.enumerated() {
            let path = fixture.folder.document(revision.hash)
            let (file, proof) = (try readFile(path), try readFile(fixture.folder.proof(revision.hash)))
            #expect(try office.document(revision.hash).number == number)
            let offline = try DocumentVerification(file, proof: proof, keys: keys)
            #expect(offline.isGenuine && offline.number == number, "\(offline.findings)")
            #expect(offline.findings.count { $0.subject == "seal" && $0.state == .ok } == index + 1)
            let inside = try office.verify(file)
            #expect(inside.isGenuine && inside.findings.contains { $0.subject == "later" } == (index < 2), "\(inside.findings)")
            // A state is not proven by the entry of another.
            let other = try readFile(fixture.folder.proof(record.revisions[(index + 1) % 3].hash))
            #expect(try !DocumentVerification(file, proof: other, keys: keys).isGenuine)
        }
        #expect(try fixture.faults(ofSettings: false).isEmpty)
        let doctor = try fixture.diwan(["doctor"], at: "1794816000")
        #expect(!doctor.outputText.contains("no entry of the log speaks of it"), "\(doctor.outputText)")

        let copy = fixture.temporary.path("copy.pdf")
        _ = try office.print(number, to: .file(copy), by: director)
        #expect(try readFile(copy) == readFile(fixture.folder.document(record.latest.hash)))
        // The index is made anew from the log, and proofs are.
        try fixture.shell("rm -f index/keys documents/*/*.tlog-proof")
        let again = try fixture.open("2026-11-17T08:00:00Z")
        #expect(try again.document(record.latest.hash).number == number)
        #expect(try again.writeProof(ofDocument: number) == fixture.folder.proof(record.latest.hash))
        #expect(try fixture.files(in: "documents").count == 6)
        #expect(try fixture.faults(ofSettings: false).isEmpty)

        let path = fixture.folder.document(record.revisions[1].hash)
        let bytes = try readFile(path)
        try Data(bytes.dropLast()).write(to: URL(filePath: path))
        #expect(try fixture.faults(ofSettings: false).contains { $0.contains("signed later") && $0.contains(path) })
        try Data(bytes).write(to: URL(filePath: path))
        try fixture.shell("mv documents ../away; mkdir -m 700 documents")
        #expect(try fixture.faults(ofSettings: false).count == 3)
        try fixture.shell("rmdir documents; mv ../away documents")

        let later = try fixture.open("2060-11-17T08:00:00Z")
        let count = try later.erase(
            .number(number), basis: "retention-ended", minutes: "1", by: try fixture.actor("p-06", in: later))
        #expect(count > 6)
        #expect(try fixture.files(in: "documents").isEmpty)
        #expect(try fixture.faults(ofSettings: false).isEmpty)
    }

    @Test("What someone adds outside the office is known as added, with what its signature is worth; the document's own seal stays right")
    func foreign() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try issued(fixture, certify: false)
        let file = try latest(office, number)
        let (source, target) = (try fixture.temporary.write(file, to: "in.pdf"), fixture.temporary.path("out.pdf"))
        let authority = try fixture.authority
        let run = try ProgramRun(
            "/usr/bin/python3",
            [
                Repository.root() + "/Tests/DiwanTests/Vectors/signatures.py", "sign", source, target, authority.folder.path("chair.pem"),
                authority.folder.path("chair.key"), "Outside",
            ], environment: ["PYTHONPATH": "/usr/local/share/diwan-pyhanko"])
        #expect(run.status == 0, "\(run.errorText)")
        let signed = try readFile(target)
        for verification in [
            try office.verify(signed),
            try DocumentVerification(
                signed, proof: readFile(fixture.folder.proof(office.document(number).hash)),
                keys: LogKeys(fixture.folder.file("verifier-keys"))),
        ] {
            #expect(!verification.isGenuine && verification.number == number)
            #expect(verification.findings.contains { $0.subject == "bytes" && $0.words.contains("the first \(file.count) bytes") })
            #expect(verification.findings.contains { $0.subject == "update" && $0.words.contains("with a signature") })
            #expect(verification.findings.count { $0.subject == "seal" && $0.state == .ok } == 2, "\(verification.findings)")
        }
    }

    @Test("The commands seal, sign and draw, say what came of it, and the file is proven elsewhere by the key alone")
    func commands() throws {
        let fixture = try OfficeFixture()
        let (_, number) = try issued(fixture, certify: true)
        let files = try (fixture.credentials("licensed"), fixture.credentials("chair"))
        func diwan(_ arguments: [String]) throws -> ProgramRun { try fixture.diwan(arguments, at: "1794816000") }
        let sealed = try diwan([
            "sign", "seal", number, "--as", "p-06", "--certificate", files.0.certificate, "--key", files.0.key,
        ])
        #expect(sealed.status == 0 && sealed.output.isEmpty, "\(sealed.errorText)")
        let counter = try diwan([
            "sign", "counter", number, "--as", "p-06", "--certificate", files.1.certificate, "--key", files.1.key,
        ])
        #expect(counter.status == 0 && counter.outputText == "1\n", "\(counter.errorText)")
        let strokes = try fixture.temporary.write(ScreenSignatureTests.strokes.bytes, to: "strokes.json")
        let consent = try fixture.temporary.write("أقر بما ورد", to: "consent.txt")
        let screen = [
            "sign", "screen", number, "--as", "p-01", "--signer", "نورة بنت سعد", "--strokes", strokes, "--consent", consent,
        ]
        let drawn = try diwan(screen)
        #expect(drawn.status == 0 && drawn.outputText.hasPrefix("drawn\tsignature:"), "\(drawn.outputText) \(drawn.errorText)")
        let kept = try diwan(screen)
        #expect(kept.status == 0 && kept.outputText == "kept\tno-room\n" && kept.errorText.contains("لم يُرسم"), "\(kept.errorText)")
        let alone = try diwan(["sign", "seal", number, "--as", "p-06", "--key", files.0.key])
        #expect(alone.status == 1 && alone.errorText.contains("go together"))
        let wrong = try diwan([
            "sign", "counter", number, "--as", "p-03", "--certificate", files.0.certificate, "--key", files.1.key,
        ])
        #expect(wrong.status == 1 && wrong.errorText.contains("المفتاح ليس مفتاح"), "\(wrong.errorText)")

        let copy = try diwan(["print", number, "--as", "p-06", "--output", "copy.pdf"])
        let proof = try diwan(["ledger", "prove", number, "--output", "copy.tlog-proof"])
        #expect(copy.status == 0 && proof.status == 0, "\(copy.errorText) \(proof.errorText)")
        try fixture.expectAccepted(try readFile(fixture.temporary.path("copy.pdf")), count: 4)
        let away = try ProgramRun(
            Repository.diwan(), ["verify", "copy.pdf", "--key", "keys.txt", "--roots", fixture.authority.folder.path("root.pem")],
            environment: ["DIWAN_HOME": "/", "DIWAN_OFFICE": nil, "SOURCE_DATE_EPOCH": "1794816000"],
            directory: {
                try fixture.shell("cp verifier-keys ../keys.txt; mv ../office ../gone")
                return fixture.temporary.path
            }())
        #expect(away.status == 0 && away.outputText.contains("issuing\tpassed: \(number)"), "\(away.outputText) \(away.errorText)")
        #expect(away.outputText.split(separator: "توقيع رقمي سليم").count == 5, "\(away.outputText)")
    }
}
