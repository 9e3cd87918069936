/// Writes the contents of pages, of which parts come again: many letters of one template begin and end alike. Such a part is a stream of its
/// own, which every page that has it names (ISO 32000-1, 7.7.3.3: the contents of a page may be an array of streams, cut between tokens).
///
/// What is kept is bounded: the hashes of the beginnings and ends of some hundred pages, and the parts that were found to come again.
struct SharedContent {
    private struct Part {
        var bytes: [UInt8]
        var stream: ObjectReference
    }

    /// The beginnings and ends that were met.
    private var met: Set<UInt64> = []
    private var parts: [UInt64: Part] = [:]
    private var partsLength = 0
    // Kept from one page to the next.
    private var cuts: [Int] = []
    private var heads: [UInt64] = []
    private var tails: [UInt64] = []

    private static let metLimit = 1 << 14
    private static let partsLimit = 1 << 20
    /// A shorter part is not worth a stream of its own.
    private static let shortest = 256

    /// Writes `content`, and gives its streams in their order.
    mutating func write(_ content: [UInt8], to file: inout PDFFileWriter) -> [ObjectReference] {
        findCuts(content)
        hash(content)
        let tail = longestTail(content)
        let head = longestHead(content, upTo: tail)
        for index in cuts.indices {
            if cuts[index] >= Self.shortest { met.insert(heads[index]) }
            if content.count - cuts[index] >= Self.shortest { met.insert(tails[index]) }
        }
        if met.count > Self.metLimit { met.removeAll(keepingCapacity: true) }
        var streams: [ObjectReference] = []
        let start = head.map { cuts[$0] } ?? 0
        let end = tail.map { cuts[$0] } ?? content.count
        if let head { streams.append(stream(of: content[..<start], heads[head], to: &file)) }
        if start < end { streams.append(file.writeContent(Array(content[start..<end]))) }
        if let tail { streams.append(stream(of: content[end...], tails[tail], to: &file)) }
        return streams
    }

    /// Sets `cuts` to 0 and to where a sequence of marked content has ended, outside strings.
    private mutating func findCuts(_ content: [UInt8]) {
        cuts.removeAll(keepingCapacity: true)
        cuts.append(0)
        content.withUnsafeBytes { bytes in
            var isInString = false
            var place = 0
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "\\") where isInString: place += 1
                case UInt8(ascii: "("): isInString = true
                case UInt8(ascii: ")"): isInString = false
                case 0x0A where !isInString && place >= 3:
                    if bytes[place - 3] == UInt8(ascii: "E"), bytes[place - 2] == UInt8(ascii: "M"), bytes[place - 1] == UInt8(ascii: "C") {
                        cuts.append(place + 1)
                    }
                default: break
                }
                place += 1
            }
        }
    }

    /// Sets `heads` and `tails` to hashes of what stands before and after each cut.
    private mutating func hash(_ content: [UInt8]) {
        heads.removeAll(keepingCapacity: true)
        tails.removeAll(keepingCapacity: true)
        tails.append(contentsOf: repeatElement(0, count: cuts.count))
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        content.withUnsafeBytes { bytes in
            var value: UInt64 = 1
            var place = 0
            for cut in cuts {
                while place < cut {
                    value = (value ^ UInt64(bytes[place])) &* factor
                    value ^= value &>> 29
                    place += 1
                }
                heads.append(value)
            }
            value = 2
            place = bytes.count
            for index in cuts.indices.reversed() {
                while place > cuts[index] {
                    place -= 1
                    value = (value ^ UInt64(bytes[place])) &* factor
                    value ^= value &>> 29
                }
                tails[index] = value
            }
        }
    }

    /// The cut before the longest end of `content` that is a part, or was met before and is twice as long: a part that takes its place pays
    /// when it comes a third time.
    private func longestTail(_ content: [UInt8]) -> Int? {
        let long = cuts.indices.prefix { content.count - cuts[$0] >= Self.shortest }
        let known = long.first { isPart(content[cuts[$0]...], tails[$0]) }
        let new = long.first { met.contains(tails[$0]) }
        guard let known else { return new }
        guard let new, content.count - cuts[new] >= 2 * (content.count - cuts[known]) else { return known }
        return new
    }

    /// The cut after the longest beginning, of what stands before the cut `tail`.
    private func longestHead(_ content: [UInt8], upTo tail: Int?) -> Int? {
        let long = cuts.indices.prefix { $0 <= tail ?? .max }.reversed().prefix { cuts[$0] >= Self.shortest }
        let known = long.first { isPart(content[..<cuts[$0]], heads[$0]) }
        let new = long.first { met.contains(heads[$0]) }
        guard let known else { return new }
        guard let new, cuts[new] >= 2 * cuts[known] else { return known }
        return new
    }

    private func isPart(_ bytes: ArraySlice<UInt8>, _ hash: UInt64) -> Bool {
        parts[hash]?.bytes.elementsEqual(bytes) ?? false
    }

    /// The stream of a part, which is written when there is none.
    private mutating func stream(of bytes: ArraySlice<UInt8>, _ hash: UInt64, to file: inout PDFFileWriter) -> ObjectReference {
        if let part = parts[hash], part.bytes.elementsEqual(bytes) { return part.stream }
        if partsLength + bytes.count > Self.partsLimit {
            parts.removeAll()
            partsLength = 0
        }
        let part = Part(bytes: Array(bytes), stream: file.writeContent(Array(bytes)))
        partsLength += bytes.count - (parts[hash]?.bytes.count ?? 0)
        parts[hash] = part
        return part.stream
    }
}
