import Glibc
import Synchronization

/// What a check of a log found.
public struct LedgerCheck: Sendable {
    /// How many entries were hashed.
    public let entries: Int
    /// What is wrong, each with its file, in the order of the files; a thousand at most.
    public let problems: [LedgerError]
    /// Files that an interrupted writer left, or that belong to entries after the checkpoint. They do no harm.
    public let leftovers: [String]

    /// Whether nothing is wrong.
    public var isSound: Bool { problems.isEmpty }

    /// How many problems are kept.
    static let mostProblems = 1_000
}

extension LedgerReader {
    /// Hashes every entry and every tile and holds them against the checkpoint; names each file that is wrong.
    ///
    /// - Parameters:
    ///   - part: from 0, when a large log is checked in several runs: its share of the bundles.
    ///   - parts: the number of those runs. Tiles of level 1 and above are checked in each, files too many in the first.
    ///   - threads: how many threads hash.
    public func check(part: Int = 0, of parts: Int = 1, threads: Int = 2) -> LedgerCheck {
        precondition(0..<parts ~= part && threads > 0)
        let findings = CheckFindings()
        let edge = checkUpperTiles(findings)
        let bundles = (size + Tile.fullWidth - 1) / Tile.fullWidth
        let share = bundles * part / parts..<bundles * (part + 1) / parts
        let next = Atomic(share.lowerBound)
        let stride = 16
        onThreads(min(threads, (share.count + stride - 1) / stride)) { [folder, checkpoint] in
            let reader = LedgerReader(folder: folder, checkpoint: checkpoint, edge: edge)
            while true {
                let first = next.add(stride, ordering: .relaxed).oldValue
                guard first < share.upperBound else { return }
                for bundle in first..<min(first + stride, share.upperBound) { reader.checkBundle(bundle, findings) }
            }
        }
        if part == 0 { checkNames(in: "", edge, findings) }
        let entries = min(share.upperBound * Tile.fullWidth, size) - min(share.lowerBound * Tile.fullWidth, size)
        return findings.result(entries: entries)
    }

    /// Checks the last tiles and the full ones of level 1 and above; gives the edge when the checkpoint proves it.
    private func checkUpperTiles(_ findings: CheckFindings) -> RightEdge? {
        var edge: RightEdge?
        do {
            edge = try tiles.rightEdge()
        } catch {
            findings.add(error)
            let diagnosis = EdgeDiagnosis(folder: folder, checkpoint: checkpoint.checkpoint)
            for file in diagnosis.wrongFiles { findings.add(.damaged(file: file, entry: nil)) }
            edge = diagnosis.mended
            tiles = TileReader(folder: folder, checkpoint: checkpoint.checkpoint, edge: edge)
        }
        guard edge != nil else { return nil }
        for level in stride(from: Tile.levels(of: size) - 1, through: 1, by: -1) {
            for index in 0..<(size >> (8 * level)) / Tile.fullWidth {
                do {
                    _ = try tiles.hashes(of: Tile(level: level, index: index))
                } catch {
                    findings.add(error)
                }
            }
        }
        return edge
    }

    /// Checks a bundle and its tile of level 0.
    private func checkBundle(_ index: Int, _ findings: CheckFindings) {
        let tile = Tile(level: 0, index: index)
        let width = tile.width(size: size)
        let first = index * Tile.fullWidth
        var stored: [TreeHash]?
        if width < Tile.fullWidth {
            // The last tile itself was checked with the edge.
            stored = try? tiles.rightEdge().levels[0]
        } else {
            do {
                stored = try tiles.stored(tile, width: width)
            } catch {
                findings.add(error)
            }
        }
        var computed: [TreeHash]?
        var bundleFile = Tile.entriesPath(index, width: width)
        do {
            let (bytes, entries, file) = try tiles.storedBundle(index, right: stored)
            bundleFile = file
            computed = entries.map { TreeHash.leaf(bytes, $0) }
        } catch {
            findings.add(error)
        }
        if width < Tile.fullWidth {
            guard let stored, let computed, computed != stored else { return }
            findings.add(.damaged(file: bundleFile, entry: first + (zip(computed, stored).prefix { $0 == $1 }.count)))
            return
        }
        // The tile above has been reported when it is wrong.
        let expected = try? tiles.expectedRoot(of: tile)
        let tileIsRight = stored.map { expected == nil || TreeHash.root(of: $0[...]) == expected } ?? false
        if tileIsRight && computed == stored { return }
        let bundleIsRight = computed.map { expected != nil && TreeHash.root(of: $0[...]) == expected } ?? false
        let differing = zip(computed ?? [], stored ?? []).prefix { $0 == $1 }.count
        let entry = computed == nil || stored == nil || differing == width ? nil : first + differing
        if stored != nil, !tileIsRight { findings.add(.damaged(file: tile.path(), entry: entry)) }
        if computed != nil, !bundleIsRight { findings.add(.damaged(file: bundleFile, entry: entry)) }
    }

    /// Looks for files that are not part of the log, below the folder `path`.
    private func checkNames(in path: String, _ edge: RightEdge?, _ findings: CheckFindings) {
        let names: [(name: String, isFolder: Bool)]
        do {
            names = try folder.names(in: path) ?? []
        } catch {
            findings.add(error)
            return
        }
        for (name, isFolder) in names {
            let file = path.isEmpty ? name : path + "/" + name
            if path.isEmpty, [LedgerReader.checkpointFile, "lock", LedgerFolder.pending].contains(name) { continue }
            if isFolder {
                checkNames(in: file, edge, findings)
                continue
            }
            guard let place = LedgerPlace(path: file) else {
                findings.add(.extra(file: file))
                continue
            }
            let width = place.tile.width(size: size)
            if place.width > width || place.width < Tile.fullWidth && width == Tile.fullWidth {
                findings.addLeftover(file)
            } else if place.width < width {
                checkOlder(place, file: file, edge, findings)
            }
        }
    }

    /// Checks a file that an older checkpoint needs: it is the beginning of the present one.
    private func checkOlder(_ place: LedgerPlace, file: String, _ edge: RightEdge?, _ findings: CheckFindings) {
        guard let edge else { return }
        let right = Array(edge.levels[place.tile.level][..<place.width])
        do {
            let older = TileReader(folder: folder, checkpoint: checkpoint.checkpoint)
            let hashes = try older.hashes(at: place, file: file, right: right)
            let same = zip(hashes, right).prefix { $0 == $1 }.count
            if same < place.width {
                findings.add(.damaged(file: file, entry: place.isBundle ? place.tile.index * Tile.fullWidth + same : nil))
            }
        } catch {
            findings.add(error)
        }
    }
}

/// What the threads of a check have found.
private final class CheckFindings: Sendable {
    private let content = Mutex<(problems: [LedgerError], leftovers: [String])>(([], []))

    func add(_ problem: LedgerError) {
        content.withLock { content in
            if content.problems.count < LedgerCheck.mostProblems, !content.problems.contains(problem) { content.problems.append(problem) }
        }
    }

    func addLeftover(_ file: String) {
        content.withLock { content in
            if content.leftovers.count < LedgerCheck.mostProblems { content.leftovers.append(file) }
        }
    }

    /// The findings in an order that does not depend on the threads.
    func result(entries: Int) -> LedgerCheck {
        content.withLock { content in
            let problems = content.problems.map { ($0, $0.file ?? "", "\($0)") }.sorted { ($0.1, $0.2) < ($1.1, $1.2) }
            return LedgerCheck(entries: entries, problems: problems.map(\.0), leftovers: content.leftovers)
        }
    }
}

/// Runs `body` on `count` threads at once and waits for all of them.
private func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    final class Task: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
    var threads: [pthread_t] = []
    for _ in 1..<max(count, 1) {
        var thread = pthread_t()
        let task = Unmanaged.passRetained(Task(body))
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, task.toOpaque())
        // Without another thread the work is done by this one.
        if code == 0 { threads.append(thread) } else { task.release() }
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
}
