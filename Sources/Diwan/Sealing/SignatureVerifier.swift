public import DiwanCMS
public import DiwanPDF

/// What is wrong with a signature of a PDF file.
public enum SignatureProblem: Hashable, Sendable {
    /// With what it covers.
    case coverage(PDFSignature.Fault)
    /// It has a form that is not read: older, or of another kind.
    case form(String)
    /// Its value is no signature.
    case malformed(CMSError)
    /// With what was signed.
    case content(SignatureFault)
    /// The value is not by the key of its certificate, or not of these attributes.
    case value
    /// Its timestamp is no timestamp.
    case timestampMalformed(CMSError)
    /// Its timestamp is over another value, or is not by the key of its certificate.
    case timestamp
    /// What was changed in the file after it, and may not be.
    case change(PDFChange)
}

/// What came of looking at one signature.
public struct SignatureCheck: Sendable {
    /// Whether someone who is trusted stands for a certificate.
    public enum Trust: Hashable, Sendable {
        /// Nobody was named who is trusted.
        case unknown
        /// A chain leads to one who is.
        case trusted
        /// None does, for this reason.
        case distrusted(String)
    }

    /// The signature.
    public let signature: PDFSignature
    /// The certificate of the signer.
    public internal(set) var certificate: Certificate?
    /// When it was stamped, in seconds since 1970-01-01T00:00:00Z; `nil` without a timestamp that is right.
    public internal(set) var timestampTime: Int?
    /// The certificate of the timestamp authority.
    public internal(set) var timestampCertificate: Certificate?
    /// What is wrong, whoever signed.
    public internal(set) var problems: [SignatureProblem] = []
    /// Who stands for the signer.
    public internal(set) var trust = Trust.unknown
    /// Who stands for the timestamp authority.
    public internal(set) var timestampTrust = Trust.unknown

    /// Whether nothing is wrong, and nobody is distrusted.
    public var isPassed: Bool {
        for case .distrusted in [trust, timestampTrust] { return false }
        return problems.isEmpty
    }
}

/// Checks the signatures of PDF files: coverage, changes, hashes and attributes here, values and certificates by `openssl`.
public struct SignatureVerifier: Sendable {
    /// The certificates that are trusted, PEM; `nil` leaves open who stands for the signers.
    public let roots: [UInt8]?
    /// The moment at which certificates without a timestamp have to be valid, in seconds since 1970-01-01T00:00:00Z.
    public let time: Int

    /// A verifier.
    public init(roots: [UInt8]?, time: Int) {
        self.roots = roots
        self.time = time
    }

    /// The certificates of the PEM file at `path`, to be trusted.
    public static func roots(path: String) throws(SealingError) -> [UInt8] {
        let text: [UInt8]
        do throws(FileError) {
            text = try FileBytes.read(path)
        } catch {
            throw .file(error)
        }
        do throws(CMSError) {
            return Array(try Certificate.list(pem: text).map(\.pem).joined().utf8)
        } catch {
            throw .certificate(path: path, error)
        }
    }

    /// All signatures of `file`, in the order in which they were made.
    public func checks(of file: PDFFile, _ signatures: [PDFSignature]) throws(SealingError) -> [SignatureCheck] {
        let permission = signatures.lazy.compactMap(\.permission).first
        var checks: [SignatureCheck] = []
        for signature in signatures { checks.append(try check(signature, of: file, permission: permission)) }
        return checks
    }

    /// One signature of `file`, in which a certification lets `permission` be changed.
    func check(_ signature: PDFSignature, of file: PDFFile, permission: DocumentPermission?) throws(SealingError) -> SignatureCheck {
        var check = SignatureCheck(signature: signature)
        check.problems += signature.faults.map(SignatureProblem.coverage)
        if signature.covered != nil {
            let signed = signature.signedBytes(of: file)
            switch (signature.kind, signature.form) {
            case (.documentTimestamp, _): try checkTimestamp(of: signature, signed, &check)
            case (.signature, "ETSI.CAdES.detached"), (.signature, "adbe.pkcs7.detached"): try checkSignature(signature, signed, &check)
            case (.signature, let form): check.problems.append(.form(form))
            }
        }
        check.problems += signature.changes.filter { !$0.isAllowed(by: permission) }.map(SignatureProblem.change)
        return check
    }

    private func checkSignature(_ signature: PDFSignature, _ signed: [UInt8], _ check: inout SignatureCheck) throws(SealingError) {
        let data: SignedData
        do throws(CMSError) {
            data = try SignedData(signature.value, isPadded: true)
        } catch {
            check.problems.append(.malformed(error))
            return
        }
        var faults = data.faults(content: signed)
        // Only PAdES asks for the certificate's name among the attributes.
        if signature.form != "ETSI.CAdES.detached" { faults.removeAll { $0 == .certificateNotBound } }
        check.problems += faults.map(SignatureProblem.content)
        guard let certificate = data.certificate else { return }
        check.certificate = certificate
        if try !Self.isRight(data, by: certificate) { check.problems.append(.value) }
        if let bytes = data.signer.timestamp {
            var token: TimestampToken?
            do throws(CMSError) {
                token = try TimestampToken(bytes)
            } catch {
                check.problems.append(.timestampMalformed(error))
            }
            if let token { try self.check(token, over: data.signer.value, &check) }
        }
        // A time counts only from someone who is trusted.
        let stamped = check.timestampTrust == .trusted ? check.timestampTime : nil
        check.trust = try trust(certificate, data.certificates, time: stamped ?? time, purpose: "any")
    }

    private func checkTimestamp(of signature: PDFSignature, _ signed: [UInt8], _ check: inout SignatureCheck) throws(SealingError) {
        let token: TimestampToken
        do throws(CMSError) {
            token = try TimestampToken(signature.value, isPadded: true)
        } catch {
            check.problems.append(.malformed(error))
            return
        }
        try self.check(token, over: signed, &check)
        check.certificate = check.timestampCertificate
        check.trust = check.timestampTrust
    }

    /// A timestamp: over `value`, by the key of an authority for timestamps.
    private func check(_ token: TimestampToken, over value: [UInt8], _ check: inout SignatureCheck) throws(SealingError) {
        guard try Self.isTimestamp(token, over: value), let certificate = token.signedData.certificate else {
            check.problems.append(.timestamp)
            return
        }
        check.timestampTime = token.time
        check.timestampCertificate = certificate
        check.timestampTrust = try trust(certificate, token.signedData.certificates, time: token.time, purpose: "timestampsign")
    }

    /// Whether a timestamp is over `value`, and by the key of a certificate that is for timestamps; who stands for that is left open.
    public static func isTimestamp(_ token: TimestampToken, over value: [UInt8]) throws(SealingError) -> Bool {
        guard token.isOver(value), token.faults.isEmpty, let certificate = token.signedData.certificate else { return false }
        guard certificate.purposes == [.timeStamping] else { return false }
        return try isRight(token.signedData, by: certificate)
    }

    /// Whether the value of a signature is by the key of `certificate`.
    private static func isRight(_ data: SignedData, by certificate: Certificate) throws(SealingError) -> Bool {
        guard let attributes = data.signer.signedAttributes else { return false }
        let digest = data.signer.digestAlgorithm.hash(attributes)
        return try OpenSSL.isRight(data.signer.value, of: digest, by: certificate, data.signer.algorithm)
    }

    private func trust(
        _ certificate: Certificate, _ others: [Certificate], time: Int, purpose: String
    ) throws(SealingError) -> SignatureCheck.Trust {
        guard let roots else { return .unknown }
        let reason = try OpenSSL.distrust(of: certificate, others.filter { $0 != certificate }, roots: roots, time: time, purpose: purpose)
        return reason.map { .distrusted($0) } ?? .trusted
    }
}
