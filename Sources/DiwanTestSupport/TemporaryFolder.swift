import Glibc

/// A folder of a test's own that goes, with all it holds, when the value goes.
public final class TemporaryFolder: Sendable {
    /// The folder's absolute path, without a slash at the end.
    public let path: String

    /// Makes a new folder in `TMPDIR`, or in `/tmp`.
    public init() throws(ProgramError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/diwan-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system(call: "mkdtemp", errno: errno) }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        _ = try? ProgramRun("rm", ["-rf", path])
    }

    /// The path of `name` in the folder.
    public func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file of the folder, making the folders that it stands in, and says its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws(ProgramError) -> String {
        var parent = path
        for part in name.split(separator: "/").dropLast() {
            parent += "/\(part)"
            guard mkdir(parent, 0o777) == 0 || errno == EEXIST else { throw .system(call: "mkdir", errno: errno) }
        }
        try writeFile(bytes, to: path(name))
        return path(name)
    }

    /// Writes a file of text.
    @discardableResult
    public func write(_ text: String, to name: String) throws(ProgramError) -> String {
        try write(Array(text.utf8), to: name)
    }
}

/// Everything in the file at `path`.
public func readFile(_ path: String) throws(ProgramError) -> [UInt8] {
    guard let file = fopen(path, "re") else { throw .system(call: "open \(path)", errno: errno) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&block, 1, block.count, file)
        if count == 0 { break }
        bytes.append(contentsOf: block[..<count])
    }
    guard ferror(file) == 0 else { throw .system(call: "read \(path)", errno: errno) }
    return bytes
}

/// Writes the file at `path`, over what is there.
func writeFile(_ bytes: [UInt8], to path: String) throws(ProgramError) {
    guard let file = fopen(path, "we") else { throw .system(call: "open \(path)", errno: errno) }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { throw .system(call: "write \(path)", errno: errno) }
}
