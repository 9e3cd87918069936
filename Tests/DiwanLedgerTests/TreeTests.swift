import DiwanBytes
import DiwanLedger
import DiwanTestSupport
import Testing

@Suite("The Merkle tree")
struct TreeTests {
    private let vectors: LedgerVectors

    init() throws {
        vectors = try LedgerVectors.load()
    }

    @Test("Leaves and the empty tree hash as the vectors say")
    func leaves() {
        #expect(TreeHash.leaf([]) == hash(vectors.leafHashOfEmptyEntry))
        #expect(TreeHash.leaf(LedgerVectors.entry(0)) == hash(vectors.leafHashOfEntry0))
        #expect(hexadecimal(TreeHash.empty.bytes) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("The trees of Certificate Transparency's reference data have its roots")
    func referenceRoots() {
        let leaves = [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
        ]
        #expect(vectors.ctReferenceRoots1To8.count == leaves.count)
        var edge = RightEdge()
        for (leaf, root) in zip(leaves, vectors.ctReferenceRoots1To8) {
            edge.append(.leaf(bytes(hexadecimal: leaf))) { _, _ in }
            #expect(edge.root == hash(root))
        }
    }

    @Test("The edge of a growing tree gives every root, every full and every partial tile of the vectors")
    func edgesAndTiles() throws {
        let roots = vectors.rootBySize()
        let tiles = Dictionary(vectors.tiles.map { ($0.size, $0.sha256OfTile) }) { first, _ in first }
        let largest = try #require(roots.keys.max())
        var edge = RightEdge()
        var full: [String: String] = [:]
        var checkedRoots = 0
        var checkedTiles = 0
        for size in 0...largest {
            if let root = roots[size] {
                #expect(edge.root == root, "size \(size)")
                #expect(RightEdge(size: size, levels: edge.levels) == edge)
                checkedRoots += 1
            }
            if let expected = tiles[size] {
                var found = full
                for (level, hashes) in edge.levels.enumerated() where !hashes.isEmpty {
                    let tile = Tile(level: level, index: (size >> (8 * level)) / 256)
                    #expect(tile.width(size: size) == hashes.count)
                    found[tile.path(width: hashes.count)] = hexadecimal(SHA256.hash(hashes.flatMap(\.bytes)))
                }
                // A vector may list some of the tiles only.
                for (path, digest) in expected {
                    #expect(found[path] == digest, "\(path) of size \(size)")
                    checkedTiles += 1
                }
            }
            edge.append(.leaf(LedgerVectors.entry(size))) { tile, hashes in
                full[tile.path()] = hexadecimal(SHA256.hash(hashes.flatMap(\.bytes)))
            }
        }
        #expect(checkedRoots == roots.count)
        #expect(checkedTiles == vectors.tiles.reduce(0) { $0 + $1.sha256OfTile.count })
    }

    @Test("Widths that are not those of the size make no edge")
    func wrongEdges() {
        #expect(RightEdge(size: 1, levels: []) == nil)
        #expect(RightEdge(size: 1, levels: [[.empty, .empty]]) == nil)
        #expect(RightEdge(size: 256, levels: [[], []]) == nil)
        #expect(RightEdge(size: -1, levels: []) == nil)
        #expect(RightEdge(size: 256, levels: [[], [.empty]]) != nil)
    }

    @Test("Paths of tiles are those of the vectors")
    func paths() throws {
        #expect(vectors.tilePaths.count == 8)
        for (name, path) in vectors.tilePaths {
            let words = name.split(separator: " ")
            let level = words.firstIndex(of: "level").flatMap { Int(words[$0 + 1]) } ?? 0
            let width = words.firstIndex(of: "width").flatMap { Int(words[$0 + 1]) } ?? 256
            #expect(Tile(level: level, index: try #require(Int(words[0]))).path(width: width) == path)
        }
        #expect(Tile.entriesPath(1_234_067) == "tile/entries/x001/x234/067")
        #expect(Tile.entriesPath(3, width: 7) == "tile/entries/003.p/7")
    }

    @Test("Every inclusion proof of the vectors proves its entry, and no other, in no other place")
    func inclusion() throws {
        let roots = vectors.rootBySize()
        for row in vectors.inclusion {
            let root = try #require(roots[row.size])
            let hashes = try row.proof.map { try #require(hash($0)) }
            let leaf = TreeHash.leaf(LedgerVectors.entry(row.index))
            let proof = InclusionProof(index: row.index, size: row.size, hashes: hashes)
            #expect(proof.proves(leaf, root: root))
            #expect(!proof.proves(.leaf([1]), root: root))
            #expect(!proof.proves(leaf, root: .empty))
            for other in [row.index - 1, row.index + 1, row.index ^ 2, row.size, -1] where other != row.index {
                #expect(!InclusionProof(index: other, size: row.size, hashes: hashes).proves(leaf, root: root))
            }
            #expect(!InclusionProof(index: row.index, size: row.size, hashes: hashes + [root]).proves(leaf, root: root))
            #expect(!InclusionProof(index: row.index, size: 0, hashes: hashes).proves(leaf, root: root))
            guard !hashes.isEmpty else { continue }
            #expect(!InclusionProof(index: row.index, size: row.size, hashes: hashes.dropLast()).proves(leaf, root: root))
            for place in hashes.indices {
                var changed = hashes
                changed[place] = .leaf([UInt8(place)])
                #expect(!InclusionProof(index: row.index, size: row.size, hashes: changed).proves(leaf, root: root))
            }
        }
        #expect(vectors.inclusion.count == 296)
    }

    @Test("Every consistency proof of the vectors proves its two sizes, and no others")
    func consistency() throws {
        // Old sizes that the vectors list no root for get that of the edge, which another test holds against the listed ones.
        var roots = vectors.rootBySize()
        let largest = try #require(vectors.consistency.map(\.old).filter { roots[$0] == nil }.max())
        let wanted = Set(vectors.consistency.map(\.old))
        var edge = RightEdge()
        for size in 0...largest {
            if wanted.contains(size), roots[size] == nil { roots[size] = edge.root }
            edge.append(.leaf(LedgerVectors.entry(size))) { _, _ in }
        }
        for row in vectors.consistency {
            let old = try #require(roots[row.old])
            let root = try #require(roots[row.size])
            let hashes = try row.proof.map { try #require(hash($0)) }
            let proof = ConsistencyProof(oldSize: row.old, size: row.size, hashes: hashes)
            #expect(proof.proves(old, root: root))
            #expect(!proof.proves(.leaf([1]), root: root))
            #expect(!proof.proves(old, root: .leaf([1])))
            #expect(!ConsistencyProof(oldSize: row.old, size: row.size, hashes: hashes + [root]).proves(old, root: root))
            #expect(!ConsistencyProof(oldSize: row.size + 1, size: row.size, hashes: hashes).proves(old, root: root))
            if row.old != row.size {
                #expect(!ConsistencyProof(oldSize: row.old, size: row.size, hashes: []).proves(old, root: root))
                #expect(!proof.proves(root, root: old))
            }
            for place in hashes.indices {
                var changed = hashes
                changed[place] = .leaf([UInt8(place)])
                #expect(!ConsistencyProof(oldSize: row.old, size: row.size, hashes: changed).proves(old, root: root))
            }
        }
        #expect(vectors.consistency.count == 295)
        #expect(ConsistencyProof(oldSize: 0, size: 5, hashes: []).proves(.empty, root: .leaf([])))
        #expect(!ConsistencyProof(oldSize: 0, size: 0, hashes: []).proves(.empty, root: .leaf([])))
    }

    @Test("A bundle gives back its entries, and cut or lengthened bytes are refused")
    func bundles() throws {
        let entries = [[], [1], [UInt8](repeating: 7, count: 65_535), Array("قيد".utf8)]
        var bundle: [UInt8] = []
        for entry in entries { EntryBundle.append(entry, to: &bundle) }
        #expect(try EntryBundle.entries(of: bundle, width: 4) == entries)
        #expect(throws: EntryBundle.Fault.truncated(index: 3)) { try EntryBundle.entries(of: bundle.dropLast(), width: 4) }
        #expect(throws: EntryBundle.Fault.truncated(index: 2)) { try EntryBundle.entries(of: Array(bundle[..<6]), width: 4) }
        #expect(throws: EntryBundle.Fault.trailing(offset: bundle.count)) { try EntryBundle.entries(of: bundle + [0], width: 4) }
        #expect(throws: EntryBundle.Fault.truncated(index: 4)) { try EntryBundle.entries(of: bundle, width: 5) }
    }
}
