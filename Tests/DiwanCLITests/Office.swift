import DiwanTestSupport
import Foundation

/// A folder with the templates of `Vectors/Office` and the repository's font list, and an empty folder beside it to work in.
struct Office {
    /// The folder that holds all.
    let folder: TemporaryFolder
    /// The folder to work in.
    let work: String

    init() throws {
        folder = try TemporaryFolder()
        let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/Office").path
        try FileManager.default.copyItem(atPath: vectors, toPath: folder.path("home"))
        try FileManager.default.copyItem(atPath: Repository.root() + "/Fonts", toPath: folder.path("home/Fonts"))
        work = folder.path("work")
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
    }

    /// The path of a file of the office: `Templates/letter/template.xml`.
    func path(_ name: String) -> String { folder.path("home/" + name) }

    /// Runs `diwan` in the folder to work in.
    func diwan(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], standardOutput: String? = nil
    ) throws -> ProgramRun {
        var all: [String: String?] = ["DIWAN_HOME": folder.path("home"), "SOURCE_DATE_EPOCH": "1762290000"]
        for (name, value) in environment { all[name] = value }
        return try ProgramRun(
            Repository.diwan(), arguments, input: Array(input.utf8), environment: all, directory: work, standardOutput: standardOutput)
    }

    /// The names in the folder to work in, in order.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: work).sorted() }

    /// Replaces a text in a file of the office.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try readFile(path(name)), as: UTF8.self)
        guard text.contains(old) else { throw CocoaError(.fileReadCorruptFile) }
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: URL(fileURLWithPath: path(name)))
    }
}
