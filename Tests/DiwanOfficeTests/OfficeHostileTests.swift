import DiwanTestSupport
import Foundation
import Glibc
import Testing

@testable import DiwanOffice

/// What people and machines do to an office that they should not: links, names, clocks, keys, folders that cannot be written.
@Suite("Hostile surroundings of an office", .serialized)
struct OfficeHostileTests {
    private let fixture: OfficeFixture

    init() throws {
        fixture = try OfficeFixture()
        _ = try fixture.data(OfficeFixture.circular)
    }

    private static let issuing = ["issue", "circular", "--data", "data.json", "--as", "p-06"]

    /// Expects that a command is refused with a status and words, and that nothing of the office is another then.
    private func refuse(_ arguments: [String], _ status: Int, _ words: String, time: String = "1793865600") throws {
        let before = try listing()
        let run = try fixture.diwan(arguments, at: time)
        #expect(run.status == status && run.errorText.contains(words), "\(arguments): \(run.status) \(run.errorText)")
        #expect(run.errorText.split(separator: "\n").filter { $0.hasPrefix("diwan ") }.count <= 1, "\(run.errorText)")
        #expect(try listing() == before, "\(arguments)")
    }

    /// Every file of the office with its hash; not what finds things, nor tiles beyond the checkpoint, which the next writer clears away.
    private func listing() throws -> String {
        try ProgramRun(
            "sh",
            [
                "-c",
                "find -L . -type f -not -path './index/*' -not -path './ledger/lock' -not -path './ledger/tile/*' -exec sha256sum {} + | sort",
            ],
            directory: fixture.folder.path
        ).outputText
    }

    @Test("Nothing is written through a symbolic link, wherever in the folder it stands, and doctor names it")
    func links() throws {
        try fixture.issueCircular("2026-11-03T08:00:00Z")
        for name in OfficeFolder.folders {
            try fixture.shell(
                "mv \(name) ../elsewhere; ln -s ../../elsewhere \(name); rm -f \(name); ln -s \(fixture.temporary.path("elsewhere")) \(name)"
            )
            let before = try ProgramRun(
                "sh", ["-c", "find . -type f -not -name lock | xargs sha256sum"], directory: fixture.temporary.path("elsewhere"))
            let run = try fixture.diwan(Self.issuing)
            #expect(
                run.status == (name == "ledger" ? 4 : 3) && run.errorText.contains("symbolic link"),
                "\(name): \(run.status) \(run.errorText)")
            let after = try ProgramRun(
                "sh", ["-c", "find . -type f -not -name lock | xargs sha256sum"], directory: fixture.temporary.path("elsewhere"))
            #expect(before.output == after.output, "\(name)")
            let inspection = OfficeInspection(fixture.folder)
            #expect(inspection.findings.contains { $0.subject == "link" && $0.words.contains(name) }, "\(name)")
            try fixture.shell("rm \(name); mv ../elsewhere \(name)")
        }
        try fixture.temporary.write("mine", to: "victim")
        for name in ["index/keys", "index/seen", "resources.json", "verifier-keys"] {
            try fixture.shell("if [ -f \(name) ]; then mv \(name) ../kept; else : > ../kept; fi; ln -s ../../victim \(name)")
            let run = try fixture.diwan(["doctor", "--adopt", "--as", "p-06"])
            #expect(run.status != 0, "\(name): \(run.outputText)")
            #expect(try readFile(fixture.temporary.path("victim")) == Array("mine".utf8), "\(name)")
            try fixture.shell("rm \(name); mv ../kept \(name)")
        }
        // A folder below, and the file itself.
        let path = fixture.folder.document(String(repeating: "a", count: 64))
        try fixture.shell("mkdir ../elsewhere; ln -s ../../elsewhere documents/aa")
        #expect(throws: (any Error).self) { try EvidenceStore.write([1], to: path) }
        try fixture.shell("rm documents/aa; mkdir documents/aa; ln -s ../../../victim '\(path)'")
        #expect(throws: (any Error).self) { try EvidenceStore.write([1], to: path) }
        #expect(try readFile(fixture.temporary.path("victim")) == Array("mine".utf8))
    }

    @Test("Names with slashes, full stops, line feeds, zeros and signs that turn the direction are refused in settings, with their place")
    func settingsNames() throws {
        let bad = [
            "..", "../x", "a/b", "a\\nb", "a\\u0000b", "a\\u202Eb", "a b", "\\u2066", "a\\u200Fb", String(repeating: "a", count: 65),
        ]
        for (file, pattern) in [
            ("people.json", "\"id\": \""), ("office.json", "\"code\": \""), ("office.json", "\"other-series\": \""),
        ] {
            let right = String(decoding: try fixture.bytes(file), as: UTF8.self)
            let start = try #require(right.range(of: pattern)).upperBound
            let end = try #require(right[start...].firstIndex(of: "\""))
            for name in bad {
                try fixture.overwrite(file, Array((right[..<start] + name + right[end...]).utf8))
                let run = try fixture.diwan(["ledger", "check"])
                #expect(run.status == 1 && run.errorText.contains("\(file):"), "\(file) \(name): \(run.status) \(run.errorText)")
            }
            try fixture.overwrite(file, Array(right.utf8))
        }
        for branch in ["..", "a/b", "a\nb", "a\u{202E}b", "", " "] {
            let run = try fixture.diwan(["init", "branch", "--branch", branch])
            #expect(run.status == 1 && run.errorText.contains("branch"), "\(branch): \(run.status) \(run.errorText)")
        }
        let key = String(decoding: try fixture.bytes("office.json"), as: UTF8.self)
        try fixture.overwrite("office.json", Array(key.replacingOccurrences(of: "keys/log.pem", with: "../log.pem").utf8))
        let run = try fixture.diwan(["ledger", "check"])
        #expect(run.status == 1 && run.errorText.contains("below the office's folder"), "\(run.errorText)")
    }

    @Test("Numbers, codes, templates and files that are named on the command line lead nowhere else")
    func commandNames() throws {
        try fixture.issueCircular("2026-11-03T08:00:00Z")
        for name in [
            "..", "../../etc/passwd", "/etc/passwd", "1448/ت/00001\n", "1448/ت/00001\u{200F}", "1448/ت/../ت/00001",
            "1448/ت/99999999999999999999", "-", "%00",
        ] {
            for arguments in [
                ["print", "--as", "p-01", "-o", "out.pdf", "--", name], ["revoke", "--as", "p-06", "--reason", "x", "--", name],
                ["request", "show", "--", name], ["ledger", "prove", "-o", "proof", "--", name],
                ["erase", "--as", "p-06", "--basis", "retention-ended", "--minutes", "1", "--", name],
            ] { try refuse(arguments, 1, "diwan ") }
            // A template may be named by its path, and is not one that was adopted.
            let before = try listing()
            #expect([1, 3, 5].contains(try fixture.diwan(["issue", "--as", "p-06", "--", name]).status), "\(name)")
            #expect(try listing() == before, "\(name)")
        }
        #expect(try ProgramRun("ls", [fixture.temporary.path]).outputText.split(separator: "\n").sorted() == ["data.json", "office"])
    }

    @Test("A clock that went back, a key that is missing, of another office, locked or open to others: told, and nothing is written")
    func clockAndKeys() throws {
        try fixture.issueCircular("2026-11-03T08:00:00Z")
        try refuse(Self.issuing, 2, "set the clock right", time: "1793400000")
        try fixture.shell("mv keys/log.pem ../log.pem")
        try refuse(Self.issuing, 3, "keys/log.pem is missing")
        let other = try OfficeFixture()
        _ = try ProgramRun("rm", [other.folder.file("keys/log.pem")])
        let founded = try ProgramRun(
            Repository.diwan(), ["init", "foreign"],
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600"], directory: fixture.temporary.path)
        #expect(founded.status == 0)
        try fixture.shell("cp ../foreign/keys/log.pem keys/log.pem; chmod 600 keys/log.pem")
        try refuse(Self.issuing, 3, "the file of the key holds another key")
        let doctor = try fixture.diwan(["doctor"])
        #expect(doctor.status == 2 && doctor.outputText.contains("holds another key"), "\(doctor.outputText)")
        try fixture.shell("cp ../log.pem keys/log.pem; chmod 644 keys/log.pem")
        try refuse(Self.issuing, 3, "chmod 600 mends it")
        try fixture.shell(
            "openssl pkey -in ../log.pem -aes-256-cbc -passout pass:right -out keys/log.pem; chmod 600 keys/log.pem; printf wrong > ../wrong; printf right > ../right"
        )
        try refuse(Self.issuing, 3, "the passphrase of the key")
        let script = "exec '\(Repository.diwan())' \(Self.issuing.joined(separator: " ")) --passphrase-fd 4"
        for (word, status) in [("wrong", 3), ("right", 0)] {
            let run = try ProgramRun(
                "sh", ["-c", "\(script) 4< \(word)"],
                environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": fixture.folder.path],
                directory: fixture.temporary.path)
            #expect(run.status == status, "\(word): \(run.errorText)")
        }
        let locked = try fixture.diwan(["doctor"])
        #expect(locked.status == 0 && locked.outputText.contains("wants its passphrase"), "\(locked.outputText)")
        #expect(try fixture.faults().isEmpty)
    }

    @Test("A checkpoint of another log, of none, or damaged says so")
    func foreignCheckpoints() throws {
        let issued = try fixture.issueCircular("2026-11-03T08:00:00Z")
        let founded = try ProgramRun(
            Repository.diwan(), ["init", "foreign", "--origin", "other.example/log"],
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600"], directory: fixture.temporary.path)
        #expect(founded.status == 0, "\(founded.errorText)")
        try fixture.temporary.write("words", to: "words")
        for (name, words) in [
            ("foreign/ledger/checkpoint", "it is of the log"), ("words", "older checkpoint"), ("absent", "cannot be read"),
        ] {
            for arguments in [
                ["ledger", "check", "--old", name], ["verify", issued.number, "--old", name],
                ["verify", issued.path, "--key", "office/verifier-keys", "--old", name], ["ledger", "prove", "--from", name],
            ] {
                let run = try fixture.diwan(arguments, office: !arguments.contains("--key"))
                #expect(
                    [3, 4].contains(run.status) && (run.errorText + run.outputText).contains(words),
                    "\(arguments): \(run.status) \(run.errorText)")
            }
        }
    }

    @Test("A folder that cannot be written is read, and says so when it is written; so does one of another user")
    func readOnly() throws {
        let issued = try fixture.issueCircular("2026-11-03T08:00:00Z")
        let office = fixture.folder.path
        let mounted = try ProgramRun("sh", ["-ec", "mount --bind \(office) \(office); mount -o remount,bind,ro \(office)"])
        try #require(mounted.status == 0, "\(mounted.errorText)")
        defer { _ = try? ProgramRun("umount", [office]) }
        for arguments in [["verify", issued.number], ["ledger", "check"], ["ledger", "show"], ["request", "list"]] {
            let run = try fixture.diwan(arguments)
            #expect(run.status == 0, "\(arguments): \(run.outputText)\(run.errorText)")
        }
        try refuse(Self.issuing, 3, "Read-only file system")
        try #require(try ProgramRun("umount", [office]).status == 0)
        // A user who may not look into the folder, without the rights of an administrator.
        try fixture.shell("chown -R 65534:65534 .")
        let run = try ProgramRun(
            "setpriv", ["--bounding-set=-all", "--inh-caps=-all", Repository.diwan()] + Self.issuing,
            environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": office],
            directory: fixture.temporary.path)
        #expect([1, 3].contains(run.status) && run.errorText.contains("Permission denied"), "\(run.status) \(run.errorText)")
    }

    @Test("A witness's key has a passphrase, and a document is held against an older checkpoint without the office")
    func witnessAndConsistency() throws {
        try fixture.issueCircular("2026-11-03T08:00:00Z")
        try fixture.temporary.write("secret", to: "pass")
        func cosign(_ rest: String) throws -> ProgramRun {
            try ProgramRun(
                "sh", ["-c", "exec '\(Repository.diwan())' ledger witness witness --name witness.example/one -o cosigned \(rest)"],
                environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": fixture.folder.path],
                directory: fixture.temporary.path)
        }
        #expect(try cosign("--passphrase-fd 4 4< pass").status == 0)
        #expect(String(decoding: try readFile(fixture.temporary.path("witness/witness.pem")), as: UTF8.self).contains("ENCRYPTED"))
        let locked = try cosign("")
        #expect(locked.status == 2 && locked.errorText.contains("passphrase"), "\(locked.errorText)")
        #expect(try cosign("--passphrase-fd 4 4< pass").status == 0)
        // The checkpoint that the witness has is older than the proof of the next document.
        let issued = try fixture.issueCircular("2026-11-04T08:00:00Z")
        let verifying = ["verify", issued.path, "--key", "office/verifier-keys", "--old", "cosigned"]
        let asked = try fixture.diwan(verifying, office: false)
        #expect(asked.status == 0 && asked.outputText.contains("diwan ledger prove --from"), "\(asked.outputText)\(asked.errorText)")
        #expect(try fixture.diwan(["ledger", "prove", "--from", "cosigned", "-o", "growth"]).status == 0)
        let shown = try fixture.diwan(verifying + ["--consistency", "growth"], office: false)
        #expect(
            shown.status == 0 && shown.outputText.contains("goes on from the older checkpoint of"), "\(shown.outputText)\(shown.errorText)")
        // Any other file does not hold: of a later state, or with a changed hash.
        let text = String(decoding: try readFile(fixture.temporary.path("growth")), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0].hasPrefix("old ") && lines[1].count == 44)
        lines[1] = String(lines[1].reversed().drop { $0 == "=" }) + "="
        try fixture.temporary.write(lines.joined(separator: "\n"), to: "false")
        try fixture.issueCircular("2026-11-05T08:00:00Z")
        #expect(try fixture.diwan(["ledger", "prove", "--from", "cosigned", "-o", "later"]).status == 0)
        for name in ["false", "later", "cosigned", "data.json"] {
            let run = try fixture.diwan(verifying + ["--consistency", name], office: false)
            #expect(run.status == 4, "\(name): \(run.outputText)\(run.errorText)")
        }
    }
}
