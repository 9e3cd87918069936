import Glibc

/// Zeroed 16-bit numbers that grow in place, for tables of a megabyte that are then kept as they are.
struct NumberPool: ~Copyable {
    private var numbers: UnsafeMutablePointer<UInt16>
    private(set) var count = 0
    private var capacity = 4096

    init() { numbers = NumberPool.resized(nil, 4096) }

    deinit { free(numbers) }

    private static func resized(_ old: UnsafeMutablePointer<UInt16>?, _ capacity: Int) -> UnsafeMutablePointer<UInt16> {
        guard let memory = realloc(old, capacity * MemoryLayout<UInt16>.stride) else { fatalError("out of memory") }
        return memory.bindMemory(to: UInt16.self, capacity: capacity)
    }

    /// Adds `length` zeros, and gives them to be written.
    mutating func add(_ length: Int) -> UnsafeMutableBufferPointer<UInt16> {
        if count + length > capacity {
            capacity = max(count + length, 2 * capacity)
            numbers = NumberPool.resized(numbers, capacity)
        }
        let added = UnsafeMutableBufferPointer(start: numbers + count, count: length)
        added.initialize(repeating: 0)
        count += length
        return added
    }

    /// The numbers, which the caller frees with `free`; the pool is empty afterwards.
    mutating func take() -> UnsafePointer<UInt16> {
        let taken = UnsafePointer(numbers)
        (count, capacity) = (0, 1)
        numbers = NumberPool.resized(nil, capacity)
        return taken
    }
}
