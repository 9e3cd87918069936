import DiwanLedger
import DiwanTestSupport
import Foundation

/// `Vectors/ledger.json`: roots, proofs, tiles, paths and a signed note from an independent implementation of the same formats.
///
/// Entry i is the text "entry i", but empty when i mod 7 is 6.
struct LedgerVectors: Decodable {
    struct Root: Decodable {
        let size: Int
        let root: String
    }

    struct Inclusion: Decodable {
        let index: Int
        let size: Int
        let proof: [String]
    }

    struct Consistency: Decodable {
        let old: Int
        let size: Int
        let proof: [String]
    }

    struct Tiles: Decodable {
        let size: Int
        let sha256OfTile: [String: String]
    }

    struct Note: Decodable {
        let checkpoint: String
        let keyId: String
        let name: String
        let privateKeyPkcs8DerBase64: String
        let vkey: String
    }

    let consistency: [Consistency]
    let ctReferenceRoots1To8: [String]
    let inclusion: [Inclusion]
    let leafHashOfEmptyEntry: String
    let leafHashOfEntry0: String
    let note: Note
    let roots: [Root]
    let tilePaths: [String: String]
    let tiles: [Tiles]

    /// What the file holds.
    static func load() throws -> LedgerVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/ledger.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(LedgerVectors.self, from: Data(contentsOf: file))
    }

    /// The entry at `index`.
    static func entry(_ index: Int) -> [UInt8] {
        index % 7 == 6 ? [] : Array("entry \(index)".utf8)
    }

    /// The roots by the size of the tree.
    func rootBySize() -> [Int: TreeHash] {
        Dictionary(roots.compactMap { row in hash(row.root).map { (row.size, $0) } }) { first, _ in first }
    }
}

/// The bytes that hexadecimal digits stand for.
func bytes(hexadecimal text: some StringProtocol) -> [UInt8] {
    let digits = text.utf8.map { UInt8($0 > 0x39 ? ($0 | 0x20) - 87 : $0 - 48) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// `bytes` in hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The hash that hexadecimal digits stand for.
func hash(_ text: String) -> TreeHash? {
    TreeHash(bytes(hexadecimal: text))
}
