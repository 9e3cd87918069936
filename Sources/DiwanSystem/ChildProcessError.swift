/// Why a program could not be run to its end.
public enum ChildProcessError: Error, Equatable {
    /// There is no program of that name, by its path or in the folders of `PATH`, or it may not be run.
    case notFound(String)
    /// A system call failed, with its `errno`.
    case system(call: String, code: Int32)
    /// The program had not ended after `milliseconds`; it was killed.
    case timedOut(milliseconds: Int)
    /// The program wrote more than `limit` bytes to standard output or to standard error; it was killed.
    case tooMuchOutput(limit: Int)
}
