/// A log in a folder that entries are appended to: a tiled transparency log (c2sp.org/tlog-tiles).
///
/// The folder holds `checkpoint`, `tile/…`, the file `lock` and the folder `pending`. Any number of processes and threads may append at
/// once. An entry is in the log when its checkpoint is durable; then, and not before, `append` returns.
public final class Ledger: Sendable {
    private let origin: String
    private let queue = CommitQueue<Request>()
    private let writer: LedgerWriter

    /// Opens the log in the folder `path`. Nothing is read before the first `append`.
    /// - Parameters:
    ///   - origin: the name of the log; every signer's key bears it.
    ///   - signers: sign each checkpoint, all of them; two while one key follows another.
    ///   - keys: public keys whose checkpoints are taken too, such as that of a signer before these.
    public init(_ path: String, origin: String, signers: [CheckpointSigner], keys: [VerifierKey] = []) throws(LedgerError) {
        precondition(!signers.isEmpty && signers.allSatisfy { $0.key.algorithm == .ed25519 && NoteText.same($0.key.name, origin) })
        self.origin = origin
        writer = LedgerWriter(folder: try LedgerFolder(path), origin: origin, signers: signers, keys: signers.map(\.key) + keys)
    }

    /// Makes a log without entries in the folder `path`, which is made when it is missing; its parent must be there.
    public static func create(_ path: String, origin: String, signers: [CheckpointSigner]) throws(LedgerError) -> Ledger {
        try LedgerWriter.makeFolder(path)
        let ledger = try Ledger(path, origin: origin, signers: signers)
        try ledger.writer.create()
        return ledger
    }

    /// What a call of `append` came to.
    public struct Appended<Value: Sendable>: Sendable {
        /// The indices that the entries have got; empty when there were none.
        public let indices: Range<Int>
        /// A checkpoint that covers them, durable. Other callers' entries may follow.
        public let checkpoint: SignedCheckpoint
        /// What the closure gave beside the entries.
        public let value: Value
    }

    /// Appends `entries`, in order and without another between them.
    @discardableResult
    public func append(_ entries: [[UInt8]]) throws(LedgerError) -> Appended<Void> {
        try append { _ in (entries, ()) }
    }

    /// Appends the entries that `build` makes for the state of the log.
    ///
    /// `build` runs under the lock, on any thread, once: no other process or thread can append between the state that it sees and its
    /// entries, so numbers without gaps can be taken in it. What it takes is taken when `append` returns, and not when it throws. It may
    /// give no entries; then the state is only read, and what an earlier failure left open is settled. Calls from many threads share a
    /// commit; an error of one closure concerns its call alone, an error of the commit all calls that share it.
    public func append<Value: Sendable>(
        _ build: @escaping @Sendable (LedgerState) throws(LedgerError) -> (entries: [[UInt8]], value: Value)
    ) throws(LedgerError) -> Appended<Value> {
        // Written by the thread that makes the commit, read by this one afterwards.
        let value = Box<Value>()
        let request = Request { state throws(LedgerError) in
            let built = try build(state)
            value.content = built.value
            return built.entries
        }
        queue.submit(request, isDone: { $0.outcome != nil }, work: writer.commit)
        guard let outcome = request.outcome else { preconditionFailure("a request has an outcome") }
        let (indices, checkpoint) = try outcome.get()
        guard let content = value.content else { preconditionFailure("a closure that did not throw gave a value") }
        return Appended(indices: indices, checkpoint: checkpoint, value: content)
    }

    /// A value that one thread sets and another takes, in an order that the queue keeps.
    private final class Box<Content>: @unchecked Sendable {
        var content: Content?
    }

    /// One call of `append`. The queue hands it from thread to thread.
    final class Request: @unchecked Sendable {
        let build: (LedgerState) throws(LedgerError) -> [[UInt8]]
        var outcome: Result<(indices: Range<Int>, checkpoint: SignedCheckpoint), LedgerError>?

        init(_ build: @escaping (LedgerState) throws(LedgerError) -> [[UInt8]]) {
            self.build = build
        }
    }
}

/// The log as the closure of an `append` finds it: what is committed, and what callers before it in the same commit add.
public struct LedgerState {
    /// The last checkpoint.
    public let checkpoint: SignedCheckpoint
    let reader: LedgerReader
    let added: [[UInt8]]

    /// The number of entries: the index that the next entry gets.
    public var size: Int { reader.size + added.count }

    /// The entry at `index`.
    public func entry(at index: Int) throws(LedgerError) -> [UInt8] {
        if index >= reader.size, index < size { return added[index - reader.size] }
        return try reader.entry(at: index)
    }

    /// Calls `body` with each entry of `range` and its index, in order.
    /// - Parameter body: says whether to go on.
    public func forEachEntry(in range: Range<Int>, _ body: (_ index: Int, _ entry: [UInt8]) -> Bool) throws(LedgerError) {
        guard range.lowerBound >= 0, range.upperBound <= size else { throw .outside(index: range.upperBound, size: size) }
        var goesOn = true
        try reader.forEachEntry(in: min(range.lowerBound, reader.size)..<min(range.upperBound, reader.size)) { index, entry in
            goesOn = body(index, entry)
            return goesOn
        }
        var index = max(range.lowerBound, reader.size)
        while goesOn, index < range.upperBound {
            goesOn = body(index, added[index - reader.size])
            index += 1
        }
    }
}
