import Diwan
import DiwanCMS
import DiwanPDF
import DiwanSystem

extension CommandFailure {
    /// A document that was not sealed, or a signature that could not be checked.
    init(_ error: SealingError) {
        switch error {
        case .file(let error): self.init(error)
        case .certificate(let path, let error):
            self.init(
                status: .mistake, message: "\(path) is no certificate: \(error.words)",
                hint: "a certificate is a PEM file with BEGIN CERTIFICATE, that of the seal first")
        case .notValid(let from, let until):
            self.init(
                status: .mistake,
                message:
                    "the certificate is valid from \(UTCTime.words(from)) until \(UTCTime.words(until)), and not at the time of the seal",
                hint: "ask its issuer for a new one")
        case .notForDocuments:
            self.init(
                status: .mistake, message: "the certificate is not for signing documents",
                hint: "its key usage must name digitalSignature or nonRepudiation, and it may be no authority's")
        case .unsupportedKey:
            self.init(
                status: .mistake, message: "seals are not made with the kind of key that the certificate is about",
                hint: "take RSA of 2048 bits or more, or an elliptic key (P-256, P-384, P-521)")
        case .process(.notFound(let program)):
            self.init(status: .failure, message: "the program \(program) is not there", hint: "install the package openssl")
        case .process(.timedOut(let milliseconds)):
            self.init(status: .failure, message: "the program did not end within \(milliseconds / 1000) seconds")
        case .process(.tooMuchOutput(let limit)): self.init(status: .failure, message: "the program wrote more than \(limit) bytes")
        case .process(.system(let call, let code)): self.init(status: .failure, message: "the call \(call) failed with error \(code)")
        case .key(let words):
            self.init(
                status: .mistake, message: "openssl did not sign with the key: \(words)",
                hint: "look whether the file is there, and whether its passphrase is right")
        case .keyDiffers:
            self.init(status: .mistake, message: "the key is not the one of the certificate", hint: "name the key that belongs to it")
        case .timestampCommand(let words): self.init(status: .failure, message: "the command for timestamps failed: \(words)")
        case .timestamp(let error): self.init(status: .failure, message: "no timestamp was given: \(error.words)")
        case .signing(let error): self.init(status: .mistake, message: "the file cannot be signed: \(error.words)")
        case .check(let problems):
            self.init(
                status: .failure, message: "the seal does not pass the check: \(problems.map(\.words).joined(separator: "; "))",
                hint: "this is a mistake of diwan, please report it")
        }
    }
}

extension TimestampError {
    /// Why an answer is no timestamp.
    fileprivate var words: String {
        switch self {
        case .refused(let status): "the authority refused, with status \(status)"
        case .malformed(let error): "the answer is no response: \(error.words)"
        case .otherValue: "it is over something else"
        case .otherNonce: "it answers another request"
        }
    }
}

extension SigningError {
    /// Why a file cannot be signed.
    fileprivate var words: String {
        switch self {
        case .file(let error): error.words
        case .noPage(let page): "it has no page \(page + 1)"
        case .fieldName(let name): "\"\(name)\" is no name of a new field: it is empty or has a full stop"
        case .notForSignatures(let name): "its field \(name) is not for signatures"
        case .signed(let name): "its field \(name) is signed already"
        case .certified(let name): "it is certified, and has no blank signature field \(name)"
        case .changesForbidden: "it is certified, and nothing may be changed in it"
        case .certifiesLate: "only the first signature can certify it"
        case .tooLong(let length, let room): "the signature has \(length) bytes, and there is room for \(room)"
        }
    }
}
