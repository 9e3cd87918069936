import Glibc

/// Whole files, read and written by system calls.
public enum FileBytes {
    /// The most bytes that are read from one file.
    public static let limit = 1 << 26

    /// Everything in the file at `path`; `-` is standard input. A file above `limit` is an error (`EFBIG`).
    public static func read(_ path: String) throws(FileError) -> [UInt8] {
        let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
        defer { if descriptor != 0 { close(descriptor) } }
        var status = stat()
        let hasSize = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        var bytes: [UInt8] = []
        // One byte more than the file has, so that its end is seen without growing.
        var capacity = hasSize ? min(Int(status.st_size), limit) + 1 : 1 << 16
        while true {
            var code: Int32 = 0
            let room = capacity
            let block = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                while filled < room {
                    let count = Glibc.read(descriptor, buffer.baseAddress! + filled, room - filled)
                    if count > 0 {
                        filled += count
                    } else if count == 0 {
                        break
                    } else if errno != EINTR {
                        code = errno
                        break
                    }
                }
            }
            guard code == 0 else { throw FileError(.read, path, code: code) }
            if bytes.isEmpty { bytes = block } else { bytes += block }
            guard bytes.count <= limit else { throw FileError(.read, path, code: EFBIG) }
            if block.count < room { return bytes }
            capacity = max(1 << 16, bytes.count)
        }
    }

    /// The same of a file that may not be there; `nil` where it is not.
    public static func readIfPresent(_ path: String) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try read(path)
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
    }

    /// Writes `bytes` to the file at `path`, whole or not at all: beside it under another name, then renamed.
    ///
    /// After a failure the old file is as it was and nothing is left
    /// beside it. `-` is standard output; what is no regular file (`/dev/null`) is written in place.
    /// - Parameters:
    ///   - replaces: whether a file that is there gives way; when not, it is an error (`EEXIST`) of the operation `create`.
    ///   - waits: whether the bytes are on the disk when the call returns; when not, they may come to it later, and outlive this process
    ///     but not a failure of the machine.
    ///   - mode: who may read and write a new file; one that is there keeps what it has.
    public static func write(
        _ bytes: [UInt8], to path: String, replaces: Bool = true, waits: Bool = true, mode: UInt32 = 0o666
    ) throws(FileError) {
        if path == "-" { return try writeAll(bytes, to: 1, path) }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
            defer { close(descriptor) }
            return try writeAll(bytes, to: descriptor, path)
        }
        if exists, !replaces { throw FileError(.create, path, code: EEXIST) }
        // A link stays a link: the file that it names is written.
        let target = exists ? resolved(path) ?? path : path
        let (folder, name) = split(target)
        let temporary = "\(folder)/.\(name).\(getpid())"
        do throws(FileError) {
            try writeNew(
                bytes, to: temporary, mode: mode, keeping: exists ? status.st_mode & 0o7777 : nil, waits: waits, reportedAs: path)
            if replaces {
                guard rename(temporary, target) == 0 else { throw FileError(.write, path, code: errno) }
            } else {
                // A link is refused where a file came to be in the meantime; a rename would replace it.
                guard link(temporary, target) == 0 else { throw FileError(.create, path, code: errno) }
                unlink(temporary)
            }
        } catch {
            unlink(temporary)
            throw error
        }
        if waits { try synchronise(folder: folder, reportedAs: path) }
    }

    /// Makes the file `temporary` with `bytes`.
    private static func writeNew(
        _ bytes: [UInt8], to temporary: String, mode: UInt32, keeping: mode_t?, waits: Bool, reportedAs path: String
    ) throws(FileError) {
        // What a process of the same number left behind is no one's.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
        var failure: FileError?
        do throws(FileError) {
            if let keeping, fchmod(descriptor, keeping) != 0 { throw FileError(.write, path, code: errno) }
            try writeAll(bytes, to: descriptor, path)
            guard !waits || fsync(descriptor) == 0 else { throw FileError(.write, path, code: errno) }
        } catch {
            failure = error
        }
        if close(descriptor) != 0, failure == nil { failure = FileError(.write, path, code: errno) }
        if let failure { throw failure }
    }

    /// Writes all of `bytes` to an open file.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw FileError(.write, path, code: errno)
            }
        }
    }

    /// Puts files on the disk that were written without waiting, each with its name. Many at once take less than one after another: what
    /// the first waits for is most of what the others would.
    public static func synchronise(files: [String]) throws(FileError) {
        var folders: [String] = []
        for path in files {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw FileError(.write, path, code: errno) }
            folders.append(split(path).folder)
        }
        var before = ""
        for folder in folders.sorted() where folder != before {
            try synchronise(folder: folder)
            before = folder
        }
    }

    /// Puts the names in `folder` on the disk.
    /// - Parameter path: the file that an error speaks of; the folder itself where none is given.
    public static func synchronise(folder: String, reportedAs path: String? = nil) throws(FileError) {
        let path = path ?? folder
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
        defer { close(descriptor) }
        // Some file systems (FAT, network ones) know no such call for folders.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(.write, path, code: errno) }
    }

    /// The path without links; `nil` when there is no such file.
    public static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// The folder and the name of the file at `path`.
    public static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
    }
}
