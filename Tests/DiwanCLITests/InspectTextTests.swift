import DiwanTestSupport
import Testing

/// The file `name` of the system's Unicode data, as lines without comments.
func unicodeData(_ name: String) throws -> [Substring] {
    let text = String(decoding: try readFile("/usr/share/unicode/" + name), as: UTF8.self)
    return text.split(separator: "\n").map { $0.prefix { $0 != "#" } }.filter { !$0.allSatisfy { $0 == " " } }
}

@Suite("inspect, on text")
struct InspectTextTests {
    @Test("bidi gives the levels and the order of every case of BidiCharacterTest.txt")
    func bidi() throws {
        // Code points; direction (0, 1, 2: automatic); paragraph level; levels; visual order.
        let cases = try unicodeData("BidiCharacterTest.txt").map { $0.split(separator: ";", omittingEmptySubsequences: false) }
        #expect(cases.count == 91_707)
        let input = cases.map { "\(["L", "R", "A"][Int($0[1])!]) \($0[0])\n" }.joined()
        let run = try ProgramRun(Repository.diwan(), ["inspect", "bidi"], input: Array(input.utf8))
        #expect(run.status == 0)
        let expected = cases.map { "\($0[2]);\($0[3]);\($0[4])" }
        let results = run.outputText.split(separator: "\n")
        #expect(results.count == expected.count)
        let wrong = zip(expected, results).filter { $0 != $1 }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test("bidi gives an empty paragraph its level alone")
    func emptyParagraph() throws {
        let run = try ProgramRun(Repository.diwan(), ["inspect", "bidi"], input: Array("L\nR\nA \n".utf8))
        #expect(run.outputText == "0;;\n1;;\n0;;\n")
    }

    @Test("breaks gives the places of every case of LineBreakTest.txt")
    func breaks() throws {
        // ÷ stands where a line may end, × where it may not.
        let cases = try unicodeData("auxiliary/LineBreakTest.txt").map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }) }
        #expect(cases.count > 7_000)
        let input = cases.map { $0.filter { $0 != "÷" && $0 != "×" }.joined(separator: " ") + "\n" }.joined()
        let run = try ProgramRun(Repository.diwan(), ["inspect", "breaks"], input: Array(input.utf8))
        #expect(run.status == 0)
        let expected = cases.map { marks in
            marks.enumerated().filter { $0.element == "÷" }.map { String($0.offset / 2) }.joined(separator: " ")
        }
        let results = run.outputText.split(separator: "\n").map(String.init)
        #expect(results.count == expected.count)
        let wrong = zip(expected, results).filter { $0 != $1 }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
        #expect(try ProgramRun(Repository.diwan(), ["inspect", "breaks"], input: Array("\n".utf8)).outputText == "\n")
    }

    @Test(
        "A line that is no text in hexadecimal ends with status 1",
        arguments: ["", "X 41", "L41", "L 4G", "L D800", "L 110000", "L 0000041"])
    func wrongLine(line: String) throws {
        let run = try ProgramRun(Repository.diwan(), ["inspect", "bidi"], input: Array("\(line)\n".utf8))
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.errorText.contains("standard input, line 1: "))
    }

    @Test(
        "shape gives the very lines of hb-shape",
        arguments: [
            ("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf", "rtl", "Arab", "ar"),
            ("/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf", "rtl", "Arab", "ur"),
            ("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "ltr", "Latn", "en"),
        ])
    func shape(font: String, direction: String, script: String, language: String) throws {
        let words = "سلام لا إله ٱللَّهِ بِسْمِ (الموافق) ١٤٤٧ 2025 office naïve e\u{301} ـــ\t،؟".split(separator: " ")
        var lines = words.map(String.init) + ["", "لله الحمد"]
        for first in words { lines += words.map { "\(first) \($0)" } }
        let folder = try TemporaryFolder()
        let path = try folder.write(lines.map { $0 + "\n" }.joined(), to: "lines.txt")
        let options = ["--direction", direction, "--script", script, "--language", language, "--text-file", path]
        let ours = try ProgramRun(Repository.diwan(), ["inspect", "shape", "--font", font] + options)
        let theirs = try ProgramRun("hb-shape", ["--shapers=ot", "--no-glyph-names"] + options + [font])
        #expect(ours.status == 0)
        #expect(theirs.status == 0)
        let results = ours.outputText.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = theirs.outputText.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(results.count == lines.count + 1)
        for (line, pair) in zip(lines, zip(results, expected)) { #expect(pair.0 == pair.1, "\(line)") }
    }

    @Test("A font that is missing, no font, or cut short ends with status 2 and its path; wrong options with status 1")
    func shapeFailures() throws {
        let folder = try TemporaryFolder()
        let amiri = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"
        let text = try folder.write("no font at all", to: "text.ttf")
        let cut = try folder.write(Array(readFile(amiri)[..<20_000]), to: "cut.ttf")
        for font in [folder.path("none.ttf"), text, cut, folder.path] {
            let run = try ProgramRun(Repository.diwan(), ["inspect", "shape", "--font", font], input: Array("لا\n".utf8))
            #expect(run.status == 2)
            #expect(run.errorText.contains("the font \(font) cannot be used"))
        }
        for (options, words) in [
            ([], "--font is missing"), (["--font", amiri, "--script", "arab"], "no script \"arab\""),
            (["--font", amiri, "--direction", "up"], "rtl, ltr"), (["--font"], "--font wants a value: FILE"),
        ] {
            let run = try ProgramRun(Repository.diwan(), ["inspect", "shape"] + options)
            #expect(run.status == 1)
            #expect(run.errorText.contains(words), "\(run.errorText)")
        }
        let missing = folder.path("none.txt")
        let run = try ProgramRun(Repository.diwan(), ["inspect", "shape", "--font", amiri, "--text-file", missing])
        #expect(run.status == 3)
        #expect(run.errorText.contains("\(missing) cannot be read: No such file"))
    }
}
