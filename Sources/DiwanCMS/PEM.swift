internal import DiwanBytes

/// Blocks of base64 between lines that say what they are (RFC 7468).
public enum PEM {
    /// The contents of all blocks of `label` in `text`, in order. Text around them is passed over.
    public static func blocks(_ label: String, in text: [UInt8]) throws(CMSError) -> [[UInt8]] {
        let (begin, end) = ("-----BEGIN \(label)-----", "-----END \(label)-----")
        var found: [[UInt8]] = []
        var inside: String?
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let words = String(decoding: line, as: UTF8.self)
            let trimmed = String(words.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
            if trimmed == begin {
                guard inside == nil else { throw .notPEM(label: label) }
                inside = ""
            } else if trimmed == end {
                guard let base64 = inside, let bytes = try? Base64.decode(base64), !bytes.isEmpty else { throw .notPEM(label: label) }
                found.append(bytes)
                inside = nil
            } else if inside != nil {
                inside? += trimmed
            }
        }
        guard inside == nil, !found.isEmpty else { throw .notPEM(label: label) }
        return found
    }

    /// `bytes` as a block of `label`.
    public static func block(_ label: String, _ bytes: [UInt8]) -> String {
        var text = "-----BEGIN \(label)-----\n"
        var rest = Base64.encode(bytes)[...]
        while !rest.isEmpty {
            text += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }
}
