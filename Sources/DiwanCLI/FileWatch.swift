import Diwan
import Glibc

/// Sees when files change, by looking at their times again and again: that works on every file system, and with editors that rename.
struct FileWatch {
    /// How often it looks, in microseconds.
    private static let interval: UInt32 = 150_000

    /// What is known of a file without reading it.
    private struct Stamp: Equatable {
        var path: String
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    private var paths: [String] = []
    private var stamps: [Stamp] = []

    /// Takes note of how the files at `paths` are now; of a folder, how the XML and JSON files in it are, at any depth.
    mutating func look(at paths: [String]) {
        self.paths = paths
        stamps = Self.stamps(of: paths)
    }

    /// Waits until a file changes, comes or goes, and then until they are at rest.
    mutating func waitForChange() {
        var now = stamps
        while now == stamps {
            usleep(Self.interval)
            now = Self.stamps(of: paths)
        }
        repeat {
            stamps = now
            usleep(Self.interval / 3)
            now = Self.stamps(of: paths)
        } while now != stamps
    }

    private static func stamps(of paths: [String]) -> [Stamp] {
        var stamps: [Stamp] = []
        for path in paths { add(path, isNamed: true, to: &stamps) }
        return stamps
    }

    private static func add(_ path: String, isNamed: Bool, to stamps: inout [Stamp]) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            // A folder that went away between two looks has changed.
            try? FolderNames.forEach(in: path) { name in
                if !name.hasPrefix(".") { add(path + "/" + name, isNamed: false, to: &stamps) }
            }
        } else if isNamed || path.hasSuffix(".xml") || path.hasSuffix(".json") {
            stamps.append(
                Stamp(
                    path: path, inode: status.st_ino, size: status.st_size, seconds: status.st_mtim.tv_sec,
                    nanoseconds: status.st_mtim.tv_nsec))
        }
    }
}
