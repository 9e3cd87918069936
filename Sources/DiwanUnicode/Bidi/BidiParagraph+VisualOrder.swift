/// A run of characters that have the same level and stand together on a line.
public struct BidiRun: Hashable, Sendable {
    /// Offsets of scalars in the paragraph, in logical order.
    public var range: Range<Int>
    /// The embedding level; odd means right to left.
    public var level: UInt8

    /// A run of the scalars at `range`.
    public init(range: Range<Int>, level: UInt8) {
        self.range = range
        self.level = level
    }

    /// Whether the characters of the run go from right to left.
    public var isRightToLeft: Bool { level & 1 != 0 }
}

extension BidiParagraph {
    /// The offsets of the characters with these levels, from left to right (rule L2). Those with `removedLevel` are left out.
    public static func visualOrder(_ levels: [UInt8]) -> [Int] {
        var runs: [BidiRun] = []
        for (offset, level) in levels.enumerated() where level != removedLevel {
            // A run may span removed characters: they are skipped when it is read.
            if let last = runs.last, last.level == level {
                runs[runs.count - 1].range = last.range.lowerBound..<offset + 1
            } else {
                runs.append(BidiRun(range: offset..<offset + 1, level: level))
            }
        }
        reorder(&runs)
        var order: [Int] = []
        order.reserveCapacity(levels.count)
        for run in runs {
            if run.isRightToLeft {
                for offset in run.range.reversed() where levels[offset] != removedLevel { order.append(offset) }
            } else {
                for offset in run.range where levels[offset] != removedLevel { order.append(offset) }
            }
        }
        return order
    }

    /// The maximal runs of one level of the line that `range` cuts out, from left to right (rules L1 and L2). Every character of the
    /// line is in one: a removed one goes with the character before it, or after it at the beginning of the line.
    public func visualRuns(in range: Range<Int>) -> [BidiRun] {
        let lineLevels = lineLevels(range)
        var level = lineLevels.first { $0 != BidiParagraph.removedLevel } ?? baseLevel
        var runs: [BidiRun] = []
        var start = range.lowerBound
        for (offset, next) in zip(range, lineLevels) where next != level && next != BidiParagraph.removedLevel {
            runs.append(BidiRun(range: start..<offset, level: level))
            start = offset
            level = next
        }
        if start < range.upperBound { runs.append(BidiRun(range: start..<range.upperBound, level: level)) }
        BidiParagraph.reorder(&runs)
        return runs
    }

    /// Rule L2: from the highest level to the lowest odd one, reverses each sequence of runs at that level or higher.
    private static func reorder(_ runs: inout [BidiRun]) {
        guard let highest = runs.lazy.map(\.level).max(), let lowest = runs.lazy.map(\.level).min() else { return }
        let lowestOdd = lowest | 1
        guard highest >= lowestOdd else { return }
        for level in stride(from: Int(highest), through: Int(lowestOdd), by: -1) {
            var start = 0
            while start < runs.count {
                if runs[start].level < level {
                    start += 1
                    continue
                }
                var end = start + 1
                while end < runs.count, runs[end].level >= level { end += 1 }
                runs[start..<end].reverse()
                start = end
            }
        }
    }
}
