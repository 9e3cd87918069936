import DiwanBytes
import DiwanLedger
import DiwanTestSupport
import Foundation
import Testing

@Suite("The log in its folder")
struct LedgerTests {
    private let fixture: LedgerFixture
    private let vectors: LedgerVectors

    init() throws {
        fixture = try LedgerFixture()
        vectors = try LedgerVectors.load()
    }

    @Test("A log that grows through every size of the vectors has their roots, tiles and proofs")
    func vectorsWhole() throws {
        let roots = vectors.rootBySize()
        let tiles = Dictionary(vectors.tiles.map { ($0.size, $0.sha256OfTile) }) { first, _ in first }
        let inclusion = Dictionary(grouping: vectors.inclusion, by: \.size)
        let consistency = Dictionary(grouping: vectors.consistency, by: \.size)
        let ledger = try fixture.log("log")
        var size = 0
        for next in roots.keys.sorted() where next > 0 {
            let appended = try ledger.append((size..<next).map(LedgerVectors.entry))
            #expect(appended.indices == size..<next)
            #expect(appended.checkpoint.checkpoint.root == roots[next])
            size = next
            let reader = try fixture.reader("log")
            #expect(reader.checkpoint == appended.checkpoint)
            for (path, digest) in tiles[next] ?? [:] {
                #expect(hexadecimal(SHA256.hash(try readFile(fixture.scratch.path("log/\(path)")))) == digest, "\(path) of \(next)")
            }
            for row in inclusion[next] ?? [] { #expect(try reader.inclusionProof(of: row.index).hashes == row.proof.map(hash)) }
            for row in consistency[next] ?? [] { #expect(try reader.consistencyProof(from: row.old).hashes == row.proof.map(hash)) }
        }
        let check = try fixture.reader("log").check()
        #expect(check.isSound && check.leftovers.isEmpty && check.entries == size, "\(check.problems.prefix(3))")
        // Partial files below full ones are gone.
        #expect(
            try fixture.files("log").filter { $0.hasPrefix("tile/entries/") && $0.contains(".p/") }.allSatisfy { $0.contains("273.p/") })
    }

    @Test("Entries are read one by one and in ranges, and outside the log there are none")
    func reading() throws {
        try fixture.log("log", size: 600)
        let reader = try fixture.reader("log")
        for index in [0, 6, 255, 256, 511, 512, 599] { #expect(try reader.entry(at: index) == LedgerVectors.entry(index)) }
        var seen: [Int] = []
        try reader.forEachEntry(in: 250..<530) { index, entry in
            #expect(entry == LedgerVectors.entry(index))
            seen.append(index)
            return index < 520
        }
        #expect(seen == Array(250...520))
        try reader.forEachEntry(in: 600..<600) { _, _ in false }
        for index in [-1, 600, Int.max] { #expect(throws: LedgerError.outside(index: index, size: 600)) { try reader.entry(at: index) } }
        #expect(throws: LedgerError.outside(index: 600, size: 600)) { try reader.forEachEntry(in: 0..<601) { _, _ in true } }
        #expect(throws: LedgerError.outside(index: 601, size: 600)) { try reader.consistencyProof(from: 601) }
        #expect(
            try reader.logProof(of: 255).verify(entry: LedgerVectors.entry(255), origin: fixture.origin, keys: [fixture.key])
                == reader.checkpoint)
    }

    @Test("The closure of an append sees the state under the lock, may read it, add nothing, or fail for itself alone")
    func closures() throws {
        let ledger = try fixture.log("log", size: 300)
        let origin = fixture.origin
        let appended = try ledger.append { state throws(LedgerError) in
            #expect(state.checkpoint.checkpoint.origin == origin)
            let last = try state.entry(at: state.size - 1)
            return ([last + [0x21], Array("\(state.size)".utf8)], state.size)
        }
        #expect(appended.value == 300 && appended.indices == 300..<302)
        #expect(try fixture.reader("log").entry(at: 300) == LedgerVectors.entry(299) + [0x21])
        let read = try ledger.append { state throws(LedgerError) in
            var count = 0
            try state.forEachEntry(in: 0..<state.size) { _, _ in
                count += 1
                return true
            }
            return ([], count)
        }
        #expect(read.value == 302 && read.indices == 302..<302)
        #expect(read.checkpoint == appended.checkpoint)
        #expect(throws: LedgerError.outside(index: 302, size: 302)) {
            try ledger.append { state throws(LedgerError) in ([], try state.entry(at: state.size)) }
        }
        #expect(throws: LedgerError.entryTooLong(position: 1, bytes: 65_536)) {
            try ledger.append([[], [UInt8](repeating: 0, count: 65_536)])
        }
        #expect(try ledger.append([[UInt8](repeating: 0, count: 65_535)]).indices == 302..<303)
        #expect(try fixture.reader("log").check().isSound)
    }

    @Test("Threads of one process and of another log object take numbers without gaps and share commits")
    func threads() async throws {
        let ledger = try fixture.log("log")
        let other = try fixture.ledger("log")
        let commits = try await withThrowingTaskGroup(of: [Int].self) { group in
            for worker in 0..<16 {
                group.addTask {
                    try await withCheckedThrowingContinuation { continuation in
                        Thread.detachNewThread {
                            continuation.resume(
                                with: Result {
                                    try (0..<10).map { _ in
                                        try (worker % 4 == 0 ? other : ledger).append { state throws(LedgerError) in
                                            ([Array("number \(state.size)".utf8)], ())
                                        }.checkpoint.checkpoint.size
                                    }
                                })
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(try fixture.entries("log") == (0..<160).map { "number \($0)" })
        #expect(Set(commits).count < 160)
        #expect(try fixture.reader("log").check().isSound)
    }

    @Test("A log is not made over another, and an older or another one in its place is seen")
    func identity() throws {
        let ledger = try fixture.log("log", size: 5)
        #expect(throws: LedgerError.exists(file: "checkpoint")) { try fixture.log("log") }
        try fixture.copy("log", to: "old")
        try ledger.append([[1], [2]])
        let seen = try fixture.reader("log").checkpoint.checkpoint
        // The older state is put back under a writer that has seen more.
        _ = try ProgramRun("sh", ["-c", "rm -rf log && cp -r old log && cp -r old fork"], directory: fixture.scratch.path)
        let again = try fixture.ledger("fork")
        try again.append([[1], [3]])
        #expect(throws: LedgerError.rolledBack(size: 5, seen: 7)) { try fixture.reader("log").confirm(older: seen) }
        #expect(throws: LedgerError.forked(size: 7)) { try fixture.reader("fork").confirm(older: seen) }
        try fixture.reader("fork").confirm(older: try fixture.reader("log").checkpoint.checkpoint)
        #expect(try fixture.reader("fork").check().isSound)
        let missing = fixture.scratch.path("log")
        #expect(throws: LedgerError.missing(file: missing + "x")) {
            try Ledger(missing + "x", origin: fixture.origin, signers: [fixture.signer])
        }
    }

    @Test("A writer does not go on from a log that was put back to an older state")
    func rolledBackUnderWriter() throws {
        let ledger = try fixture.log("log", size: 5)
        let folder = fixture.scratch.path("log")
        let old = try readFile(folder + "/checkpoint")
        try ledger.append([[1], [2]])
        try fixture.scratch.write(old, to: "log/checkpoint")
        #expect(throws: LedgerError.rolledBack(size: 5, seen: 7)) { try ledger.append([[4]]) }
    }

    @Test("Links, open folders, foreign checkpoints and keys are refused with the file's name")
    func refusals() throws {
        try fixture.log("log", size: 300)
        let path = fixture.scratch.path("log")
        let other = fixture.scratch.path("other")
        func renew(_ command: String) throws {
            let run = try ProgramRun(
                "sh", ["-c", "rm -rf other && cp -r log other && cd other && \(command)"], directory: fixture.scratch.path)
            #expect(run.status == 0, "\(run.errorText)")
        }
        func append(_ error: LedgerError) {
            #expect(throws: error) { try fixture.ledger("other").append([[1]]) }
        }
        try renew("mv checkpoint c && ln -s c checkpoint")
        append(.wrongKind(file: "checkpoint"))
        #expect(throws: LedgerError.wrongKind(file: "checkpoint")) { try fixture.reader("other") }
        try renew("mv tile/entries/001.p/44 x && ln -s ../../../x tile/entries/001.p/44")
        append(.wrongKind(file: "tile/entries/001.p/44"))
        try renew("mv tile t && ln -s t tile")
        append(.wrongKind(file: "tile"))
        try renew("rm -f lock && ln -s checkpoint lock")
        append(.wrongKind(file: "lock"))
        try renew("rm -f lock && mkfifo lock")
        append(.wrongKind(file: "lock"))
        try renew("rm checkpoint && mkdir checkpoint")
        append(.wrongKind(file: "checkpoint"))
        try renew("rm checkpoint")
        append(.missing(file: "checkpoint"))
        try renew("chmod 777 .")
        append(.unsafeMode(file: other, mode: 0o777))
        try renew("cd .. && rm -rf other && ln -s log other")
        append(.wrongKind(file: other))
        try renew("cd .. && rm -rf other && touch other")
        append(.wrongKind(file: other))
        let key = try OpenSSLKey.generate(file: fixture.scratch.path("second.pem"))
        let stranger = try key.signer(name: fixture.origin)
        #expect(throws: LedgerError.note(.unsigned(name: fixture.origin), file: "checkpoint")) {
            try Ledger(path, origin: fixture.origin, signers: [stranger]).append([[1]])
        }
        let foreign = try key.signer(name: "other.example")
        #expect(throws: LedgerError.note(.wrongOrigin(expected: "other.example", found: fixture.origin), file: "checkpoint")) {
            try Ledger(path, origin: "other.example", signers: [foreign]).append([[1]])
        }
        #expect(try fixture.reader("log").check().isSound)
    }

    @Test("While one key follows another both sign, and either opens the checkpoint")
    func rotation() throws {
        try fixture.log("log", size: 3)
        let path = fixture.scratch.path("log")
        let new = try OpenSSLKey.generate(file: fixture.scratch.path("new.pem")).signer(name: fixture.origin)
        try Ledger(path, origin: fixture.origin, signers: [fixture.signer, new]).append([[1]])
        for key in [fixture.key, new.key] { #expect(try LedgerReader(path, origin: fixture.origin, keys: [key]).size == 4) }
        try Ledger(path, origin: fixture.origin, signers: [new]).append([[2]])
        #expect(throws: LedgerError.note(.unsigned(name: fixture.origin), file: "checkpoint")) {
            try LedgerReader(path, origin: fixture.origin, keys: [fixture.key])
        }
        // With the old key's public part a new signer takes over at once.
        try fixture.log("sudden", size: 3)
        let sudden = try Ledger(fixture.scratch.path("sudden"), origin: fixture.origin, signers: [new], keys: [fixture.key])
        #expect(try sudden.append([[1]]).indices == 3..<4)
    }

    @Test("A witness cosigns what goes on from its last checkpoint, and nothing else")
    func witness() throws {
        let ledger = try fixture.log("log", size: 5)
        try fixture.copy("log", to: "fork")
        let key = try OpenSSLKey.generate(file: fixture.scratch.path("witness.pem"))
        let signer = try key.signer(name: "witness.example/w1", algorithm: .cosignature)
        let witness = try Witness(fixture.scratch.path("witness"), signer: signer)
        func cosign(_ name: String, time: Int) throws -> SignedCheckpoint {
            let reader = try fixture.reader(name)
            return try Witness(fixture.scratch.path("witness"), signer: signer).cosign(
                reader.checkpoint.note.bytes, origin: fixture.origin, keys: [fixture.key], time: time
            ) { size throws(LedgerError) in try reader.consistencyProof(from: size) }
        }
        #expect(try witness.last(of: fixture.origin, keys: [fixture.key]) == nil)
        let first = try cosign("log", time: 1_700_000_000)
        #expect(try first.cosignatures(of: [signer.key]).map(\.time) == [1_700_000_000])
        #expect(try first.cosignatures(of: [fixture.key]).isEmpty)
        #expect(try witness.last(of: fixture.origin, keys: [fixture.key]) == first)
        // The same again, at another time.
        #expect(try cosign("log", time: 1_700_000_001).note.signatures.count == 2)
        try ledger.append([[1]])
        #expect(try cosign("log", time: 1_700_000_002).checkpoint.size == 6)
        #expect(throws: LedgerError.rolledBack(size: 5, seen: 6)) { try cosign("fork", time: 1_700_000_003) }
        try fixture.ledger("fork").append([[2], [3]])
        #expect(throws: LedgerError.forked(size: 6)) { try cosign("fork", time: 1_700_000_003) }
        #expect(try witness.last(of: fixture.origin, keys: [fixture.key])?.checkpoint.size == 6)
        // The time is under the signature.
        let bytes = first.note.bytes
        var changed = try SignedNote(bytes).signatures[1].signature
        changed[7] ^= 1
        let moved = SignedNote(
            text: first.note.text, signatures: [first.note.signatures[0], NoteSignature(key: signer.key, signature: changed)])
        #expect(throws: NoteError.badSignature(name: "witness.example/w1")) {
            try SignedCheckpoint(moved, origin: fixture.origin, keys: [fixture.key]).cosignatures(of: [signer.key])
        }
    }
}
