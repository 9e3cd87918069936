import Diwan
import DiwanBytes
import Glibc

/// Which pseudonym stands for whom: the log has the pseudonym, and only this private folder leads to it from an identity number.
///
/// A file's name is HMAC-SHA256 of the number under a secret of the office, its content a random pseudonym. Where the file is erased,
/// nothing leads from the number to the entries any more.
struct PartyDirectory {
    let folder: OfficeFolder

    private static let prefix = "b-"

    /// The pseudonym of who has the identity number; a new one where there is none yet.
    /// - Parameter number: in its normalised form.
    /// - Returns: the pseudonym, and the file that was made for a new one.
    func pseudonym(_ number: String) throws(FileError) -> (pseudonym: String, made: String?) {
        if let known = try known(number) { return (known, nil) }
        let pseudonym = Self.prefix + Hexadecimal.text(SecureRandom.bytes(8))
        let path = try path(number)
        try EvidenceStore.write(Array(pseudonym.utf8), to: path)
        return (pseudonym, path)
    }

    /// The pseudonym of who has the identity number; `nil` where the office knows no one of it.
    func known(_ number: String) throws(FileError) -> String? {
        let path = try path(number)
        guard let bytes = try FileBytes.readIfPresent(path) else { return nil }
        guard let pseudonym = Self.pseudonym(in: bytes) else { throw FileError(.read, path, code: EBADMSG) }
        return pseudonym
    }

    /// The pseudonym that the bytes of a file are; `nil` when they are none.
    static func pseudonym(in file: [UInt8]) -> String? {
        guard file.starts(with: prefix.utf8),
            let random = Hexadecimal.bytes(String(decoding: file.dropFirst(prefix.utf8.count), as: UTF8.self)),
            random.count == 8
        else { return nil }
        return String(decoding: file, as: UTF8.self)
    }

    /// Forgets who has the number.
    func erase(_ number: String) throws(FileError) { try EvidenceStore.remove(path(number)) }

    /// The file that leads from a number to its pseudonym.
    func path(_ number: String) throws(FileError) -> String {
        let secret = try FileBytes.read(folder.file(Self.secret))
        guard secret.count == Self.secretLength else { throw FileError(.read, folder.file(Self.secret), code: EBADMSG) }
        let digits = Hexadecimal.text(HMAC.sha256(key: secret, Array(number.utf8)))
        return "\(folder.file("records/parties"))/\(digits.prefix(2))/\(digits.dropFirst(2))"
    }

    /// The file of the secret, below the office's folder.
    static let secret = "records/secret"
    private static let secretLength = 32

    /// Makes the secret of a new office.
    func begin() throws(FileError) { try EvidenceStore.write(SecureRandom.bytes(Self.secretLength), to: folder.file(Self.secret)) }
}
