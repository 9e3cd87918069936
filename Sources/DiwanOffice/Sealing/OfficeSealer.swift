import Diwan
import DiwanBytes
import DiwanCMS
import DiwanData
import DiwanDomain
import DiwanPDF

/// A certificate and its key in files, as someone names them who signs with them.
public struct SigningCredentials: Sendable {
    /// The certificate, PEM, with those that stand for it after it.
    public var certificate: String
    /// The key, PEM; it is read by `openssl` alone.
    public var key: String
    /// The passphrase of the key; `nil` when it has none.
    public var passphrase: [UInt8]?

    /// Credentials in two files.
    public init(certificate: String, key: String, passphrase: [UInt8]? = nil) {
        self.certificate = certificate
        self.key = key
        self.passphrase = passphrase
    }
}

/// Seals files for the office, with its own certificate or with another, and with the timestamps that the office gets.
struct OfficeSealer {
    private let files: SigningCredentials
    private let sealer: DocumentSealer

    init(_ files: SigningCredentials, _ office: Office) throws(OfficeError) {
        self.files = files
        let command = office.configuration.settings.timestampCommand
        do throws(SealingError) {
            let credentials = try SealCredentials(certificatePath: files.certificate, key: files.key, passphrase: files.passphrase)
            sealer = office.environment.sealer(credentials, timestamps: command.isEmpty ? nil : TimestampSource(command: command))
        } catch {
            throw .sealing(error, certificate: files.certificate, key: files.key)
        }
    }

    /// Whom the certificate names.
    var name: String {
        let subject = sealer.credentials.certificate.subject
        return subject.commonName ?? subject.description
    }

    /// `file` with a signature, checked.
    func seal(_ file: [UInt8], _ request: SignatureRequest) throws(OfficeError) -> DocumentSealer.Sealed {
        do throws(SealingError) {
            return try sealer.seal(file, request)
        } catch {
            throw .sealing(error, certificate: files.certificate, key: files.key)
        }
    }
}

extension DocumentSealer.Sealed {
    /// The SHA-256 of the file, in hexadecimal.
    var hash: String { Hexadecimal.text(SHA256.hash(bytes)) }

    /// What an entry of the log says of it.
    /// - Parameter number: that of the document, where the file is a later one than that of the issue.
    func fields(number: String? = nil) -> [(name: String, value: JSONValue)] {
        var fields: [(name: String, value: JSONValue)] = [
            ("certificate", .string(Hexadecimal.text(fingerprint))), ("sha256", .string(hash)),
        ]
        if let time = timestampTime.flatMap({ CreationTime(seconds: $0) }) { fields.append(("timestamp", .string(time.utc))) }
        if let number { fields.append(("number", .string(number))) }
        return fields
    }
}

extension Office {
    /// The office's own seal; `nil` where its settings name none.
    func ownSealer() throws(OfficeError) -> OfficeSealer? {
        guard let seal = configuration.settings.seal else { return nil }
        return try OfficeSealer(
            SigningCredentials(certificate: folder.named(seal.certificate), key: folder.named(seal.key), passphrase: sealPassphrase), self)
    }

    /// What is asked of the first seal of a document: the seal, and blank fields in its rooms for signatures. One that certifies leaves fields
    /// for those whom the page has no room for, too, since none can be added later. It is seen, where it is to be, in the circle for the stamp.
    func firstSeal(rooms: SigningRooms, time: CreationTime, certifies: Bool, isVisible: Bool, signer: String? = nil) -> SignatureRequest {
        var request = SignatureRequest(
            field: SignatureField(name: "Seal", label: "ختم \(environment.profile.name)"), time: time.pdfDate,
            signer: signer ?? environment.profile.name, reason: signer == nil ? "إصدار الوثيقة" : "ختم الوثيقة",
            certification: certifies ? .fillingIn : nil)
        if isVisible, let stamp = rooms.stamp, let place = stamp.place,
            let look = environment.sealInCircle(
                above: ["ختم رقمي", "بشهادة الجمعية"], below: Self.days(of: time), diameter: place.size.width)
        {
            request.field.page = stamp.page
            request.field.place = place
            request.appearance = look
        }
        request.blankFields = rooms.signatures
        if certifies {
            request.blankFields += (1...Self.spareFields).map { SignatureField(name: "Signature\($0)", label: "توقيع لاحق \($0)") }
        }
        return request
    }

    /// The day of a seal in both calendars.
    private static func days(of time: CreationTime) -> [String] {
        ((try? HijriDate(time.date)).map { [$0.numeric()] } ?? []) + [time.date.numeric()]
    }

    /// How many signatures that nobody sees a certified document takes later.
    private static let spareFields = 3
}
