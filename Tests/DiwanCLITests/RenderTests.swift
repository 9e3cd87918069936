import DiwanTestSupport
import Foundation
import Testing

@Suite("render")
struct RenderTests {
    private let office: Office

    init() throws {
        office = try Office()
    }

    /// The text of a PDF file as Poppler reads it, without marks of direction.
    private func text(_ path: String) throws -> String {
        let run = try ProgramRun("pdftotext", ["-enc", "UTF-8", path, "-"], directory: office.work)
        #expect(run.status == 0, "\(run.errorText)")
        let marks: ClosedRange<Unicode.Scalar> = "\u{202A}"..."\u{202E}"
        return String(
            String.UnicodeScalarView(run.outputText.unicodeScalars.filter { !marks.contains($0) && $0 != "\u{200E}" && $0 != "\u{200F}" }))
    }

    @Test("The sample becomes a PDF file without faults, with its text, under the template's name")
    func sample() throws {
        let run = try office.diwan(["render", "letter", "--sample"])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.output.isEmpty)
        #expect(try office.names() == ["letter.pdf"])
        let check = try ProgramRun("qpdf", ["--check", "letter.pdf"], directory: office.work)
        #expect(check.status == 0, "\(check.outputText)\(check.errorText)")
        let text = try text("letter.pdf")
        for words in ["مكتب الاختبار", "قرار", "أحمد بن علي", "١٬٢٥٠٫٥٠", "٢٠٢٥/١١/٠٥"] {
            #expect(text.contains(words), "\(words) in \(text)")
        }
        let info = try ProgramRun("pdfinfo", ["-isodates", "letter.pdf"], directory: office.work, ).outputText
        #expect(info.contains("Pages:           1"))
        #expect(info.contains("2025-11-0"))
    }

    @Test("The same input gives the same bytes; another time of creation gives others")
    func sameBytes() throws {
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "a.pdf"]).status == 0)
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "b.pdf"]).status == 0)
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "c.pdf", "--creation-timestamp", "1762290001"]).status == 0)
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "d.pdf", "--creation-timestamp=1762290000"]).status == 0)
        let files = try ["a.pdf", "b.pdf", "c.pdf", "d.pdf"].map { try readFile(office.work + "/" + $0) }
        #expect(files[0] == files[1])
        #expect(files[0] != files[2])
        #expect(files[0] == files[3])
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "-"]).output == files[0])
    }

    @Test("Locale, time zone, folder and the order of a file's arguments change no byte")
    func sameBytesEverywhere() throws {
        let expected = try office.diwan(["render", "letter", "--sample", "-o", "-"]).output
        let carrying = try office.diwan(["render", "letter", "--sample", "--embed-data", "-o", "-"]).output
        #expect(!expected.isEmpty && carrying.count > expected.count)
        for environment in [
            ["LC_ALL": "C"], ["LC_ALL": "ar_SA.UTF-8", "LANG": "ar_SA.UTF-8"], ["LC_ALL": "tr_TR.UTF-8"], ["TZ": "Asia/Tokyo"],
            ["TZ": "America/Los_Angeles", "LANGUAGE": "fa"], ["HOME": "/", "TMPDIR": "/nowhere"], ["MALLOC_PERTURB_": "165"],
        ] {
            let run = try office.diwan(["render", "-o", "-", "--sample", "letter"], environment: environment)
            #expect(run.output == expected, "\(environment): \(run.errorText)")
            let again = try office.diwan(["render", "-o", "-", "--embed-data", "--sample", "letter"], environment: environment)
            #expect(again.output == carrying, "\(environment): \(again.errorText)")
        }
        // Another home with the same files, in another place.
        let second = try Office()
        #expect(try second.diwan(["render", "letter", "--sample", "-o", "-"]).output == expected)
        #expect(try second.diwan(["render", "letter", "--sample", "--embed-data", "-o", "-"]).output == carrying)
        // A template outside the templates root.
        for office in [office, second] {
            let copy = office.folder.path("elsewhere")
            try FileManager.default.copyItem(atPath: office.path("Templates/letter"), toPath: copy)
        }
        let outside = try [office, second].map { office in
            try office.diwan(["render", office.folder.path("elsewhere"), "--sample", "--embed-data", "-o", "-"])
        }
        #expect(outside[0].status == 0 && outside[0].output == outside[1].output, "\(outside[0].errorText)")
    }

    @Test("A template may be named by its id, its folder or its file, within the root or not")
    func templatePaths() throws {
        let expected = try office.diwan(["render", "letter", "--sample", "-f", "text", "-o", "-"]).output
        try FileManager.default.copyItem(atPath: office.path("Templates/letter"), toPath: office.work + "/mine")
        for template in [office.path("Templates/letter"), office.path("Templates/letter/template.xml"), "./mine", "mine/template.xml"] {
            let run = try office.diwan(["render", template, "--sample", "-f", "text", "-o", "-"])
            #expect(run.output == expected, "\(template): \(run.errorText)")
        }
    }

    @Test("Data comes from a file, from standard input, from --input, or from the sample's variants")
    func dataSources() throws {
        let data = #"{"ben":{"name":"سعد","gender":"m"},"req":{"no":"7"},"amount":"5"}"#
        try office.folder.write(data, to: "work/d.json")
        let fromFile = try office.diwan(["render", "letter", "--data", "d.json", "-f", "text", "-o", "-"])
        #expect(fromFile.outputText.contains("سعد"))
        #expect(try office.diwan(["render", "letter", "--data", "-", "-f", "text", "-o", "-"], input: data).output == fromFile.output)
        let inputs = ["ben.name=سعد", "ben.gender=m", "req.no=7", "amount=5"].flatMap { ["--input", $0] }
        #expect(try office.diwan(["render", "letter", "-f", "text", "-o", "-"] + inputs).output == fromFile.output)
        let changed = try office.diwan(["render", "letter", "--data=d.json", "--input", "ben.name=نواف", "-f", "text", "-o", "-"])
        #expect(changed.outputText.contains("نواف") && !changed.outputText.contains("سعد"))
        #expect(try office.diwan(["render", "letter", "--sample", "2", "-f", "text", "-o", "-"]).outputText.contains("المكرمة / "))
        let blank = try office.diwan(["render", "letter", "--blank", "-f", "text", "-o", "-"])
        #expect(blank.status == 0 && blank.outputText.contains("……"))
    }

    @Test("Several formats go into a folder, and a folder takes one as well")
    func formats() throws {
        try FileManager.default.createDirectory(atPath: office.work + "/out", withIntermediateDirectories: false)
        #expect(try office.diwan(["render", "letter", "--sample", "-f", "pdf", "-f", "text", "-o", "out"]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.work + "/out").sorted() == ["letter.pdf", "letter.txt"])
        #expect(try office.diwan(["render", "letter", "--sample", "2", "-o", "out"]).status == 0)
        let file = try office.diwan(["render", "letter", "--sample", "-f", "pdf", "-f", "text", "-o", "out/letter.pdf"])
        #expect(file.status == 3)
    }

    @Test("A form needs no data, has its own name beside the print, and tells its fields")
    func form() throws {
        #expect(try office.diwan(["render", "letter", "-f", "form"]).status == 0)
        #expect(try office.names() == ["letter-form.pdf"])
        #expect(try office.diwan(["render", "letter", "-f", "form"]).status == 3)
        try FileManager.default.createDirectory(atPath: office.work + "/out", withIntermediateDirectories: false)
        let both = try office.diwan(["render", "letter", "--sample", "--self-check", "-f", "pdf", "-f", "form", "-o", "out"])
        #expect(both.status == 0, "\(both.errorText)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.work + "/out").sorted() == ["letter-form.pdf", "letter.pdf"])
        #expect(try office.diwan(["render", "letter", "-f", "form", "-o", "-", "--self-check"]).output.starts(with: "%PDF-".utf8))
        let lines = try office.diwan(["inspect", "pdf", "letter-form.pdf"]).outputText.split(separator: "\n")
        let fields = lines.filter { $0.hasPrefix("field\t") }
        #expect(fields.contains("field\treq.no\ttext\t\trequired"), "\(fields)")
        #expect(try !office.diwan(["inspect", "pdf", "out/letter.pdf"]).outputText.contains("field\t"))
        // What is given is checked as ever.
        let wrong = try office.diwan(["render", "letter", "-f", "form", "-o", "-", "--input", "amount=x"])
        #expect(wrong.status == 1 && wrong.output.isEmpty)
    }

    @Test("--json says what was made, and the human words go to standard error")
    func json() throws {
        let run = try office.diwan(["render", "letter", "--sample", "-o", "a.pdf", "--json", "--timings"])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        let output = try #require((object["outputs"] as? [[String: Any]])?.first)
        #expect(object["status"] as? Int == 0 && object["pages"] as? Int == 1)
        #expect(output["path"] as? String == "a.pdf" && output["format"] as? String == "pdf")
        #expect(output["bytes"] as? Int == (try readFile(office.work + "/a.pdf")).count)
        #expect((object["diagnostics"] as? [Any])?.isEmpty == true)
        let steps = (object["timings"] as? [[String: Any]])?.compactMap { $0["step"] as? String }
        #expect(steps == ["environment", "template", "document", "layout", "pdf", "write"])
        #expect(run.errorText.contains("layout: "))

        let wrong = try office.diwan(["render", "letter", "--json", "--input", "amount=-1"])
        #expect(wrong.status == 1)
        let failure = try #require(try JSONSerialization.jsonObject(with: Data(wrong.output)) as? [String: Any])
        let faults = try #require(failure["diagnostics"] as? [[String: Any]])
        #expect(failure["status"] as? Int == 1)
        #expect(faults.contains { $0["path"] as? String == "amount" && $0["label"] as? String == "المبلغ" })
        #expect(faults.contains { $0["path"] as? String == "req.no" && $0["label"] as? String == "رقم الطلب" })
    }

    @Test("A self-check passes what is right, and says how long it took")
    func selfCheck() throws {
        let run = try office.diwan(["render", "letter", "--sample", "--self-check", "--timings"])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.errorText.contains("self-check: "))
        #expect(try office.names() == ["letter.pdf"])
    }

    @Test("A file claims PDF/A-3a and PDF/UA-1, or what --pdf-standard says")
    func standards() throws {
        func claims(_ arguments: [String]) throws -> String {
            #expect(try office.diwan(["render", "letter", "--sample", "-o", "s.pdf"] + arguments).status == 0)
            let lines = try office.diwan(["inspect", "pdf", "s.pdf"]).outputText.split(separator: "\n")
            return lines.filter { $0.contains("PDF/") }.joined(separator: " ")
        }
        let all = try claims([])
        #expect(all.contains("PDF/A-3a") && all.contains("PDF/UA-1"))
        let narrow = try claims(["--pdf-standard", "a-3b"])
        #expect(narrow.contains("PDF/A-3b") && !narrow.contains("PDF/UA"))
        #expect(try claims(["--pdf-standard", "none"]) == "")
    }

    @Test("On letter paper the letterhead is left out")
    func letterhead() throws {
        let printed = try office.diwan(["render", "letter", "--sample", "-f", "text", "-o", "-"])
        let none = try office.diwan(["render", "letter", "--sample", "-f", "text", "-o", "-", "--letterhead", "none"])
        #expect(printed.outputText.contains("مكتب الاختبار"))
        #expect(!none.outputText.contains("مكتب الاختبار"))
    }

    @Test("Another profile changes what the document says of the office")
    func profile() throws {
        try office.folder.write(#"{"id":"other","name":"مكتب آخر","digits":"latn"}"#, to: "work/p.json")
        let run = try office.diwan(["render", "letter", "--sample", "-f", "text", "-o", "-", "--profile", "p.json"])
        #expect(run.outputText.contains("مكتب آخر"))
        #expect(run.outputText.contains("1,250.50"))
    }

    @Test("--watch makes the document again after a change, and keeps the last good one after a mistake")
    func watch() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.diwan())
        process.arguments = ["render", "letter", "--sample", "-f", "text", "-o", office.work + "/out.txt", "--watch"]
        process.environment = ["DIWAN_HOME": office.folder.path("home")]
        process.standardError = FileHandle(forWritingAtPath: try office.folder.write("", to: "errors"))
        try process.run()
        defer {
            // The test's threads block other signals, and the program inherits that.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        /// Waits until `condition` holds, for ten seconds at most.
        func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
            for _ in 0..<200 {
                if try condition() { return true }
                usleep(50_000)
            }
            return false
        }
        func output() -> String { (try? readFile(office.work + "/out.txt")).map { String(decoding: $0, as: UTF8.self) } ?? "" }
        func errors() throws -> String { String(decoding: try readFile(office.folder.path("errors")), as: UTF8.self) }
        #expect(eventually { output().contains("وقد تقرر صرف") })
        try office.edit("Templates/letter/template.xml", "وقد تقرر صرف", "وتقرر أن يُصرف")
        #expect(eventually { output().contains("وتقرر أن يُصرف") })
        try office.edit("Templates/letter/template.xml", "</table>", "</tabel>")
        #expect(try eventually { try errors().contains("template.xml:") })
        #expect(output().contains("وتقرر أن يُصرف"))
        try office.edit("Templates/letter/template.xml", "</tabel>", "</table>")
        try office.edit("Templates/letter/sample.json", "أحمد", "ماجد")
        #expect(eventually { output().contains("ماجد") })
        #expect(process.isRunning)
    }
}

@Suite("inspect pdf")
struct InspectPDFTests {
    @Test("What a file says of itself is told as Poppler tells it, and its text is read back")
    func facts() throws {
        let office = try Office()
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "a.pdf"]).status == 0)
        let run = try office.diwan(["inspect", "pdf", "a.pdf"])
        #expect(run.status == 0)
        let lines = run.outputText.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let pages = lines.filter { $0.first == "page" }
        let fonts = lines.filter { $0.first == "font" }
        let list = try ProgramRun("pdffonts", ["a.pdf"], directory: office.work).outputText.split(separator: "\n").dropFirst(2)
        #expect(pages.count == 1 && pages[0][1] == "1" && pages[0][2].hasPrefix("595.") && pages[0][3].hasPrefix("841."))
        #expect(fonts.map { $0[1] }.sorted() == list.map { String($0.prefix { $0 != " " }) }.sorted())
        #expect(fonts.allSatisfy { $0[3...] == ["embedded", "subset", "unicode"] })
        let text = try office.diwan(["inspect", "pdf", "a.pdf", "--text"])
        #expect(text.outputText.contains("قرار"))
        let piped = try office.diwan(["inspect", "pdf", "-"], input: "no PDF")
        #expect(piped.status == 1)
        #expect(piped.errorText.contains("it does not begin as a PDF file does"))
        #expect(try office.diwan(["inspect", "pdf", "none.pdf"]).status == 3)
    }

    @Test("A file that is cut short or changed never ends the program otherwise than with status 0 or 1")
    func damaged() throws {
        let office = try Office()
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "a.pdf"]).status == 0)
        let bytes = try readFile(office.work + "/a.pdf")
        var random = SeededGenerator(seed: 20)
        for round in 0..<20 {
            var changed = bytes
            if round < 8 { changed.removeLast(bytes.count * (round + 1) / 9) }
            for _ in 0..<round { changed[Int.random(in: 0..<changed.count, using: &random)] = .random(in: 0...255, using: &random) }
            try office.folder.write(changed, to: "work/b.pdf")
            let run = try office.diwan(["inspect", "pdf", "b.pdf", "--text"])
            #expect(run.status == 0 || run.status == 1, "\(run.errorText)")
        }
    }
}

@Suite("render, when something is wrong")
struct RenderFailureTests {
    private let office: Office

    init() throws {
        office = try Office()
    }

    @Test(
        "Wrong arguments, templates and data end with status 1 and write nothing",
        arguments: [
            (["letter", "--sample", "--data", "x.json"], "--data and --sample cannot be given together"),
            (["letter", "--sample", "3"], "the sample has 2 variants"),
            (["letter", "--sample=0"], "the number of a variant"),
            (["letter", "--sample", "-f", "form", "--embed-data"], "takes no --embed-data"),
            (["letter", "--sample", "-f", "docx"], "--format cannot be \"docx\""),
            (["letter", "--sample", "-f", "pdf", "-f", "text", "-o", "-"], "-o - takes one format"),
            (["letter", "--sample", "-o", "-", "--json"], "both want standard output"),
            (["letter", "--sample", "-o", "-", "--watch"], "--watch wants a file"),
            (["letter", "--data", "-", "--watch"], "--watch cannot read"),
            (["letter", "--input", "amount"], "--input wants PATH=TEXT"),
            (["letter", "--input", "req no=1"], "\"req no\" is no path of a value"),
            (["letter", "--input", "req.no=1", "--input", "req.no.part=2"], "\"req.no.part\" goes through a value that is no group"),
            (["letter", "--letterhead", "some"], "printed, none"),
            (["letter", "--sample", "--pdf-standard", "a-1a"], "there is no standard \"a-1a\""),
            (["letter", "--sample", "--pdf-standard", "a-3a,a-3b"], "one level of PDF/A"),
            (["letter", "--sample", "--pdf-standard", "none,ua-1"], "none stands alone"),
            (["letter", "--sample", "--creation-timestamp", "now"], "\"now\" is no time of creation"),
            (["lettre", "--sample"], "did you mean \"letter\"?"),
            (["letter"], "no data is given"),
            (["letter", "--input", "amont=3"], "amont"),
            (["broken", "--sample"], "did you mean \"no\"?"),
        ] as [([String], String)])
    func mistakes(arguments: [String], words: String) throws {
        let run = try office.diwan(["render"] + arguments)
        #expect(run.status == 1)
        #expect(run.output.isEmpty == !arguments.contains("--json") || run.outputText.isEmpty)
        #expect(run.errorText.contains(words), "\(run.errorText)")
        #expect(try office.names().isEmpty)
    }

    @Test("Every fault of the data is named at once, with its path, its label and its place")
    func faults() throws {
        try office.folder.write(
            "{\n  \"ben\": {\"name\": \"\", \"gender\": \"x\"},\n  \"amount\": -5,\n  \"nte\": 1\n}\n", to: "work/d.json")
        let run = try office.diwan(["render", "letter", "--data", "d.json"])
        #expect(run.status == 1)
        for words in [
            "d.json:2:", "ben.gender", "amount «المبلغ»", "اكتب مبلغًا أكبر من صفر", "d.json:4:", "nte", "req.no «رقم الطلب»",
        ] {
            #expect(run.errorText.contains(words), "\(words) in \(run.errorText)")
        }
        #expect(try office.names() == ["d.json"])
    }

    @Test(
        "Data that is no JSON, or a list, is told with its place",
        arguments: [("{\"a\":", "d.json:1:"), ("[{}]", "list of records"), ("", "d.json:1:1")])
    func badData(text: String, words: String) throws {
        try office.folder.write(text, to: "work/d.json")
        let run = try office.diwan(["render", "letter", "--data", "d.json"])
        #expect(run.status == 1)
        #expect(run.errorText.contains(words), "\(run.errorText)")
    }

    @Test("Files that cannot be read or written end with status 3 and leave nothing behind")
    func files() throws {
        for (arguments, words) in [
            (["letter", "--data", "none.json"], "none.json cannot be read: No such file or directory"),
            (["letter", "--data", "."], ". cannot be read: Is a directory"),
            (["none/template.xml", "--sample"], "none/template.xml cannot be read: No such file"),
            (["letter", "--sample", "--profile", "none.json"], "none.json cannot be read"),
            (["letter", "--sample", "-o", "none/a.pdf"], "none/a.pdf cannot be written: No such file or directory"),
            (["letter", "--sample", "-o", "/proc/a.pdf"], "/proc/a.pdf cannot be written"),
            (["letter", "--sample", "-o", "/dev/full"], "/dev/full cannot be written: No space left on device"),
        ] {
            let run = try office.diwan(["render"] + arguments)
            #expect(run.status == 3, "\(arguments): \(run.errorText)")
            #expect(run.errorText.contains(words), "\(run.errorText)")
        }
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "-"], standardOutput: "/dev/full").status == 3)
        #expect(try office.names().isEmpty)
    }

    @Test("Without -o a file that is there is left as it is; -o replaces it")
    func existing() throws {
        try office.folder.write("old", to: "work/letter.pdf")
        let run = try office.diwan(["render", "letter", "--sample"])
        #expect(run.status == 3)
        #expect(run.errorText.contains("letter.pdf is there already"))
        #expect(run.errorText.contains("hint: name the output by -o"))
        #expect(try readFile(office.work + "/letter.pdf") == Array("old".utf8))
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "letter.pdf"]).status == 0)
        #expect(try readFile(office.work + "/letter.pdf").starts(with: Array("%PDF".utf8)))
        #expect(try office.names() == ["letter.pdf"])
    }

    @Test("A disk that fills up while the file is written leaves the old file whole and nothing beside it")
    func fullDisk() throws {
        try office.folder.write("old", to: "work/a.pdf")
        // A limit on the size of files stands for the disk: the first 4 KiB are written, then the system refuses.
        let command = "trap '' XFSZ; ulimit -f 4; exec '\(Repository.diwan())' render letter --sample -o a.pdf"
        let run = try ProgramRun("bash", ["-c", command], environment: ["DIWAN_HOME": office.folder.path("home")], directory: office.work)
        #expect(run.status == 3)
        #expect(run.errorText.contains("a.pdf cannot be written: File too large"), "\(run.errorText)")
        #expect(try readFile(office.work + "/a.pdf") == Array("old".utf8))
        #expect(try office.names() == ["a.pdf"])
    }

    @Test("A missing font ends with status 2 and names the package that provides it")
    func missingFont() throws {
        try office.edit("Fonts/fonts.json", "Amiri-Regular.ttf", "Amiri-Gone.ttf")
        try office.edit("Fonts/fonts.json", "Amiri-Bold.ttf", "Amiri-Gone.ttf")
        try office.edit("Templates/base/page.xml", "lang=\"ar\"", "lang=\"ar\" font-family=\"Amiri\"")
        let run = try office.diwan(["render", "letter", "--sample"])
        #expect(run.status == 2, "\(run.errorText)")
        #expect(run.errorText.contains("the font \"Amiri\" is not installed"), "\(run.errorText)")
        #expect(run.errorText.contains("install the package fonts-hosny-amiri"))
        try office.edit("Fonts/fonts.json", "\"latin\"", "\"other\"")
        let none = try office.diwan(["render", "letter", "--sample"])
        #expect(none.status == 2)
        #expect(none.errorText.contains("no font of the role \"latin\""))
        #expect(try office.names().isEmpty)
    }

    @Test("A damaged font ends with status 2 and its path", arguments: [0, 100, 400, 30_000, 100_000, 300_000, 562_979], [false, true])
    func damagedFont(place: Int, isCut: Bool) throws {
        var amiri = try readFile("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf")
        if isCut { amiri = Array(amiri[..<place]) } else { amiri[place] ^= 0x10 }
        let path = try office.folder.write(amiri, to: "home/Fonts/Amiri-Regular.ttf")
        let run = try office.diwan(["render", "letter", "--sample"])
        #expect(run.status == 2, "\(run.errorText)")
        #expect(run.errorText.contains("\(path) cannot be used: "), "\(run.errorText)")
        #expect(try office.names().isEmpty)
    }

    @Test("A root that is not found ends with status 1 and says where it was looked for")
    func noRoot() throws {
        let run = try office.diwan(["render", "letter", "--sample", "--templates", "none"])
        #expect(run.status == 1)
        #expect(run.errorText.contains("there is no templates root; looked for none"))
    }
}
