/// Finds the name that a misspelt one was meant to be.
public enum NearestName {
    /// The candidate with the fewest edits (insert, delete, replace, swap of neighbours), when few enough to be a slip of the pen:
    /// a third of the length, at least one, at most four. Equal distances are settled by the alphabet.
    public static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
        let letters = Array(name.unicodeScalars.prefix(64))
        let allowed = min(4, max(1, letters.count / 3))
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate != name {
            let distance = distance(letters, Array(candidate.unicodeScalars.prefix(64)), limit: allowed)
            guard distance <= allowed else { continue }
            if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.name
    }

    /// The hint that names the nearest candidate, or nil.
    public static func hint(for name: String, in candidates: some Sequence<String>) -> String? {
        of(name, in: candidates).map { "did you mean \"\($0)\"?" }
    }

    /// The optimal string alignment distance of `a` and `b`; any number above `limit` when it is more than that.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
        if abs(a.count - b.count) > limit { return limit + 1 }
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        var row = last
        for i in 1...a.count {
            row[0] = i
            for j in 1...b.count {
                let same = a[i - 1] == b[j - 1]
                var value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { value = min(value, before[j - 2] + 1) }
                row[j] = value
            }
            (before, last, row) = (last, row, before)
        }
        return last[b.count]
    }
}
