import DiwanDocument
import DiwanFont
import DiwanShaping

/// Justification with letters (kashida): after the spaces have grown a little, words are stretched where scribes would stretch them.
extension LineSetter {
    /// The width of all spaces in a range.
    func spaceRoom(_ range: Range<Int>) -> Int64 {
        range.reduce(Int64(0)) { sum, offset in
            let isSpace = paragraph.spaces[offset + 1] > paragraph.spaces[offset]
            return isSpace ? sum + paragraph.positions[offset + 1] - paragraph.positions[offset] : sum
        }
    }

    /// A word of the line that can be stretched.
    private struct StretchableWord {
        var piece: Int
        var range: Range<Int>
        var kashida: Kashida
        /// How wide each number of tatweels is, as a length.
        var extents: [Int64]
    }

    /// Stretches words by up to `wanted` together, spread over the line, and says by how much.
    func stretchLetters(_ pieces: inout [Piece], by wanted: Int64) -> Int64 {
        let words = stretchableWords(pieces)
        let most = words.reduce(Int64(0)) { $0 + ($1.extents.last ?? 0) }
        guard most > 0 else { return 0 }
        let share = min(wanted, most) * 1_000 / most
        var due: Int64 = 0
        var given: Int64 = 0
        var chosen: [(word: StretchableWord, count: Int)] = []
        for word in words {
            // Each word gets its share of the whole, as near as whole tatweels come to it; the rest goes to the next word.
            due += (word.extents.last ?? 0) * share / 1_000
            guard let count = word.extents.lastIndex(where: { $0 <= due && given + $0 <= wanted }) else { continue }
            due -= word.extents[count]
            given += word.extents[count]
            chosen.append((word, count))
        }
        for (index, piece) in pieces.enumerated() {
            let own = chosen.filter { $0.word.piece == index }
            guard !own.isEmpty else { continue }
            var glyphs: [Glyph] = []
            glyphs.reserveCapacity(piece.glyphs.count + 4 * own.count)
            var done: Set<Int> = []
            for glyph in piece.glyphs {
                guard let hit = own.firstIndex(where: { $0.word.range.contains(Int(glyph.cluster)) }) else {
                    glyphs.append(glyph)
                    continue
                }
                guard done.insert(hit).inserted else { continue }
                for var stretched in own[hit].word.kashida.stretched[own[hit].count] {
                    stretched.cluster += Int32(own[hit].word.range.lowerBound)
                    glyphs.append(stretched)
                }
            }
            pieces[index].glyphs = glyphs
        }
        return given
    }

    /// The words of a line that can be stretched, in logical order.
    private func stretchableWords(_ pieces: [Piece]) -> [StretchableWord] {
        var words: [StretchableWord] = []
        for (index, piece) in pieces.enumerated().sorted(by: { $0.element.range.lowerBound < $1.element.range.lowerBound }) {
            guard piece.level & 1 == 1, !piece.glyphs.isEmpty else { continue }
            let run = paragraph.runs[piece.run]
            let size = paragraph.styles[run.style].size.rawValue
            var start = piece.range.lowerBound
            while start < piece.range.upperBound {
                guard paragraph.text[start].value != 0x20 else {
                    start += 1
                    continue
                }
                var end = start + 1
                while end < piece.range.upperBound, paragraph.text[end].value != 0x20 { end += 1 }
                // From right to left, later clusters stand further left.
                let all = piece.glyphs[...]
                let first = all.partitioningIndex { $0.cluster < Int32(end) }
                let last = all.partitioningIndex { $0.cluster < Int32(start) }
                if last > first, let kashida = preparer.kashida(at: start..<end, of: run, in: paragraph, standing: all[first..<last]) {
                    let extents = kashida.extents.map { Int64($0) * size / run.face.unitsPerEm }
                    words.append(StretchableWord(piece: index, range: start..<end, kashida: kashida, extents: extents))
                }
                start = end
            }
        }
        return words
    }
}
