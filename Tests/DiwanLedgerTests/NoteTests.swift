import DiwanBytes
import DiwanLedger
import DiwanTestSupport
import Testing

@Suite("Signed notes")
struct NoteTests {
    private let vectors: LedgerVectors
    private let note: [UInt8]
    private let key: VerifierKey

    init() throws {
        vectors = try LedgerVectors.load()
        note = Array(vectors.note.checkpoint.utf8)
        key = try VerifierKey(vectors.note.vkey)
    }

    @Test("The vectors' checkpoint is read, holds under its key and is written again in the same bytes")
    func checkpoint() throws {
        let signed = try SignedCheckpoint(note, origin: vectors.note.name, keys: [key])
        #expect(signed.checkpoint.size == 1_000)
        #expect(signed.checkpoint.root == vectors.rootBySize()[1_000])
        #expect(signed.note.bytes == note)
        #expect(signed.checkpoint.text == signed.note.text)
        #expect(key.description == vectors.note.vkey)
        #expect(hexadecimal(withUnsafeBytes(of: key.id.bigEndian) { Array($0) }) == vectors.note.keyId)
        #expect(try VerifierKey(name: vectors.note.name, key: key.key) == key)
    }

    @Test("A checkpoint of another log, without a known key's signature or with a false one is refused")
    func refusals() throws {
        #expect(throws: NoteError.wrongOrigin(expected: "other", found: vectors.note.name)) {
            try SignedCheckpoint(note, origin: "other", keys: [key])
        }
        let stranger = try VerifierKey(
            name: key.name, key: bytes(hexadecimal: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
        #expect(throws: NoteError.unsigned(name: key.name)) { try SignedCheckpoint(note, origin: key.name, keys: [stranger]) }
        #expect(throws: NoteError.unsigned(name: key.name)) { try SignedCheckpoint(note, origin: key.name, keys: []) }
        let other = Array(vectors.note.checkpoint.replacing("\n1000\n", with: "\n1001\n").utf8)
        #expect(throws: NoteError.badSignature(name: key.name)) { try SignedCheckpoint(other, origin: key.name, keys: [key]) }
        // The signature of an unknown key beside it is passed over; a false one of a known key is not.
        let signed = try SignedNote(note)
        let unknown = NoteSignature(key: stranger, signature: [UInt8](repeating: 1, count: 64))
        let both = SignedNote(text: signed.text, signatures: [unknown] + signed.signatures)
        #expect(try SignedCheckpoint(both.bytes, origin: key.name, keys: [key]).note == both)
        #expect(throws: NoteError.badSignature(name: key.name)) {
            try SignedCheckpoint(both.bytes, origin: key.name, keys: [key, stranger])
        }
    }

    @Test("A flipped bit in any byte of a checkpoint is never taken")
    func flippedBits() {
        for byte in note.indices {
            let bit = 8 * byte + byte % 8
            var changed = note
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: NoteError.self) { try SignedCheckpoint(changed, origin: key.name, keys: [key]) }
        }
        for length in 0..<note.count {
            #expect(throws: NoteError.self) { try SignedCheckpoint(Array(note[..<length]), origin: key.name, keys: [key]) }
        }
    }

    @Test(
        "Text that breaks a rule of the format is refused, with the rule and the line",
        arguments: [
            ("a\n", NoteError.Fault.lines, 0),
            ("a\n\n", .lines, 0),
            ("\n— a AAAAAAA=\n", .lines, 0),
            ("a\n\n— a AAAAAAA=", .lines, 0),
            ("a\n\n- a AAAAAAA=\n", .signatureLine, 3),
            ("a\n\n— a  AAAAAAA=\n", .signatureLine, 3),
            ("a\n\n— a AAAAAAA= \n", .signatureLine, 3),
            ("a\n\n— a\u{A0}b AAAAAAA=\n", .keyName, 3),
            ("a\n\n— a+b AAAAAAA=\n", .keyName, 3),
            ("a\n\n—  AAAAAAA=\n", .keyName, 3),
            ("a\n\n— a AAAAAAB=\n", .base64, 3),
            ("a\n\n— a AAAAAAA\n", .base64, 3),
            ("a\n\n— a AAAAAA==\n", .base64, 3),
            ("a\u{7}\n\n— a AAAAAAA=\n", .controlCharacter, 1),
            ("a\r\n\r\n— a AAAAAAA=\r\n", .controlCharacter, 1),
        ])
    func malformed(text: String, fault: NoteError.Fault, line: Int) {
        #expect(throws: NoteError.malformed(fault, line: line)) { try SignedNote(Array(text.utf8)) }
    }

    @Test("Bytes that are no UTF-8, and too many of them, are refused")
    func encoding() {
        #expect(throws: NoteError.malformed(.encoding, line: 0)) { try SignedNote([0xFF] + Array("\n\n— a AAAAAAA=\n".utf8)) }
        #expect(throws: NoteError.malformed(.encoding, line: 0)) { try SignedNote([0xC0, 0x80] + Array("\n\n— a AAAAAAA=\n".utf8)) }
        let long = [UInt8](repeating: 65, count: 1_000_000) + Array("\n\n— a AAAAAAA=\n".utf8)
        #expect(throws: NoteError.malformed(.tooLong, line: 0)) { try SignedNote(long) }
        let many = Array(("a\n\n" + String(repeating: "— a AAAAAAA=\n", count: 101)).utf8)
        #expect(throws: NoteError.malformed(.signatureLine, line: 103)) { try SignedNote(many) }
    }

    @Test("Checkpoints that are written another way than the one are refused")
    func strictCheckpoints() throws {
        let root = try TreeHash(Base64.decode("Jnlaf5KTrzoqZGOJGZmJw2kFxDYIfGKnRwDRpWCa0x8="))
        #expect(root != nil)
        let line = "Jnlaf5KTrzoqZGOJGZmJw2kFxDYIfGKnRwDRpWCa0x8="
        #expect(try Checkpoint(text: Array("log\n7\n\(line)\n".utf8)).size == 7)
        #expect(try Checkpoint(text: Array("log\n7\n\(line)\nmore\n".utf8)).extensions == ["more"])
        let wrong: [(String, NoteError)] = [
            ("log\n07\n\(line)\n", .malformed(.number, line: 2)), ("log\n+7\n\(line)\n", .malformed(.number, line: 2)),
            ("log\n-1\n\(line)\n", .malformed(.number, line: 2)), ("log\n٧\n\(line)\n", .malformed(.number, line: 2)),
            ("log\n9223372036854775808\n\(line)\n", .malformed(.number, line: 2)), ("log\n\n\(line)\n", .malformed(.header, line: 2)),
            ("\n7\n\(line)\n", .malformed(.header, line: 1)), ("log\n7\n", .malformed(.header, line: 3)),
            ("log\n7\n\(line.dropLast())\n", .malformed(.base64, line: 3)), ("log\n7\n\(line)\n\n", .malformed(.header, line: 4)),
            ("log\n7\nJnlaf5KTrzoqZGOJGZmJw2kFxDYIfGKnRwDRpWCa0x9=\n", .malformed(.base64, line: 3)),
            ("log\n0\n\(line)\n", .malformed(.base64, line: 3)), ("log\n7\nAAAA\n", .malformed(.base64, line: 3)),
        ]
        for (text, error) in wrong { #expect(throws: error, "\(text)") { try Checkpoint(text: Array(text.utf8)) } }
    }

    @Test("A verifier key whose parts do not belong together is refused")
    func strictKeys() {
        let parts = vectors.note.vkey.split(separator: "+", maxSplits: 2).map(String.init)
        for text in [
            "", "a", "\(parts[0])+\(parts[1])", "\(parts[0])x+\(parts[1])+\(parts[2])", "\(parts[0])+00000000+\(parts[2])",
            "\(parts[0])+\(parts[1].uppercased())+\(parts[2])", "+\(parts[1])+\(parts[2])", "\(parts[0])+\(parts[1])+\(parts[2]) ",
            "\(parts[0])+\(parts[1])+\(parts[2].dropLast(4))", "\(parts[0])+\(parts[1])+Ag\(parts[2].dropFirst(2))",
        ] {
            #expect(throws: NoteError.self, "\(text)") { try VerifierKey(text) }
        }
    }

    @Test("A proof file is written, read again and holds for its entry alone, without the log")
    func proofFiles() throws {
        let row = try #require(vectors.inclusion.first { $0.size == 1_000 && $0.index > 0 })
        let proof = InclusionProof(index: row.index, size: row.size, hashes: try row.proof.map { try #require(hash($0)) })
        let signed = try SignedCheckpoint(note, origin: key.name, keys: [key])
        for extra in [nil, [], [1, 2, 3]] as [[UInt8]?] {
            let file = LogProof(proof, checkpoint: signed, extra: extra).bytes
            let read = try LogProof(file)
            #expect(read.bytes == file)
            #expect(read.extra == extra)
            let entry = LedgerVectors.entry(row.index)
            #expect(try read.verify(entry: entry, origin: key.name, keys: [key]) == signed)
            #expect(throws: NoteError.wrongProof) { try read.verify(entry: entry + [0], origin: key.name, keys: [key]) }
            #expect(throws: NoteError.wrongOrigin(expected: "x", found: key.name)) {
                try read.verify(entry: entry, origin: "x", keys: [key])
            }
            // No flipped bit is taken, but in the extra data, which nothing protects.
            let start = extra == nil ? 0 : file.firstRange(of: Array("\nindex".utf8))?.lowerBound ?? 0
            for byte in stride(from: start, to: file.count, by: extra == nil ? 1 : 9) {
                let bit = 8 * byte + byte % 8
                var changed = file
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: NoteError.self) { try LogProof(changed).verify(entry: entry, origin: key.name, keys: [key]) }
            }
            for length in 0..<file.count { #expect(throws: NoteError.self) { try LogProof(Array(file[..<length])) } }
        }
        let text = String(decoding: LogProof(proof, checkpoint: signed).bytes, as: UTF8.self)
        #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nindex \(row.index)\n\(proof.hashes[0])\n"))
        let wrong: [(String, NoteError)] = [
            (text.replacing("@v1", with: "@v2"), .malformed(.header, line: 1)),
            (text.replacing("index \(row.index)", with: "index 0\(row.index)"), .malformed(.number, line: 2)),
            (text.replacing("index", with: "extra AA\nindex"), .malformed(.base64, line: 2)),
            (text.replacing("index \(row.index)\n", with: "index \(row.index)\nAAAA\n"), .malformed(.base64, line: 3)),
        ]
        for (text, error) in wrong { #expect(throws: error) { try LogProof(Array(text.utf8)) } }
    }

    @Test("Any damage to a note, a proof or a bundle is refused or read, and never stops the program")
    func fuzz() throws {
        var random = SeededGenerator(seed: 77)
        let row = try #require(vectors.inclusion.first { $0.size == 1_000 && $0.index > 0 })
        let proof = InclusionProof(index: row.index, size: row.size, hashes: try row.proof.map { try #require(hash($0)) })
        let file = LogProof(proof, checkpoint: try SignedCheckpoint(note, origin: key.name, keys: [key]), extra: [1]).bytes
        var bundle: [UInt8] = []
        for index in 0..<20 { EntryBundle.append(LedgerVectors.entry(index), to: &bundle) }
        let pieces = ["\n", "\n\n", "— ", " ", "=", "AAAA", "0", "index ", "extra ", "\u{A0}", "\r", "é", "e\u{301}"].map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var bytes = [note, file, bundle].randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let start = Int.random(in: 0...bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...9, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.replaceSubrange(start..<end, with: pieces.randomElement(using: &random) ?? [])
                case 1: bytes.replaceSubrange(start..<end, with: (start..<end).map { _ in UInt8.random(in: 0...255, using: &random) })
                case 2: bytes.replaceSubrange(start..<start, with: bytes[start..<end])
                default: bytes.removeSubrange(start..<end)
                }
            }
            // What is read is written in the same bytes.
            if let read = try? SignedNote(bytes) {
                #expect(read.bytes == bytes)
                if let checkpoint = try? Checkpoint(text: read.text) { #expect(checkpoint.text == read.text) }
            }
            if let read = try? LogProof(bytes) { #expect(read.bytes == bytes) }
            _ = try? EntryBundle.entries(of: bytes, width: Int.random(in: 0...256, using: &random))
            _ = try? VerifierKey(String(decoding: bytes, as: UTF8.self))
        }
    }
}
