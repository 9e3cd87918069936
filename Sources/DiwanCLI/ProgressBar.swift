import Glibc

/// One line on a terminal that says how far a long work is, how fast it goes, and how long it will still take.
struct ProgressBar {
    private let total: Int
    private let start: Double
    private let first: Int
    private var shown = -1.0
    private static let width = 24

    /// The bar of a work of `total` parts, of which `first` are done.
    init(total: Int, first: Int) {
        self.total = total
        self.first = first
        start = Self.now
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Shows that `done` parts are done, at most ten times a second.
    mutating func show(_ done: Int, _ console: Console) {
        let now = Self.now
        guard now - shown >= 0.1 || done == total else { return }
        shown = now
        let rate = Double(done - first) / max(now - start, 0.001)
        let filled = total > 0 ? Self.width * done / total : Self.width
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let left = rate > 0 ? Self.duration(Int(Double(total - done) / rate)) : "?"
        console.sayRaw("\r\u{1B}[K\(bar) \(done)/\(total), \(Int(rate)) a second, \(left) left")
    }

    /// Takes the line away.
    func clear(_ console: Console) {
        if shown >= 0 { console.sayRaw("\r\u{1B}[K") }
    }

    private static func duration(_ seconds: Int) -> String {
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
