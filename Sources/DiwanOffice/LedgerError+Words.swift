import DiwanLedger
import Glibc

extension LedgerError {
    /// What is wrong, in words for an auditor, without a full stop.
    var words: String {
        switch self {
        case .system(let call, let file, let code): "\(file): \(call): \(String(cString: strerror(code)))"
        case .missing(let file): "\(file) is missing"
        case .wrongKind(let file): "\(file) is a symbolic link, a device or a folder, and is not followed"
        case .unsafeMode(let file, let mode): "everyone on the machine may write to \(file) (mode \(String(mode, radix: 8)))"
        case .exists(let file): "there is a log already: \(file)"
        case .wrongLength(let file, let expected, let found): "\(file) has \(found) bytes or hashes instead of \(expected)"
        case .damaged(let file, let entry?): "\(file) was changed, at entry \(entry)"
        case .damaged(let file, nil): "\(file) was changed"
        case .note(let error, let file): "\(file): \(error.words)"
        case .extra(let file): "\(file) is no part of the log"
        case .signer(let error): error.words
        case .entryTooLong(_, let bytes): "an entry has \(bytes) bytes, and at most 65,535 are allowed"
        case .outside(let index, let size): "there is no entry \(index) in a log of \(size)"
        case .rolledBack(let size, let seen): "the log has \(size) entries, and \(seen) were there before: it was set back"
        case .forked(let size): "the log is not the one that had the older checkpoint of \(size) entries: it was made anew"
        case .outcomeUnknown(let call, let code): "\(call): \(String(cString: strerror(code)))"
        }
    }
}

extension SignerError {
    /// What is wrong, in words, without a full stop.
    var words: String {
        switch self {
        case .openSSLMissing(let program): "the program \(program) is not installed"
        case .keyMissing(let file): "the key \(file) is missing"
        case .keyExists(let file): "\(file) is there already, and keys are never overwritten"
        case .keyExposed(let file, let mode): "others may read the key \(file) (mode \(String(mode, radix: 8))); chmod 600 mends it"
        case .wrongPassphrase(let file): "the passphrase of the key \(file) is wrong, or none was given"
        case .notAKey(let file): "\(file) holds no Ed25519 private key"
        case .openSSLFailed(let text): "openssl: \(text.split(separator: "\n").first.map(String.init) ?? "failed")"
        case .process(let error): "openssl could not be run: \(error)"
        case .system(let call, let file, let code): "\(file): \(call): \(String(cString: strerror(code)))"
        case .falseSignature(let name): "the file of the key holds another key than that of \(name)"
        case .name(let error): "the log's origin cannot be the name of a key: \(error.words)"
        }
    }
}

extension NoteError {
    /// What is wrong, in words, without a full stop.
    var words: String {
        switch self {
        case .malformed(let fault, let line): (line > 0 ? "line \(line): " : "") + fault.words
        case .wrongOrigin(let expected, let found): "it is of the log \"\(found)\", and not of \"\(expected)\""
        case .unsigned(let name): "no known key of \"\(name)\" has signed it"
        case .badSignature(let name): "a signature in the name of \"\(name)\" is false"
        case .wrongProof: "the proof does not lead to the root of its checkpoint"
        }
    }
}

extension NoteError.Fault {
    /// What is wrong, in words, without a full stop.
    fileprivate var words: String {
        switch self {
        case .tooLong: "the text is too long"
        case .encoding: "the text is no UTF-8"
        case .controlCharacter: "there is a control character"
        case .lines: "the text and its signatures are not divided by an empty line, or the last line has no end"
        case .signatureLine: "a signature is not written as \"— name base64\""
        case .keyName: "a key's name is empty, or has a space or a plus in it"
        case .base64: "the base64 is not strict, or has the wrong length"
        case .verifierKey: "name, id and key do not belong together"
        case .signatureType: "the key is of an unknown type"
        case .header: "the heading is missing or is another one"
        case .number: "a number is not written as one"
        case .proof: "the proof does not fit the size of the tree"
        }
    }
}
