import Glibc

/// The names of what is in a folder.
public enum FolderNames {
    /// Calls `body` with each name in the folder at `path`, in the order of the file system; `.` and `..` are left out.
    ///
    /// - Throws: when the folder cannot be read.
    public static func forEach(in path: String, _ body: (String) -> Void) throws(FileError) {
        guard let folder = opendir(path) else { throw FileError(.read, path, code: errno) }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
            }
            if name != ".", name != ".." { body(name) }
        }
    }
}
