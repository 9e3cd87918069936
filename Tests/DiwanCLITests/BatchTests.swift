import DiwanTestSupport
import Foundation
import Testing

@Suite("batch")
struct BatchTests {
    private let office: Office

    init() throws {
        office = try Office()
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: office.work + "/" + name))
    }

    /// A table of letters, the row `number` of which has faults where `bad` says so.
    private func table(_ count: Int, bad: Set<Int> = [], separator: String = ",", mark: String = "") throws {
        var text = mark + ["req.no", "ben.name", "ben.gender", "amount"].joined(separator: separator) + "\r\n"
        for number in 1...count {
            let fields = ["1447/\(number)", "\"أحمد بن علي \(separator)\"", "m", bad.contains(number) ? "كثير" : "\(number * 100)"]
            text += fields.joined(separator: separator) + "\r\n"
        }
        try write(text, to: "rows.csv")
    }

    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: office.work + "/" + folder).filter { $0.hasSuffix(".pdf") }.sorted()
    }

    private func bytes(_ folder: String) throws -> [String: [UInt8]] {
        var all: [String: [UInt8]] = [:]
        for name in try files(folder) { all[name] = try readFile(office.work + "/\(folder)/\(name)") }
        return all
    }

    private func lines(_ path: String) throws -> [[String: Any]] {
        try String(decoding: readFile(office.work + "/" + path), as: UTF8.self).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("Each row becomes the very file that it becomes alone, whatever separates the fields, and however many threads work")
    func rows() throws {
        var all: [[String: [UInt8]]] = []
        for (index, (separator, mark)) in [(",", ""), (";", "\u{FEFF}"), ("\t", "")].enumerated() {
            try table(12, separator: separator, mark: mark)
            for jobs in ["1", "3"] {
                let run = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out\(index)\(jobs)", "--jobs", jobs])
                #expect(run.status == 0 && run.errorText.isEmpty && run.outputText.isEmpty, "\(run.errorText)")
                all.append(try bytes("out\(index)\(jobs)"))
            }
            #expect(all[2 * index] == all[2 * index + 1])
        }
        #expect(all[0].keys.sorted() == (1...12).map { String(format: "%05d.pdf", $0) })
        let data = #"{"req":{"no":"1447/7"},"ben":{"name":"أحمد بن علي ,","gender":"m"},"amount":"700"}"#
        #expect(try office.diwan(["render", "letter", "--data", "-", "-o", "-"], input: data).output == all[0]["00007.pdf"])
    }

    @Test("JSON Lines make the same files as a table, and a field may name them")
    func lines() throws {
        try table(3)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "a", "--key", "req.no"]).status == 0)
        let lines = (1...3).map {
            #"{"req":{"no":"1447/\#($0)"},"ben":{"name":"أحمد بن علي ,","gender":"m"},"amount":"\#($0 * 100)"}"#
        }
        try write(lines.joined(separator: "\n") + "\n", to: "rows.jsonl")
        #expect(try office.diwan(["batch", "letter", "--data", "rows.jsonl", "-o", "b", "--key", "req.no"]).status == 0)
        #expect(try files("a") == ["1447-1.pdf", "1447-2.pdf", "1447-3.pdf"])
        #expect(try bytes("a") == bytes("b"))
    }

    @Test("A field whose values do not travel with the documents is told of once, not for each row and not with its values")
    func withheld() throws {
        try office.edit(
            "Templates/letter/template.xml", #"<field name="amount" type="money""#, #"<field name="amount" type="money" sensitive="true""#)
        try table(3)
        let run = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--embed-data", "--json"])
        #expect(run.status == 0 && run.errorText.components(separatedBy: "amount").count == 2, "\(run.errorText)")
        #expect(run.errorText.contains("warning") && run.errorText.contains("فلم تُضمَّن") && !run.errorText.contains("200"))
        #expect(run.outputText.contains("\"amount\""), "\(run.outputText)")
        let plain = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "plain"])
        #expect(plain.status == 0 && plain.errorText.isEmpty, "\(plain.errorText)")
    }

    @Test("The manifest names each row's file with its hash, in the order of the rows, whatever the number of threads")
    func manifest() throws {
        try table(40)
        for jobs in ["1", "4"] {
            #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", jobs, "--jobs", jobs]).status == 0)
        }
        #expect(try readFile(office.work + "/1/manifest.jsonl") == readFile(office.work + "/4/manifest.jsonl"))
        let entries = try lines("1/manifest.jsonl")
        #expect(entries.count == 41 && entries[0]["template"] as? String == "letter 1.2.0", "\(entries[0])")
        #expect(entries.dropFirst().compactMap { $0["row"] as? Int } == Array(1...40))
        let sums = try ProgramRun("sha256sum", files("1"), directory: office.work + "/1").outputText
        let expected = entries.dropFirst().map { "\($0["sha256"] as? String ?? "")  \($0["file"] as? String ?? "")\n" }.joined()
        #expect(sums == expected)
    }

    @Test("Headings may be labels, and a cell may hold an option's label or a value a line")
    func labels() throws {
        let text = """
            رقم الطلب;المستفيد/الاسم;المستفيد/الجنس;المبلغ
            1447/1;أحمد بن علي;m;100

            """
        try write(text, to: "rows.csv")
        let run = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "a"])
        #expect(run.status == 0, "\(run.errorText)")
        try write("req.no,ben.name,ben.gender,amount\n1447/1,أحمد بن علي,m,100\n", to: "rows.csv")
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "b"]).status == 0)
        #expect(try bytes("a") == bytes("b"))
    }

    @Test("Bad rows are named before anything is written: the first twenty on the screen without their values, all in a file")
    func badRows() throws {
        try table(60, bad: Set(31...60))
        let run = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out"])
        #expect(run.status == 1)
        #expect(try files("out").isEmpty)
        #expect(run.errorText.contains("rows.csv:32:") && run.errorText.contains("row 31:"), "\(run.errorText)")
        #expect(run.errorText.contains("row 50:") && !run.errorText.contains("row 51:"))
        #expect(run.errorText.contains("30 of 60 rows cannot be made; the first 20 are shown"))
        #expect(!run.errorText.contains("كثير") && !run.errorText.contains("أحمد"), "no data of a person may come into a log")
        let program =
            "import csv; rows = list(csv.reader(open('out/errors.csv', encoding='utf-8-sig'))); print(len(rows), rows[1][0], '|'.join(rows[0]), 'amount' in rows[1][-1])"
        let read = try ProgramRun("python3", ["-c", program], directory: office.work)
        #expect(read.outputText == "31 1447/31 req.no|ben.name|ben.gender|amount|أسباب الرفض True\n", "\(read.outputText)\(read.errorText)")
        let mode = try ProgramRun("stat", ["-c", "%a", "out/errors.csv"], directory: office.work).outputText
        #expect(mode == "600\n")
        // The file, mended, is a table of rows.
        let mended = String(decoding: try readFile(office.work + "/out/errors.csv"), as: UTF8.self).replacingOccurrences(
            of: "كثير", with: "5")
        try write(mended, to: "mended.csv")
        #expect(try office.diwan(["batch", "letter", "--data", "mended.csv", "-o", "again"]).status == 0)
        #expect(try files("again").count == 30)
    }

    @Test("With --keep-going the good rows are made, and the status says that it is a part; a dry run makes nothing")
    func keepGoing() throws {
        try table(10, bad: [2, 9])
        let dry = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "dry", "--dry-run"])
        #expect(dry.status == 1 && dry.errorText.contains("2 of 10 rows"))
        let run = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--keep-going", "--json"])
        #expect(run.status == 6)
        #expect(try files("out").count == 8 && !files("out").contains("00002.pdf"))
        let result = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        #expect(result["done"] as? Int == 8 && result["bad"] as? Int == 2 && result["errors"] as? String == "out/errors.csv")
    }

    @Test(
        "What is wrong with the file is said with its place",
        arguments: [
            ("req.no,ben.name\n1,x\n", "there is no column for ben.gender"),
            ("req.no,ben.name,ben.gender,amuont\n", "the heading \"amuont\" names no field"),
            ("req.no,req.no\n", "the column \"req.no\" stands twice"),
            ("req.no,رقم الطلب,ben.name,ben.gender\n", "two columns fill req.no"),
            ("req.no,ben.name,ben.gender,amount\n1,\"x,m,5\n", "rows.csv:2:3: error: row 1: the field's closing quotation mark is missing"),
            ("req.no,ben.name,ben.gender,amount\n1,ا,m,5\n2,\u{1},m,5\n", "rows.csv:3:3: error: row 2: a control character"),
            ("req.no,ben.name,ben.gender,amount\n1,ا,m,5\n2,m\n", "rows.csv:3:1: error: row 2: row 2 has 2 fields"),
        ])
    func damaged(table: (text: String, words: String)) throws {
        try write(table.text, to: "rows.csv")
        for output in [["-o", "out"], ["--merge", "out/all.pdf"]] {
            let run = try office.diwan(["batch", "letter", "--data", "rows.csv"] + output)
            #expect(run.status == 1 && run.errorText.contains(table.words), "\(run.errorText)")
            #expect(try files("out").isEmpty)
        }
    }

    @Test("A file in another encoding is refused with the byte and the row, and what to do")
    func encoding() throws {
        var bytes = Array("req.no,ben.name,ben.gender,amount\n1,ا,m,5\n2,".utf8)
        // «أحمد» in Windows-1256.
        bytes += [0xC3, 0xCD, 0xE3, 0xCF] + Array(",m,5\n".utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: office.work + "/rows.csv"))
        for output in [["-o", "out"], ["--merge", "all.pdf"]] {
            let run = try office.diwan(["batch", "letter", "--data", "rows.csv"] + output)
            #expect(run.status == 1 && run.errorText.contains("rows.csv:3:3: error: row 2: the byte 0xC3"), "\(run.errorText)")
            #expect(run.errorText.contains("CSV UTF-8"))
        }
        #expect(try !office.names().contains("all.pdf"))
    }

    @Test("Two rows of one key, and a row without it, are refused")
    func keys() throws {
        try write("req.no,ben.name,ben.gender,amount\n7,ا,m,1\n8,ب,m,1\n7,ج,m,1\n", to: "rows.csv")
        for output in [["-o", "out"], ["--merge", "all.pdf"]] {
            let run = try office.diwan(["batch", "letter", "--data", "rows.csv", "--key", "req.no"] + output)
            #expect(run.status == 1 && run.errorText.contains("the rows 1 and 3 have the same req.no"), "\(run.errorText)")
        }
        let unknown = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--key", "nothing"])
        #expect(unknown.status == 1 && unknown.errorText.contains("no field \"nothing\""), "\(unknown.errorText)")
    }

    @Test("A batch that is killed again and again goes on, and ends as one that was not")
    func killed() throws {
        try table(150)
        let common = ["letter", "--data", "rows.csv", "--jobs", "2"]
        let start = ContinuousClock.now
        #expect(try office.diwan(["batch"] + common + ["-o", "whole"]).status == 0)
        let whole = start.duration(to: .now)
        let seconds = Double(whole.components.seconds) + Double(whole.components.attoseconds) / 1e18
        var last = 0
        var kills = 0
        for round in 0..<40 {
            // Between half of the time of a whole run and all of it, so that some rows are made each time.
            let wait = seconds * (0.5 + 0.05 * Double(round % 11))
            let run = try ProgramRun(
                "timeout", ["-s", "KILL", "\(wait)", Repository.diwan(), "batch"] + common + ["-o", "killed", "--resume"],
                environment: ["DIWAN_HOME": office.folder.path("home"), "SOURCE_DATE_EPOCH": "1762290000"], directory: office.work)
            if run.status == 0 { break }
            kills += 1
            #expect(run.status == 137, "\(run.status): \(run.errorText)")
            let now = (try? files("killed").count) ?? 0
            #expect(now >= last)
            last = now
        }
        #expect(kills > 0, "the batch was never killed")
        #expect(try bytes("killed") == bytes("whole"))
        #expect(try readFile(office.work + "/killed/manifest.jsonl") == readFile(office.work + "/whole/manifest.jsonl"))
        let hidden = try FileManager.default.contentsOfDirectory(atPath: office.work + "/killed").filter { $0.contains(".pdf.") }
        #expect(hidden.isEmpty, "\(hidden)")
    }

    @Test("A batch goes on only with what it was begun with, and only when it is asked to")
    func changed() throws {
        try table(3)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out"]).status == 0)
        let again = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out"])
        #expect(again.status == 1 && again.errorText.contains("already made in out") && again.errorText.contains("--resume"))
        let same = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--resume", "--json"])
        #expect(same.status == 0 && same.outputText.contains("\"done\":3,\"kept\":3"), "\(same.outputText)\(same.errorText)")
        try table(4)
        let other = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--resume"])
        #expect(other.status == 1 && other.errorText.contains("another file of rows"), "\(other.errorText)")
        try table(3)
        try office.edit("Templates/letter/template.xml", "<title>", "<title>خطاب ")
        let template = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--resume"])
        #expect(template.status == 1 && template.errorText.contains("another text of the template"), "\(template.errorText)")
    }

    @Test("Without a named time, a batch that goes on keeps the time of its beginning")
    func time() throws {
        try table(2)
        let first = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--creation-timestamp", "1762290005"])
        #expect(first.status == 0)
        let before = try bytes("out")
        try FileManager.default.removeItem(atPath: office.work + "/out/00002.pdf")
        let manifest = String(decoding: try readFile(office.work + "/out/manifest.jsonl"), as: UTF8.self)
        try write(manifest.split(separator: "\n").dropLast().joined(separator: "\n") + "\n{\"row\":2,\"fi", to: "out/manifest.jsonl")
        let second = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "out", "--resume"])
        #expect(second.status == 0, "\(second.errorText)")
        #expect(try bytes("out") == before)
        #expect(String(decoding: try readFile(office.work + "/out/manifest.jsonl"), as: UTF8.self) == manifest)
    }

    @Test("Shares of a batch make together what one run makes, and a cluster's variables name them")
    func shards() throws {
        try table(11)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "whole"]).status == 0)
        for index in 1...3 {
            #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "a", "--shard", "\(index)/3"]).status == 0)
            let kubernetes = ["JOB_COMPLETION_INDEX": "\(index - 1)", "JOB_COMPLETIONS": "3"]
            #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "b"], environment: kubernetes).status == 0)
            let slurm = [
                "SLURM_ARRAY_TASK_ID": "\(8 + 2 * index)", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "2",
                "SLURM_ARRAY_TASK_COUNT": "3",
            ]
            #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "c"], environment: slurm).status == 0)
        }
        let whole = try bytes("whole")
        #expect(whole.count == 11)
        for folder in ["a", "b", "c"] { #expect(try bytes(folder) == whole) }
        for text in ["0/3", "4/3", "1", "1/x"] {
            #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "d", "--shard", text]).status == 1)
        }
        let unknown = try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "d"], environment: ["JOB_COMPLETION_INDEX": "1"])
        #expect(unknown.status == 1 && unknown.errorText.contains("JOB_COMPLETIONS"), "\(unknown.errorText)")
    }

    @Test(
        "A second run in the same folder, or for the same file, is refused while the first is at work",
        arguments: [("out/.manifest.jsonl.lock", ["-o", "out"]), ("out/.all.pdf.lock", ["--merge", "out/all.pdf"])])
    func locked(lock: String, output: [String]) throws {
        try table(3)
        let program = """
            import fcntl, subprocess, sys, os
            os.makedirs('out')
            lock = open(sys.argv[1], 'w')
            fcntl.flock(lock, fcntl.LOCK_EX)
            sys.exit(subprocess.run(sys.argv[2:]).returncode)
            """
        let run = try ProgramRun(
            "python3", ["-c", program, lock, Repository.diwan(), "batch", "letter", "--data", "rows.csv"] + output,
            environment: ["DIWAN_HOME": office.folder.path("home")], directory: office.work)
        #expect(run.status == 1 && run.errorText.contains("another batch is at work in out"), "\(run.errorText)")
        #expect(try files("out").isEmpty)
    }

    /// Runs `script` where `disk` is a disk of its own with `room`; it sees the program as `$@`.
    private func onSmallDisk(_ room: String, _ script: String, _ arguments: [String]) throws -> ProgramRun {
        try FileManager.default.createDirectory(atPath: office.work + "/disk", withIntermediateDirectories: false)
        return try ProgramRun(
            "unshare",
            ["-rm", "sh", "-c", "mount -t tmpfs -o size=\(room) tmpfs disk || exit 99\n\(script)", "sh", Repository.diwan()] + arguments,
            environment: ["DIWAN_HOME": office.folder.path("home"), "SOURCE_DATE_EPOCH": "1762290000"], directory: office.work)
    }

    @Test("When the disk is full, what is made is whole and kept, and the batch goes on when there is room", arguments: ["1", "3"])
    func fullDisk(jobs: String) throws {
        try table(40)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "whole", "--key", "req.no"]).status == 0)
        let script = """
            "$@"; code=$?
            cp -a disk full
            mount -o remount,size=16m disk
            "$@" --resume && cp -a disk mended
            exit $code
            """
        let run = try onSmallDisk(
            "400k", script, ["batch", "letter", "--data", "rows.csv", "-o", "disk", "--key", "req.no", "--jobs", jobs])
        #expect(run.status == 3 && run.errorText.contains("cannot be written: No space left on device"), "\(run.status) \(run.errorText)")
        #expect(run.errorText.contains("--resume"))
        let whole = try bytes("whole")
        let kept = try bytes("full")
        #expect(!kept.isEmpty && kept.count < 40 && kept.allSatisfy { whole[$0] == $1 }, "\(kept.count)")
        let hidden = try FileManager.default.contentsOfDirectory(atPath: office.work + "/full").filter { $0.contains(".pdf.") }
        #expect(hidden.isEmpty, "\(hidden)")
        #expect(try bytes("mended") == whole)
        #expect(try readFile(office.work + "/mended/manifest.jsonl") == readFile(office.work + "/whole/manifest.jsonl"))
    }

    @Test("When the disk is full, a merged file is not there, or as it was, and nothing stands beside it")
    func fullDiskMerged() throws {
        try table(40)
        let script = """
            echo old > disk/all.pdf
            "$@"; code=$?
            cp -a disk full
            exit $code
            """
        let run = try onSmallDisk("24k", script, ["batch", "letter", "--data", "rows.csv", "--merge", "disk/all.pdf"])
        #expect(run.status == 3 && run.errorText.contains("cannot be written: No space left on device"), "\(run.status) \(run.errorText)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.work + "/full").sorted() == [".all.pdf.lock", "all.pdf"])
        #expect(try readFile(office.work + "/full/all.pdf") == Array("old\n".utf8))
    }

    @Test("A merged file whose making was killed is not there; made again, it is whole, and nothing of the first run is left")
    func killedMerge() throws {
        try table(400)
        let arguments = ["batch", "letter", "--data", "rows.csv", "--jobs", "2"]
        #expect(try office.diwan(arguments + ["--merge", "whole.pdf"]).status == 0)
        // Killed when the hidden file has grown.
        let script = """
            mkdir out; "$@" & process=$!
            while kill -0 $process 2>/dev/null; do
              if [ -n "$(find out -name '.all.pdf.[0-9]*' -size +64k)" ]; then kill -9 $process; fi
            done
            wait $process
            """
        let killed = try ProgramRun(
            "sh", ["-c", script, "sh", Repository.diwan()] + arguments + ["--merge", "out/all.pdf"],
            environment: ["DIWAN_HOME": office.folder.path("home"), "SOURCE_DATE_EPOCH": "1762290000"], directory: office.work)
        #expect(killed.status == 137, "\(killed.status) \(killed.errorText)")
        let left = try FileManager.default.contentsOfDirectory(atPath: office.work + "/out")
        #expect(!left.contains("all.pdf") && left.contains { $0.hasPrefix(".all.pdf.") && $0 != ".all.pdf.lock" }, "\(left)")
        #expect(try office.diwan(arguments + ["--merge", "out/all.pdf"]).status == 0)
        #expect(try readFile(office.work + "/out/all.pdf") == readFile(office.work + "/whole.pdf"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.work + "/out").sorted() == [".all.pdf.lock", "all.pdf"])
    }

    @Test("When no more can be written, what is made is whole and kept, and the batch goes on afterwards")
    func full() throws {
        try table(40)
        let home = ["DIWAN_HOME": office.folder.path("home"), "SOURCE_DATE_EPOCH": "1762290000"]
        let arguments = ["batch", "letter", "--data", "rows.csv", "-o", "out", "--jobs", "1"]
        // No file may have more than 20 blocks of 512 bytes: a PDF has more.
        let small = try ProgramRun(
            "sh", ["-c", "trap '' XFSZ; ulimit -f 20; exec \"$@\"", "sh", Repository.diwan()] + arguments, environment: home,
            directory: office.work)
        #expect(small.status == 3 && small.errorText.contains("cannot be written: File too large"), "\(small.errorText)")
        #expect(small.errorText.contains("--resume"))
        let made = try FileManager.default.contentsOfDirectory(atPath: office.work + "/out").sorted()
        #expect(made == [".manifest.jsonl.lock", "manifest.jsonl"], "what could not be written whole is there")
        let rest = try office.diwan(arguments + ["--resume"])
        #expect(rest.status == 0, "\(rest.errorText)")
        #expect(try files("out").count == 40)
        for name in try files("out") {
            #expect(try ProgramRun("qpdf", ["--check", name], directory: office.work + "/out").status == 0)
        }
    }

    /// The block of the repository's README with the language `name`.
    private func block(_ name: String) throws -> String {
        let readme = String(decoding: try readFile(Repository.root() + "/README.md"), as: UTF8.self)
        let start = try #require(readme.range(of: "```\(name)\n")).upperBound
        let end = try #require(readme.range(of: "```", range: start..<readme.endIndex)).lowerBound
        return String(readme[start..<end])
    }

    @Test("The README's Slurm script, run by Slurm, makes what one run makes")
    func slurm() throws {
        try table(10)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "whole"]).status == 0)
        let script = try block("slurm").replacingOccurrences(of: "exec diwan batch decision-acceptance", with: "exec diwan batch letter")
        #expect(script.contains("batch letter") && script.contains("--array=1-4"))
        try write(script, to: "letters.sbatch")
        let folder = office.folder.path("slurm")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/slurm.sh").path
        let path = URL(fileURLWithPath: Repository.diwan()).deletingLastPathComponent().path
        let run = try ProgramRun(
            "sh", [program, folder, "\(20_000 + Int(getpid()) % 20_000)", "letters.sbatch"],
            environment: [
                "DIWAN_HOME": office.folder.path("home"), "SOURCE_DATE_EPOCH": "1762290000",
                "PATH": path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
            ], directory: office.work)
        let logs = (try? FileManager.default.contentsOfDirectory(atPath: office.work).filter { $0.hasPrefix("slurm-") }) ?? []
        let said = logs.sorted().map { (try? readFile(office.work + "/" + $0)).map { String(decoding: $0, as: UTF8.self) } ?? "" }.joined()
        #expect(run.status == 0, "\(run.errorText)\(said)")
        #expect(logs.count == 4)
        #expect(try bytes("letters") == bytes("whole"))
    }

    @Test("The README's Kubernetes job gives each of its pods a share that the program takes")
    func kubernetes() throws {
        try write(try block("yaml"), to: "job.yaml")
        let program = """
            import json, yaml
            spec = yaml.safe_load(open('job.yaml'))['spec']
            container = spec['template']['spec']['containers'][0]
            print(json.dumps([spec['completionMode'], str(spec['completions']), container['command'], {e['name']: e['value'] for e in container['env']}]))
            """
        let read = try ProgramRun("/usr/bin/python3", ["-c", program], directory: office.work)
        let job = try #require(try JSONSerialization.jsonObject(with: Data(read.output)) as? [Any], "\(read.errorText)")
        #expect(job[0] as? String == "Indexed")
        let count = try #require((job[1] as? String).flatMap { Int($0) })
        let variables = try #require(job[3] as? [String: String])
        try table(10)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "whole"], environment: variables).status == 0)
        let command = try #require(job[2] as? [String]).dropFirst().map {
            $0 == "decision-acceptance" ? "letter" : $0.replacingOccurrences(of: "/letters/", with: "")
        }
        for index in 0..<count {
            let run = try office.diwan(
                Array(command), environment: variables.merging(["JOB_COMPLETION_INDEX": "\(index)"]) { $1 })
            #expect(run.status == 0, "\(run.errorText)")
        }
        #expect(try bytes("out") == bytes("whole"))
    }

    @Test("One file of all documents has each with its text, its bookmark and its tags, and is the same with any number of threads")
    func merged() throws {
        // A note has a name in the structure, by which readers find it.
        try office.edit("Templates/letter/template.xml", "<h1>قرار</h1>", "<h1>قرار</h1><p>نص<footnote>حاشية.</footnote></p>")
        try table(800)
        for jobs in ["1", "3"] {
            let run = try office.diwan(
                ["batch", "letter", "--data", "rows.csv", "--merge", "all\(jobs).pdf", "--jobs", jobs, "--key", "req.no"])
            #expect(run.status == 0 && run.errorText.isEmpty, "\(run.errorText)")
        }
        let file = try readFile(office.work + "/all1.pdf")
        #expect(try file == readFile(office.work + "/all3.pdf"))
        #expect(file.count < 800 * 2_048, "\(file.count / 800) bytes a letter")
        // The places of the objects leave while the file grows: there are several cross-reference sections.
        #expect(String(decoding: file, as: UTF8.self).components(separatedBy: "/Type/XRef").count > 2)
        #expect(try ProgramRun("qpdf", ["--check", "all1.pdf"], directory: office.work).status == 0)
        let checker = Repository.root() + "/Tests/DiwanTests/Vectors/conformance.py"
        let check = try ProgramRun("/usr/bin/python3", [checker, "all1.pdf"], directory: office.work)
        #expect(check.outputText == "checked 1\n", "\(check.outputText.prefix(2_000))\(check.errorText)")
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "-o", "each", "--key", "req.no"]).status == 0)
        for number in [1, 256, 257, 800] {
            let page = ["-f", "\(number)", "-l", "\(number)"]
            let one = try ProgramRun("pdftotext", ["each/1447-\(number).pdf", "-"], directory: office.work).output
            #expect(try ProgramRun("pdftotext", page + ["all1.pdf", "-"], directory: office.work).output == one)
            for (name, arguments) in [("one", ["each/1447-\(number).pdf"]), ("all", page + ["all1.pdf"])] {
                let drawn = try ProgramRun("pdftoppm", ["-r", "60", "-gray", "-singlefile"] + arguments + [name], directory: office.work)
                #expect(drawn.status == 0)
            }
            #expect(try readFile(office.work + "/one.pgm") == readFile(office.work + "/all.pgm"), "page \(number) is drawn otherwise")
        }
        let program = """
            import pikepdf
            pdf = pikepdf.open('all1.pdf')
            names = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
            assert len(names) == 800 and all(names[name].ID == name and names[name].S == '/Note' for name in names)
            with pdf.open_outline() as outline:
                pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
                print(len(outline.root), outline.root[0].title, outline.root[-1].title, [pages[o.destination[0].objgen] for o in outline.root] == list(range(800)))
            """
        let outline = try ProgramRun("/usr/bin/python3", ["-c", program], directory: office.work)
        #expect(outline.outputText == "800 1447/1 1447/800 True\n", "\(outline.outputText)\(outline.errorText)")
    }

    @Test("A merged file is written whole or not at all, and with --keep-going without the bad rows")
    func mergedFaults() throws {
        try table(5, bad: [2])
        let refused = try office.diwan(["batch", "letter", "--data", "rows.csv", "--merge", "all.pdf"])
        #expect(refused.status == 1 && refused.errorText.contains("all.pdf.errors.csv"), "\(refused.errorText)")
        #expect(try office.names().filter { $0.hasPrefix("all") } == ["all.pdf.errors.csv"])
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "--merge", "all.pdf", "--keep-going"]).status == 6)
        #expect(try ProgramRun("pdfinfo", ["all.pdf"], directory: office.work).outputText.contains("Pages:           4"))
        let before = try readFile(office.work + "/all.pdf")
        let small = try ProgramRun(
            "sh",
            ["-c", "trap '' XFSZ; ulimit -f 20; exec \"$@\"", "sh", Repository.diwan(), "batch", "letter", "--data", "rows.csv"]
                + ["--merge", "all.pdf", "--keep-going"],
            environment: ["DIWAN_HOME": office.folder.path("home")], directory: office.work)
        #expect(small.status == 3 && small.errorText.contains("cannot be written"), "\(small.errorText)")
        #expect(try readFile(office.work + "/all.pdf") == before)
        #expect(try office.diwan(["batch", "letter", "--data", "rows.csv", "--merge", "all.pdf", "-o", "x"]).status == 1)
        try write("req.no,ben.name,ben.gender,amount\n", to: "rows.csv")
        let none = try office.diwan(["batch", "letter", "--data", "rows.csv", "--merge", "none.pdf"])
        #expect(none.status == 1 && none.errorText.contains("no row"), "\(none.errorText)")
    }
}
