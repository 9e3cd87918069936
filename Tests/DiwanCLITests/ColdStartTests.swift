import DiwanTestSupport
import Testing

#if !DEBUG
    /// What a start costs, in a build for release; the machine may be busy, so the best of several runs counts.
    @Suite("What a start costs", .serialized)
    struct ColdStartTests {
        @Test("From nothing to a written letter it is less than 60 ms of processor time and 40 MiB")
        func letter() throws {
            let office = try Office()
            var times: [Int] = []
            for _ in 0..<8 {
                let run = try office.diwan(["render", "letter", "--sample", "-o", "a.pdf", "--timings"])
                #expect(run.status == 0)
                times.append(run.processorTime)
                // The program tells its memory itself: the system would count the tests' own, from which the program was started.
                let memory = try #require(run.errorText.firstMatch(of: /memory: (\d+) KiB/)?.1)
                #expect(try #require(Int(memory)) < 40 * 1_024)
            }
            #expect(try #require(times.min()) < 60_000)
        }

        @Test("A command that needs nothing takes less than 25 ms of processor time")
        func nothing() throws {
            let times = try (0..<8).map { _ in try ProgramRun(Repository.diwan(), ["version"]).processorTime }
            #expect(try #require(times.min()) < 25_000)
        }
    }
#endif
