import Glibc

/// The bytes of a font file, mapped read-only from the file or owned; they stay where they are while the object lives.
public final class FontBytes: @unchecked Sendable {
    // Unchecked is sound: the bytes are never written after `init`.

    /// The first byte.
    let base: UnsafePointer<UInt8>
    /// The number of bytes.
    public let count: Int
    private let isMapped: Bool

    /// Maps the file at `path`. Throws `FontError.unreadable` when that fails or the file is empty.
    public init(path: String) throws(FontError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { throw .unreadable(path: path, code: EINVAL) }
        let size = Int(status.st_size)
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw .unreadable(path: path, code: errno)
        }
        base = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
        count = size
        isMapped = true
    }

    /// Keeps a copy of `bytes`.
    public init(_ bytes: [UInt8]) {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { copy.initialize(from: start, count: source.count) }
        }
        base = UnsafePointer(copy)
        count = bytes.count
        isMapped = false
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: base), count)
        } else {
            UnsafeMutablePointer(mutating: base).deallocate()
        }
    }

    /// The whole file, as something to read big-endian numbers from.
    public var all: TableData { TableData(owner: self, base: base, count: count) }
}
