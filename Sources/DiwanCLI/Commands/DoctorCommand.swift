import Diwan
import DiwanDiagnostics
import DiwanDomain

extension Command {
    /// `diwan doctor`.
    static let doctor = Command(
        name: "doctor", summary: "look whether this machine has all that is needed",
        details: [
            "Out: state, what was looked at, what was found; separated by TAB. The state is \"ok\", \"note\" for what works and deserves a look, "
                + "or \"wrong\". Status 2 when something is wrong."
        ],
        options: [.profile, .templates, .fonts, .creationTime, .json]
    ) { arguments, console throws(CommandFailure) in
        var findings = Findings()
        findings.add(.ok, "program", "diwan \(Engine.version)")
        findings.lookAtTemplates(arguments)
        findings.lookAtFonts(arguments)
        findings.lookAtEnvironment(arguments)
        if arguments.has("--json") {
            let objects = findings.all.map { finding in
                JSONText.object([
                    "state": JSONText.string(finding.state.rawValue), "subject": JSONText.string(finding.subject),
                    "words": JSONText.string(finding.words),
                ])
            }
            try console.write("[\n" + objects.joined(separator: ",\n") + "\n]\n")
        } else {
            var output: [UInt8] = []
            for finding in findings.all { output.append(fields: [finding.state.rawValue, finding.subject, finding.words]) }
            try console.write(output)
        }
        return findings.all.contains { $0.state == .wrong } ? .failure : .done
    }
}

/// What `doctor` found.
private struct Findings {
    /// How something stands.
    enum State: String {
        /// As it should be.
        case ok
        /// It works, and deserves a look.
        case note
        /// It does not work.
        case wrong
    }

    /// One thing that was looked at.
    struct Finding {
        var state: State
        var subject: String
        var words: String
    }

    private(set) var all: [Finding] = []

    mutating func add(_ state: State, _ subject: String, _ words: String) {
        all.append(Finding(state: state, subject: subject, words: words))
    }

    private mutating func add(_ failure: CommandFailure, _ subject: String) {
        for diagnostic in failure.diagnostics {
            add(.wrong, subject, (diagnostic.position.map { "\($0): " } ?? "") + diagnostic.message)
        }
        if let message = failure.message { add(.wrong, subject, message + (failure.hint.map { "; \($0)" } ?? "")) }
    }

    mutating func lookAtTemplates(_ arguments: Arguments) {
        do throws(EnvironmentError) {
            let index = try TemplateIndex(in: arguments.places)
            add(index.ids.isEmpty ? .note : .ok, "templates", "\(index.ids.count) in \(index.root)")
        } catch {
            add(CommandFailure(error), "templates")
        }
    }

    mutating func lookAtFonts(_ arguments: Arguments) {
        do throws(CommandFailure) {
            let fonts = try Command.installedFonts(arguments)
            for role in DiwanEnvironment.neededRoles {
                let usable = fonts.filter { $0.entry.roles.contains(role) && ($0.state == .tested || $0.state == .other) }
                if let first = usable.first {
                    add(.ok, "fonts for \(role)", first.entry.family)
                } else {
                    add(.wrong, "fonts for \(role)", "none can be used")
                }
            }
            for (entry, state) in fonts {
                let name = "\(entry.family) \(entry.weight)"
                switch state {
                case .tested: break
                case .other: add(.note, "font", "\(name) is another version than the tested one: \(entry.path ?? entry.file)")
                case .damaged: add(.wrong, "font", "\(name) cannot be used: \(entry.path ?? entry.file)")
                case .missing: add(.note, "font", "\(name) is not installed; the package \(entry.package) provides it")
                }
            }
        } catch {
            add(error, "fonts")
        }
    }

    mutating func lookAtEnvironment(_ arguments: Arguments) {
        do throws(CommandFailure) {
            let environment = try arguments.environment()
            for warning in environment.profileWarnings { add(.note, "profile", warning.message) }
            add(.ok, "profile", environment.profile.name)
            let date = environment.time.date
            let hijri = (try? DatePair(date)).map { " (\($0.hijri.iso))" } ?? ""
            add(.ok, "today", date.iso + hijri)
        } catch {
            add(error, "environment")
        }
    }
}
