import DiwanTestSupport
import Foundation
import Testing

@Suite("templates --gallery")
struct GalleryTests {
    private let office: Office

    init() throws {
        office = try Office()
    }

    /// A templates root with some of the repository's templates.
    private func root(_ ids: [String]) throws -> String {
        let root = office.folder.path("some")
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
        for name in ["profile.json", "logo.svg", "base", "parts"] + ids {
            try FileManager.default.copyItem(atPath: Repository.root() + "/Templates/" + name, toPath: root + "/" + name)
        }
        return root
    }

    @Test("Every variant and the blank of every template stand on one page, each with its picture and its PDF")
    func files() throws {
        let root = try root(["receipt-notice", "visit-slip"])
        let run = try office.diwan(["templates", "--gallery", "g", "--templates", root])
        #expect(run.status == 0, "\(run.errorText)")
        let page = String(decoding: try readFile(office.work + "/g/index.html"), as: UTF8.self)
        let names = try FileManager.default.contentsOfDirectory(atPath: office.work + "/g").filter { $0 != "index.html" }
        #expect(names.contains("receipt-notice-1.pdf") && names.contains("receipt-notice-blank.svg"))
        for name in names { #expect(page.contains("\"\(name)\""), "\(name)") }
        #expect(page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("إشعار استلام طلب دعم") && page.contains("فارغ للتعبئة"))
        let well = try ProgramRun("xmllint", ["--html", "--noout", "--nowarning", office.work + "/g/index.html"])
        #expect(!well.errorText.contains("mismatch"), "\(well.errorText)")
        for name in names where name.hasSuffix(".svg") {
            #expect(try ProgramRun("xmllint", ["--noout", office.work + "/g/" + name]).status == 0)
        }
        #expect(run.errorText.hasSuffix("g/index.html: 2 templates, \(names.count / 2) documents\n"), "\(run.errorText)")
        // The same templates give the same bytes.
        let first = try names.map { try readFile(office.work + "/g/" + $0) }
        #expect(try office.diwan(["templates", "--gallery", "g", "--templates", root]).status == 0)
        #expect(try names.map { try readFile(office.work + "/g/" + $0) } == first)
    }

    @Test("The pictures look as the PDF does", arguments: ["decision-rejection", "support-request"])
    func pictures(id: String) throws {
        let root = try root([id])
        #expect(try office.diwan(["templates", "--gallery", "g", "--templates", root]).status == 0)
        for name in ["\(id)-1", "\(id)-blank"] {
            let path = office.work + "/g/" + name
            let cairo = try ProgramRun("pdftocairo", ["-png", "-r", "192", "-f", "1", "-l", "1", "-singlefile", path + ".pdf", "-"]).output
            let theirs = try Greys(cairo)
            let size = ["-w", "\(theirs.width)", "-h", "\(theirs.height)"]
            let ours = try Greys(try ProgramRun("rsvg-convert", size + [path + ".svg"]).output)
            try #require(ours.levels.count == theirs.levels.count)
            // The programs place edges differently, by parts of a pixel; a glyph that is missing or moved makes more than 56 levels.
            let differences = zip(ours.levels, theirs.levels).map { abs(Int($0) - Int($1)) }
            let mean = Double(differences.reduce(0, +)) / Double(differences.count)
            #expect(mean < 1.5 && differences.max() ?? 0 <= 56, "\(name): \(mean), \(differences.max() ?? 0)")
            #expect(ours.levels.count { $0 < 230 } > 1_000, "there is something to see")
        }
    }

    @Test("Files that are no gallery's are left alone, and one in the way stops it before anything is written")
    func foreign() throws {
        let root = try root(["visit-slip"])
        try office.folder.write("mine", to: "work/g/notes.txt")
        #expect(try office.diwan(["templates", "--gallery", "g", "--templates", root]).status == 0)
        #expect(String(decoding: try readFile(office.work + "/g/notes.txt"), as: UTF8.self) == "mine")
        try office.folder.write("mine", to: "work/h/visit-slip-1.pdf")
        let run = try office.diwan(["templates", "--gallery", "h", "--templates", root])
        #expect(run.status == 3)
        #expect(run.errorText.contains("h/visit-slip-1.pdf is there already, and is left as it is"), "\(run.errorText)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.work + "/h") == ["visit-slip-1.pdf"])
    }

    @Test("The files of a template that is gone are removed, and only those that the gallery wrote")
    func gone() throws {
        let root = try root(["visit-slip", "survey-slip"])
        #expect(try office.diwan(["templates", "--gallery", "g", "--templates", root]).status == 0)
        let before = try FileManager.default.contentsOfDirectory(atPath: office.work + "/g")
        try office.folder.write("mine", to: "work/g/survey-slip-9.pdf")
        try office.folder.write("mine", to: "work/other.pdf")
        // What the page does not name plainly, and in its own folder, is nobody's to remove.
        let page = office.work + "/g/index.html"
        let text = String(decoding: try readFile(page), as: UTF8.self).replacing("</main>", with: "<a href=\"../other.pdf\"></a></main>")
        try Data(text.utf8).write(to: URL(fileURLWithPath: page))
        try FileManager.default.removeItem(atPath: root + "/survey-slip")
        #expect(try office.diwan(["templates", "--gallery", "g", "--templates", root]).status == 0)
        let kept = before.filter { !$0.hasPrefix("survey-slip") } + ["survey-slip-9.pdf"]
        #expect(before.count > kept.count)
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.work + "/g").sorted() == kept.sorted())
        #expect(String(decoding: try readFile(office.work + "/other.pdf"), as: UTF8.self) == "mine")
    }

    @Test("A template with mistakes stops it, with every mistake told and nothing written")
    func mistakes() throws {
        let run = try office.diwan(["templates", "--gallery", "g"])
        #expect(run.status == 1)
        #expect(run.errorText.contains("broken/template.xml:7:19: error: "), "\(run.errorText)")
        #expect(try office.names() == [])
    }

    /// The mean grey levels of the squares of eight pixels of a picture.
    private struct Greys {
        /// The pixels of the whole picture.
        var width = 0
        var height = 0
        var levels: [UInt8] = []

        init(_ png: [UInt8]) throws {
            (width, height) = try Self.header(try ProgramRun("pngtopnm", [], input: png).output)
            let command = "pngtopnm -background=white -mix | ppmtopgm | pamscale -reduce 8"
            let small = try ProgramRun("sh", ["-c", command], input: png).output
            let (columns, rows) = try Self.header(small)
            levels = Array(small.suffix(columns * rows))
        }

        /// The width and height that a picture of Netpbm names after its two letters.
        private static func header(_ bytes: [UInt8]) throws -> (Int, Int) {
            let words = bytes.prefix(32).split { $0 == 0x0A || $0 == 0x20 }.map { String(decoding: $0, as: UTF8.self) }
            try #require(words.count > 3)
            return (try #require(Int(words[1])), try #require(Int(words[2])))
        }
    }
}
