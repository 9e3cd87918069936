/// A place in the tree's tiles (c2sp.org/tlog-tiles): the hashes of up to 256 neighbouring subtrees.
public struct Tile: Hashable, Sendable {
    /// How many hashes or entries a full tile or bundle holds.
    public static let fullWidth = 256

    /// The level; a hash of level `l` covers 256^l entries.
    public let level: Int
    /// The index among the tiles of the level.
    public let index: Int

    /// The tile at `index` of `level`.
    public init(level: Int, index: Int) {
        precondition(level >= 0 && index >= 0)
        self.level = level
        self.index = index
    }

    /// The number of levels that a tree of `size` entries has hashes at.
    static func levels(of size: Int) -> Int {
        var levels = 0
        while size >> (8 * levels) > 0 {
            levels += 1
            if levels == 8 { break }
        }
        return levels
    }

    /// How many hashes the last, partial tile of `level` has in a tree of `size` entries: ⌊size / 256^level⌋ mod 256.
    static func width(level: Int, size: Int) -> Int {
        level >= 8 ? 0 : size >> (8 * level) & 255
    }

    /// How many hashes the tile has in a tree of `size` entries, 0 to 256.
    public func width(size: Int) -> Int {
        guard level < 8 else { return 0 }
        return min(max((size >> (8 * level)) - index * Tile.fullWidth, 0), Tile.fullWidth)
    }

    /// The path of the tile with `width` hashes, below the folder of the log.
    public func path(width: Int = Tile.fullWidth) -> String {
        "tile/\(level)/" + Tile.name(index, width: width)
    }

    /// The path of the bundle of entries at `index` with `width` entries, below the folder of the log.
    public static func entriesPath(_ index: Int, width: Int = Tile.fullWidth) -> String {
        "tile/entries/" + name(index, width: width)
    }

    /// `index` in groups of three digits, all but the last with an `x` before them, and `.p/` with the width when it is not full.
    static func name(_ index: Int, width: Int) -> String {
        var name = group(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            name = "x" + group(rest % 1000) + "/" + name
            rest /= 1000
        }
        return width == fullWidth ? name : name + ".p/\(width)"
    }

    private static func group(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
