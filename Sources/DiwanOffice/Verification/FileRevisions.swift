import DiwanBytes

/// The beginnings of a PDF file that are files by themselves: what was there before each incremental update (ISO 32000-1, 7.5.6).
struct FileRevisions {
    /// What an update added.
    struct Update {
        /// The bytes that it takes.
        let range: Range<Int>
        /// The numbers of the objects that it writes, the first ones.
        let objects: [Int]
        /// Whether it holds a signature's byte range.
        let isSigned: Bool
    }

    let bytes: [UInt8]
    /// Where each revision ends, the whole file last.
    let ends: [Int]

    /// More revisions than this are not looked at: each is hashed as a whole.
    private static let most = 64
    /// How many objects of an update are named.
    private static let mostObjects = 20

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let marker = Array("%%EOF".utf8)
        var ends: [Int] = []
        var index = 0
        while index + marker.count <= bytes.count, ends.count < Self.most {
            guard bytes[index] == marker[0], bytes[index..<index + marker.count].elementsEqual(marker) else {
                index += 1
                continue
            }
            index += marker.count
            // A revision ends after the marker, after a line feed, or after a carriage return and a line feed.
            ends.append(index)
            var next = index
            if next < bytes.count, bytes[next] == 0x0D { next += 1 }
            if next < bytes.count, bytes[next] == 0x0A { next += 1 }
            if next > index { ends.append(next) }
        }
        self.ends = ends.filter { $0 < bytes.count } + [bytes.count]
    }

    /// The SHA-256 of the whole file.
    var hash: [UInt8] { SHA256.hash(bytes) }

    /// The longest beginning whose SHA-256 `isKnown` knows: often the whole file.
    func known(_ isKnown: ([UInt8]) -> Bool) -> (end: Int, hash: [UInt8])? {
        for end in ends.reversed() {
            let hash = SHA256.hash(Array(bytes[..<end]))
            if isKnown(hash) { return (end, hash) }
        }
        return nil
    }

    /// What was added after the first `start` bytes.
    func updates(after start: Int) -> [Update] {
        var updates: [Update] = []
        var begin = start
        for end in ends where end > begin {
            // The line end after a marker is no update.
            if bytes[begin..<end].allSatisfy({ $0 == 0x0A || $0 == 0x0D }) {
                begin = end
                continue
            }
            // The end with the line end belongs to the same update.
            if end < bytes.count, bytes[end] == 0x0A || bytes[end] == 0x0D, ends.contains(where: { $0 > end && $0 <= end + 2 }) { continue }
            updates.append(update(begin..<end))
            begin = end
        }
        return updates
    }

    private func update(_ range: Range<Int>) -> Update {
        let text = bytes[range]
        var objects: [Int] = []
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where objects.count < Self.mostObjects {
            let words = line.split(separator: 0x20, maxSplits: 3)
            guard words.count >= 3, words[2].starts(with: "obj".utf8), let number = Int(String(decoding: words[0], as: UTF8.self)) else {
                continue
            }
            objects.append(number)
        }
        return Update(range: range, objects: objects, isSigned: Self.contains(text, "/ByteRange"))
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ word: String) -> Bool { place(of: word, in: bytes) != nil }

    /// Where the last `word` begins.
    private static func place(of word: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return nil }
        var index = bytes.endIndex - word.count
        while index >= bytes.startIndex {
            if bytes[index] == word[0], bytes[index..<index + word.count].elementsEqual(word) { return index }
            index -= 1
        }
        return nil
    }

    /// The 16 bytes of the identifier that the file claims, which Diwan makes the document's id; `nil` where it claims none. It is looked
    /// for in the bytes, so that it is found in a file that is damaged elsewhere.
    var identifier: [UInt8]? {
        var rest = bytes[...]
        while let place = Self.place(of: "/ID", in: rest) {
            let after = bytes[(place + 3)..<min(place + 80, bytes.count)].drop { [0x20, 0x0A, 0x0D, UInt8(ascii: "[")].contains($0) }
            if after.first == UInt8(ascii: "<") {
                let digits = after.dropFirst().prefix { $0 != UInt8(ascii: ">") }
                if digits.count == 32, let id = Hexadecimal.bytes(String(decoding: digits, as: UTF8.self).lowercased()) { return id }
            }
            rest = bytes[..<place]
        }
        return nil
    }
}
