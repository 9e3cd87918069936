import Glibc

/// A file that is written piece by piece beside its place, and put there when it is whole.
final class MergedFile {
    private let path: String
    private let temporary: String
    private let stream: FileStream
    private var length = 0
    private var isFinished = false

    init(_ path: String) throws(RenderError) {
        self.path = path
        let (folder, name) = FileBytes.split(path)
        temporary = "\(folder)/.\(name).\(getpid())"
        do throws(FileError) {
            // What a run that was killed left; the lock says that none is at work.
            for leftover in try FolderLock.leftovers(folder)[name] ?? [] { unlink("\(folder)/\(leftover)") }
            stream = try FileStream(temporary)
        } catch {
            throw .file(error)
        }
    }

    deinit {
        if !isFinished { unlink(temporary) }
    }

    func append(_ bytes: [UInt8]) throws(RenderError) {
        length += bytes.count
        do throws(FileError) { try stream.append(bytes) } catch { throw .file(error) }
    }

    /// Puts the file in its place, over another that is there, and gives its length in bytes.
    func finish() throws(RenderError) -> Int {
        do throws(FileError) {
            try stream.synchronise()
            guard rename(temporary, path) == 0 else { throw FileError(.write, path, code: errno) }
        } catch {
            throw .file(error)
        }
        isFinished = true
        return length
    }
}
