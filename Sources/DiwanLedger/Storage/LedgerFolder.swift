import Glibc

/// A folder whose files are reached without following a symbolic link, and replaced durably.
///
/// A file is written to `pending/`, synced and then renamed to its place, so that it is there whole or not at all.
final class LedgerFolder: Sendable {
    /// The path that the folder was opened by.
    let path: String
    private let descriptor: Int32

    /// Where files are written before they are renamed.
    static let pending = "pending"

    /// Opens the folder. Throws `missing`, `wrongKind` or `unsafeMode` when it is not to be used.
    init(_ path: String) throws(LedgerError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = Self.failure("fstat", path)
            close(descriptor)
            throw error
        }
        guard status.st_mode & 0o002 == 0 else {
            close(descriptor)
            throw .unsafeMode(file: path, mode: Int(status.st_mode & 0o7777))
        }
    }

    deinit {
        close(descriptor)
    }

    /// The error for a call that has just failed.
    static func failure(_ call: String, _ file: String) -> LedgerError {
        let code = errno
        switch code {
        case ENOENT: return .missing(file: file)
        case ELOOP, ENOTDIR, EISDIR: return .wrongKind(file: file)
        default: return .system(call: call, file: file, code: code)
        }
    }

    // MARK: Reading

    /// A folder below this one, open; closed when the value goes.
    private struct Opened: ~Copyable {
        let number: Int32

        deinit {
            close(number)
        }
    }

    /// Opens the folder `path` (empty for this one), without following links.
    private func openFolder(_ path: Substring) throws(LedgerError) -> Opened {
        var folder = Opened(number: dup(descriptor))
        guard folder.number >= 0, fcntl(folder.number, F_SETFD, FD_CLOEXEC) == 0 else { throw Self.failure("dup", String(path)) }
        for part in path.split(separator: "/") {
            let next = Opened(number: openat(folder.number, String(part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
            guard next.number >= 0 else { throw Self.failure("open", String(path[..<part.endIndex])) }
            folder = next
        }
        return folder
    }

    /// The folder part and the last part of `path`.
    private static func split(_ path: String) -> (folder: Substring, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (path[..<slash], String(path[path.index(after: slash)...]))
    }

    /// Everything in the regular file at `path`, at most `limit` bytes of it; `nil` when there is no such file.
    func read(_ path: String, limit: Int = .max) throws(LedgerError) -> [UInt8]? {
        let (parent, name) = Self.split(path)
        do throws(LedgerError) {
            let folder = try openFolder(parent)
            // A pipe would keep the call waiting for its other end.
            let file = Opened(number: openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK))
            guard file.number >= 0 else { throw Self.failure("open", path) }
            var status = stat()
            guard fstat(file.number, &status) == 0 else { throw Self.failure("fstat", path) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw .wrongKind(file: path) }
            let length = min(Int(status.st_size), limit)
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
                while count < length {
                    let got = Glibc.read(file.number, buffer.baseAddress! + count, length - count)
                    if got < 0, errno == EINTR { continue }
                    if got < 0 { code = errno }
                    if got <= 0 { break }
                    count += got
                }
            }
            guard code == 0 else { throw .system(call: "read", file: path, code: code) }
            return bytes
        } catch .missing {
            return nil
        }
    }

    /// The names in the folder `path`, sorted, with whether each is a folder; `nil` when there is no such folder.
    func names(in path: String) throws(LedgerError) -> [(name: String, isFolder: Bool)]? {
        do throws(LedgerError) {
            let folder = try openFolder(path[...])
            let copy = dup(folder.number)
            guard let stream = fdopendir(copy) else {
                let error = Self.failure("opendir", path)
                close(copy)
                throw error
            }
            defer { closedir(stream) }
            var names: [(name: String, isFolder: Bool)] = []
            errno = 0
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append((name, Int(entry.pointee.d_type) == Int(DT_DIR))) }
                errno = 0
            }
            guard errno == 0 else { throw Self.failure("readdir", path) }
            return names.sorted { $0.name < $1.name }
        } catch .missing {
            return nil
        }
    }

    // MARK: Writing

    /// Writes the file at `path` anew: a new temporary file, all bytes, synced, renamed.
    /// - Parameter unsynced: gets the folders that must be synced before the file is durable.
    func write(_ bytes: [UInt8], to path: String, unsynced: inout Set<String>) throws(LedgerError) {
        let (parent, name) = Self.split(path)
        try makeFolders(parent, unsynced: &unsynced)
        let pending = try openFolder(Self.pending[...])
        let temporary = path.split(separator: "/").joined(separator: "-")
        let file = openat(pending.number, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Self.failure("open", path) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + written, $0.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = Self.failure("write", path)
                close(file)
                throw error
            }
            written += count
        }
        guard fsync(file) == 0 else {
            let error = Self.failure("fsync", path)
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw Self.failure("close", path) }
        let folder = try openFolder(parent)
        unsynced.insert(String(parent))
        guard renameat(pending.number, temporary, folder.number, name) == 0 else {
            throw .system(call: "rename", file: path, code: errno)
        }
    }

    /// Makes the folder `path` and those it stands in, as far as they are missing.
    func makeFolders(_ path: Substring, unsynced: inout Set<String>) throws(LedgerError) {
        // Nearly always the folder is there.
        do throws(LedgerError) {
            _ = try openFolder(path)
            return
        } catch .missing {}
        var made: Substring = ""
        for part in path.split(separator: "/") {
            let folder = try openFolder(made)
            if mkdirat(folder.number, String(part), 0o755) == 0 {
                unsynced.insert(String(made))
            } else if errno != EEXIST {
                throw Self.failure("mkdir", String(path))
            }
            made = made.isEmpty ? part : path[..<part.endIndex]
        }
    }

    /// Makes durable what was made, renamed or removed in the folder `path`.
    func sync(_ path: String) throws(LedgerError) {
        let folder = try openFolder(path[...])
        guard fsync(folder.number) == 0 else { throw Self.failure("fsync", path.isEmpty ? "." : path) }
    }

    /// Syncs each folder of `unsynced`, once, and forgets it.
    func sync(_ unsynced: inout Set<String>) throws(LedgerError) {
        for path in unsynced.sorted() { try sync(path) }
        unsynced = []
    }

    /// Removes the file at `path`, or the folder with the files in it, if it is there.
    func remove(_ path: String) throws(LedgerError) {
        let (parent, name) = Self.split(path)
        do throws(LedgerError) {
            let folder = try openFolder(parent)
            if unlinkat(folder.number, name, 0) == 0 || errno == ENOENT { return }
            guard errno == EISDIR else { throw Self.failure("unlink", path) }
            for (inner, _) in try names(in: path) ?? [] { try remove(path + "/" + inner) }
            guard unlinkat(folder.number, name, AT_REMOVEDIR) == 0 else { throw Self.failure("rmdir", path) }
        } catch .missing {}
    }

    /// Removes what a writer that was stopped has left in `pending/`, and makes that folder when it is missing.
    func clearPending() throws(LedgerError) {
        if let left = try names(in: Self.pending) {
            for (name, _) in left { try remove(Self.pending + "/" + name) }
        } else {
            var unsynced: Set<String> = []
            try makeFolders(Self.pending[...], unsynced: &unsynced)
        }
    }

    // MARK: The lock

    /// The lock of the one writer. It is let go when the value goes.
    ///
    /// The lock file's first byte says whether the writer before came to its end.
    struct Lock: ~Copyable {
        private let number: Int32

        /// Waits for the lock of the folder; the file `name` is made when it is missing and never renamed.
        fileprivate init(_ folder: Int32, name: String) throws(LedgerError) {
            number = openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o644)
            guard number >= 0 else { throw LedgerFolder.failure("open", name) }
            var status = stat()
            while flock(number, LOCK_EX) != 0 {
                guard errno == EINTR else { throw LedgerFolder.failure("flock", name) }
            }
            guard fstat(number, &status) == 0 else { throw LedgerFolder.failure("fstat", name) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw .wrongKind(file: name) }
        }

        deinit {
            close(number)
        }

        /// Whether a writer was stopped between `begin` and `end`. A new lock file says so too.
        var isUnfinished: Bool {
            var mark: UInt8 = 0
            return pread(number, &mark, 1, 0) != 1 || mark != UInt8(ascii: "-")
        }

        /// Notes that files are about to be changed.
        func begin() throws(LedgerError) {
            try mark("w")
        }

        /// Notes that what was begun is complete.
        func end() throws(LedgerError) {
            try mark("-")
        }

        private func mark(_ mark: Character) throws(LedgerError) {
            var byte = mark.asciiValue ?? 0
            guard pwrite(number, &byte, 1, 0) == 1 else { throw LedgerFolder.failure("write", "lock") }
        }
    }

    /// Waits for the lock of the writer.
    func lock() throws(LedgerError) -> Lock {
        try Lock(descriptor, name: "lock")
    }
}
