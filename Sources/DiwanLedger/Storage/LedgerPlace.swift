/// Which tile or bundle a file of the log is, by its path.
struct LedgerPlace {
    /// The tile; of a bundle, the tile of level 0 that it belongs to.
    let tile: Tile
    /// The number of hashes or entries.
    let width: Int
    /// Whether it is a bundle of entries.
    let isBundle: Bool

    /// The place of the file at `path`; `nil` when no tile or bundle has that path.
    init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.removeFirst() == "tile" else { return nil }
        let kind = parts.removeFirst()
        isBundle = kind == "entries"
        guard let level = isBundle ? 0 : NoteText.number(kind), level < 8 else { return nil }
        var width = Tile.fullWidth
        if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let number = NoteText.number(parts.removeLast()), 1..<Tile.fullWidth ~= number else { return nil }
            width = number
            parts[parts.count - 1] = parts[parts.count - 1].dropLast(2)
        }
        // Below 10^15: no log has more tiles, and the entries in so many can still be counted.
        guard parts.count <= 5 else { return nil }
        var index = 0
        for part in parts {
            guard let group = Int(part.suffix(3)) else { return nil }
            index = index * 1_000 + group
        }
        guard index >= 0 else { return nil }
        tile = Tile(level: level, index: index)
        self.width = width
        // Whatever is written another way is another file.
        let right = isBundle ? Tile.entriesPath(index, width: width) : tile.path(width: width)
        guard NoteText.same(right, path) else { return nil }
    }
}
