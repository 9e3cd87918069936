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
    func pseudonym(_ number: String) throws(FileError) -> String {
        if let known = try known(number) { return known }
        let pseudonym = Self.prefix + Hexadecimal.text(SecureRandom.bytes(8))
        try EvidenceStore.write(Array(pseudonym.utf8), to: path(number))
        return pseudonym
    }

    /// The pseudonym of who has the identity number; `nil` where the office knows no one of it.
    func known(_ number: String) throws(FileError) -> String? {
        let path = try path(number)
        do throws(FileError) {
            return String(decoding: try FileBytes.read(path), as: UTF8.self)
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    /// Forgets who has the number.
    func erase(_ number: String) throws(FileError) { try EvidenceStore.remove(path(number)) }

    private func path(_ number: String) throws(FileError) -> String {
        let secret = try FileBytes.read(folder.file(Self.secret))
        let digits = Hexadecimal.text(HMAC.sha256(key: secret, Array(number.utf8)))
        return "\(folder.file("records/parties"))/\(digits.prefix(2))/\(digits.dropFirst(2))"
    }

    /// The file of the secret, below the office's folder.
    static let secret = "records/secret"

    /// Makes the secret of a new office.
    func begin() throws(FileError) { try EvidenceStore.write(SecureRandom.bytes(32), to: folder.file(Self.secret)) }
}
