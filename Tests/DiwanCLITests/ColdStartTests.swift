import DiwanTestSupport
import Testing

#if !DEBUG
    /// What a start costs, in a build for release; the machine may be busy, so the best of several runs counts.
    @Suite("What a start costs", .serialized)
    struct ColdStartTests {
        private func best(of count: Int, _ arguments: [String]) throws -> (milliseconds: Int, mebibytes: Int) {
            let office = try Office()
            var runs: [ProgramRun] = []
            for _ in 0..<count {
                runs.append(try office.diwan(arguments))
                #expect(runs.last?.status == 0)
            }
            return (runs.map { $0.processorTime / 1_000 }.min() ?? 0, (runs.map(\.peakMemory).min() ?? 0) / 1_024)
        }

        @Test("From nothing to a written letter it is less than 60 ms of processor time and 40 MiB")
        func letter() throws {
            let cost = try best(of: 8, ["render", "letter", "--sample", "-o", "a.pdf"])
            #expect(cost.milliseconds < 60)
            #expect(cost.mebibytes < 40)
        }

        @Test("A command that needs nothing takes less than 25 ms of processor time")
        func nothing() throws {
            #expect(try best(of: 8, ["version"]).milliseconds < 25)
        }
    }
#endif
