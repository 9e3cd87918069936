import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// An office under load while processes are killed, disks fill and the power goes.
@Suite("An office under load", .serialized)
struct OfficeLoadTests {
    private let fixture: OfficeFixture
    private let number: String

    init() throws {
        fixture = try OfficeFixture()
        number = try fixture.issueCircular("2026-11-03T08:00:00Z").number
        _ = try fixture.requestData()
        _ = try ProgramRun("cp", [fixture.temporary.path("data.json"), fixture.temporary.path("request.json")])
        _ = try fixture.data(OfficeFixture.circular)
    }

    private static let issue = "issue circular --data data.json --as p-06"
    private static let receive = "request receive --channel phone --data request.json --as p-01"

    /// Runs a shell script in which `$d` is the program.
    private func script(_ text: String, office: String? = nil) throws -> ProgramRun {
        try ProgramRun(
            "bash", ["-c", "d='\(Repository.diwan())'\n" + text],
            environment: [
                "DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1793865600", "DIWAN_OFFICE": office ?? fixture.folder.path,
            ], directory: fixture.temporary.path)
    }

    /// Holds an office against what was acknowledged in it: numbers that were printed, each with its document.
    /// - Parameter isFull: whether the disk is full, so that no writer can be asked to wait while the files are looked through.
    private func inspect(_ folder: OfficeFolder, _ acknowledged: [String], _ place: String, isFull: Bool = false) throws {
        let findings = try OfficeCheck(folder).findings.filter { $0.state == .wrong }
        #expect(findings.isEmpty, "\(place): \(findings)")
        let log = try OfficeLog(folder, try OfficeConfiguration(folder).settings, passphrase: nil)
        var numbers: [String: [Int]] = [:]
        var hashes: [String: String] = [:]
        try log.forEach(in: 0..<log.size) { position, bytes throws(OfficeError) in
            let event = try Office.event(bytes, at: position)
            guard event.kind.takesNumber, let number = event.text("number"), let taken = DocumentNumber(number) else { return }
            numbers[taken.series, default: []].append(taken.count)
            hashes[number] = event.text("sha256") ?? ""
        }
        for (series, counts) in numbers { #expect(counts == Array(1...counts.count), "\(place): \(series) \(counts)") }
        #expect(Set(acknowledged).count == acknowledged.count, "\(place): a number was given twice")
        for number in acknowledged {
            let hash = try #require(hashes[number], "\(place): \(number) was acknowledged")
            if !hash.isEmpty { #expect(try readFile(folder.document(hash)).suffix(6) == Array("%%EOF\n".utf8), "\(place): \(number)") }
        }
        if isFull { return }
        // What stopped runs have left is known as that, and nothing else is.
        let strays = try StrayFiles(in: folder, log)
        #expect(strays.contradictions.isEmpty && strays.damaged.isEmpty, "\(place): \(strays.contradictions) \(strays.damaged)")
    }

    /// The numbers in what the program wrote.
    private func numbers(_ output: String) -> [String] {
        output.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
    }

    @Test("Writers that are killed at any moment lose nothing that they acknowledged, and readers beside them see nothing unsound")
    func killed() throws {
        let run = try script(
            """
            cd '\(fixture.temporary.path)'
            RANDOM=4
            begun=$(date +%s%N); $d \(Self.issue) > told.0; most=$(( ($(date +%s%N) - begun) / 1000000 ))
            work() {
              for i in 1 2 3 4 5 6 7 8 9; do
                if [ $((i % 3)) = 0 ]; then $d $2 >> told.$1 || echo "$2 failed" >> failed
                else timeout -s KILL $(printf '%d.%03d' $((${waits[i]} * most / 60000)) $((${waits[i]} * most / 60 % 1000))) $d $2 >> told.$1; fi
              done 2>> errors
            }
            look() {
              while [ ! -e ended ]; do
                $d ledger check > check || { cat check >> failed; echo "check failed" >> failed; }
                $d verify \(number) > seen 2>&1 || { cat seen >> failed; echo "verify failed" >> failed; }
                echo >> looks
              done 2>> failed
            }
            : > failed
            for w in 1 2 3; do
              for i in 1 2 3 4 5 6 7 8 9; do waits[i]=$((RANDOM % 90 + 10)); done
              if [ $w = 3 ]; then work $w "\(Self.receive)" & else work $w "\(Self.issue)" & fi
              writers="$writers $!"
            done
            look & reader=$!
            wait $writers; touch ended; wait $reader
            cat told.*
            """)
        #expect(run.status == 0, "\(run.errorText)")
        let failed = String(decoding: try readFile(fixture.temporary.path("failed")), as: UTF8.self)
        #expect(failed.isEmpty, "\(failed)")
        #expect(try readFile(fixture.temporary.path("looks")).count > 1)
        let told = numbers(run.outputText)
        #expect(told.count > 9, "\(told)")
        try inspect(fixture.folder, told, "killed")
        // After the last kill a writer goes on.
        let last = try script("$d \(Self.issue) && $d \(Self.receive) && $d doctor --clean > /dev/null")
        #expect(last.status == 0, "\(last.errorText)")
        try inspect(fixture.folder, told + numbers(last.outputText), "after")
    }

    @Test("A full disk stops the office without damage, and it goes on when there is room", arguments: ["size", "nr_inodes"])
    func fullDisk(limit: String) throws {
        let mount = fixture.temporary.path("small")
        let used = try ProgramRun(
            "sh", ["-c", "du -sk --inodes office | cut -f1; du -sk office | cut -f1"], directory: fixture.temporary.path)
        let sizes = used.outputText.split(separator: "\n").compactMap { Int($0) }
        try #require(sizes.count == 2, "\(used.errorText)")
        // Room for two or three letters.
        let room = limit == "size" ? "size=\(sizes[1] + 400)k" : "nr_inodes=\(sizes[0] + 26)"
        let mounted = try ProgramRun(
            "sh",
            ["-ec", "mkdir \(mount); mount -t tmpfs -o \(room),mode=700 tmpfs \(mount); cp -a \(fixture.folder.path) \(mount)/office"])
        try #require(mounted.status == 0, "\(mounted.errorText)")
        defer { _ = try? ProgramRun("umount", [mount]) }
        let folder = OfficeFolder(mount + "/office")
        let filled = try script(
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do $d \(Self.issue) || exit $?; $d \(Self.receive) || exit $?; done", office: folder.path)
        #expect(filled.status == 3 && filled.errorText.contains("No space left on device"), "\(filled.status) \(filled.errorText)")
        #expect(filled.errorText.split(separator: "\n").count { $0.hasPrefix("diwan ") } == 1, "\(filled.errorText)")
        try inspect(folder, numbers(filled.outputText), limit, isFull: true)
        #expect(!numbers(filled.outputText).isEmpty)
        // Still full: refused as before, and what is there is read.
        let again = try script(
            "$d verify \(number) > /dev/null || exit 9; for i in 1 2 3; do $d \(Self.issue) || exit $?; done", office: folder.path)
        #expect(again.status == 3, "\(again.status) \(again.errorText)")
        let larger = try ProgramRun("mount", ["-o", "remount,size=\(sizes[1] + 20_000)k,nr_inodes=10000", mount])
        try #require(larger.status == 0, "\(larger.errorText)")
        let after = try script("$d \(Self.issue) && $d \(Self.receive)", office: folder.path)
        #expect(after.status == 0, "\(after.errorText)")
        try inspect(folder, [filled, again, after].flatMap { numbers($0.outputText) }, "\(limit), after")
    }

    @Test("After a power cut every document that was acknowledged is there, with all that stands behind it")
    func powerCut() throws {
        let mount = fixture.temporary.path("disk")
        let image = fixture.temporary.path("image")
        let made = try ProgramRun(
            "bash",
            [
                "-ec",
                """
                mkdir \(mount); truncate -s 48M \(image); mkfs.ext4 -q -m 0 \(image); mount -o loop \(image) \(mount)
                cp -a \(fixture.folder.path) \(mount)/office; sync -f \(mount)
                """,
            ])
        try #require(made.status == 0, "\(made.errorText)")
        defer { _ = try? ProgramRun("umount", [mount]) }
        let folder = OfficeFolder(mount + "/office")
        var told: [String] = []
        for round in 0..<4 {
            // FS_IOC_SHUTDOWN with the flag NOLOGFLUSH: the journal is not written, as if the power had gone. First when two are told, so that
            // it is during the third.
            let cut = "import fcntl,os,struct; fcntl.ioctl(os.open('\(mount)', 0), 0x8004587D, struct.pack('I', 2))"
            let run = try script(
                """
                cd '\(fixture.temporary.path)'; : > told
                ( while $d \(Self.issue) >> told 2>> errors && $d \(Self.receive) >> told 2>> errors; do :; done ) & p=$!
                for i in $(seq 1 2000); do [ $(wc -l < told) -ge 2 ] && break; sleep 0.02; done
                sleep 0.0\(round * 3)
                python3 -c "\(cut)" || exit 9
                wait $p
                umount \(mount) && mount -o loop \(image) \(mount) || exit 8
                cat told
                """, office: folder.path)
            try #require(run.status == 0, "\(run.status) \(run.errorText)")
            #expect(numbers(run.outputText).count >= 2)
            told += numbers(run.outputText)
            try inspect(folder, told, "round \(round)")
        }
        let after = try script("$d \(Self.issue) && $d doctor --clean", office: folder.path)
        #expect(after.status == 0, "\(after.outputText)\(after.errorText)")
    }
}
