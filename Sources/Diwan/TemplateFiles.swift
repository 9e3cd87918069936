import Synchronization

/// Reads the files that a template is made of, and remembers them: what they were is part of what a document was made from.
final class TemplateFiles: Sendable {
    private let root: String
    private let found = Mutex<[String: [UInt8]]>([:])

    /// A reader of files below the folder `root`.
    init(root: String) {
        self.root = root
    }

    /// The bytes of the file at `path`, from the templates root or absolute; `nil` when it cannot be read.
    func read(_ path: String) -> [UInt8]? {
        guard let bytes = try? FileBytes.read(path.hasPrefix("/") ? path : "\(root)/\(path)") else { return nil }
        found.withLock { $0[path] = bytes }
        return bytes
    }

    /// The files that were read, sorted by path.
    var all: [(path: String, bytes: [UInt8])] {
        found.withLock { $0.sorted { $0.key < $1.key }.map { (path: $0.key, bytes: $0.value) } }
    }
}
