import DiwanDiagnostics
import Foundation
import Testing

@Suite("Diagnostics")
struct DiagnosticPrinterTests {
    private func source(_ text: String, file: String = "t.xml") -> SourceText { SourceText(file: file, bytes: Array(text.utf8)) }

    @Test("A byte offset becomes a line and a column counted in scalars")
    func position() {
        let text = source("ab\nالف x\r\n\u{1F600}y\rz")
        let bytes = text.bytes
        for (mark, line, column) in [("b", 1, 2), ("x", 2, 5), ("y", 3, 2), ("z", 4, 1)] {
            let offset = bytes.firstIndex(of: mark.utf8.first!)!
            let position = text.position(at: offset)
            #expect(position.line == line && position.column == column, "\(mark)")
        }
        #expect(text.line(2) == "الف x")
        #expect(text.line(4) == "z")
        #expect(text.line(5) == nil)
        #expect(text.position(at: 1000) == SourcePosition(file: "t.xml", line: 4, column: 2))
    }

    @Test("A byte order mark is not a column")
    func byteOrderMark() {
        let text = SourceText(file: "t", bytes: [0xEF, 0xBB, 0xBF] + Array("<a/>".utf8))
        #expect(text.position(at: 3).column == 1)
        #expect(text.line(1) == "<a/>")
    }

    @Test("A diagnostic prints its place, words, line, caret and hint")
    func people() {
        let text = source("<p>\n\t<value of=\"req/nr\"/>\n</p>")
        let diagnostic = Diagnostic(
            .error, "there is no field \"req/nr\"", at: SourcePosition(file: "t.xml", line: 2, column: 13), length: 6,
            hint: "did you mean \"req/no\"?")
        let printed = DiagnosticPrinter(sources: [text]).text([diagnostic])
        #expect(
            printed == """
                t.xml:2:13: error: there is no field "req/nr"
                    \t<value of="req/nr"/>
                    \t           ^~~~~~
                hint: did you mean "req/no"?

                """)
    }

    @Test(
        "The caret stands under the marked scalar by terminal cells",
        arguments: [
            ("abc", 3, "  ^"), ("漢字x", 3, "    ^"), ("e\u{301}x", 3, " ^"), ("مرحبا", 3, "  ^"), ("مَرْ", 3, " ^"), ("\tx", 2, "\t^"),
            ("", 1, "^"),
            ("ab", 9, "  ^"),
        ])
    func caret(line: String, column: Int, expected: String) {
        let diagnostic = Diagnostic(.note, "n", at: SourcePosition(file: "t.xml", line: 1, column: column))
        let lines = DiagnosticPrinter(sources: [source(line)]).text([diagnostic]).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[2] == "    " + expected)
    }

    @Test("A line of 100,000 columns is shown in part, the caret under the marked scalar")
    func longLine() {
        let line = String(repeating: "a", count: 50_000) + "!" + String(repeating: "b", count: 50_000)
        let diagnostic = Diagnostic(.error, "m", at: SourcePosition(file: "t.xml", line: 1, column: 50_001))
        let lines = DiagnosticPrinter(sources: [source(line)]).text([diagnostic]).split(separator: "\n")
        let place = lines[2].utf8.count - 1
        #expect(lines[1].utf8.count < 300)
        #expect(Array(lines[1].utf8)[place] == UInt8(ascii: "!"))
    }

    @Test("Data cannot send control sequences to the terminal")
    func controls() {
        let diagnostic = Diagnostic(
            .error, "bad \u{1B}[2J", at: SourcePosition(file: "t.xml", line: 1, column: 1),
            data: DataFault(path: "a\u{7}", label: "ب\u{1B}", given: "\u{9B}x", wanted: "y"))
        let printed = DiagnosticPrinter(sources: [source("\u{1B}]0;x")]).text([diagnostic])
        #expect(printed.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)) })
    }

    @Test("Equal diagnostics print once, in the order of the file, whatever order they come in")
    func order() {
        var all: [Diagnostic] = []
        for line in 1...5 {
            for severity in [Severity.warning, .error] {
                all.append(Diagnostic(severity, "m\(line)", at: SourcePosition(file: "t.xml", line: line, column: 1)))
            }
        }
        let expected = DiagnosticPrinter().text(all)
        for _ in 0..<10 { #expect(DiagnosticPrinter().text((all + all).shuffled()) == expected) }
        #expect(expected.split(separator: "\n").count == 10)
        #expect(expected.hasPrefix("t.xml:1:1: error: m1\nt.xml:1:1: warning: m1\n"))
        #expect(all.hasErrors)
        #expect(!all.filter { $0.severity != .error }.hasErrors)
    }

    @Test("The JSON form is read back by Foundation with the same content")
    func json() throws {
        let diagnostic = Diagnostic(
            .warning, "a \"b\" \\ \u{1} \u{7F}\n\u{1F600}ع", at: SourcePosition(file: "د.xml", line: 3, column: 4), length: 5, hint: "h\t",
            data: DataFault(path: "req.no", label: "رقم", given: "x", wanted: "y"))
        let text = DiagnosticJSON.array([diagnostic, Diagnostic(.note, "plain")])
        let array = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(array.count == 2)
        #expect(array[0]["message"] as? String == "plain")
        let object = array[1]
        #expect(object["message"] as? String == diagnostic.message)
        #expect(object["file"] as? String == "د.xml")
        #expect(object["line"] as? Int == 3)
        #expect(object["column"] as? Int == 4)
        #expect(object["length"] as? Int == 5)
        #expect(object["hint"] as? String == "h\t")
        #expect(object["path"] as? String == "req.no")
        #expect(object["label"] as? String == "رقم")
        #expect(object["given"] as? String == "x")
        #expect(object["wanted"] as? String == "y")
        #expect(DiagnosticJSON.object(Diagnostic(.note, "plain")) == #"{"severity":"note","message":"plain"}"#)
        #expect(DiagnosticJSON.array([]) == "[]\n")
    }
}
