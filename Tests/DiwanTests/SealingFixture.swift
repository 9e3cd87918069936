import Diwan
import DiwanBytes
import DiwanData
import DiwanDocument
import DiwanPDF
import DiwanTestSupport
import Testing

/// Files to seal, those who seal, and what other programs make of the seals.
struct SealingFixture {
    static let script = Repository.root() + "/Tests/DiwanTests/Vectors/signatures.py"
    /// The moment of the test, in which the certificates are valid.
    static let now: CreationTime = {
        guard let time = try? CreationTime.ofProcess() else { preconditionFailure("the clock is right") }
        return time
    }()

    private static let letters = Result { (try makeLetter(isPlain: false), try makeLetter(isPlain: true)) }
    private static let forms = Result {
        let office = try TemplatesFixture()
        let template = try office.template("support-request")
        return try office.pdf(template, office.instance(template, .object([]), form: true).document).bytes
    }

    private static func makeLetter(isPlain: Bool) throws -> [UInt8] {
        let office = try TemplatesFixture()
        let template = try office.template("decision-acceptance")
        let data = try #require(try TemplatesFixture.samples("decision-acceptance").first)
        let document = try office.instance(template, data).document
        return try office.pdf(template, document, isPlain: isPlain).bytes
    }

    /// A letter, as it is rendered.
    static func letter(isPlain: Bool = false) throws -> [UInt8] {
        let made = try letters.get()
        return isPlain ? made.1 : made.0
    }

    /// A form with blank fields for signatures.
    static func form() throws -> [UInt8] { try forms.get() }

    /// Those who seal, the same for all tests: to find primes takes seconds.
    private static let shared = Result {
        let authority = try TestAuthority()
        let timestamping = try authority.makeTimestampAuthority()
        try authority.make("seal", "/C=SA/O=الجمعية/CN=ختم الجمعية", key: TestAuthority.p256, section: "signer", issuer: "middle")
        try authority.make("chair", "/CN=Chair", key: TestAuthority.rsa3072, section: "signer", issuer: "middle")
        for name in ["seal", "chair"] {
            try authority.folder.write(authority.file("\(name).pem") + authority.file("middle.pem"), to: "\(name)-chain.pem")
        }
        return (authority, timestamping)
    }

    let authority: TestAuthority
    /// The settings of the authority for timestamps.
    let timestamping: String
    /// What the test writes.
    let folder: TemporaryFolder

    init() throws {
        (authority, timestamping) = try Self.shared.get()
        folder = try TemporaryFolder()
    }

    /// A form with a blank field for a signature of its own.
    static func signableForm() throws -> [UInt8] {
        let office = try TemplatesFixture()
        let template = try office.template("decision-acceptance")
        return try office.pdf(template, office.instance(template, .object([]), form: true).document).bytes
    }

    /// The credentials of `name`, with the authority between it and the root.
    func credentials(_ name: String = "seal") throws -> SealCredentials {
        try SealCredentials(certificatePath: authority.folder.path("\(name)-chain.pem"), key: authority.folder.path("\(name).key"))
    }

    /// A command that stamps as authorities do.
    var timestamps: TimestampSource {
        TimestampSource(command: [
            "sh", "-c",
            "cat > \(folder.path)/q.tsq; openssl ts -reply -config \(timestamping) -queryfile \(folder.path)/q.tsq",
        ])
    }

    var roots: [UInt8] { get throws { try authority.file("root.pem") } }

    func seal(
        _ bytes: [UInt8], by name: String = "seal", field: String = "Signature1", certifies: DocumentPermission? = nil,
        blank: [SignatureField] = [], isStamped: Bool = false
    ) throws -> [UInt8] {
        var request = SignatureRequest(
            field: SignatureField(name: field, label: "ختم الجمعية"), time: Self.now.pdfDate, signer: "ختم الجمعية", reason: "اعتماد",
            location: "الرياض",
            certification: certifies)
        request.blankFields = blank
        return try DocumentSealer(try credentials(name), timestamps: isStamped ? timestamps : nil).seal(bytes, request).bytes
    }

    /// Our own reading.
    func checks(_ bytes: [UInt8], roots: [UInt8]? = nil) throws -> [SignatureCheck] {
        let file = try PDFFile(bytes)
        return try SignatureVerifier(roots: roots ?? self.roots, time: Self.now.seconds).checks(of: file, file.signatures())
    }

    // MARK: Other programs

    func write(_ bytes: [UInt8], _ name: String = "file.pdf") throws -> String { try folder.write(bytes, to: name) }

    /// What Poppler says of the signatures. It knows nobody to trust.
    func pdfsig(_ bytes: [UInt8]) throws -> String {
        let run = try ProgramRun("pdfsig", ["-nocert", try write(bytes)], environment: ["HOME": folder.path])
        #expect(run.status == 0, "\(run.errorText) \(run.outputText)")
        return run.outputText
    }

    /// What pyHanko says of each signature.
    func pyhanko(_ bytes: [UInt8]) throws -> [JSONValue] {
        let output = try python(["verify", try write(bytes), authority.folder.path("root.pem")])
        return try output.split(separator: "\n").map { try JSONParser().parse(Array($0.utf8), file: "pyhanko") }
    }

    /// `bytes` after a change that pyHanko makes.
    func changed(_ bytes: [UInt8], _ command: String, _ arguments: [String] = []) throws -> [UInt8] {
        let target = folder.path("changed.pdf")
        _ = try python([command, try write(bytes, "before.pdf"), target] + arguments)
        return try readFile(target)
    }

    private func python(_ arguments: [String]) throws -> String {
        let run = try ProgramRun(
            "/usr/bin/python3", [Self.script] + arguments, environment: ["PYTHONPATH": "/usr/local/share/diwan-pyhanko"])
        #expect(run.status == 0, "\(run.errorText)")
        return run.outputText
    }
}

extension JSONValue {
    /// Whether the member `name` is true.
    func isTrue(_ name: String) -> Bool { self[name] == .boolean(true) }
}
