public import DiwanCMS

/// With what a seal is made: a certificate, those above it, and where `openssl` finds the key. The key itself is never read here.
public struct SealCredentials: Sendable {
    /// The certificate of the seal.
    public let certificate: Certificate
    /// Those that stand for it, which travel with the seal.
    public let chain: [Certificate]
    /// The key: a file, or what else `openssl -inkey` takes.
    public let key: String
    /// The passphrase of the key; `nil` when it has none.
    public let passphrase: [UInt8]?

    /// Credentials of a PEM file, whose first certificate is that of the seal, and of a key.
    public init(certificatePath path: String, key: String, passphrase: [UInt8]? = nil) throws(SealingError) {
        let text: [UInt8]
        do throws(FileError) {
            text = try FileBytes.read(path)
        } catch {
            throw .file(error)
        }
        do throws(CMSError) {
            let certificates = try Certificate.list(pem: text)
            certificate = certificates[0]
            chain = Array(certificates.dropFirst())
        } catch {
            throw .certificate(path: path, error)
        }
        self.key = key
        self.passphrase = passphrase
    }

    /// Whether the key is the one that the certificate is about.
    /// - Throws: `key` when `openssl` cannot open it.
    public func keyFits() throws(SealingError) -> Bool { try OpenSSL.publicKey(of: self) == certificate.publicKeyInfo }
}
