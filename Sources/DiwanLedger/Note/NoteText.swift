/// The rules that all text of notes, checkpoints and proofs keeps (c2sp.org/signed-note).
enum NoteText {
    /// The longest text that is read, in bytes.
    static let limit = 1_000_000

    /// The lines of `bytes`, without their newlines: UTF-8 without other control characters, ending in a newline.
    static func lines(of bytes: [UInt8]) throws(NoteError) -> [String] {
        guard bytes.count <= limit else { throw .malformed(.tooLong, line: 0) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed(.encoding, line: 0) }
        guard bytes.last == UInt8(ascii: "\n") else { throw .malformed(.lines, line: 0) }
        var line = 1
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte < 0x20 {
                throw .malformed(.controlCharacter, line: line)
            }
        }
        // By bytes: a newline and what follows it may be one character to Swift.
        return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().map { String(Substring($0)) }
    }

    /// Whether `name` may be the name of a key.
    static func isKeyName(_ name: String) -> Bool {
        !name.isEmpty && name.unicodeScalars.allSatisfy { $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 }
    }

    /// The number that `text` writes in decimal without leading zeros, 0 to 2^63 − 1; `nil` when it does not.
    static func number(_ text: some StringProtocol) -> Int? {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), text == "0" || text.utf8.first != 0x30 else { return nil }
        return Int(text)
    }

    /// Whether two texts are the same bytes; Swift's own comparison takes different spellings of a letter as equal.
    static func same(_ first: String, _ second: String) -> Bool {
        first.utf8.elementsEqual(second.utf8)
    }

    /// The end of a proof's file from the line `start` on: hashes, an empty line, a signed note; and how many lines stand before the note.
    /// - Parameter most: how many hashes there may be.
    static func hashesAndNote(
        _ lines: [String], from start: Int, most: Int
    ) throws(NoteError) -> (hashes: [TreeHash], note: SignedNote, before: Int) {
        var hashes: [TreeHash] = []
        var next = start
        while next < lines.count, !lines[next].isEmpty {
            guard hashes.count < most else { throw .malformed(.proof, line: next + 1) }
            guard let hash = TreeHash(base64: lines[next]) else { throw .malformed(.base64, line: next + 1) }
            hashes.append(hash)
            next += 1
        }
        guard next < lines.count else { throw .malformed(.lines, line: next) }
        let before = next + 1
        let note = try inFile(after: before) { () throws(NoteError) in
            try SignedNote(Array(lines[before...].map { $0 + "\n" }.joined().utf8))
        }
        return (hashes, note, before)
    }

    /// Calls `body`, which reads a note that stands in a file after `before` lines; its faults name the line of the file.
    static func inFile<Result>(after before: Int, _ body: () throws(NoteError) -> Result) throws(NoteError) -> Result {
        do throws(NoteError) {
            return try body()
        } catch {
            if case .malformed(let fault, let line) = error { throw .malformed(fault, line: before + line) }
            throw error
        }
    }
}
