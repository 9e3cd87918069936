import DiwanCMS
import DiwanSystem

/// What the `openssl` command does for us: signing with private keys, and checking values and chains of certificates.
enum OpenSSL {
    private static let program = "openssl"

    /// The signature of the SHA-256 hash `digest` by the key of `credentials`.
    static func sign(_ digest: [UInt8], _ credentials: SealCredentials) throws(SealingError) -> [UInt8] {
        try withKey(["pkeyutl", "-sign", "-inkey", credentials.key, "-pkeyopt", "digest:sha256"], input: digest, credentials)
    }

    /// The public half of the key of `credentials`, as certificates have it: SubjectPublicKeyInfo, DER.
    static func publicKey(of credentials: SealCredentials) throws(SealingError) -> [UInt8] {
        try withKey(["pkey", "-in", credentials.key, "-pubout", "-outform", "DER"], input: [], credentials)
    }

    /// What `openssl` gives that opens the key of `credentials`.
    private static func withKey(
        _ arguments: [String], input: [UInt8], _ credentials: SealCredentials
    ) throws(SealingError) -> [UInt8] {
        // Without a passphrase an encrypted key is an error at once: nobody is asked.
        let source = credentials.passphrase == nil ? "pass:" : "fd:\(ChildProcess.firstDescriptor)"
        let secrets = credentials.passphrase.map { [ChildProcess.Descriptor.secret($0)] } ?? []
        let run = try run(arguments + ["-passin", source], input: input, secrets)
        guard run.isDone, !run.output.isEmpty else { throw .key(words(of: run)) }
        return run.output
    }

    /// Whether `value` is the signature of the hash `digest` by the key of `certificate`.
    static func isRight(
        _ value: [UInt8], of digest: [UInt8], by certificate: Certificate, _ algorithm: SignatureAlgorithm
    ) throws(SealingError) -> Bool {
        let first = ChildProcess.firstDescriptor
        var arguments = [
            "pkeyutl", "-verify", "-certin", "-inkey", "/dev/fd/\(first)", "-sigfile", "/dev/fd/\(first + 1)", "-pkeyopt",
            "digest:\(algorithm.digest.opensslName)",
        ]
        if case .rsaPSS = algorithm { arguments += ["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:auto"] }
        return try run(arguments, input: digest, [.file(Array(certificate.pem.utf8)), .file(value)]).isDone
    }

    /// Why no chain leads from `certificate` over `others` to one of `roots` (PEM) at the moment `time`; `nil` when one does.
    static func distrust(
        of certificate: Certificate, _ others: [Certificate], roots: [UInt8], time: Int, purpose: String
    ) throws(SealingError) -> String? {
        let first = ChildProcess.firstDescriptor
        var arguments = [
            "verify", "-no-CApath", "-no-CAstore", "-CAfile", "/dev/fd/\(first)", "-purpose", purpose, "-attime", "\(time)",
        ]
        if !others.isEmpty { arguments += ["-untrusted", "/dev/fd/\(first + 2)"] }
        arguments.append("/dev/fd/\(first + 1)")
        let run = try run(
            arguments, input: [],
            [.file(roots), .file(Array(certificate.pem.utf8)), .file(Array(others.map(\.pem).joined().utf8))])
        if run.isDone { return nil }
        // "error 10 at 0 depth lookup: certificate has expired"
        let lines = String(decoding: run.errors, as: UTF8.self).split(separator: "\n")
        let reason = lines.first { $0.hasPrefix("error ") && $0.contains("lookup: ") }
        return reason.map { String($0[($0.firstRange(of: "lookup: ")?.upperBound ?? $0.startIndex)...]) } ?? words(of: run)
    }

    private static func run(
        _ arguments: [String], input: [UInt8], _ descriptors: [ChildProcess.Descriptor]
    ) throws(SealingError) -> ChildProcess {
        do throws(ChildProcessError) {
            return try ChildProcess(program, arguments, input: input, descriptors: descriptors)
        } catch {
            throw .process(error)
        }
    }

    /// What a program said that failed: its first line.
    static func words(of run: ChildProcess) -> String {
        let line = run.errors.split(separator: 0x0A).first ?? []
        if !line.isEmpty { return String(decoding: line.prefix(300), as: UTF8.self) }
        return switch run.ending {
        case .exited(let status): "status \(status)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}
