import DiwanTestSupport
import Foundation
import Testing

@Suite("The repository")
struct RepositoryTests {
    private let root = Repository.root()

    @Test("The README's two commands are single lines that a shell can parse")
    func commands() throws {
        let readme = String(decoding: try readFile(root + "/README.md"), as: UTF8.self)
        let blocks = readme.matches(of: /(?s)```sh\n(.*?)\n```/).map { String($0.1) }
        try #require(blocks.count == 2)
        for block in blocks {
            #expect(!block.contains("\n"))
            #expect(try ProgramRun("bash", ["-n", "-c", block]).status == 0)
        }
        #expect(blocks[0].contains("--static-swift-stdlib"))
        #expect(blocks[1].contains("swift test"))
    }

    @Test("The continuous integration script is a program that a shell can parse")
    func script() throws {
        let path = root + "/.ci/run"
        #expect(FileManager.default.isExecutableFile(atPath: path))
        #expect(try ProgramRun("bash", ["-n", path]).status == 0)
    }

    @Test("Every file that a README links to is there", arguments: ["README.md", "Sources/README.md", "Tests/README.md"])
    func links(file: String) throws {
        let text = String(decoding: try readFile("\(root)/\(file)"), as: UTF8.self)
        let folder = URL(fileURLWithPath: "\(root)/\(file)").deletingLastPathComponent()
        for match in text.matches(of: /\]\(([^)#]+)\)/) where !match.1.contains("://") {
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(String(match.1)).path), "\(match.1)")
        }
    }
}
