/// Certificates and keys that `openssl` makes for a test: a root, an authority below it, and what a test adds.
public struct TestAuthority: Sendable {
    /// What `openssl` said when it failed.
    public struct Failure: Error {
        /// The arguments and the words.
        public let words: String
    }

    /// An elliptic key of P-256, as `openssl genpkey` is asked for it.
    public static let p256 = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    /// An RSA key of 3,072 bits.
    public static let rsa3072 = ["RSA", "-pkeyopt", "rsa_keygen_bits:3072"]

    /// Where the files are: for each name a certificate `name.pem` and a key `name.key`.
    public let folder: TemporaryFolder

    /// A root of RSA-3072 and an authority `middle` of P-384 below it.
    public init() throws {
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
            [ca]
            default_ca = expired
            [expired]
            database = \(folder.path("index"))
            new_certs_dir = \(folder.path)
            policy = any
            default_md = sha256
            unique_subject = no
            rand_serial = yes
            [any]
            commonName = supplied
            """, to: "openssl.cnf")
        try folder.write("", to: "index")
        try make("root", "/O=جمعية الاختبار/CN=Test Root", key: Self.rsa3072, section: "root", issuer: nil)
        try make("middle", "/CN=Test Middle", key: ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], section: "root", issuer: "root")
    }

    /// Runs `openssl`, and gives its output.
    @discardableResult
    public func openssl(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let run = try ProgramRun("openssl", arguments, input: input, environment: ["OPENSSL_CONF": folder.path("openssl.cnf")])
        guard run.status == 0 else { throw Failure(words: "\(arguments): \(run.errorText)") }
        return run.output
    }

    /// Makes a key and a certificate of it.
    /// - Parameters:
    ///   - key: what `openssl genpkey -algorithm` is given.
    ///   - section: `root`, `signer`, `server` or `stamper`: what the key is for.
    ///   - issuer: who signs; `nil` for itself.
    ///   - dates: from when until when (`YYYYMMDDHHMMSSZ`), in place of ten years from now.
    public func make(
        _ name: String, _ subject: String, key: [String], section: String, issuer: String?, dates: (from: String, until: String)? = nil
    ) throws {
        try openssl(["genpkey", "-algorithm"] + key + ["-out", folder.path("\(name).key")])
        try openssl([
            "req", "-new", "-utf8", "-key", folder.path("\(name).key"), "-subj", subject, "-out", folder.path("\(name).csr"),
            "-config", folder.path("openssl.cnf"),
        ])
        if let dates, let issuer {
            try openssl([
                "ca", "-batch", "-config", folder.path("openssl.cnf"), "-in", folder.path("\(name).csr"), "-out",
                folder.path("\(name).pem"),
                "-notext", "-startdate", dates.from, "-enddate", dates.until, "-cert", folder.path("\(issuer).pem"), "-keyfile",
                folder.path("\(issuer).key"), "-extfile", folder.path("openssl.cnf"), "-extensions", section,
            ])
            return
        }
        let signedBy =
            issuer.map { ["-CA", folder.path("\($0).pem"), "-CAkey", folder.path("\($0).key"), "-CAcreateserial"] }
            ?? ["-signkey", folder.path("\(name).key")]
        try openssl(
            ["x509", "-req", "-in", folder.path("\(name).csr"), "-days", "3650", "-sha256", "-extfile", folder.path("openssl.cnf")]
                + ["-extensions", section, "-out", folder.path("\(name).pem")] + signedBy)
    }

    /// Makes an authority for timestamps, `tsa`, and says where the settings for `openssl ts -reply` are.
    public func makeTimestampAuthority() throws -> String {
        try make("tsa", "/CN=TSA", key: Self.rsa3072, section: "stamper", issuer: "root")
        try folder.write("01", to: "serial")
        return try folder.write(
            """
            [tsa]
            default_tsa = t
            [t]
            serial = \(folder.path("serial"))
            crypto_device = builtin
            signer_cert = \(folder.path("tsa.pem"))
            certs = \(folder.path("root.pem"))
            signer_key = \(folder.path("tsa.key"))
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            accuracy = secs:1
            """, to: "tsa.cnf")
    }

    /// The file `name`.
    public func file(_ name: String) throws -> [UInt8] { try readFile(folder.path(name)) }
}
