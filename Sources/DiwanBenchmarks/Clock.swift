import Glibc

/// Processor time and peak memory of this process.
enum Clock {
    /// Seconds of processor time since the process began.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The largest resident memory so far, in MB.
    static var peakMegabytes: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }

    /// `value` with `digits` decimals, for a table.
    static func text(_ value: Double, digits: Int = 1) -> String {
        let scale = (0..<digits).reduce(1.0) { value, _ in value * 10 }
        let whole = Int((value * scale).rounded())
        guard digits > 0 else { return String(whole) }
        let fraction = String(abs(whole) % Int(scale))
        return "\(whole / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}
