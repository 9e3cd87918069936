import Diwan
import DiwanDiagnostics
import DiwanDomain
import DiwanOffice

extension Command {
    /// `diwan doctor`.
    static let doctor = Command(
        name: "doctor", summary: "look whether this machine has all that is needed",
        details: [
            "Out: state, what was looked at, what was found; separated by TAB. The state is \"ok\", \"note\" for what works and deserves a look, "
                + "or \"wrong\". Status 2 when something is wrong.",
            "In an office (--office, DIWAN_OFFICE, or a folder of it) its folder is looked at too: who may read what, what is missing, what a "
                + "stopped run left, the keys and the certificate of the seal, the policy's day of review, templates, fonts and settings that are not as adopted.",
        ],
        options: [
            Option(
                name: "--adopt",
                summary: "let the office adopt templates, fonts, policy and settings as they are now, and say so in its log"),
            Option(name: "--clean", summary: "delete what runs that were stopped have left, and no entry of the log speaks of"),
            .office, .actor, .role, .passphrase, .sealPassphrase, .profile, .templates, .fonts, .creationTime, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        if arguments.has("--adopt") {
            let office = try arguments.openOffice()
            let actor = try arguments.actor(in: office, for: [.director])
            try officeWork { () throws(OfficeError) in try office.adopt(by: actor) }
        }
        var findings = Findings()
        findings.add(.ok, "program", "diwan \(Engine.version)")
        findings.lookAtTemplates(arguments)
        findings.lookAtFonts(arguments)
        findings.lookAtEnvironment(arguments)
        if let folder = arguments.officeFolderIfAny() { findings.lookAtOffice(folder, arguments) }
        try FindingLines.write(findings.all, arguments, console)
        return findings.all.areSound ? .done : .failure
    }
}

/// What `doctor` found.
private struct Findings {
    private(set) var all: [Finding] = []

    mutating func add(_ state: Finding.State, _ subject: String, _ words: String) {
        all.append(Finding(state, subject, words))
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

    mutating func lookAtOffice(_ folder: OfficeFolder, _ arguments: Arguments) {
        var inspection = OfficeInspection(folder)
        do throws(CommandFailure) {
            let office = try arguments.openOffice()
            try officeWork { () throws(OfficeError) in
                try inspection.add(office)
                if arguments.has("--clean") { try inspection.clean() }
            }
            add(.ok, "office", "\(folder.path): \(office.size) entries; diwan ledger check holds them against all that is kept")
        } catch {
            add(error, "office")
        }
        all += inspection.findings
    }
}
