import Diwan
import DiwanBytes
import Glibc

/// The file of an index: a heading, and records of 24 bytes in rising order of their keys, looked up where they stand.
///
/// A file is mapped and not read, so that what it costs to open one does not grow with what it would take of memory. It is never
/// changed: a newer one takes its name.
final class IndexFile {
    static let recordLength = 24
    /// 16 bytes of name and version, the number of entries, the root of their tree, the fingerprint of the records.
    private static let headingLength = 16 + 8 + 32 + 16
    private static let magic = Array("diwan-index/3\n\0\0".utf8)

    private let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool
    private let records: UnsafeRawBufferPointer

    /// The number of records.
    var count: Int { records.count / Self.recordLength }

    /// How many entries of the log it knows.
    let size: Int
    /// The root of the tree of those entries, as the file has it.
    let root: [UInt8]

    /// The file at `path`; `nil` when it is none, or is damaged.
    /// - Throws: where it cannot be read.
    static func open(_ path: String) throws(FileError) -> IndexFile? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size >= headingLength else { return nil }
        let size = Int(status.st_size)
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw FileError(.read, path, code: errno)
        }
        return IndexFile(UnsafeRawBufferPointer(start: address, count: size), isMapped: true)
    }

    /// The file that `bytes` are; `nil` when they are none, or are damaged.
    convenience init?(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
        copy.copyBytes(from: bytes)
        self.init(UnsafeRawBufferPointer(copy), isMapped: false)
    }

    /// Takes the bytes over; they are released with the object, or now when they are no such file.
    private init?(_ bytes: UnsafeRawBufferPointer, isMapped: Bool) {
        self.bytes = bytes
        self.isMapped = isMapped
        let length = Self.headingLength
        guard bytes.count >= length, bytes[..<16].elementsEqual(Self.magic.prefix(16)),
            (bytes.count - length).isMultiple(of: Self.recordLength),
            let size = Int(exactly: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
        else {
            Self.release(bytes, isMapped)
            return nil
        }
        self.size = size
        root = Array(bytes[24..<56])
        records = UnsafeRawBufferPointer(rebasing: bytes[length...])
        var fingerprint = Fingerprint()
        fingerprint.update(records)
        // The object is whole here, and releases them itself.
        guard bytes[56..<length].elementsEqual(fingerprint.finalized()) else { return nil }
    }

    deinit { Self.release(bytes, isMapped) }

    private static func release(_ bytes: UnsafeRawBufferPointer, _ isMapped: Bool) {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        } else {
            bytes.deallocate()
        }
    }

    /// The bytes of a file of `records`.
    static func bytes(size: Int, root: [UInt8], records: [UInt8]) -> [UInt8] {
        var fingerprint = Fingerprint()
        fingerprint.update(records)
        var file: [UInt8] = []
        file.reserveCapacity(headingLength + records.count)
        file += magic.prefix(16)
        file.appendUInt64(UInt64(size))
        file += root
        file += fingerprint.finalized()
        file += records
        return file
    }

    // MARK: Records

    /// The key of a record.
    func key(_ index: Int) -> KeyIndex.Key {
        KeyIndex.Key(high: word(index * Self.recordLength), low: word(index * Self.recordLength + 8))
    }

    /// The value of a record.
    func value(_ index: Int) -> Int { Int(truncatingIfNeeded: word(index * Self.recordLength + 16)) }

    private func word(_ offset: Int) -> UInt64 { UInt64(bigEndian: records.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }

    /// The first record whose key is not before `key`.
    func place(of key: KeyIndex.Key) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self.key(middle) < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What stands for a key.
    subscript(key: KeyIndex.Key) -> Int? {
        let place = place(of: key)
        return place < count && self.key(place) == key ? value(place) : nil
    }

    /// The bytes of the records of `range`.
    func bytes(of range: Range<Int>) -> UnsafeRawBufferPointer.SubSequence {
        records[range.lowerBound * Self.recordLength..<range.upperBound * Self.recordLength]
    }
}
