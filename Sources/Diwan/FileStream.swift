import Glibc

/// A file that is written piece by piece.
final class FileStream {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private static let pieceLength = 1 << 16

    /// Makes the file at `path`, or empties it; with `appends`, goes on at its end. Only its owner may read it with `isPrivate`.
    init(_ path: String, appends: Bool = false, isPrivate: Bool = false) throws(FileError) {
        self.path = path
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC)
        descriptor = open(path, flags, isPrivate ? 0o600 : 0o666)
        guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
    }

    deinit { close(descriptor) }

    /// Writes `bytes` now or with what follows.
    func append(_ bytes: [UInt8]) throws(FileError) {
        pending += bytes
        if pending.count >= Self.pieceLength { try flush() }
    }

    /// Hands all that was appended to the system, where it outlives this process.
    func flush() throws(FileError) {
        guard !pending.isEmpty else { return }
        try FileBytes.writeAll(pending, to: descriptor, path)
        pending.removeAll(keepingCapacity: true)
    }

    /// Puts all that was appended on the disk.
    func synchronise() throws(FileError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw FileError(.write, path, code: errno) }
    }

    /// Puts all that was written by anyone on the disks: the files beside it, too. One call for many files takes far less than one each.
    func synchroniseAll() throws(FileError) {
        try synchronise()
        sync()
    }
}
