/// Where the lines of a paragraph end.
///
/// Justified text is broken as a whole, so that all its lines together are stretched as little as possible (Knuth and Plass, "Breaking
/// paragraphs into lines", 1981); other text takes what fits, line by line. Both take time in proportion to the length of the text.
package struct LineChoice {
    /// A line: `range` ends where the next line begins, `visible` without the spaces at its end.
    package struct Line {
        var range: Range<Int>
        package var visible: Range<Int>
        /// Whether the text itself ends the line: it is not stretched.
        var endsParagraph: Bool
    }

    /// How much a space may shrink in justified text, in thousandths of its width.
    static let shrinkage: Int64 = 120
    /// How much a space may grow before the line counts as loose, in thousandths of its width.
    static let stretchability: Int64 = 600

    /// What a line costs whose spaces need not change.
    private static let leastCost: Int64 = 100

    let paragraph: PreparedParagraph
    let width: Int64
    let firstLineIndent: Int64
    let isJustified: Bool
    /// Places inside words where a line ends for want of a better one.
    private(set) var cutsWords = false

    package init(paragraph: PreparedParagraph, width: Int64, firstLineIndent: Int64, isJustified: Bool) {
        self.paragraph = paragraph
        self.width = width
        self.firstLineIndent = firstLineIndent
        self.isJustified = isJustified
    }

    /// The lines, from the first.
    package mutating func lines() -> [Line] {
        let end = paragraph.text.count
        guard end > 0 else { return [Line(range: 0..<0, visible: 0..<0, endsParagraph: true)] }
        var lines: [Line] = []
        var start = 0
        var candidates: [Int] = []
        for offset in 1...end where paragraph.breaks[offset] != .no {
            appendCuts(from: candidates.last ?? start, to: offset, into: &candidates)
            candidates.append(offset)
            if paragraph.breaks[offset] == .mandatory {
                if isJustified {
                    chooseTogether(from: start, candidates, into: &lines)
                } else {
                    chooseOneByOne(from: start, candidates, into: &lines)
                }
                start = offset
                candidates.removeAll(keepingCapacity: true)
            }
        }
        return lines
    }

    /// The width of the line that begins at `start`.
    private func available(at start: Int) -> Int64 {
        start == 0 ? width - firstLineIndent : width
    }

    /// Between two break opportunities that are further apart than a line is wide: the beginnings of clusters, as many as needed.
    private mutating func appendCuts(from start: Int, to end: Int, into candidates: inout [Int]) {
        let full = min(width, width - firstLineIndent)
        // A letter that ends a piece of a word can be wider than it was inside: an em of room is kept for it.
        let narrowest = full - min(full / 4, paragraph.source.textStyle.size.rawValue)
        guard full > 0, paragraph.width(start..<paragraph.visibleEnd(from: start, to: end)) > full else { return }
        cutsWords = true
        var lineStart = start
        var cluster = start
        for offset in (start + 1)..<max(end, start + 1) where paragraph.positions[offset + 1] > paragraph.positions[offset] {
            // A character with a width begins a cluster; those without one belong to the cluster before.
            if paragraph.width(lineStart..<offset) > narrowest, cluster > lineStart {
                candidates.append(cluster)
                lineStart = cluster
            }
            cluster = offset
        }
        if cluster > lineStart, paragraph.width(lineStart..<paragraph.visibleEnd(from: lineStart, to: end)) > narrowest {
            candidates.append(cluster)
        }
    }

    private func chooseOneByOne(from start: Int, _ candidates: [Int], into lines: inout [Line]) {
        var lineStart = start
        var index = 0
        while index < candidates.count {
            let limit = available(at: lineStart)
            var last = index
            while last + 1 < candidates.count {
                let end = paragraph.visibleEnd(from: lineStart, to: candidates[last + 1])
                if paragraph.width(lineStart..<end) > limit { break }
                last += 1
            }
            append(lineStart, candidates[last], endsParagraph: last == candidates.count - 1, into: &lines)
            lineStart = candidates[last]
            index = last + 1
        }
    }

    private func chooseTogether(from start: Int, _ candidates: [Int], into lines: inout [Line]) {
        let count = candidates.count
        // For each place, where the last line up to it begins.
        let previous = withUnsafeTemporaryAllocation(of: Int64.self, capacity: count + 1) { best in
            places(from: start, candidates).withUnsafeBufferPointer { bestBegins($0, best) }
        }
        var chain: [Int] = []
        var index = count
        while index > 0 {
            chain.append(index)
            index = Int(previous[index])
        }
        var lineStart = start
        for index in chain.reversed() {
            append(lineStart, candidates[index - 1], endsParagraph: index == count, into: &lines)
            lineStart = candidates[index - 1]
        }
    }

    /// For each place, where the last of the lines up to it begins that together cost least; `best` takes the costs.
    private func bestBegins(_ places: UnsafeBufferPointer<Place>, _ best: UnsafeMutableBufferPointer<Int64>) -> [Int32] {
        let count = places.count - 1
        var previous = [Int32](repeating: 0, count: count + 1)
        best.initialize(repeating: .max)
        best[0] = 0
        for end in 1...count {
            let isLast = end == count
            let to = places[end]
            var least = Int64.max
            var leastBegin = 0
            var begin = end - 1
            while begin >= 0 {
                let from = places[begin]
                let natural = to.visible - from.position
                let spaces = to.visibleSpaces - from.spaces
                let spaceWidth = spaces > 0 ? from.nextSpace : 0
                let limit = from.limit
                let fits = natural - spaces * spaceWidth * Self.shrinkage / 1_000 <= limit
                if !fits, begin < end - 1 { break }
                // Before a line that cannot make the least less, its cost is not asked for.
                if best[begin] < least - (isLast ? 0 : Self.leastCost) {
                    let cost = fits ? self.cost(natural, limit, spaces, spaceWidth, isLast: isLast) : 1_000_000_000_000
                    let total = best[begin] + cost
                    if total < least {
                        least = total
                        leastBegin = begin
                    }
                }
                begin -= 1
            }
            best[end] = least
            previous[end] = Int32(leastBegin)
        }
        return previous
    }

    /// A place where a line may end and the next one begin, measured from the paragraph's start.
    private struct Place {
        /// The width of all before it, and the spaces.
        var position: Int64
        var spaces: Int64
        /// The same without what a line drops at its end.
        var visible: Int64
        var visibleSpaces: Int64
        /// The width of a line that begins here.
        var limit: Int64
        /// The width of the first space after it. All spaces of a line are nearly always of one style: the first tells enough.
        var nextSpace: Int64
    }

    /// The start and the candidates.
    private func places(from start: Int, _ candidates: [Int]) -> [Place] {
        var places: [Place] = []
        places.reserveCapacity(candidates.count + 1)
        var last = start
        var space = start
        for offset in CollectionOfOne(start) + candidates {
            let visible = offset == start ? start : paragraph.visibleEnd(from: last, to: offset)
            let spaces = paragraph.spaces[offset]
            space = max(space, offset)
            while space < paragraph.text.count, paragraph.spaces[space + 1] == spaces { space += 1 }
            places.append(
                Place(
                    position: paragraph.positions[offset], spaces: Int64(spaces), visible: paragraph.positions[visible],
                    visibleSpaces: Int64(paragraph.spaces[visible]), limit: available(at: offset),
                    nextSpace: space < paragraph.text.count ? paragraph.width(space..<(space + 1)) : 0))
            last = offset
        }
        return places
    }

    /// What a line costs: nothing when it fits, and more than in proportion the more its spaces must change.
    private func cost(_ natural: Int64, _ limit: Int64, _ spaces: Int64, _ spaceWidth: Int64, isLast: Bool) -> Int64 {
        let slack = limit - natural
        if isLast, slack >= 0 {
            // A last line of hardly a word looks lost.
            return slack > limit * 4 / 5 ? 200_000 : 0
        }
        guard spaces > 0, spaceWidth > 0 else { return 100_000_000_000 }
        let full = max(1, spaces * spaceWidth * (slack >= 0 ? Self.stretchability : Self.shrinkage) / 1_000)
        // The share of the stretch that is used, in thousandths, kept small enough for its cube.
        let ratio = min(abs(slack) * 1_000 / full, 10_000)
        let badness = ratio * ratio * ratio / 10_000_000
        return (10 + badness) * (10 + badness)
    }

    private func append(_ start: Int, _ end: Int, endsParagraph: Bool, into lines: inout [Line]) {
        lines.append(
            Line(range: start..<end, visible: start..<paragraph.visibleEnd(from: start, to: end), endsParagraph: endsParagraph))
    }
}
