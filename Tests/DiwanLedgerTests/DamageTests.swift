import DiwanLedger
import DiwanTestSupport
import Testing

@Suite("Damage to a log's files")
struct DamageTests {
    private let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    /// The entry that byte `offset` of a bundle of `entries` belongs to, counted from its first.
    private func entry(at offset: Int, of bytes: [UInt8]) -> Int {
        var start = 0
        var entry = 0
        while true {
            let end = start + 2 + Int(bytes[start]) << 8 + Int(bytes[start + 1])
            if offset < end { return entry }
            start = end
            entry += 1
        }
    }

    /// Changes a bit of the byte at `offset` of `file` and expects that the check names just this file, and of a bundle the entry.
    private func damage(_ file: String, at offset: Int, _ original: [UInt8]) throws {
        var bytes = original
        bytes[offset] ^= 1 << UInt8(offset % 8)
        try fixture.scratch.write(bytes, to: "log/\(file)")
        let reader = try fixture.reader("log")
        let check = reader.check()
        #expect(!check.isSound, "\(file), byte \(offset)")
        #expect(check.problems.allSatisfy { $0.file == file }, "\(file), byte \(offset): \(check.problems)")
        if file.hasPrefix("tile/entries/") {
            let first = (Int(file.split(separator: "/")[2].prefix(3)) ?? 0) * 256
            for case .damaged(_, let index) in check.problems {
                #expect(index == first + entry(at: offset, of: original), "\(file), byte \(offset): \(check.problems)")
            }
        }
    }

    @Test("A changed bit in any byte of a small log is found, and the file and the entry are named")
    func everyByteOfSmallLog() throws {
        let ledger = try fixture.log("log", size: 2)
        try ledger.append((2..<7).map(LedgerVectors.entry))
        let files = try fixture.files("log").filter { $0.hasPrefix("tile/") }
        #expect(files.count == 4)
        for file in files {
            let original = try readFile(fixture.scratch.path("log/\(file)"))
            for offset in original.indices { try damage(file, at: offset, original) }
            try fixture.scratch.write(original, to: "log/\(file)")
        }
        #expect(try fixture.reader("log").check().isSound)
    }

    @Test("A changed bit anywhere in a log with tiles of every kind is found, and the file and the entry are named")
    func largerLogs() throws {
        try fixture.log("log", size: 66_000)
        for (file, offsets) in [
            ("tile/0/000", [0, 8_191]), ("tile/0/100", [4_000]), ("tile/0/257.p/208", [33]), ("tile/1/000", [0, 5_000]),
            ("tile/1/001.p/1", [31]), ("tile/2/000.p/1", [16]), ("tile/entries/000", [0, 5, 700]), ("tile/entries/255", [20]),
            ("tile/entries/257.p/208", [900]),
        ] {
            let original = try readFile(fixture.scratch.path("log/\(file)"))
            for offset in offsets { try damage(file, at: offset, original) }
            try fixture.scratch.write(original, to: "log/\(file)")
        }
        // In parts, only the part that has the bundle finds it; the tiles above are in each.
        let original = try readFile(fixture.scratch.path("log/tile/entries/255"))
        var bytes = original
        bytes[20] ^= 1
        try fixture.scratch.write(bytes, to: "log/tile/entries/255")
        let reader = try fixture.reader("log")
        let parts = (0..<3).map { reader.check(part: $0, of: 3, threads: 1) }
        #expect(parts.map(\.isSound) == [true, true, false])
        #expect(parts.reduce(0) { $0 + $1.entries } == 66_000)
        // An entry is not given out before it has been held against the checkpoint.
        #expect(throws: LedgerError.self) { try reader.entry(at: 255 * 256 + 2) }
        #expect(throws: LedgerError.self) { try reader.forEachEntry(in: 65_000..<66_000) { _, _ in true } }
    }

    @Test("A bundle and its tile that were changed together are both named")
    func together() throws {
        try fixture.log("log", size: 300)
        try fixture.log("other")
        try fixture.ledger("other").append((0..<300).map { $0 == 77 ? [1] : LedgerVectors.entry($0) })
        for file in ["tile/0/000", "tile/entries/000"] {
            try fixture.scratch.write(try readFile(fixture.scratch.path("other/\(file)")), to: "log/\(file)")
        }
        #expect(
            try fixture.reader("log").check().problems == [
                .damaged(file: "tile/0/000", entry: nil), .damaged(file: "tile/entries/000", entry: nil),
            ])
    }

    @Test("Files cut at any length, missing, put in place of others or added are named, and nothing is appended to what is wrong")
    func files() throws {
        let ledger = try fixture.log("log", size: 257)
        try ledger.append([[1], [2]])
        try ledger.append([[3]])
        for file in try fixture.files("log") where file != "lock" {
            let path = "log/\(file)"
            let original = try readFile(fixture.scratch.path(path))
            for length in stride(from: 0, to: original.count, by: original.count < 300 ? 1 : 251) {
                try fixture.scratch.write(Array(original[..<length]), to: path)
                if file == "checkpoint" {
                    #expect(throws: LedgerError.self) { try fixture.reader("log") }
                    continue
                }
                let problems = try fixture.reader("log").check().problems
                #expect(!problems.isEmpty && problems.allSatisfy { $0.file == file }, "\(file) cut at \(length): \(problems)")
                if file.contains(".p/4") {
                    #expect(throws: LedgerError.self, "\(file) cut at \(length)") { try fixture.ledger("log").append([[4]]) }
                }
            }
            try fixture.scratch.write(original + [0], to: path)
            if file == "checkpoint" {
                #expect(throws: LedgerError.self) { try fixture.reader("log") }
            } else {
                #expect(try fixture.reader("log").check().problems.map(\.file) == [file], "\(file) lengthened")
            }
            try fixture.scratch.write(original, to: path)
            // An older partial file may be gone: it was for an older size.
            guard file.hasPrefix("tile/"), !file.contains("p/1") || file.hasPrefix("tile/1"), !file.contains("p/3") else { continue }
            _ = try ProgramRun("mv", [fixture.scratch.path(path), fixture.scratch.path("away")])
            #expect(try fixture.reader("log").check().problems == [.missing(file: file)])
            _ = try ProgramRun("mv", [fixture.scratch.path("away"), fixture.scratch.path(path)])
        }
        for file in [
            "tile/0/1", "tile/x", "notes.txt", "tile/entries/001.p/256", "tile/0/x000/001", "tile/9/000",
            "tile/0/x999/x999/x999/x999/x999/999",
        ] {
            try fixture.scratch.write([1], to: "log/\(file)")
            #expect(try fixture.reader("log").check().problems == [.extra(file: file)])
            _ = try ProgramRun("rm", [fixture.scratch.path("log/\(file)")])
        }
        try fixture.scratch.write([1], to: "log/tile/entries/001.p/9")
        let check = try fixture.reader("log").check()
        #expect(check.isSound && check.leftovers == ["tile/entries/001.p/9"])
        try fixture.ledger("log").append([[9]])
        #expect(try fixture.reader("log").check().leftovers.isEmpty)
    }
}
