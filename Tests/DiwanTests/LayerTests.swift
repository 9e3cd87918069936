import DiwanTestSupport
import Foundation
import Testing

/// A row of the table in `Sources/README.md`.
private struct Row {
    /// The layer; `nil` for what only developers use.
    let layer: Int?
    let target: String
    /// The targets named in the last column.
    let imports: Set<String>
}

@Suite("The layers")
struct LayerTests {
    private let root = Repository.root()
    private let rows: [Row]

    init() throws {
        let map = String(decoding: try readFile(root + "/Sources/README.md"), as: UTF8.self)
        var rows: [Row] = []
        for line in map.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 3, cells[0] == "dev" || Int(cells[0]) != nil else { continue }
            let layer = Int(cells[0])
            let last = cells.count > 3 ? cells[3] : ""
            var imports = Set(
                last.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map {
                    String($0.element)
                })
            // "all of layers 0 to N but `X`"
            if let match = last.firstMatch(of: /all of layers 0 to (\d+) but/), let top = Int(match.1) {
                let below = rows.filter { ($0.layer ?? .max) <= top }.map(\.target)
                imports = Set(below).subtracting(imports)
            }
            rows.append(Row(layer: layer, target: cells[1].trimmingCharacters(in: ["`"]), imports: imports))
        }
        self.rows = rows
    }

    @Test("The map names every target of the package, and no other")
    func everyTarget() throws {
        let dumped = try dumpPackage().filter { $0.type != "test" }.map(\.name)
        #expect(Set(rows.map(\.target)) == Set(dumped))
        #expect(rows.count == dumped.count)
    }

    @Test("A target depends on what its row of the map names, all of it below")
    func dependencies() throws {
        let layers = Dictionary(uniqueKeysWithValues: rows.map { ($0.target, $0.layer) })
        for target in try dumpPackage() where target.type != "test" {
            let row = try #require(rows.first { $0.target == target.name })
            #expect(Set(target.dependencies) == row.imports, "\(target.name)")
            guard let layer = row.layer else { continue }
            for dependency in target.dependencies {
                let lower = try #require(layers[dependency] ?? nil, "\(target.name) depends on \(dependency)")
                #expect(lower < layer, "\(target.name) depends on \(dependency)")
            }
        }
    }

    @Test("A source file imports what its target's row names, and Foundation only where it may")
    func imports() throws {
        var seen = 0
        for row in rows {
            var allowed = row.imports.union(["Glibc", "Synchronization"])
            if let layer = row.layer {
                if layer >= 4 { allowed.insert("FoundationEssentials") }
            } else {
                allowed.insert("Foundation")
            }
            for (file, text) in try sources(of: row.target) {
                for match in text.matches(
                    of:
                        /(?m)^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
                ) {
                    seen += 1
                    #expect(allowed.contains(String(match.1)), "\(file) imports \(match.1)")
                }
            }
        }
        #expect(seen > 3)
    }

    @Test("The package depends on no other package")
    func noPackages() throws {
        let manifest = String(decoding: try readFile(root + "/Package.swift"), as: UTF8.self)
        #expect(!manifest.contains(".package("))
    }

    /// The Swift files of a target, by path.
    private func sources(of target: String) throws -> [(path: String, text: String)] {
        let folder = "\(root)/Sources/\(target)"
        let files = try #require(FileManager.default.enumerator(atPath: folder))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
            ("\(target)/\($0)", String(decoding: try readFile("\(folder)/\($0)"), as: UTF8.self))
        }
    }

    /// The targets as `swift package dump-package` shows them.
    private func dumpPackage() throws -> [(name: String, type: String, dependencies: [String])] {
        // The running tests hold the lock of the usual build folder.
        let scratch = try TemporaryFolder()
        let run = try ProgramRun("swift", ["package", "--package-path", root, "--scratch-path", scratch.path, "dump-package"])
        try #require(run.status == 0, "\(run.errorText)")
        let package = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        let targets = try #require(package["targets"] as? [[String: Any]])
        return try targets.map { target in
            let dependencies = try #require(target["dependencies"] as? [[String: Any]])
            return (
                try #require(target["name"] as? String), try #require(target["type"] as? String),
                try dependencies.map { dependency in
                    let name = (dependency["byName"] ?? dependency["target"]) as? [Any]
                    return try #require(name?.first as? String)
                }
            )
        }
    }
}
