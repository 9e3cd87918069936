import DiwanTestSupport

/// Certificates and keys that `openssl` makes for a test: a root, an authority below it, and signers.
struct TestAuthority {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            [req]
            distinguished_name = name
            [name]
            [root]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            [signer]
            basicConstraints = critical, CA:FALSE
            keyUsage = critical, digitalSignature, nonRepudiation
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            [server]
            basicConstraints = CA:FALSE
            keyUsage = critical, keyEncipherment
            extendedKeyUsage = serverAuth
            [stamper]
            basicConstraints = critical, CA:FALSE
            keyUsage = critical, digitalSignature
            extendedKeyUsage = critical, timeStamping
            """, to: "openssl.cnf")
        try make("root", "/O=جمعية الاختبار/CN=Test Root", key: ["RSA", "-pkeyopt", "rsa_keygen_bits:3072"], section: "root", issuer: nil)
        try make("middle", "/CN=Test Middle", key: ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], section: "root", issuer: "root")
    }

    @discardableResult
    func openssl(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let run = try ProgramRun("openssl", arguments, input: input, environment: ["OPENSSL_CONF": folder.path("openssl.cnf")])
        guard run.status == 0 else { throw Failure(words: "\(arguments): \(run.errorText)") }
        return run.output
    }

    struct Failure: Error { var words: String }

    /// Makes a key and a certificate of it, in `name.key` and `name.pem`.
    func make(
        _ name: String, _ subject: String, key: [String], section: String, issuer: String?, days: (from: String, until: String)? = nil
    ) throws {
        try openssl(["genpkey", "-algorithm"] + key + ["-out", folder.path("\(name).key")])
        try openssl([
            "req", "-new", "-utf8", "-key", folder.path("\(name).key"), "-subj", subject, "-out", folder.path("\(name).csr"),
            "-config", folder.path("openssl.cnf"),
        ])
        let signedBy =
            issuer.map { ["-CA", folder.path("\($0).pem"), "-CAkey", folder.path("\($0).key"), "-CAcreateserial"] }
            ?? ["-signkey", folder.path("\(name).key")]
        try openssl(
            ["x509", "-req", "-in", folder.path("\(name).csr"), "-days", "3650", "-sha256", "-extfile", folder.path("openssl.cnf")]
                + ["-extensions", section, "-out", folder.path("\(name).pem")] + signedBy)
    }

    static let p256 = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    static let rsa3072 = ["RSA", "-pkeyopt", "rsa_keygen_bits:3072"]

    func file(_ name: String) throws -> [UInt8] { try readFile(folder.path(name)) }
}
