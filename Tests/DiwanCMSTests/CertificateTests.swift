import DiwanCMS
import DiwanTestSupport
import Testing

@Suite("Certificates")
struct CertificateTests {
    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    @Test("Names, dates, number, key and uses are those that openssl prints")
    func agreesWithOpenSSL() throws {
        let authority = try TestAuthority()
        try authority.make("signer", "/C=SA/O=الجمعية/CN=ختم, الجمعية", key: TestAuthority.p256, section: "signer", issuer: "middle")
        try authority.make("server", "/CN=server", key: TestAuthority.rsa3072, section: "server", issuer: "root")
        try authority.make("edwards", "/CN=edwards", key: ["ED25519"], section: "signer", issuer: "root")
        try authority.make("tsa", "/CN=tsa", key: ["EC", "-pkeyopt", "ec_paramgen_curve:P-521"], section: "stamper", issuer: "root")
        let kinds: [(String, Certificate.Key, Certificate.KeyUsage, Bool, Bool)] = [
            ("root", .rsa(bits: 3_072), [.certificateSigning, Certificate.KeyUsage(rawValue: 1 << 6)], true, false),
            ("middle", .elliptic(.p384), [.certificateSigning, Certificate.KeyUsage(rawValue: 1 << 6)], true, false),
            ("signer", .elliptic(.p256), [.digitalSignature, .contentCommitment], false, true),
            ("server", .rsa(bits: 3_072), Certificate.KeyUsage(rawValue: 1 << 2), false, false),
            ("edwards", .ed25519, [.digitalSignature, .contentCommitment], false, true),
            ("tsa", .elliptic(.p521), .digitalSignature, false, true),
        ]
        for (name, key, usage, isAuthority, maySign) in kinds {
            let path = authority.folder.path("\(name).pem")
            let certificate = try #require(try Certificate.list(pem: authority.file("\(name).pem")).first)
            #expect(certificate.key == key && certificate.keyUsage == usage && certificate.isAuthority == isAuthority, "\(name)")
            #expect(certificate.maySignDocuments == maySign, "\(name)")
            let printed = String(
                decoding: try authority.openssl([
                    "x509", "-in", path, "-noout", "-serial", "-subject", "-issuer", "-startdate", "-enddate", "-dateopt", "iso_8601",
                    "-fingerprint", "-sha256", "-nameopt", "sep_comma_plus_space,dn_rev,utf8,sname",
                ]), as: UTF8.self)
            let facts = Dictionary(
                uniqueKeysWithValues: printed.split(separator: "\n").map { line in
                    let parts = line.split(separator: "=", maxSplits: 1)
                    return (String(parts[0]).lowercased(), String(parts[1]))
                })
            #expect(
                facts["serial"]
                    == hexadecimal(
                        certificate.serialNumber.first == 0 ? Array(certificate.serialNumber.dropFirst()) : certificate.serialNumber))
            #expect(facts["subject"] == certificate.subject.description, "\(name)")
            #expect(facts["issuer"] == certificate.issuer.description, "\(name)")
            #expect(facts["notbefore"] == UTCTime.words(certificate.validFrom).replacing(" UTC", with: "Z"))
            #expect(facts["notafter"] == UTCTime.words(certificate.validUntil).replacing(" UTC", with: "Z"))
            #expect(facts["sha256 fingerprint"]?.replacing(":", with: "") == hexadecimal(certificate.fingerprint))
            let key = try authority.openssl(["x509", "-in", path, "-noout", "-pubkey"])
            #expect(try PEM.blocks("PUBLIC KEY", in: key) == [certificate.publicKeyInfo])
            #expect(certificate.isValid(at: certificate.validFrom) && certificate.isValid(at: certificate.validUntil))
            #expect(!certificate.isValid(at: certificate.validFrom - 1) && !certificate.isValid(at: certificate.validUntil + 1))
            #expect(try Certificate.list(pem: Array("text\n\(certificate.pem)\r\n\(certificate.pem)".utf8)) == [certificate, certificate])
        }
    }

    @Test(
        "Text that is no PEM, or has no certificate, is an error",
        arguments: [
            "", "-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----BEGIN CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        ])
    func noPEM(text: String) {
        #expect(throws: CMSError.notPEM(label: "CERTIFICATE")) { try Certificate.list(pem: Array(text.utf8)) }
    }

    @Test("Moments before and after 1970 and in leap years are what date prints")
    func times() throws {
        for seconds in [-62_167_219_200, -2_208_988_800, -1, 0, 951_782_399, 951_868_800, 4_107_542_400, 253_402_300_799] {
            let run = try ProgramRun("date", ["-u", "-d", "@\(seconds)", "+%Y-%m-%d %H:%M:%S UTC"])
            #expect(UTCTime.words(seconds) == run.outputText.dropLast(), "\(seconds)")
        }
    }
}
