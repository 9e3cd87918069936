import Glibc

/// Runs work on several threads, and takes its results in the order of its input.
///
/// `next` and `commit` are called by one thread at a time; `work` by all at once, each with a state of its own. Work runs ahead of
/// what was committed by a few inputs for each thread, so that memory stays bounded however unequal the inputs are.
final class OrderedWork<Input, State, Output>: @unchecked Sendable {
    private let next: () throws(RenderError) -> Input?
    private let begin: () throws(RenderError) -> State
    private let work: (inout State, Input) -> Output
    private let commit: (Output) throws(RenderError) -> Void
    private let limit: Int

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var taken = 0
    private var committed = 0
    private var waiting: [Int: Output] = [:]
    private var isAtEnd = false
    private var failure: RenderError?

    private init(
        limit: Int, next: @escaping () throws(RenderError) -> Input?, begin: @escaping () throws(RenderError) -> State,
        work: @escaping (inout State, Input) -> Output, commit: @escaping (Output) throws(RenderError) -> Void
    ) {
        self.limit = limit
        self.next = next
        self.begin = begin
        self.work = work
        self.commit = commit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    /// Works through all that `next` gives, on `threads` threads.
    ///
    /// - Throws: the first error of `next`, `begin` or `commit`; what was begun is then finished and dropped.
    static func run(
        threads: Int, next: @escaping () throws(RenderError) -> Input?, begin: @escaping () throws(RenderError) -> State,
        work: @escaping (inout State, Input) -> Output, commit: @escaping (Output) throws(RenderError) -> Void
    ) throws(RenderError) {
        let shared = OrderedWork(limit: 4 * threads, next: next, begin: begin, work: work, commit: commit)
        // Where a thread cannot be had, the others do its work.
        let others = (1..<max(threads, 1)).compactMap { _ in SystemThread { shared.loop() } }
        shared.loop()
        for thread in others { thread.join() }
        if let failure = shared.failure { throw failure }
    }

    /// What one thread does.
    private func loop() {
        var state: State
        do throws(RenderError) {
            state = try begin()
        } catch {
            locked { fail(error) }
            return
        }
        while let (place, input) = take() {
            let output = work(&state, input)
            give(output, place)
        }
    }

    private func take() -> (Int, Input)? {
        locked { () -> (Int, Input)? in
            while taken - committed >= limit, failure == nil, !isAtEnd { pthread_cond_wait(condition, mutex) }
            guard failure == nil, !isAtEnd else { return nil }
            do throws(RenderError) {
                guard let input = try next() else {
                    isAtEnd = true
                    pthread_cond_broadcast(condition)
                    return nil
                }
                taken += 1
                return (taken - 1, input)
            } catch {
                fail(error)
                return nil
            }
        }
    }

    private func give(_ output: Output, _ place: Int) {
        locked {
            waiting[place] = output
            while failure == nil, let ready = waiting.removeValue(forKey: committed) {
                committed += 1
                do throws(RenderError) {
                    try commit(ready)
                } catch {
                    fail(error)
                }
            }
            pthread_cond_broadcast(condition)
        }
    }

    /// Called with the lock.
    private func fail(_ error: RenderError) {
        if failure == nil { failure = error }
        pthread_cond_broadcast(condition)
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

/// A thread of the system.
private struct SystemThread {
    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// Runs `body` on a thread of its own; `nil` when the system has none.
    init?(_ body: @escaping () -> Void) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Body(body))
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard code == 0 else {
            argument.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits for its end.
    func join() { pthread_join(thread, nil) }
}
