import Diwan
import DiwanData
import DiwanPDF
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Offices that seal, and what other programs make of their files.
extension OfficeFixture {
    /// Certificates of the years 2026 to 2035, the same for all tests: `seal`, `chair`, `licensed`; `old`, which ended in October 2026, and
    /// `soon`, which ends with that year; and the settings of an authority for timestamps.
    private static let shared = Result {
        let authority = try TestAuthority()
        for (name, subject, dates) in [
            ("seal", "/CN=ختم الجمعية", ("20260101000000Z", "20351231000000Z")),
            ("chair", "/CN=Chair", ("20260101000000Z", "20351231000000Z")),
            ("licensed", "/CN=Licensed", ("20260101000000Z", "20351231000000Z")),
            ("old", "/CN=Old", ("20250101000000Z", "20261001000000Z")),
            ("soon", "/CN=Soon", ("20260101000000Z", "20261231000000Z")),
        ] {
            try authority.make(name, subject, key: TestAuthority.p256, section: "signer", issuer: "middle", dates: dates)
            try authority.folder.write(authority.file("\(name).pem") + authority.file("middle.pem"), to: "\(name)-chain.pem")
        }
        try authority.openssl([
            "pkey", "-in", authority.folder.path("seal.key"), "-aes256", "-passout", "pass:سر الختم", "-out",
            authority.folder.path("locked.key"),
        ])
        return (authority, try authority.makeTimestampAuthority())
    }

    var authority: TestAuthority { get throws { try Self.shared.get().0 } }

    /// The certificate of `name` and its key, in files of their own.
    func credentials(_ name: String) throws -> SigningCredentials {
        SigningCredentials(certificate: try authority.folder.path("\(name)-chain.pem"), key: try authority.folder.path("\(name).key"))
    }

    /// A command that stamps as authorities do.
    func timestampCommand() throws -> [String] {
        let query = temporary.path("q.tsq")
        return ["sh", "-c", "cat > \(query); openssl ts -reply -config \(try Self.shared.get().1) -queryfile \(query)"]
    }

    /// Lets the office seal by `name`, whose certificate and key come into its folder.
    func useSeal(
        _ name: String = "seal", key: String? = nil, templates: [String]? = nil, certify: Bool? = nil, visible: Bool = false,
        timestamps: [String] = []
    ) throws {
        try overwrite("keys/seal.pem", try authority.file("\(name)-chain.pem"))
        try overwrite("keys/seal.key", try authority.file("\(key ?? name).key"))
        var seal: [String: Any] = ["certificate": "keys/seal.pem", "key": "keys/seal.key"]
        if let templates { seal["templates"] = templates }
        if let certify { seal["certify"] = certify }
        if visible { seal["visible"] = true }
        try setting("seal", seal)
        try setting("timestamp-command", timestamps)
        try shell("chmod 600 keys/seal.pem keys/seal.key office.json")
    }

    /// Gives a setting of the office another value.
    func setting(_ name: String, _ value: Any) throws {
        let path = URL(filePath: folder.file("office.json"))
        var settings = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        settings[name] = value
        try JSONSerialization.data(withJSONObject: settings).write(to: path)
    }

    /// The order of a letter of no request: a circular.
    func circularOrder() throws -> IssueOrder { IssueOrder(template: "circular", data: try data(Self.circular)) }

    // MARK: Other programs

    private func write(_ bytes: [UInt8]) throws -> String { try temporary.write(bytes, to: "signed.pdf") }

    /// What pyHanko says of each signature.
    func pyhanko(_ bytes: [UInt8]) throws -> [JSONValue] {
        let run = try ProgramRun(
            "/usr/bin/python3",
            [Repository.root() + "/Tests/DiwanTests/Vectors/signatures.py", "verify", write(bytes), authority.folder.path("root.pem")],
            environment: ["PYTHONPATH": "/usr/local/share/diwan-pyhanko"])
        #expect(run.status == 0, "\(run.errorText)")
        return try run.outputText.split(separator: "\n").map { try JSONParser().parse(Array($0.utf8), file: "pyhanko") }
    }

    /// Holds a signed file against pyHanko, Poppler, openssl, qpdf and the checker of PDF/A and PDF/UA: `count` signatures, each right, the
    /// last of the whole file.
    func expectAccepted(_ bytes: [UInt8], count: Int) throws {
        let seen = try pyhanko(bytes)
        #expect(seen.count == count)
        for signature in seen {
            for name in ["intact", "valid", "trusted", "bottom"] { #expect(signature[name] == .boolean(true), "\(name): \(signature)") }
        }
        #expect(seen.last?["whole"] == .boolean(true))
        let path = try write(bytes)
        let poppler = try ProgramRun("pdfsig", ["-nocert", path], environment: ["HOME": temporary.path])
        #expect(
            poppler.outputText.split(separator: "Signature is Valid.", omittingEmptySubsequences: false).count == count + 1,
            "\(poppler.outputText)")
        try expectSound(bytes)
        let file = try PDFFile(bytes)
        for signature in try file.signatures() {
            try authority.openssl([
                "cms", "-verify", "-binary", "-inform", "DER", "-in", temporary.write(signature.value, to: "value.der"), "-CAfile",
                authority.folder.path("root.pem"), "-purpose", "any", "-out", "/dev/null", "-content",
                temporary.write(signature.signedBytes(of: file), to: "content"),
            ])
        }
    }

    /// Holds a file against qpdf and the checker of PDF/A and PDF/UA.
    func expectSound(_ bytes: [UInt8]) throws {
        let path = try write(bytes)
        let qpdf = try ProgramRun("qpdf", ["--check", path])
        #expect(qpdf.status == 0, "\(qpdf.errorText) \(qpdf.outputText)")
        let checker = try ProgramRun("/usr/bin/python3", [Repository.root() + "/Tests/DiwanTests/Vectors/conformance.py", path])
        #expect(checker.outputText == "checked 1\n", "\(checker.outputText) \(checker.errorText)")
    }
}
