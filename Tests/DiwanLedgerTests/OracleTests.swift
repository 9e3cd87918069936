import DiwanLedger
import DiwanTestSupport
import Testing

@Suite("Go's transparency log packages")
struct OracleTests {
    private let fixture: LedgerFixture
    private let oracle: String

    init() throws {
        fixture = try LedgerFixture()
        oracle = fixture.scratch.path("oracle")
        var folder = #filePath
        while let last = folder.last, last != "/" { folder.removeLast() }
        let build = try ProgramRun(
            "go", ["build", "-o", oracle, folder + "Vectors/oracle.go"],
            environment: [
                "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOCACHE": "/tmp/diwan-test-go-cache",
            ], directory: fixture.scratch.path)
        try #require(build.status == 0, "\(build.errorText)")
    }

    @Test("They read a log that we wrote: note, root, tiles, entries, inclusion, consistency", arguments: [1, 255, 256, 257, 1_000])
    func reads(size: Int) throws {
        let ledger = try fixture.log("log", size: size - 1)
        try ledger.append([LedgerVectors.entry(size - 1)])
        let run = try ProgramRun(oracle, ["check", fixture.scratch.path("log"), "\(fixture.key)"])
        #expect(run.status == 0 && run.outputText == "ok \(size)\n", "\(run.errorText)")
        let index = size / 2
        let proof = try fixture.scratch.write(try fixture.reader("log").logProof(of: index).bytes, to: "a.tlog-proof")
        let entry = try fixture.scratch.write(LedgerVectors.entry(index), to: "entry")
        let proved = try ProgramRun(oracle, ["proof", proof, entry, "\(fixture.key)"])
        #expect(proved.outputText == "ok \(index)\n", "\(proved.errorText)")
        let other = try fixture.scratch.write("another", to: "entry")
        #expect(try ProgramRun(oracle, ["proof", proof, other, "\(fixture.key)"]).status != 0)
    }

    @Test("A log of 66,000 entries, with a full tile of level 1, is read by them too")
    func readsLarge() throws {
        try fixture.log("log", size: 66_000)
        let run = try ProgramRun(oracle, ["check", fixture.scratch.path("log"), "\(fixture.key)"])
        #expect(run.status == 0 && run.outputText == "ok 66000\n", "\(run.errorText)")
    }

    @Test("We read keys and notes that they wrote")
    func writes() throws {
        for _ in 0..<5 {
            let run = try ProgramRun(oracle, ["sign", "go.example/log"])
            try #require(run.status == 0, "\(run.errorText)")
            let lines = run.outputText.split(separator: "\n", maxSplits: 2)
            let keys = [try VerifierKey(String(lines[0])), try VerifierKey(String(lines[1]))]
            let note = Array(lines[2].utf8)
            for key in keys { #expect(try SignedCheckpoint(note, origin: "go.example/log", keys: [key]).checkpoint.size == 0) }
            #expect(try SignedNote(note).signers(among: keys) == keys)
            #expect(try SignedNote(note).bytes == note)
        }
    }
}
