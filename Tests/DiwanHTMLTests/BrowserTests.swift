import DiwanTestSupport
import Foundation
import Testing

/// Pages of every template as Chromium shows and prints them, html5lib reads them and axe-core judges them.
@Suite(.serialized) struct BrowserTests {
    let report: BrowserReport

    init() throws { report = try BrowserReport.shared.get() }

    @Test func everyTemplateHasAPage() {
        #expect(report.templates.count > 10)
        for template in report.templates { #expect(report.pages[template + ".html"] != nil, "\(template)") }
    }

    @Test func strictParserFindsNothingWrong() {
        for (name, page) in report.pages {
            #expect(page.parse == [], "\(name)")
            #expect(page.nesting == [], "\(name)")
        }
    }

    @Test func nothingIsLoadedAndTheConsoleIsSilent() {
        for (name, page) in report.pages {
            #expect(page.loaded == [], "\(name)")
            #expect(page.console == [], "\(name)")
        }
    }

    @Test func narrowWindowNeedsNoScrollingSideways() {
        for (name, page) in report.pages { #expect(page.wide == ["320": 0, "1000": 0], "\(name)") }
    }

    @Test func axeFindsNoViolation() {
        for (name, page) in report.pages { #expect(page.violations == [], "\(name)") }
    }

    @Test func pageShowsTheWordsOfTheTextInTheirOrder() throws {
        for template in report.templates {
            var text = String(decoding: try readFile(report.folder.path(template + ".txt")), as: UTF8.self)
            // What stands for a code or a picture is not shown: it is what is said of it.
            text.replace(/\[(رمز|صورة): [^\]]*\]/, with: "")
            let page = try #require(report.pages[template + ".html"])
            #expect(BrowserReport.words(page.text) == BrowserReport.words(text), "\(template)")
        }
    }

    @Test func printedPageLosesNoLetter() throws {
        for template in report.templates {
            let page = try #require(report.pages[template + ".html"])
            var printed = BrowserReport.letters(page.printed)
            let shown = BrowserReport.letters(page.text)
            for (letter, count) in shown {
                printed[letter, default: 0] -= count
                if printed[letter, default: 0] < 0 { Issue.record("\(template): \(letter) is printed \(-printed[letter]!) times less") }
            }
            // Numbers of pages come on top; a table's cell that is cut may be read twice.
            #expect(printed.values.reduce(0, +) <= 60, "\(template)")
        }
    }
}
