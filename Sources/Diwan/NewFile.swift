import Glibc

/// A file that is written piece by piece, and takes its name when it is whole: until then, and when it never is, what was there is there.
public final class NewFile {
    private let path: String
    private let stream: FileStream
    /// The file beside it, and the name that it is to take; `nil` for what is no regular file, which is written in place.
    private var place: (temporary: String, target: String)?

    /// Begins the file at `path`.
    public init(_ path: String) throws(FileError) {
        self.path = path
        var status = stat()
        let exists = stat(path, &status) == 0
        guard !exists || status.st_mode & S_IFMT == S_IFREG else {
            stream = try FileStream(path)
            return
        }
        let target = exists ? FileBytes.resolved(path) ?? path : path
        let (folder, name) = FileBytes.split(target)
        let temporary = "\(folder)/.\(name).\(getpid())"
        unlink(temporary)
        do throws(FileError) {
            stream = try FileStream(temporary)
        } catch {
            throw FileError(.write, path, code: error.code)
        }
        if exists { chmod(temporary, status.st_mode & 0o7777) }
        place = (temporary, target)
    }

    deinit { if let place { unlink(place.temporary) } }

    /// Adds bytes to it.
    public func append(_ bytes: [UInt8]) throws(FileError) {
        do throws(FileError) {
            try stream.append(bytes)
        } catch {
            throw FileError(.write, path, code: error.code)
        }
    }

    /// Ends it, and gives it its name; then it is on the disk.
    public func end() throws(FileError) {
        guard let place else { return try stream.flush() }
        do throws(FileError) {
            try stream.synchronise()
        } catch {
            throw FileError(.write, path, code: error.code)
        }
        guard rename(place.temporary, place.target) == 0 else { throw FileError(.write, path, code: errno) }
        self.place = nil
        try FileBytes.synchronise(folder: FileBytes.split(place.target).folder, reportedAs: path)
    }
}
