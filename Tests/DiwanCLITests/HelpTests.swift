import DiwanTestSupport
import Testing

@Suite("Help, completions and the manual page")
struct HelpTests {
    /// The names of the commands, and of those below them, as the program's own help lists them.
    private func commands() throws -> [[String]] {
        func listed(_ words: [String]) throws -> [String] {
            let run = try ProgramRun(Repository.diwan(), ["help"] + words)
            try #require(run.status == 0)
            let lines = run.outputText.split(separator: "\n", omittingEmptySubsequences: false)
            guard let start = lines.firstIndex(of: "commands:") else { return [] }
            return lines[(start + 1)...].prefix { !$0.isEmpty }.filter { !$0.hasPrefix("   ") }.compactMap {
                $0.split(separator: " ").first.map { String($0) }
            }
        }
        return try listed([]).flatMap { name in try [[name]] + listed([name]).map { [name, $0] } }
    }

    @Test("The help of the program and of every command is as it was read in review")
    func golden() throws {
        var text = ""
        for words in try [[]] + commands() {
            let run = try ProgramRun(Repository.diwan(), ["help"] + words)
            #expect(run.status == 0)
            #expect(run.errors.isEmpty)
            text += "$ " + (["diwan", "help"] + words).joined(separator: " ") + "\n" + run.outputText + "\n"
        }
        #expect(try differenceFromGolden(Array(text.utf8), "help.txt") == nil)
    }

    @Test("--help after a command says the same as help before it")
    func helpOption() throws {
        for words in try commands() {
            let before = try ProgramRun(Repository.diwan(), ["help"] + words)
            #expect(try ProgramRun(Repository.diwan(), words + ["--help"]).output == before.output)
            #expect(try ProgramRun(Repository.diwan(), words + ["-h"]).output == before.output)
        }
        #expect(try ProgramRun(Repository.diwan(), ["--help"]).output == ProgramRun(Repository.diwan(), ["help"]).output)
    }

    @Test("No line of the help is longer than a hundred characters")
    func width() throws {
        for words in try [[]] + commands() {
            for line in try ProgramRun(Repository.diwan(), ["help"] + words).outputText.split(separator: "\n") {
                #expect(line.count <= 100, "\(line)")
            }
        }
    }

    @Test("A shell parses its completions", arguments: ["bash", "zsh", "fish"])
    func syntax(shell: String) throws {
        let folder = try TemporaryFolder()
        let script = try ProgramRun(Repository.diwan(), ["completions", shell])
        let run = try ProgramRun(shell, ["-n", try folder.write(script.output, to: "script")])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.errors.isEmpty, "\(run.errorText)")
        for words in try commands() { #expect(script.outputText.contains(words.last ?? "")) }
    }

    @Test(
        "bash completes commands, their options and their words",
        arguments: [
            (["diwan", "comp"], "completions"), (["diwan", "completions", "z"], "zsh"), (["diwan", "version", "--j"], "--json"),
        ])
    func bashCompletes(words: [String], expected: String) throws {
        let script = try ProgramRun(Repository.diwan(), ["completions", "bash"]).outputText
        let line = words.map { "'\($0)'" }.joined(separator: " ")
        let run = try ProgramRun(
            "bash", ["-c", script + "\nCOMP_WORDS=(\(line)); COMP_CWORD=\(words.count - 1); _diwan; echo \"${COMPREPLY[@]}\""])
        #expect(run.outputText == expected + "\n")
    }

    @Test("fish completes a command's words")
    func fishCompletes() throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(try ProgramRun(Repository.diwan(), ["completions", "fish"]).output, to: "diwan.fish")
        let run = try ProgramRun(
            "fish", ["--no-config", "-c", "source \(script); complete -C 'diwan completions b'"], environment: ["HOME": folder.path])
        #expect(run.outputText.contains("bash"), "\(run.errorText)")
    }

    @Test("The manual page is roff without a warning, and holds every command")
    func manual() throws {
        let page = try ProgramRun(Repository.diwan(), ["help", "--man"])
        let check = try ProgramRun("groff", ["-man", "-ww", "-z", "-K", "utf8"], input: page.output)
        #expect(check.status == 0)
        #expect(check.errors.isEmpty, "\(check.errorText)")
        let text = try ProgramRun("groff", ["-man", "-Tutf8", "-P-cbou", "-K", "utf8"], input: page.output).outputText
        for words in try commands() { #expect(text.contains(words.joined(separator: " ")), "\(words)") }
    }
}
