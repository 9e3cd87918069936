/// The level runs of a paragraph (definition BD7) and how they join to isolating run sequences (definition BD13, rule X10).
struct BidiLevelRuns {
    /// A level run: from its first to its last kept character; removed ones may lie between.
    struct Run {
        var range: Range<Int>
        var level: UInt8
        /// The run that goes on after the isolate with which this one ends, or -1.
        var next = -1
        /// Whether this run goes on after an isolate.
        var isContinuation = false
        /// Whether the paragraph begins with this run, after a separator in the text.
        var beginsParagraph: Bool
        /// Whether the last character is an isolate initiator.
        var endsWithInitiator = false
    }

    private(set) var runs: [Run] = []
    private let baseLevel: UInt8

    /// `classes` are the original ones: overrides do not change which character is an isolate initiator.
    init(classes: [BidiClass], levels: [UInt8], baseLevel: UInt8) {
        self.baseLevel = baseLevel
        // The runs that end with the initiator of an isolate that is still open, the innermost last. A run whose last character is
        // an initiator has the isolate's content after it at a higher level, and the run with the matching PDI begins with it.
        var open: [Int] = []
        var last = BidiClass.b
        // The level of the run at hand, and the end of its last kept character.
        var current = BidiParagraph.removedLevel
        var end = 0
        for (offset, level) in levels.enumerated() where level != BidiParagraph.removedLevel {
            let bidiClass = classes[offset]
            if level != current || last == .b {
                endRun(end, with: last)
                if BidiLevelRuns.isInitiator(last) { open.append(runs.count - 1) }
                if last == .b { open.removeAll(keepingCapacity: true) }
                var run = Run(range: offset..<offset + 1, level: level, beginsParagraph: last == .b)
                if bidiClass == .pdi, let before = open.popLast() {
                    runs[before].next = runs.count
                    run.isContinuation = true
                }
                runs.append(run)
                current = level
            }
            end = offset + 1
            last = bidiClass
        }
        endRun(end, with: last)
    }

    /// Ends the last run, if there is one, after a character.
    private mutating func endRun(_ end: Int, with last: BidiClass) {
        guard let run = runs.last else { return }
        runs[runs.count - 1].range = run.range.lowerBound..<end
        runs[runs.count - 1].endsWithInitiator = BidiLevelRuns.isInitiator(last)
    }

    private static func isInitiator(_ bidiClass: BidiClass) -> Bool {
        bidiClass == .lri || bidiClass == .rli || bidiClass == .fsi
    }

    /// The runs with which the isolating run sequences begin.
    var sequenceStarts: some Sequence<Int> { runs.indices.lazy.filter { !runs[$0].isContinuation } }

    /// The run after `run` in its sequence.
    func next(_ run: Int) -> Int? { runs[run].next < 0 ? nil : runs[run].next }

    /// The level, sos and eos of the sequence that begins with the run `first` (rule X10).
    func limits(ofSequenceFrom first: Int) -> BidiRunSequence.Limits {
        var last = first
        while let next = next(last) { last = next }
        let level = runs[first].level
        let before = runs[first].beginsParagraph ? baseLevel : runs[first - 1].level
        let isOpen = runs[last].endsWithInitiator
        let isLast = last + 1 == runs.count || runs[last + 1].beginsParagraph
        let after = isOpen || isLast ? baseLevel : runs[last + 1].level
        return BidiRunSequence.Limits(
            level: level, start: max(level, before) & 1 == 0 ? .l : .r, end: max(level, after) & 1 == 0 ? .l : .r)
    }
}
