import Diwan
import DiwanCMS
import DiwanData
import DiwanDocument
import DiwanLayout
import DiwanPDF
import DiwanTestSupport
import Testing

/// Seals of ours, as pyHanko, Poppler, openssl, qpdf and the checker of PDF/A and PDF/UA see them.
@Suite("Sealing")
struct SealingTests {
    enum Source: CaseIterable { case letter, plainLetter, form }

    private func bytes(_ source: Source) throws -> [UInt8] {
        switch source {
        case .letter: try SealingFixture.letter()
        case .plainLetter: try SealingFixture.letter(isPlain: true)
        case .form: try SealingFixture.form()
        }
    }

    /// What every seal has to be for others.
    private func expectAccepted(_ sealed: [UInt8], _ fixture: SealingFixture, count: Int = 1) throws {
        let seen = try fixture.pyhanko(sealed)
        #expect(seen.count == count)
        for signature in seen {
            #expect(
                signature.isTrue("intact") && signature.isTrue("valid") && signature.isTrue("trusted") && signature.isTrue("bottom"),
                "\(signature)")
        }
        #expect(seen.last?.isTrue("whole") == true)
        let poppler = try fixture.pdfsig(sealed)
        #expect(poppler.split(separator: "Signature is Valid.", omittingEmptySubsequences: false).count == count + 1, "\(poppler)")
        let qpdf = try ProgramRun("qpdf", ["--check", try fixture.write(sealed)])
        #expect(qpdf.status == 0, "\(qpdf.errorText) \(qpdf.outputText)")
        #expect(try ConformanceTests().check([sealed]) == [])
        let checks = try fixture.checks(sealed)
        #expect(checks.count == count && checks.allSatisfy { $0.isPassed && $0.trust == .trusted })
    }

    @Test("Letters and forms are sealed, and remain what they claim to be", arguments: Source.allCases, ["seal", "chair"])
    func seals(source: Source, name: String) throws {
        let fixture = try SealingFixture()
        let original = try bytes(source)
        let sealed = try fixture.seal(original, by: name)
        #expect(sealed.starts(with: original))
        #expect(try PDFFile(sealed).isSigned(since: PDFFile(original)) && !PDFFile(original).isSigned(since: PDFFile(original)))
        try expectAccepted(sealed, fixture)
        let check = try #require(try fixture.checks(sealed).first)
        #expect(check.signature.field == "Signature1" && check.signature.reason == "اعتماد" && check.signature.location == "الرياض")
        #expect(check.signature.time?.hasSuffix("+03'00'") == true && check.signature.permission == nil && !check.signature.isFollowed)
        #expect(check.certificate?.subject.commonName == (name == "seal" ? "ختم الجمعية" : "Chair"))
        #expect(check.timestampTime == nil)
    }

    @Test("A seal with a timestamp is of level B-T")
    func stamped() throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.letter(), isStamped: true)
        try expectAccepted(sealed, fixture)
        #expect(try fixture.pyhanko(sealed).first?.isTrue("stamp") == true)
        let check = try #require(try fixture.checks(sealed).first)
        #expect(check.timestampTime ?? 0 > 1_700_000_000 && check.timestampTrust == .trusted)
        #expect(check.timestampCertificate?.subject.commonName == "TSA")
    }

    @Test("What the value covers is what openssl verifies")
    func openssl() throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.letter())
        let file = try PDFFile(sealed)
        let signature = try #require(try file.signatures().first)
        let folder = fixture.folder
        let content = try folder.write(signature.signedBytes(of: file), to: "content")
        let cms = try folder.write(signature.value, to: "value.der")
        try fixture.authority.openssl([
            "cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-CAfile", fixture.authority.folder.path("root.pem"), "-purpose",
            "any", "-out",
            "/dev/null", "-content", content,
        ])
        #expect(signature.value.count == 16_384)
    }

    @Test("A second seal leaves the first as it is", arguments: Source.allCases)
    func twice(source: Source) throws {
        let fixture = try SealingFixture()
        let first = try fixture.seal(try bytes(source), by: "chair", field: "A")
        let second = try fixture.seal(first, by: "seal", field: "B")
        #expect(second.starts(with: first))
        try expectAccepted(second, fixture, count: 2)
        let checks = try fixture.checks(second)
        #expect(checks.map(\.signature.field) == ["A", "B"])
        #expect(checks[0].signature.isFollowed && checks[0].signature.changes == [.newSignatureField("B"), .signed("B")])
        #expect(checks[1].signature.changes.isEmpty)
    }

    @Test("A certified file takes signatures in the blank fields made before, and no other", arguments: DocumentPermission.allCases)
    func certifies(permission: DocumentPermission) throws {
        let fixture = try SealingFixture()
        let blank = SignatureField(
            name: "Chair", label: "توقيع الرئيس",
            place: Rectangle(origin: Point(x: .points(80), y: .points(700)), size: Size(width: .points(150), height: .points(40))))
        let certified = try fixture.seal(try SealingFixture.letter(), certifies: permission, blank: [blank])
        try expectAccepted(certified, fixture)
        #expect(try fixture.checks(certified).first?.signature.permission == permission)
        #expect(throws: SealingError.signing(.certifiesLate)) {
            try fixture.seal(try fixture.seal(SealingFixture.letter(), field: "A"), certifies: .fillingIn)
        }
        guard permission != .nothing else {
            #expect(throws: SealingError.signing(.changesForbidden)) { try fixture.seal(certified, field: "Chair") }
            return
        }
        #expect(throws: SealingError.signing(.certified(field: "Other"))) { try fixture.seal(certified, field: "Other") }
        #expect(throws: SealingError.signing(.certifiesLate)) { try fixture.seal(certified, field: "Chair", certifies: .notes) }
        let signed = try fixture.seal(certified, by: "chair", field: "Chair")
        try expectAccepted(signed, fixture, count: 2)
        #expect(try fixture.checks(signed).first?.signature.changes == [.signed("Chair")])
    }

    @Test("A blank field of a form's own is signed where it stands")
    func ownField() throws {
        let fixture = try SealingFixture()
        let form = try SealingFixture.signableForm()
        let name = try #require(try PDFFile(form).formFields().first { $0.kind == .signature }?.name)
        #expect(try DocumentSealer.field(named: nil, label: "x", in: PDFFile(form)).name == name)
        let sealed = try fixture.seal(form, field: name, certifies: .fillingIn)
        try expectAccepted(sealed, fixture)
        #expect(try PDFFile(sealed).formFields().count == PDFFile(form).formFields().count)
        #expect(throws: SealingError.signing(.signed(name))) { try fixture.seal(sealed, field: name) }
    }

    @Test(
        "Files of other makers are signed, whatever their cross-reference",
        arguments: [
            ["--object-streams=generate"], ["--object-streams=disable"], ["--qdf"], ["--linearize"],
            ["--min-version=1.4", "--object-streams=disable"],
        ])
    func foreign(options: [String]) throws {
        let fixture = try SealingFixture()
        let source = try fixture.write(try SealingFixture.letter(), "in.pdf")
        let run = try ProgramRun("qpdf", options + [source, fixture.folder.path("out.pdf")])
        #expect(run.status == 0, "\(run.errorText)")
        let sealed = try fixture.seal(try readFile(fixture.folder.path("out.pdf")), certifies: .fillingIn)
        #expect(try fixture.pyhanko(sealed).first?.isTrue("bottom") == true)
        #expect(try fixture.pdfsig(sealed).contains("Signature is Valid."))
        #expect(try ProgramRun("qpdf", ["--check", try fixture.write(sealed)]).status == 0)
        #expect(try fixture.checks(sealed).first?.isPassed == true)
    }

    @Test("Objects of other generations keep them")
    func generations() throws {
        let fixture = try SealingFixture()
        var file = "%PDF-1.4\n"
        var rows: [String] = []
        for (number, generation, body) in [
            (1, 3, "<</Type/Catalog/Pages 2 0 R>>"), (2, 0, "<</Type/Pages/Kids[3 7 R]/Count 1/MediaBox[0 0 100 50.5]>>"),
            (3, 7, "<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 1 R>>"), (4, 1, "<</Length 11>>\nstream\n0 0 5 5 re f\nendstream"),
        ] {
            let offset = String(file.utf8.count)
            rows.append(String(repeating: "0", count: 10 - offset.count) + "\(offset) 0000\(generation) n \n")
            file += "\(number) \(generation) obj\n\(body.replacing("Length 11", with: "Length 12"))\nendobj\n"
        }
        let start = file.utf8.count
        // Without an identifier, and without an end of line at the end.
        file += "xref\n0 5\n0000000000 65535 f \n\(rows.joined())trailer\n<</Size 5/Root 1 3 R>>\nstartxref\n\(start)\n%%EOF"
        let sealed = try fixture.seal(Array(file.utf8))
        #expect(try fixture.pdfsig(sealed).contains("Signature is Valid."))
        #expect(try ProgramRun("qpdf", ["--check", try fixture.write(sealed)]).status == 0)
        #expect(try fixture.checks(sealed).first?.isPassed == true)
    }

    @Test("A certificate that is expired, an authority's or for other uses seals nothing, and a wrong key neither")
    func refusals() throws {
        let fixture = try SealingFixture()
        let authority = try TestAuthority()
        try authority.make(
            "old", "/CN=Old", key: TestAuthority.p256, section: "signer", issuer: "middle", dates: ("20200101000000Z", "20210101000000Z"))
        try authority.make("server", "/CN=server", key: TestAuthority.p256, section: "server", issuer: "middle")
        try authority.make("edwards", "/CN=ed", key: ["ED25519"], section: "signer", issuer: "middle")
        let letter = try SealingFixture.letter()
        for (name, error) in [
            ("old", SealingError.notValid(from: 1_577_836_800, until: 1_609_459_200)), ("server", .notForDocuments),
            ("middle", .notForDocuments), ("edwards", .unsupportedKey(.ed25519)),
        ] {
            let credentials = try SealCredentials(
                certificatePath: authority.folder.path("\(name).pem"), key: authority.folder.path("\(name).key"))
            let request = SignatureRequest(field: SignatureField(name: "S", label: "ختم"), time: try CreationTime.ofProcess().pdfDate)
            #expect(throws: error) { try DocumentSealer(credentials).seal(letter, request) }
        }
        let request = SignatureRequest(field: SignatureField(name: "S", label: "ختم"), time: SealingFixture.now.pdfDate)
        let other = try SealCredentials(
            certificatePath: fixture.authority.folder.path("seal.pem"), key: authority.folder.path("server.key"))
        #expect(throws: SealingError.keyDiffers) { try DocumentSealer(other).seal(letter, request) }
        let missing = try SealCredentials(certificatePath: fixture.authority.folder.path("seal.pem"), key: "/no/such/key")
        #expect {
            try DocumentSealer(missing).seal(letter, request)
        } throws: { error in
            if case .key? = error as? SealingError { true } else { false }
        }
        var small = request
        small.room = 100
        #expect {
            try DocumentSealer(try fixture.credentials()).seal(letter, small)
        } throws: { error in
            if case .signing(.tooLong(_, room: 100))? = error as? SealingError { true } else { false }
        }
        #expect(throws: SealingError.signing(.noPage(9))) {
            try DocumentSealer(try fixture.credentials()).seal(
                letter, SignatureRequest(field: SignatureField(name: "S", label: "ختم", page: 9), time: SealingFixture.now.pdfDate))
        }
        for name in ["", "a.b"] {
            #expect(throws: SealingError.signing(.fieldName(name))) { try fixture.seal(letter, field: name) }
        }
        #expect(throws: SealingError.signing(.file(.notPDF))) { try fixture.seal(Array("no file at all".utf8)) }
        let failing = DocumentSealer(try fixture.credentials(), timestamps: TimestampSource(command: ["sh", "-c", "echo no >&2; exit 3"]))
        #expect(throws: SealingError.timestampCommand("no")) { try failing.seal(letter, request) }
        let nonsense = DocumentSealer(try fixture.credentials(), timestamps: TimestampSource(command: ["echo"]))
        #expect {
            try nonsense.seal(letter, request)
        } throws: { error in
            if case .timestamp(.malformed)? = error as? SealingError { true } else { false }
        }
    }

    @Test("A key with a passphrase signs with it, and not without")
    func passphrase() throws {
        let fixture = try SealingFixture()
        let folder = fixture.folder
        let certificate = fixture.authority.folder.path("seal.pem")
        try fixture.authority.openssl([
            "pkey", "-in", fixture.authority.folder.path("seal.key"), "-aes256", "-passout", "pass:سر", "-out", folder.path("locked.key"),
        ])
        let request = SignatureRequest(field: SignatureField(name: "S", label: "ختم"), time: SealingFixture.now.pdfDate)
        let letter = try SealingFixture.letter()
        for (passphrase, passes) in [("سر", true), ("خطأ", false), (nil, false)] as [(String?, Bool)] {
            let credentials = try SealCredentials(
                certificatePath: certificate, key: folder.path("locked.key"), passphrase: passphrase.map { Array($0.utf8) })
            let sealed = try? DocumentSealer(credentials).seal(letter, request)
            #expect((sealed != nil) == passes, "\(passphrase ?? "none")")
        }
    }

    /// A page as Poppler draws it, 8-bit grey.
    private func page(_ bytes: [UInt8], _ number: Int, _ fixture: SealingFixture) throws -> [UInt8] {
        let run = try ProgramRun("pdftoppm", ["-r", "60", "-gray", "-f", "\(number)", "-l", "\(number)", try fixture.write(bytes)])
        #expect(run.status == 0)
        return run.output
    }

    @Test("A seal that is seen shows its words in the room for a signature, and remains PDF/A and PDF/UA")
    func seen() throws {
        let fixture = try SealingFixture()
        // A letter with its rooms for signatures as fields.
        let office = try TemplatesFixture()
        let template = try office.template("decision-acceptance")
        let data = try #require(try TemplatesFixture.samples("decision-acceptance").first)
        var document = try office.instance(template, data).document
        document.isForm = true
        let fonts = TemplatesFixture.fonts
        let exporter = PDFExporter { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read the font") }
            return font
        }
        let letter = try exporter.export(DocumentLayout(fonts: fonts).layout(document).document)
        let lines = ["ختم إلكتروني", "جمعية تحفيظ القرآن الكريم", "١٤٤٨/٠٦/١٤ هـ"]
        let sealer = DocumentSealer(try fixture.credentials(), exporter: exporter)
        let inside = try DocumentSealer.field(named: nil, label: "ختم الجمعية", in: PDFFile(letter))
        #expect(inside.name == "signature:signer" && inside.place?.size.width ?? .zero > .points(200))
        let size = Size(width: .points(130), height: .points(44))
        let own = SignatureField(
            name: "Own", label: "ختم الجمعية", place: Rectangle(origin: Point(x: .points(40), y: .points(20)), size: size))
        for field in [inside, own] {
            let look = try SealAppearance.frame(lines, size: field.place?.size ?? size, fonts: fonts)
            let request = SignatureRequest(field: field, time: SealingFixture.now.pdfDate, appearance: look, certification: .fillingIn)
            let sealed = try sealer.seal(letter, request).bytes
            try expectAccepted(sealed, fixture)
            let number = field.page + 1
            let (before, after) = (try page(letter, number, fixture), try page(sealed, number, fixture))
            #expect(before.count == after.count && before != after)
            let text = try ProgramRun("pdftotext", ["-raw", try fixture.write(sealed), "-"]).outputText
            for word in ["إلكتروني", "القرآن"] { #expect(text.contains(word), "\(text)") }
        }
    }

    @Test("The words of a seal stand in the middle of its frame, however many lines they are", arguments: 1...4)
    func centred(count: Int) throws {
        let fixture = try SealingFixture()
        let fonts = TemplatesFixture.fonts
        let exporter = PDFExporter { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read the font") }
            return font
        }
        let size = Size(width: .points(150), height: .points(60))
        let field = SignatureField(
            name: "Own", label: "ختم", place: Rectangle(origin: Point(x: .points(40), y: .points(20)), size: size))
        let lines = ["ختم إلكتروني", "جمعية تحفيظ القرآن الكريم", "١٤٤٨/٠٦/١٤ هـ", "الرياض"]
        let look = try SealAppearance.frame(Array(lines.prefix(count)), size: size, fonts: fonts)
        let request = SignatureRequest(field: field, time: SealingFixture.now.pdfDate, appearance: look)
        let letter = try SealingFixture.letter()
        let sealed = try DocumentSealer(try fixture.credentials(), exporter: exporter).seal(letter, request).bytes
        // Within the frame's line, at 288 dpi: four pixels a point.
        func pixels(_ bytes: [UInt8]) throws -> [UInt8] {
            let run = try ProgramRun(
                "pdftoppm",
                ["-r", "288", "-gray", "-f", "1", "-l", "1", "-x", "168", "-y", "88", "-W", "584", "-H", "224", try fixture.write(bytes)])
            return Array(run.output.suffix(584 * 224))
        }
        let (before, after) = (try pixels(letter), try pixels(sealed))
        var rows: [Int] = []
        for index in after.indices where Int(before[index]) - Int(after[index]) > 60 { rows.append(index / 584) }
        let (top, bottom) = (try #require(rows.min()), 223 - (try #require(rows.max())))
        // Letters hang below their line as far as they stand above it, or not: two points and a half either way.
        #expect(abs(top - bottom) <= 20, "\(top) above, \(bottom) below")
    }
}
