/// Finds phrases among words.
struct PhraseIndex {
    /// A phrase that was found.
    struct Match {
        /// The entry that it belongs to.
        var entry: Int
        /// Its words.
        var words: Range<Int>
    }

    /// The phrases by their first word, the longest first.
    private var phrases: [String: [(entry: Int, words: [String])]] = [:]

    /// The phrases of some entries.
    init(_ entries: [[[String]]]) {
        for (entry, list) in entries.enumerated() {
            for words in list { if let first = words.first { phrases[first, default: []].append((entry, words)) } }
        }
        for first in phrases.keys { phrases[first]?.sort { ($1.words.count, $0.entry) < ($0.words.count, $1.entry) } }
    }

    /// The phrases in `words`, the longest of those that begin at one word, none within another.
    func matches(in words: [Passage.Word]) -> [Match] {
        var matches: [Match] = []
        var start = words.startIndex
        while start < words.endIndex {
            if let match = match(at: start, in: words) {
                matches.append(match)
                start = match.words.upperBound
            } else {
                start += 1
            }
        }
        return matches
    }

    private func match(at start: Int, in words: [Passage.Word]) -> Match? {
        var best: Match?
        for reading in words[start].readings {
            for (entry, phrase) in phrases[reading] ?? [] where phrase.count > best?.words.count ?? 0 {
                let end = start + phrase.count
                guard end <= words.endIndex else { continue }
                let isThere = zip(phrase, start..<end).dropFirst().allSatisfy { word, index in
                    words[index].follows && words[index].readings.contains(word)
                }
                if isThere { best = Match(entry: entry, words: start..<end) }
            }
        }
        return best
    }
}

extension Passage {
    /// The letters of a range of words.
    func range(of range: Range<Int>, in words: [Word]) -> Range<Int> {
        words[range.lowerBound].range.lowerBound..<words[range.upperBound - 1].range.upperBound
    }
}
