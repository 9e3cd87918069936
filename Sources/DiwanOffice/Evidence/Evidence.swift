import DiwanBytes
public import DiwanData
import DiwanDiagnostics

/// What stands behind an entry of the log and says who and what: kept in the private store, and bound to the entry by its commitment.
///
/// On disk it is text: the line `diwan-evidence/1`, the salt in 64 hexadecimal digits on a line, then the evidence, JSON on one line,
/// to the end of the file without a line end. So anyone with the file checks the commitment by
/// `tail -n +3 FILE | { printf 'diwan/commit/v1\n'; cat; } | openssl dgst -sha256 -mac hmac -macopt hexkey:SALT`.
public struct Evidence: Sendable {
    private static let heading = "diwan-evidence/1"
    private static let label = "diwan/commit/v1\n"

    /// 32 bytes, drawn anew for each entry: without them nothing can be learnt from the commitment by guessing.
    public let salt: [UInt8]
    /// The evidence, JSON on one line.
    public let content: [UInt8]

    /// Evidence with a salt of its own.
    init(_ value: JSONValue) {
        salt = SecureRandom.bytes(32)
        content = JSONWriter.bytes(value)
    }

    /// Evidence as it stands in a file; `nil` when the file holds none.
    public init?(file bytes: [UInt8]) {
        let lines = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0].elementsEqual(Self.heading.utf8),
            let salt = Hexadecimal.bytes(String(decoding: lines[1], as: UTF8.self)), salt.count == 32,
            // Written another way it is another file, though the salt is the same.
            lines[1].elementsEqual(Hexadecimal.text(salt).utf8)
        else { return nil }
        self.salt = salt
        content = Array(lines[2])
    }

    /// The file's bytes.
    public var file: [UInt8] { Array("\(Self.heading)\n\(Hexadecimal.text(salt))\n".utf8) + content }

    /// What binds an entry to it: HMAC-SHA256 under the salt of `diwan/commit/v1`, a line feed and the evidence.
    public var commitment: [UInt8] { HMAC.sha256(key: salt, Array(Self.label.utf8) + content) }

    /// The evidence as a value.
    public func value() throws(DataError) -> JSONValue { try JSONParser().parse(SourceText(file: "evidence", bytes: content)) }
}
