import Foundation
import Testing

@Suite struct TableGeneratorTests {
    @Test("The committed tables are what the generator writes from the system's database")
    func regenerate() throws {
        // The tests and the generator are built into the same folder.
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("TableGenerator")
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        _ = try UnicodeDataFile.output(of: program.path, [UnicodeDataFile.folder, output.path])
        let committed = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/DiwanUnicode/Generated")
        let names = try FileManager.default.contentsOfDirectory(atPath: committed.path).sorted()
        #expect(names == (try FileManager.default.contentsOfDirectory(atPath: output.path)).sorted())
        #expect(names.count == 3)
        for name in names {
            let isEqual =
                try Data(contentsOf: committed.appendingPathComponent(name)) == Data(contentsOf: output.appendingPathComponent(name))
            #expect(isEqual, "\(name) differs: run TableGenerator")
        }
    }
}
