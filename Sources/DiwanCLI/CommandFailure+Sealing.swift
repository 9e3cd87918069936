import Diwan
import DiwanSystem

extension CommandFailure {
    /// A signature that could not be checked, or a document that was not sealed with this certificate and this key.
    init(_ error: SealingError, certificate: String = "the certificate", key: String = "the key") {
        let (message, arabic, hint) = error.words(certificate: certificate, key: key)
        let status: ExitStatus
        switch error {
        case .file(let error):
            self.init(error)
            return
        case .certificate, .notValid, .notForDocuments, .unsupportedKey, .key, .keyDiffers, .signing: status = .mistake
        case .process, .timestampCommand, .timestamp, .check: status = .failure
        }
        self.init(status: status, message: "\(arabic)\n\(message)", hint: hint)
    }
}
