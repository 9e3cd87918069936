import DiwanCMS
public import DiwanPDF
import DiwanSystem

extension SealingError {
    /// What went wrong, in English and in Arabic without a full stop, and what to do about it.
    /// - Parameters:
    ///   - certificate: what the certificate is called: its file.
    ///   - key: the same of the key.
    public func words(certificate: String, key: String) -> (message: String, arabic: String, hint: String?) {
        switch self {
        case .file(let error): (error.words, "تعذرت قراءة ملف من ملفات الختم", nil)
        case .certificate(let path, let error):
            (
                "\(path) is no certificate: \(error.words)", "ملف الشهادة ليس شهادة رقمية",
                "a certificate is a PEM file with BEGIN CERTIFICATE, that of the seal first"
            )
        case .notValid(let from, let until):
            (
                "\(certificate) is valid from \(UTCTime.words(from)) until \(UTCTime.words(until)), and not at the time of the seal",
                "شهادة الختم غير سارية في هذا الوقت", "ask its issuer for a new one"
            )
        case .notForDocuments:
            (
                "\(certificate) is not for signing documents", "شهادة الختم لا تصلح لختم الوثائق",
                "its key usage must name digitalSignature or nonRepudiation, and it may be no authority's"
            )
        case .unsupportedKey:
            (
                "seals are not made with the kind of key that \(certificate) is about", "نوع مفتاح الشهادة لا يصلح للختم",
                "take RSA of 2048 bits or more, or an elliptic key (P-256, P-384, P-521)"
            )
        case .process(let error): (error.words, "تعذر تشغيل برنامج الختم", error.hint)
        case .key(let words):
            (
                "openssl did not sign with \(key): \(words)", "تعذر فتح مفتاح الختم: الملف أو عبارة المرور",
                "look whether the file is there, and whether its passphrase is right"
            )
        case .keyDiffers: ("\(key) is not the key of \(certificate)", "المفتاح ليس مفتاح شهادة الختم", "name the key that belongs to it")
        case .timestampCommand(let words): ("the command for timestamps failed: \(words)", "تعذر الحصول على ختم الوقت", nil)
        case .timestamp(let error): ("no timestamp was given: \(error.words)", "لم تُعط جهة ختم الوقت ختمًا صحيحًا", nil)
        case .signing(let error): ("the file cannot be signed: \(error.words)", "لا يقبل ملف الوثيقة هذا التوقيع", nil)
        case .check(let problems):
            (
                "the seal does not pass the check: \(problems.map(\.words).joined(separator: "; "))", "لم يصح الختم بعد وضعه",
                "this is a mistake of diwan, please report it"
            )
        }
    }
}

extension ChildProcessError {
    /// Why a program did not do its work.
    fileprivate var words: String {
        switch self {
        case .notFound(let program): "the program \(program) is not there"
        case .timedOut(let milliseconds): "the program did not end within \(milliseconds / 1000) seconds"
        case .tooMuchOutput(let limit): "the program wrote more than \(limit) bytes"
        case .system(let call, let code): "the call \(call) failed with error \(code)"
        }
    }

    /// What to do about it.
    fileprivate var hint: String? {
        guard case .notFound(let program) = self else { return nil }
        return "install the package that has it, such as \(program)"
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
    public var words: String {
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
