import DiwanLedger
import DiwanTestSupport
import Testing

/// The file that shows that a log goes on from an older checkpoint.
@Suite("Proofs of growth that travel")
struct LogGrowthTests {
    private let fixture: LedgerFixture

    init() throws {
        fixture = try LedgerFixture()
    }

    @Test("It is read as it was written, holds for the older checkpoint alone, and any changed byte is malformed or does not hold")
    func growth() throws {
        try fixture.log("log", size: 300)
        let reader = try fixture.reader("log")
        let keys = [fixture.key]
        let origin = reader.checkpoint.checkpoint.origin
        var random = SeededGenerator(seed: 21)
        for oldSize in [1, 255, 256, 299, 300] {
            try fixture.log("log-\(oldSize)", size: oldSize)
            let older = try fixture.reader("log-\(oldSize)").checkpoint.checkpoint
            let growth = LogGrowth(try reader.consistencyProof(from: oldSize), checkpoint: reader.checkpoint)
            #expect(try LogGrowth(growth.bytes) == growth)
            #expect(try growth.verify(from: older, origin: origin, keys: keys).checkpoint.size == 300)
            let other = Checkpoint(origin: origin, size: oldSize, root: .leaf([1]))
            #expect(throws: NoteError.self) { try growth.verify(from: other, origin: origin, keys: keys) }
            for _ in 0..<60 {
                var bytes = growth.bytes
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                #expect(throws: NoteError.self) { try LogGrowth(bytes).verify(from: older, origin: origin, keys: keys) }
                let cut = Array(growth.bytes.prefix(Int.random(in: bytes.indices, using: &random)))
                #expect(throws: NoteError.self) { try LogGrowth(cut).verify(from: older, origin: origin, keys: keys) }
            }
        }
    }
}
