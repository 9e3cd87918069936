/// A share of a batch's rows, so that several machines do one batch: every `count`-th row from the row `index` on.
public struct BatchShard: Hashable, Sendable {
    /// Which share, from 1.
    public let index: Int
    /// How many shares there are.
    public let count: Int

    /// All rows.
    public static let whole = BatchShard(uncheckedIndex: 1, count: 1)

    private init(uncheckedIndex index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// The share `index` of `count`; `nil` when there is no such share.
    public init?(index: Int, count: Int) {
        guard count >= 1, count <= 100_000, (1...count).contains(index) else { return nil }
        self.init(uncheckedIndex: index, count: count)
    }

    /// The share that `text`, as in `2/8`, names; `nil` when it names none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(index: index, count: count)
    }

    /// Whether these are all rows.
    public var isWhole: Bool { count == 1 }

    /// Whether the row `number`, from 1, belongs to it.
    func has(_ number: Int) -> Bool { (number - 1) % count == index - 1 }

    /// Why the surroundings name no share.
    public enum Fault: Error, Hashable, Sendable {
        /// The variable names one of an unknown number of shares; another has to say of how many.
        case noCount(variable: String, wanted: String)
        /// The variable's value is no number, or outside the shares.
        case value(variable: String, String)
    }

    /// The share that a cluster engine names by variables: Kubernetes by `JOB_COMPLETION_INDEX` (from 0; the number of shares is in
    /// `JOB_COMPLETIONS`, which the job's manifest sets), Slurm by `SLURM_ARRAY_TASK_ID` with `SLURM_ARRAY_TASK_MIN`,
    /// `SLURM_ARRAY_TASK_STEP` and `SLURM_ARRAY_TASK_COUNT`. All rows where neither is set.
    public static func of(variable: (String) -> String?) throws(Fault) -> BatchShard {
        func number(_ name: String) throws(Fault) -> Int? {
            guard let text = variable(name), !text.isEmpty else { return nil }
            guard let number = Int(text), number >= 0 else { throw .value(variable: name, text) }
            return number
        }
        let engines = [
            (index: "JOB_COMPLETION_INDEX", first: "", step: "", count: "JOB_COMPLETIONS"),
            (
                index: "SLURM_ARRAY_TASK_ID", first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP",
                count: "SLURM_ARRAY_TASK_COUNT"
            ),
        ]
        for engine in engines {
            guard let index = try number(engine.index) else { continue }
            guard let count = try number(engine.count) else { throw .noCount(variable: engine.index, wanted: engine.count) }
            let first = try number(engine.first) ?? 0
            let step = max(try number(engine.step) ?? 1, 1)
            guard index >= first, (index - first) % step == 0, let shard = BatchShard(index: (index - first) / step + 1, count: count)
            else {
                throw .value(variable: engine.index, String(index))
            }
            return shard
        }
        return .whole
    }
}
