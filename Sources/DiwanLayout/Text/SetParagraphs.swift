import DiwanDocument

/// Paragraphs that were set before, found again by their element, content and width: what a template prints for every record is set once.
struct SetParagraphs {
    /// A paragraph's lines, as they stand in a flow; their marks are those of whoever set them first.
    private struct Entry {
        var key: UInt64
        var paragraph: Paragraph
        var width: Length
        var lines: [FlowBox]
    }

    /// What an element had: an element in a loop or of a few values has several paragraphs again and again, one whose value is always
    /// another has no end of them.
    private struct Known {
        var entries: [Entry] = []
        /// The keys of the paragraphs that came last when there was no more room: one that comes again takes the place of another.
        var keys: [UInt64] = []
        var nextEntry = 0
        var nextKey = 0
    }

    private var elements: [ElementID: Known] = [:]
    private static let entriesForEach = 16
    private static let keysForEach = 32

    /// The lines of `paragraph` in `width`, at `x` and with `mark` on all that is content.
    func lines(
        of paragraph: Paragraph, _ origin: ElementID, key: UInt64, x: Length, width: Length,
        mark: ContentMark
    ) -> [FlowBox]? {
        guard let known = elements[origin],
            let entry = known.entries.first(where: {
                $0.key == key && $0.width == width && $0.paragraph == paragraph
            })
        else { return nil }
        var lines = entry.lines
        for line in lines.indices {
            lines[line].x = x
            for item in lines[line].frame.items.indices {
                // Leaders and underlines stay decoration.
                if lines[line].frame.items[item].mark != .layoutArtifact { lines[line].frame.items[item].mark = mark }
            }
        }
        return lines
    }

    /// Remembers the lines of a paragraph, while there is room or when it comes again.
    mutating func insert(_ paragraph: Paragraph, _ origin: ElementID, key: UInt64, width: Length, lines: [FlowBox]) {
        var known = elements.removeValue(forKey: origin) ?? Known()
        defer { elements[origin] = known }
        let entry = Entry(key: key, paragraph: paragraph, width: width, lines: lines)
        if known.entries.count < Self.entriesForEach {
            known.entries.append(entry)
        } else if known.keys.contains(key) {
            known.entries[known.nextEntry] = entry
            known.nextEntry = (known.nextEntry + 1) % Self.entriesForEach
        } else if known.keys.count < Self.keysForEach {
            known.keys.append(key)
        } else {
            known.keys[known.nextKey] = key
            known.nextKey = (known.nextKey + 1) % Self.keysForEach
        }
    }

    /// A number that paragraphs of the same text in the same width share, and others hardly ever.
    static func key(of paragraph: Paragraph, width: Length) -> UInt64 {
        var key = UInt64(bitPattern: width.rawValue)
        add(paragraph.content, to: &key)
        return key
    }

    private static func add(_ inlines: [Inline], to key: inout UInt64) {
        for inline in inlines {
            switch inline {
            case .text(let text, _): add(text, to: &key)
            case .isolate(_, let inner): add(inner, to: &key)
            default: add(1, to: &key)
            }
        }
    }

    private static func add(_ text: String, to key: inout UInt64) {
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            var offset = 0
            while offset + 8 <= bytes.count {
                add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), to: &key)
                offset += 8
            }
            var rest = UInt64(bytes.count)
            for byte in bytes[offset...] { rest = rest << 8 | UInt64(byte) }
            add(rest, to: &key)
        }
    }

    private static func add(_ value: UInt64, to key: inout UInt64) {
        key = (key ^ value) &* 0x9E37_79B9_7F4A_7C15
        key ^= key >> 32
    }
}
