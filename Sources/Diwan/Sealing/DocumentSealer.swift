import DiwanCMS
import DiwanDomain
public import DiwanPDF

/// Seals PDF files: a PAdES signature of level B-B, or B-T with a timestamp (ETSI EN 319 142-1, 6).
public struct DocumentSealer {
    /// A sealed file.
    public struct Sealed: Sendable {
        /// The file.
        public let bytes: [UInt8]
        /// The SHA-256 hash of the certificate.
        public let fingerprint: [UInt8]
        /// The time of the timestamp, in seconds since 1970-01-01T00:00:00Z; `nil` when there is none.
        public let timestampTime: Int?
    }

    /// With what seals are made.
    public let credentials: SealCredentials
    /// Where timestamps come from; `nil` for seals without.
    public let timestamps: TimestampSource?
    private let exporter: PDFExporter

    /// A sealer. `exporter` has the fonts of appearances; it is needed for seals that are seen.
    public init(_ credentials: SealCredentials, timestamps: TimestampSource? = nil, exporter: PDFExporter? = nil) {
        self.credentials = credentials
        self.timestamps = timestamps
        self.exporter = exporter ?? PDFExporter { _ in preconditionFailure("a seal that is seen needs an exporter with its fonts") }
    }

    /// `bytes` sealed as `request` says. What comes back has passed the check that `SignatureVerifier` makes.
    public func seal(_ bytes: [UInt8], _ request: SignatureRequest) throws(SealingError) -> Sealed {
        let certificate = credentials.certificate
        guard certificate.maySignDocuments else { throw .notForDocuments }
        guard certificate.isValid(at: request.time.seconds) else {
            throw .notValid(from: certificate.validFrom, until: certificate.validUntil)
        }
        guard let algorithm = SignatureAlgorithm(for: certificate.key) else { throw .unsupportedKey(certificate.key) }
        let prepared: PreparedSignature
        do throws(SigningError) {
            prepared = try exporter.prepareSignature(of: bytes, request)
        } catch {
            throw .signing(error)
        }
        let attributes = SignedAttributes(contentDigest: prepared.digest, certificate: certificate)
        let digest = algorithm.digest.hash(attributes.bytes)
        let value = try OpenSSL.sign(digest, credentials)
        guard try OpenSSL.isRight(value, of: digest, by: certificate, algorithm) else { throw .keyDiffers }
        var signature = DetachedSignature(
            attributes: attributes, certificate: certificate, chain: credentials.chain, algorithm: algorithm, value: value)
        let token = try timestamps?.token(over: value)
        signature.timestamp = token?.bytes
        let finished: [UInt8]
        do throws(SigningError) {
            finished = try prepared.finished(with: signature.bytes)
        } catch {
            throw .signing(error)
        }
        try check(finished, field: request.field.name)
        return Sealed(bytes: finished, fingerprint: certificate.fingerprint, timestampTime: token?.time)
    }

    /// Reads back what was made: what is kept, and sent out, is known to be right.
    private func check(_ bytes: [UInt8], field: String) throws(SealingError) {
        let file: PDFFile
        let made: PDFSignature?
        do throws(PDFError) {
            file = try PDFFile(bytes)
            made = try file.signatures().first { $0.field == field }
        } catch {
            throw .signing(.file(error))
        }
        guard let made, !made.isFollowed else { throw .check([]) }
        let problems = try SignatureVerifier(roots: nil, time: 0).check(made, of: file, permission: made.permission).problems
        guard problems.isEmpty else { throw .check(problems) }
    }

    /// The field for a seal: of a file that has blank ones the first, or the one of `name`; else a new one that nobody sees.
    public static func field(named name: String?, label: String, in file: PDFFile) throws(PDFError) -> SignatureField {
        if let blank = try file.blankSignatureFields().first(where: { name == nil || $0.name == name }) { return blank }
        if let name { return SignatureField(name: name, label: label) }
        return SignatureField(name: try newName(in: file), label: label)
    }

    /// The field for a signature that nobody sees: the first blank one without a place on a page, or else a new one.
    public static func unseenField(label: String, in file: PDFFile) throws(PDFError) -> SignatureField {
        if let blank = try file.blankSignatureFields().first(where: { $0.place == nil }) { return blank }
        return SignatureField(name: try newName(in: file), label: label)
    }

    /// A name that no field of the file has.
    private static func newName(in file: PDFFile) throws(PDFError) -> String {
        let fields = try file.formFields()
        var number = 1
        while fields.contains(where: { $0.name == "Signature\(number)" }) { number += 1 }
        return "Signature\(number)"
    }
}

extension PDFDate {
    /// The moment, in seconds since 1970-01-01T00:00:00Z.
    fileprivate var seconds: Int {
        guard let day = try? CivilDate(year: year, month: month, day: day) else { return 0 }
        return day.dayNumber * 86_400 + hour * 3_600 + (minute - utcOffset) * 60 + second
    }
}
