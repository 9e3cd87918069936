public import DiwanDiagnostics

/// An attribute, with the places of its name and of its value in the source.
public struct XMLAttribute: Sendable {
    /// The local name, without a prefix.
    public let name: String
    /// The namespace's URI; empty when the attribute has no prefix.
    public let namespace: String
    /// The value, with references resolved and white space as spaces (XML 1.0, 3.3.3).
    public let value: String
    /// The file it stands in.
    public let source: SourceText
    /// The byte offset of the name in the source.
    public let offset: Int
    /// The byte offset of the value's first byte, just after the opening quote.
    public let valueOffset: Int

    /// The place of the name.
    public var position: SourcePosition { source.position(at: offset) }

    /// The place where the value starts, just after the opening quote.
    public var valuePosition: SourcePosition { source.position(at: valueOffset) }

    /// The place in the source of the byte `offset` of the value's UTF-8 form; offsets beyond the value give its end.
    ///
    /// References (`&gt;`) count in the source with all their letters and in the value with one scalar.
    public func position(atUTF8Offset offset: Int) -> SourcePosition {
        source.position(at: sourceOffset(ofUTF8Offset: offset))
    }

    /// The place of a span of the value, and its length in scalars of the source.
    public func span(ofUTF8Range range: Range<Int>) -> (position: SourcePosition, length: Int) {
        let start = sourceOffset(ofUTF8Offset: range.lowerBound)
        let end = max(start, sourceOffset(ofUTF8Offset: range.upperBound))
        return (source.position(at: start), source.scalars(from: start, to: end))
    }

    /// The length of the value as written, in Unicode scalars of the source.
    public var valueLength: Int {
        source.scalars(from: valueOffset, to: sourceOffset(ofUTF8Offset: value.utf8.count))
    }

    private func sourceOffset(ofUTF8Offset offset: Int) -> Int {
        let bytes = source.bytes
        var index = valueOffset
        var decoded = 0
        var utf8 = value.utf8.makeIterator()
        while decoded < offset, index < bytes.count, let first = utf8.next() {
            if bytes[index] == UInt8(ascii: "&") {
                let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
                if decoded + length > offset { return index }
                for _ in 1..<length { _ = utf8.next() }
                decoded += length
                while index < bytes.count, bytes[index] != UInt8(ascii: ";") { index += 1 }
                index += 1
            } else {
                if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                index += 1
                decoded += 1
            }
        }
        return min(index, bytes.count)
    }
}
