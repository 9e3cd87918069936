import DiwanLedger
import DiwanTestSupport
import Glibc
import Testing

@Suite("Keys that openssl keeps")
struct OpenSSLKeyTests {
    private let scratch: TemporaryFolder

    init() throws {
        scratch = try TemporaryFolder()
    }

    @Test("Our check and openssl's agree on signatures of random messages, and on changed ones", arguments: [nil, "كلمة سر"])
    func agreement(passphrase: String?) throws {
        var random = SeededGenerator(seed: 5)
        let passphrase = passphrase.map { Array($0.utf8) }
        let key = try OpenSSLKey.generate(file: scratch.path("key.pem"), passphrase: passphrase)
        let publicKey = try key.publicKey()
        for _ in 0..<12 {
            let message = (0..<Int.random(in: 1...2_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let signature = try key.sign(message)
            #expect(Ed25519.verify(signature, of: message, by: publicKey))
            var changed = signature
            let bit = Int.random(in: 0..<512, using: &random)
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Ed25519.verify(changed, of: message, by: publicKey))
        }
        var status = stat()
        #expect(stat(key.file, &status) == 0 && status.st_mode & 0o7777 == 0o600)
        let text = String(decoding: try readFile(key.file), as: UTF8.self)
        #expect(text.hasPrefix(passphrase == nil ? "-----BEGIN PRIVATE KEY" : "-----BEGIN ENCRYPTED PRIVATE KEY"))
    }

    @Test("What is wrong with a key, its passphrase or openssl is said")
    func errors() throws {
        let file = scratch.path("key.pem")
        let key = try OpenSSLKey.generate(file: file, passphrase: Array("right".utf8))
        #expect(throws: SignerError.keyExists(file: file)) { try OpenSSLKey.generate(file: file) }
        #expect(throws: SignerError.wrongPassphrase(file: file)) { try OpenSSLKey(file: file, passphrase: Array("wrong".utf8)).sign([1]) }
        #expect(throws: SignerError.wrongPassphrase(file: file)) { try OpenSSLKey(file: file).sign([1]) }
        #expect(throws: SignerError.wrongPassphrase(file: file)) { try OpenSSLKey(file: file).publicKey() }
        let missing = scratch.path("none.pem")
        #expect(throws: SignerError.keyMissing(file: missing)) { try OpenSSLKey(file: missing).sign([1]) }
        let program = scratch.path("openssl")
        #expect(throws: SignerError.openSSLMissing(program: program)) { try OpenSSLKey(file: file, program: program).sign([1]) }
        #expect(throws: SignerError.openSSLMissing(program: program)) { try OpenSSLKey.generate(file: missing, program: program) }
        #expect(throws: SignerError.keyMissing(file: missing)) { try OpenSSLKey(file: missing).publicKey() }
        chmod(file, 0o640)
        #expect(throws: SignerError.keyExposed(file: file, mode: 0o640)) { try key.sign([1]) }
        let other = try scratch.write("no key\n", to: "text.pem")
        chmod(other, 0o600)
        #expect(throws: SignerError.notAKey(file: other)) { try OpenSSLKey(file: other).publicKey() }
        let run = try ProgramRun(
            "openssl", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", scratch.path("rsa.pem")])
        #expect(run.status == 0)
        chmod(scratch.path("rsa.pem"), 0o600)
        #expect(throws: SignerError.notAKey(file: scratch.path("rsa.pem"))) { try OpenSSLKey(file: scratch.path("rsa.pem")).publicKey() }
        #expect(throws: SignerError.name(.malformed(.keyName, line: 1))) {
            chmod(file, 0o600)
            return try key.signer(name: "a b")
        }
    }

    @Test("A signature that is not the key's is not let out")
    func falseSignatures() throws {
        let fixture = try LedgerFixture()
        let signer = CheckpointSigner(key: fixture.key) { _ throws(SignerError) in [UInt8](repeating: 1, count: 64) }
        #expect(throws: LedgerError.signer(.falseSignature(name: fixture.origin))) {
            try Ledger.create(fixture.scratch.path("log"), origin: fixture.origin, signers: [signer])
        }
        try fixture.log("other", size: 2)
        #expect(throws: LedgerError.signer(.falseSignature(name: fixture.origin))) {
            try Ledger(fixture.scratch.path("other"), origin: fixture.origin, signers: [signer]).append([[1]])
        }
        #expect(try fixture.reader("other").size == 2)
        #expect(try fixture.ledger("other").append([[1]]).indices == 2..<3)
        #expect(try fixture.reader("other").check().isSound)
    }
}
