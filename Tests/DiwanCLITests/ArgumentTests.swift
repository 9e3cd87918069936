import DiwanTestSupport
import Testing

@Suite("Arguments")
struct ArgumentTests {
    @Test(
        "A wrong argument ends with status 1, nothing on standard output, and words that say what to do",
        arguments: [
            ([], "a command is missing"),
            (["vershun"], "did you mean \"version\"?"),
            (["--vers"], "has no option --vers"),
            (["version", "--jsn"], "did you mean \"--json\"?"),
            (["version", "extra"], "\"extra\" is one argument too many"),
            (["version", "--json=yes"], "--json takes no value"),
            (["version", "--json", "--json"], "--json is given twice"),
            (["completions"], "SHELL is missing"),
            (["completions", "bsh"], "did you mean \"bash\"?"),
            (["completions", "--", "--json"], "SHELL cannot be \"--json\""),
            (["help", "nothing"], "has no command \"nothing\""),
            (["help", "version", "more"], "has no command \"more\""),
        ] as [([String], String)])
    func wrong(words: [String], message: String) throws {
        let run = try ProgramRun(Repository.diwan(), words)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.errorText.contains(message), "\(run.errorText)")
    }

    @Test("Standard output that cannot be written ends with status 3", arguments: [["version"], ["help"], ["completions", "zsh"]])
    func fullDisk(words: [String]) throws {
        let run = try ProgramRun(Repository.diwan(), words, standardOutput: "/dev/full")
        #expect(run.status == 3)
        #expect(run.errorText.contains("No space left on device"))
    }

    @Test("The version is the same in words and in JSON")
    func version() throws {
        let words = try ProgramRun(Repository.diwan(), ["version"])
        let json = try ProgramRun(Repository.diwan(), ["version", "--json"])
        let number = words.outputText.dropFirst("diwan ".count).dropLast()
        #expect(words.status == 0)
        #expect(json.outputText == "{\"version\":\"\(number)\"}\n")
        #expect(try ProgramRun(Repository.diwan(), ["--version"]).output == words.output)
    }
}
