import DiwanDiagnostics

/// Looks at the bytes of an XML file before and beside libxml2: encoding, start tags, and where attributes stand.
struct XMLSource {
    let text: SourceText

    /// Throws when the file is not UTF-8 or declares another encoding.
    func checkEncoding() throws(XMLError) {
        let bytes = text.bytes
        let start = bytes.prefix(4)
        let name: String? =
            if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
                "UTF-16"
            } else if start.starts(with: [0x00, 0x00]) || start.dropFirst().starts(with: [0x00, 0x00]) {
                "UTF-32"
            } else if start.first == 0 || start.dropFirst().first == 0 {
                "UTF-16"
            } else if start.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) {
                "EBCDIC"
            } else {
                nil
            }
        if let name { throw .encoding(text.position(at: 0), words: "the file is \(name); only UTF-8 is read") }
        if let (declared, offset) = declaredEncoding(), declared.lowercased() != "utf-8" {
            throw .encoding(text.position(at: offset), words: "the file declares the encoding \"\(declared)\"; only UTF-8 is read")
        }
        if let offset = firstMalformedByte() {
            let byte = String(bytes[offset], radix: 16, uppercase: true)
            throw .encoding(
                text.position(at: offset), words: "byte \(offset) (0x\(byte.count == 1 ? "0" : "")\(byte)) is not part of valid UTF-8")
        }
    }

    /// The encoding named in the XML declaration, and where the name stands.
    private func declaredEncoding() -> (name: String, offset: Int)? {
        let bytes = text.bytes
        let start = text.byteOrderMarkLength
        guard bytes[start...].starts(with: Array("<?xml".utf8)) else { return nil }
        let limit = min(bytes.count, start + 400)
        let end = find("?>", from: start, to: limit) ?? limit
        guard var index = find("encoding", from: start, to: end) else { return nil }
        index += 8
        while index < end, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "'") { index += 1 }
        guard index < end, let close = bytes[(index + 1)..<end].firstIndex(of: bytes[index]) else { return nil }
        return (String(decoding: bytes[(index + 1)..<close], as: UTF8.self), index + 1)
    }

    /// The offset of the first byte that no well-formed UTF-8 sequence holds (Unicode 15.0, table 3-7).
    private func firstMalformedByte() -> Int? {
        text.bytes.withUnsafeBufferPointer { UTF8Sequence.firstMalformed(in: $0) }
    }

    /// Throws when a start tag has more quoted values than `limit`, before libxml2 compares each with each.
    func checkAttributeCounts(limit: Int) throws(XMLError) {
        let bytes = text.bytes
        var index = text.byteOrderMarkLength
        while let open = next(UInt8(ascii: "<"), from: index) {
            index = open + 1
            guard index < bytes.count else { return }
            switch bytes[index] {
            case UInt8(ascii: "!"):
                if bytes[index...].starts(with: Array("!--".utf8)) {
                    index = find("-->", from: index + 3, to: bytes.count) ?? bytes.count
                } else if bytes[index...].starts(with: Array("![CDATA[".utf8)) {
                    index = find("]]>", from: index, to: bytes.count) ?? bytes.count
                }
            case UInt8(ascii: "?"): index = find("?>", from: index, to: bytes.count) ?? bytes.count
            case UInt8(ascii: "/"): break
            default:
                var values = 0
                var quote: UInt8 = 0
                while index < bytes.count, bytes[index] != UInt8(ascii: "<"), quote != 0 || bytes[index] != UInt8(ascii: ">") {
                    let byte = bytes[index]
                    if quote != 0 {
                        if byte == quote { quote = 0 }
                    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                        quote = byte
                        values += 1
                        if values > limit { throw .limit(text.position(at: open), .attributes, allowed: limit) }
                    }
                    index += 1
                }
            }
        }
    }

    /// The offsets of the attributes (name, value) in the start tag at `offset`, without namespace declarations.
    ///
    /// libxml2 has read the tag as well-formed already; the bounds are checked all the same.
    func attributes(ofTagAt offset: Int) -> [(name: Int, value: Int)] {
        let bytes = text.bytes
        var result: [(name: Int, value: Int)] = []
        var index = offset + 1
        while index < bytes.count, !XMLSource.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ">"), bytes[index] != UInt8(ascii: "/") {
            index += 1
        }
        while true {
            while index < bytes.count, XMLSource.isSpace(bytes[index]) { index += 1 }
            let name = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "="), bytes[index] != UInt8(ascii: ">") { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return result }
            var nameEnd = index
            while nameEnd > name, XMLSource.isSpace(bytes[nameEnd - 1]) { nameEnd -= 1 }
            while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "'") { index += 1 }
            guard index < bytes.count, let close = next(bytes[index], from: index + 1) else { return result }
            let written = bytes[name..<nameEnd]
            if !written.elementsEqual("xmlns".utf8), !written.starts(with: "xmlns:".utf8) { result.append((name, index + 1)) }
            index = close + 1
        }
    }

    /// The offset of the last `byte` before `end`; `end` when there is none.
    func last(_ byte: UInt8, before end: Int) -> Int {
        var index = min(end, text.bytes.count) - 1
        while index >= 0 {
            if text.bytes[index] == byte { return index }
            index -= 1
        }
        return max(0, end)
    }

    /// The offset just after the next `>` at or after `offset`.
    func tagEnd(from offset: Int) -> Int {
        (next(UInt8(ascii: ">"), from: offset) ?? text.bytes.count - 1) + 1
    }

    private func next(_ byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < text.bytes.count {
            if text.bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func find(_ word: String, from start: Int, to end: Int) -> Int? {
        let word = Array(word.utf8)
        var index = start
        while index + word.count <= end {
            if text.bytes[index] == word[0], text.bytes[index..<(index + word.count)].elementsEqual(word) { return index }
            index += 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
