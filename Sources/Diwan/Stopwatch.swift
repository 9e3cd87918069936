import Glibc

/// Tells how long the parts of a piece of work took.
public struct Stopwatch: Sendable {
    /// A part that is done.
    public struct Lap: Hashable, Sendable {
        /// What was done.
        public let name: String
        /// How long it took, in microseconds.
        public let microseconds: Int
    }

    /// The parts, in order.
    public private(set) var laps: [Lap] = []
    private var last = Stopwatch.now()

    /// Starts.
    public init() {}

    /// Ends a part that began with the one before.
    public mutating func lap(_ name: String) {
        let now = Self.now()
        laps.append(Lap(name: name, microseconds: (now - last) / 1_000))
        last = now
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// The most memory that this process has held at once, in KiB; `nil` when the system does not tell (`VmHWM` in `/proc/self/status`).
    public static func peakMemory() -> Int? {
        guard let status = try? FileBytes.read("/proc/self/status") else { return nil }
        let line = status.split(separator: 0x0A).first { $0.starts(with: "VmHWM:".utf8) }
        return line.flatMap { Int(String(decoding: $0.filter { (0x30...0x39).contains($0) }, as: UTF8.self)) }
    }
}
