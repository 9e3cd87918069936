import DiwanDiagnostics
import Glibc

/// Keeps a second run out of a folder while one is at work there; the system lets go of it when the process ends, however it ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Makes `folder` where there is none, and takes the lock whose file is `path`.
    ///
    /// - Throws: `faults` when another run has it.
    init(_ folder: String, _ path: String) throws(RenderError) {
        if mkdir(folder, 0o777) != 0, errno != EEXIST { throw .file(FileError(.create, folder, code: errno)) }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .file(FileError(.write, path, code: errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw .file(FileError(.write, path, code: code)) }
            throw .faults(
                [
                    Diagnostic(
                        .error, "another batch is at work in \(folder)", hint: "wait until it has ended, or choose another folder")
                ], sources: [])
        }
    }

    deinit { close(descriptor) }

    /// The hidden files beside which others were being written when a run was killed, by the name of the file to be.
    static func leftovers(_ folder: String) throws(FileError) -> [String: [String]] {
        var leftovers: [String: [String]] = [:]
        try FolderNames.forEach(in: folder) { name in
            // `.NAME.PROCESS`, as `FileBytes` names them.
            guard name.hasPrefix("."), let dot = name.lastIndex(of: "."), Int(name[name.index(after: dot)...]) != nil else { return }
            leftovers[String(name[..<dot].dropFirst()), default: []].append(name)
        }
        return leftovers
    }
}
