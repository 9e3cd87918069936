import Glibc

/// Lets callers on many threads share one commit: whoever comes while one is being made waits, and the next takes all who wait.
final class CommitQueue<Request: AnyObject>: @unchecked Sendable {
    // Everything below is touched only under `mutex`.
    private var waiting: [Request] = []
    private var isBusy = false
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Adds `request` and returns when it has been worked off, by this thread or another.
    /// - Parameters:
    ///   - isDone: whether the request has its outcome.
    ///   - work: gives every request of a batch, in the order of their coming, its outcome. It runs on one thread at a time.
    func submit(_ request: Request, isDone: (Request) -> Bool, work: ([Request]) -> Void) {
        pthread_mutex_lock(mutex)
        waiting.append(request)
        while !isDone(request) {
            if isBusy {
                pthread_cond_wait(condition, mutex)
                continue
            }
            isBusy = true
            let batch = waiting
            waiting = []
            pthread_mutex_unlock(mutex)
            work(batch)
            pthread_mutex_lock(mutex)
            isBusy = false
            pthread_cond_broadcast(condition)
        }
        pthread_mutex_unlock(mutex)
    }
}
