import DiwanTestSupport
import Testing

@Suite("What the program links")
struct LinkageTests {
    @Test("The program links neither the whole of Foundation nor its ICU, even through others")
    func noFoundation() throws {
        let run = try ProgramRun("ldd", [Repository.diwan()])
        #expect(run.status == 0)
        #expect(run.outputText.contains("libswiftCore.so"))
        let libraries = run.outputText.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        for library in libraries {
            let name = library.drop { $0 == "\t" }
            #expect(!name.hasPrefix("libFoundation.so"))
            #expect(!name.hasPrefix("libFoundationInternationalization"))
            #expect(!name.hasPrefix("lib_FoundationICU"))
        }
    }
}
