import DiwanSystem
import Glibc

/// An Ed25519 private key in a file, used by the `openssl` command alone: its bytes never come into this process.
public struct OpenSSLKey: Sendable {
    /// The path of the key file (PKCS #8, PEM), which only its owner may read.
    public let file: String
    private let passphrase: [UInt8]?
    private let program: String

    /// The key in `file`.
    /// - Parameters:
    ///   - passphrase: of an encrypted key. `openssl` gets it by a pipe, never as an argument.
    ///   - program: the command, a path or a name in a folder of `PATH`.
    public init(file: String, passphrase: [UInt8]? = nil, program: String = "openssl") {
        self.file = file
        self.passphrase = passphrase
        self.program = program
    }

    /// Makes a new key in `file`, mode 0600, encrypted (AES-256) when there is a `passphrase`.
    public static func generate(
        file: String, passphrase: [UInt8]? = nil, program: String = "openssl"
    ) throws(SignerError) -> OpenSSLKey {
        // The file is there with its mode before any secret is.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST || errno == ELOOP { throw .keyExists(file: file) }
            throw .system(call: "open", file: file, code: errno)
        }
        defer { close(descriptor) }
        let key = OpenSSLKey(file: file, passphrase: passphrase, program: program)
        do throws(SignerError) {
            let encryption = passphrase == nil ? [] : ["-aes-256-cbc", "-pass", "fd:3"]
            _ = try key.run(["genpkey", "-algorithm", "ED25519", "-out", file] + encryption)
            guard fsync(descriptor) == 0 else { throw .system(call: "fsync", file: file, code: errno) }
            // A key whose name is gone after a power cut could not sign what others have been told of it.
            try synchroniseFolder(of: file)
            _ = try key.publicKey()
            return key
        } catch {
            unlink(file)
            throw error
        }
    }

    /// Puts the name of a new file on the disk.
    private static func synchroniseFolder(of file: String) throws(SignerError) {
        let folder = file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", file: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .system(call: "fsync", file: folder, code: errno) }
    }

    /// The 32 bytes of the public key.
    public func publicKey() throws(SignerError) -> [UInt8] {
        try requirePrivacy()
        let output = try run(["pkey", "-in", file, "-pubout", "-outform", "DER"] + passphraseArguments)
        // SubjectPublicKeyInfo with the OID 1.3.101.112 and 32 bytes (RFC 8410, 4).
        let start: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        guard output.count == 44, output.starts(with: start) else { throw .notAKey(file: file) }
        return Array(output[12...])
    }

    /// The 64 bytes of the signature over `message`, which is not empty.
    public func sign(_ message: [UInt8]) throws(SignerError) -> [UInt8] {
        precondition(!message.isEmpty, "openssl signs no empty message")
        try requirePrivacy()
        let signature = try run(
            ["pkeyutl", "-sign", "-rawin", "-inkey", file, "-in", "/dev/stdin"] + passphraseArguments, input: message)
        guard signature.count == 64 else { throw .notAKey(file: file) }
        return signature
    }

    /// A signer under `name`, which for the key of a log is its origin.
    public func signer(name: String, algorithm: VerifierKey.Algorithm = .ed25519) throws(SignerError) -> CheckpointSigner {
        let key = try publicKey()
        do {
            return CheckpointSigner(key: try VerifierKey(name: name, algorithm: algorithm, key: key)) { message throws(SignerError) in
                try sign(message)
            }
        } catch {
            throw .name(error)
        }
    }

    private var passphraseArguments: [String] { passphrase == nil ? ["-passin", "pass:"] : ["-passin", "fd:3"] }

    private func requirePrivacy() throws(SignerError) {
        var status = stat()
        guard stat(file, &status) == 0 else {
            throw errno == ENOENT ? .keyMissing(file: file) : .system(call: "stat", file: file, code: errno)
        }
        guard status.st_mode & 0o077 == 0 else { throw .keyExposed(file: file, mode: Int(status.st_mode & 0o7777)) }
    }

    private func run(_ arguments: [String], input: [UInt8] = []) throws(SignerError) -> [UInt8] {
        let child: ChildProcess
        do {
            child = try ChildProcess(program, arguments, input: input, descriptors: passphrase.map { [.secret($0 + [0x0A])] } ?? [])
        } catch .notFound(let program) {
            throw .openSSLMissing(program: program)
        } catch {
            throw .process(error)
        }
        guard !child.isDone else { return child.output }
        let text = String(decoding: child.errors, as: UTF8.self)
        if text.contains("bad decrypt") || text.contains("wrong password") || text.contains("empty password") {
            throw .wrongPassphrase(file: file)
        }
        if text.contains("Could not read") { throw .notAKey(file: file) }
        throw .openSSLFailed(text: text)
    }
}
