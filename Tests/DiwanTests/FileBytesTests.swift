import Diwan
import DiwanTestSupport
import Foundation
import Testing

@Suite("Files")
struct FileBytesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("What was written is read back, and nothing stands beside it", arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try FileBytes.write(bytes, to: folder.path("a.pdf"))
        #expect(try FileBytes.read(folder.path("a.pdf")) == bytes)
        #expect(try names() == ["a.pdf"])
    }

    @Test("A file that is written anew keeps its permissions; a new one has those of the umask")
    func permissions() throws {
        let path = try folder.write("old", to: "a.pdf")
        chmod(path, 0o640)
        try FileBytes.write([1], to: path)
        try FileBytes.write([1], to: folder.path("b.pdf"))
        let mask = umask(0)
        umask(mask)
        let manager = FileManager.default
        #expect(try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        #expect(try manager.attributesOfItem(atPath: folder.path("b.pdf"))[.posixPermissions] as? Int == Int(0o666 & ~mask))
    }

    @Test("A link stays a link, and the file that it names is written")
    func links() throws {
        let path = try folder.write("old", to: "a.pdf")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link.pdf"), withDestinationPath: "a.pdf")
        try FileBytes.write(Array("new".utf8), to: folder.path("link.pdf"))
        #expect(try FileBytes.read(path) == Array("new".utf8))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.pdf")) == "a.pdf")
        #expect(try names() == ["a.pdf", "link.pdf"])
    }

    @Test("A file that must not give way is left as it is")
    func noReplacing() throws {
        let path = try folder.write("old", to: "a.pdf")
        #expect(throws: FileError(.create, path, code: EEXIST)) { try FileBytes.write([1], to: path, replaces: false) }
        #expect(try FileBytes.read(path) == Array("old".utf8))
        try FileBytes.write([1], to: folder.path("b.pdf"), replaces: false)
        #expect(try names() == ["a.pdf", "b.pdf"])
    }

    @Test("What cannot be written is an error with the system's reason, and leaves nothing")
    func failures() throws {
        let file = try folder.write("old", to: "a.pdf")
        #expect(throws: FileError(.write, file + "/b.pdf", code: ENOTDIR)) { try FileBytes.write([1], to: file + "/b.pdf") }
        let nowhere = folder.path("none/b.pdf")
        #expect(throws: FileError(.write, nowhere, code: ENOENT)) { try FileBytes.write([1], to: nowhere) }
        #expect(throws: FileError(.write, folder.path, code: EISDIR)) { try FileBytes.write([1], to: folder.path) }
        #expect(throws: FileError(.write, "/dev/full", code: ENOSPC)) { try FileBytes.write([1], to: "/dev/full") }
        #expect(try names() == ["a.pdf"])
    }

    @Test("What cannot be read is an error with the system's reason")
    func unreadable() throws {
        let nowhere = folder.path("none.json")
        #expect(throws: FileError(.read, nowhere, code: ENOENT)) { try FileBytes.read(nowhere) }
        #expect(throws: FileError(.read, folder.path, code: EISDIR)) { try FileBytes.read(folder.path) }
        #expect(throws: FileError(.read, "/dev/zero", code: EFBIG)) { try FileBytes.read("/dev/zero") }
        #expect(FileError(.read, nowhere, code: ENOENT).words == "\(nowhere) cannot be read: No such file or directory")
    }
}
