import DiwanBytes
import DiwanLedger
import Glibc

/// What a log costs: appending one by one, in shared commits and in bulk; reading; checking the whole of it.
enum LedgerBenchmark {
    /// Makes a new log in `folder` (which must not exist) and fills it with `count` entries of 280 bytes.
    static func run(folder: String, count: Int) throws {
        guard mkdir(folder, 0o755) == 0 else { return print("\(folder) is there already") }
        let key = try OpenSSLKey.generate(file: folder + "/key.pem")
        let signer = try key.signer(name: "benchmark.example/log")
        let path = folder + "/log"
        let ledger = try Ledger.create(path, origin: signer.key.name, signers: [signer])
        let entry = [UInt8](repeating: 0x61, count: 280)

        measure("one by one", of: 100) { for _ in 0..<100 { _ = try? ledger.append([entry]) } }
        for threads in [8, 64] {
            measure("\(threads) threads, one each", of: threads * 40) {
                onThreads(threads) { for _ in 0..<40 { _ = try? ledger.append([entry]) } }
            }
        }
        for batch in [100, 1_000, 10_000] {
            measure("batches of \(batch)", of: batch * 10) {
                for _ in 0..<10 { _ = try? ledger.append([[UInt8]](repeating: entry, count: batch)) }
            }
        }
        var size = try ledger.append([]).checkpoint.checkpoint.size
        measure("bulk", of: max(0, count - size)) {
            while size < count {
                let batch = min(20_000, count - size)
                // No two entries alike.
                _ = try? ledger.append((size..<size + batch).map { Array("\($0)".utf8) + entry.dropFirst(9) })
                size += batch
            }
        }

        func reader() throws -> LedgerReader { try LedgerReader(path, origin: signer.key.name, keys: [signer.key]) }
        let reading = try reader()
        measure("entries read at random", of: 1_000) { for step in 0..<1_000 { _ = try? reading.entry(at: step &* 7_919 % reading.size) } }
        measure("proofs made", of: 1_000) { for step in 0..<1_000 { _ = try? reading.logProof(of: step &* 7_919 % reading.size) } }
        measure("entries read in order", of: reading.size) { try? reading.forEachEntry(in: 0..<reading.size) { _, _ in true } }
        let proof = try reading.logProof(of: 1)
        let one = try reading.entry(at: 1)
        measure("proofs checked", of: 200) {
            for _ in 0..<200 { _ = try? proof.verify(entry: one, origin: signer.key.name, keys: [signer.key]) }
        }
        for threads in [1, 2] {
            let checked = try reader()
            measure("entries checked on \(threads) threads", of: checked.size) {
                let check = checked.check(threads: threads)
                precondition(check.isSound && check.entries == checked.size)
            }
        }
        print("peak memory \(Clock.text(Clock.peakMegabytes)) MB")
        var hashed = entry
        measure("SHA-256 of a megabyte", of: 100) {
            hashed = [UInt8](repeating: hashed[0], count: 1 << 20)
            for _ in 0..<100 { _ = SHA256.hash(hashed) }
        }
    }

    private static func measure(_ name: String, of count: Int, _ body: () -> Void) {
        var start = timespec()
        clock_gettime(CLOCK_MONOTONIC, &start)
        let processor = Clock.processorSeconds
        body()
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let seconds = Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
        print(
            "\(name): \(count) in \(Clock.text(seconds, digits: 3)) s, \(Clock.text(Double(count) / seconds, digits: 0)) a second, "
                + "\(Clock.text(Clock.processorSeconds - processor, digits: 2)) s of processor")
    }

    private static func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        final class Work: Sendable {
            let body: @Sendable () -> Void

            init(_ body: @escaping @Sendable () -> Void) {
                self.body = body
            }
        }
        var threads: [pthread_t] = []
        for _ in 0..<count {
            var thread = pthread_t()
            let started = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, Unmanaged.passRetained(Work(body)).toOpaque())
            if started == 0 { threads.append(thread) }
        }
        for thread in threads { pthread_join(thread, nil) }
    }
}
