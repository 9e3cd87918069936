import DiwanBytes
import DiwanCMS
import DiwanTestSupport
import Testing

@Suite("CMS signatures")
struct SignatureTests {
    private static let content = Array("قرار رقم ١٢\r\n".utf8)

    /// A signature over `content` whose value `openssl pkeyutl` makes.
    private func sign(_ authority: TestAuthority, _ name: String, chain: [String] = ["middle"]) throws -> DetachedSignature {
        let certificate = try #require(try Certificate.list(pem: authority.file("\(name).pem")).first)
        let attributes = SignedAttributes(contentDigest: SHA256.hash(Self.content), certificate: certificate)
        let value = try authority.openssl(
            ["pkeyutl", "-sign", "-inkey", authority.folder.path("\(name).key"), "-pkeyopt", "digest:sha256"],
            input: SHA256.hash(attributes.bytes))
        return DetachedSignature(
            attributes: attributes, certificate: certificate,
            chain: try chain.flatMap { try Certificate.list(pem: authority.file("\($0).pem")) },
            algorithm: try #require(SignatureAlgorithm(for: certificate.key)), value: value)
    }

    @Test(
        "openssl verifies what we build, and reads the attributes that PAdES asks for and no other",
        arguments: [
            TestAuthority.rsa3072, TestAuthority.p256, ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        ])
    func verifies(key: [String]) throws {
        let authority = try TestAuthority()
        try authority.make("signer", "/C=SA/O=الجمعية/CN=ختم الجمعية", key: key, section: "signer", issuer: "middle")
        let signature = try sign(authority, "signer")
        let folder = authority.folder
        let content = try folder.write(Self.content, to: "content")
        let cms = try folder.write(signature.bytes, to: "sig.der")
        let verify = [
            "cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-CAfile", folder.path("root.pem"), "-purpose", "any", "-out",
            "/dev/null",
        ]
        try authority.openssl(verify + ["-content", content])
        let other = try folder.write(Self.content + [0], to: "other")
        #expect(throws: TestAuthority.Failure.self) { try authority.openssl(verify + ["-content", other]) }
        let printed = String(decoding: try authority.openssl(["cms", "-cmsout", "-print", "-inform", "DER", "-in", cms]), as: UTF8.self)
        for words in ["object: contentType", "object: messageDigest", "object: id-smime-aa-signingCertificateV2"] {
            #expect(printed.contains(words), "\(printed)")
        }
        #expect(!printed.contains("signingTime"))
        let attributes = try #require(printed.split(separator: " signedAttrs:").last?.split(separator: "signatureAlgorithm:").first)
        #expect(String(attributes).components(of: "object: ") == 3, "\(attributes)")

        let read = try SignedData(signature.bytes + [UInt8](repeating: 0, count: 100), isPadded: true)
        #expect(read.certificate == signature.certificate && read.certificates.count == 2)
        #expect(read.signer.value == signature.value && read.signer.signedAttributes == signature.attributes.bytes)
        #expect(read.signer.signingTime == nil && read.signer.algorithm == signature.algorithm)
        #expect(read.faults(content: Self.content) == [])
        #expect(read.faults(content: Self.content + [0]) == [.contentChanged])
        #expect(read.signer.isBound(to: read.certificates.first { $0 != signature.certificate }!) == false)
    }

    @Test("A timestamp of openssl's authority is asked for, understood, and stands in the signature")
    func timestamps() throws {
        let authority = try TestAuthority()
        try authority.make("signer", "/CN=Signer", key: TestAuthority.p256, section: "signer", issuer: "middle")
        let settings = try authority.makeTimestampAuthority()
        var signature = try sign(authority, "signer")
        let folder = authority.folder
        let request = TimestampRequest(signatureValue: signature.value, nonce: [0, 0, 0x91, 2, 3, 4, 5, 6])
        let query = try folder.write(request.bytes, to: "request.tsq")
        let shown = String(decoding: try authority.openssl(["ts", "-query", "-in", query, "-text"]), as: UTF8.self)
        #expect(shown.contains("Certificate required: yes") && shown.contains("Nonce: 0x910203040506"), "\(shown)")
        let response = try authority.openssl(["ts", "-reply", "-config", settings, "-queryfile", query])
        let token = try request.token(in: response)
        #expect(token.faults == [] && token.isOver(signature.value) && token.time > 1_700_000_000)
        #expect(token.signedData.certificate?.subject.commonName == "TSA")
        #expect(token.signedData.certificate?.purposes == [.timeStamping])
        #expect(throws: TimestampError.otherNonce) {
            try TimestampRequest(signatureValue: signature.value, nonce: [9]).token(in: response)
        }
        #expect(throws: TimestampError.otherValue) {
            try TimestampRequest(signatureValue: [1], nonce: request.nonce).token(in: response)
        }
        // PKIStatus 2, rejection.
        #expect(throws: TimestampError.refused(status: 2)) { try request.token(in: [0x30, 5, 0x30, 3, 2, 1, 2]) }

        signature.timestamp = token.bytes
        let content = try folder.write(Self.content, to: "content")
        let cms = try folder.write(signature.bytes, to: "sig.der")
        try authority.openssl([
            "cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-CAfile", folder.path("root.pem"), "-purpose", "any", "-out",
            "/dev/null", "-content", content,
        ])
        let read = try SignedData(signature.bytes)
        #expect(read.signer.timestamp == token.bytes)
        let tokenFile = try folder.write(token.bytes, to: "token.der")
        let value = try folder.write(signature.value, to: "value")
        try authority.openssl([
            "ts", "-verify", "-in", tokenFile, "-token_in", "-data", value, "-CAfile", folder.path("root.pem"),
        ])
    }

    @Test("A signature that openssl makes is read, and what it lacks for PAdES is said")
    func foreign() throws {
        let authority = try TestAuthority()
        try authority.make("signer", "/CN=Signer", key: TestAuthority.rsa3072, section: "signer", issuer: "middle")
        let folder = authority.folder
        let content = try folder.write(Self.content, to: "content")
        for (options, faults, hash) in [
            (["-cades", "-md", "sha512"], [SignatureFault](), DigestAlgorithm.sha512),
            (["-md", "sha384"], [.certificateNotBound], .sha384),
            (["-cades", "-md", "sha256", "-nocerts"], [.certificateMissing], .sha256),
            (["-cades", "-md", "sha256", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_mgf1_md:sha256"], [], .sha256),
        ] {
            let cms = try authority.openssl(
                ["cms", "-sign", "-binary", "-outform", "DER", "-in", content, "-signer", folder.path("signer.pem"), "-inkey"]
                    + [folder.path("signer.key")] + options)
            let read = try SignedData(cms)
            #expect(read.faults(content: Self.content) == faults, "\(options)")
            #expect(read.signer.digestAlgorithm == hash)
            #expect((read.signer.signingTime ?? 0) > 1_700_000_000)
            if options.contains("rsa_padding_mode:pss") { #expect(read.signer.algorithm == .rsaPSS(.sha256)) }
        }
        #expect(throws: CMSError.self) {
            try SignedData(
                authority.openssl([
                    "cms", "-sign", "-binary", "-outform", "DER", "-md", "sha1", "-in", content, "-signer", folder.path("signer.pem"),
                    "-inkey", folder.path("signer.key"),
                ]))
        }
        // Indefinite lengths are BER, not DER.
        #expect(throws: CMSError.self) {
            try SignedData(
                authority.openssl([
                    "cms", "-sign", "-binary", "-outform", "DER", "-stream", "-nodetach", "-in", content, "-signer",
                    folder.path("signer.pem"), "-inkey", folder.path("signer.key"),
                ]))
        }
    }

    @Test("Damaged and cut signatures, tokens and certificates are errors, never more")
    func fuzz() throws {
        let authority = try TestAuthority()
        try authority.make("signer", "/CN=Signer", key: TestAuthority.p256, section: "signer", issuer: "middle")
        let signature = try sign(authority, "signer").bytes
        let certificate = try #require(try Certificate.list(pem: authority.file("signer.pem")).first)
        for length in 0..<signature.count {
            #expect(throws: CMSError.self) { try SignedData(Array(signature[..<length])) }
        }
        for length in 0..<certificate.bytes.count {
            #expect(throws: CMSError.self) { try Certificate(Array(certificate.bytes[..<length])) }
        }
        var random = SeededGenerator(seed: 3161)
        for _ in 0..<4_000 {
            var bytes = signature
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            if let read = try? SignedData(bytes) { _ = read.faults(content: Self.content) }
            _ = try? TimestampToken(bytes)
            _ = try? TimestampRequest(signatureValue: [1], nonce: [1]).token(in: bytes)
        }
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int { self.split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
