import DiwanTestSupport
import Foundation

/// What a browser sees of the pages of every template. The browser is started once for all tests.
struct BrowserReport {
    /// What is seen of one page.
    struct Page: Decodable {
        var parse: [String]
        var nesting: [String]
        var wide: [String: Int]
        var violations: [String]
        var console: [String]
        var loaded: [String]
        var text: String
        var printed: String
    }

    /// The folder with the pages and what was made of them.
    let folder: TemporaryFolder
    /// The templates.
    let templates: [String]
    /// The pages, by the names of their files.
    let pages: [String: Page]

    /// The report; one for all tests.
    static let shared = Result { try BrowserReport() }

    private init() throws {
        folder = try TemporaryFolder()
        let environment: [String: String?] = ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1772100000"]
        let diwan = Repository.diwan()
        let listed = try ProgramRun(diwan, ["templates"], environment: environment)
        templates = listed.outputText.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        var names: [String] = []
        for template in templates {
            let made = try ProgramRun(
                diwan, ["render", template, "--sample", "-f", "html", "-f", "text", "-o", folder.path], environment: environment)
            if made.status != 0 { throw Failure(words: made.errorText) }
            names.append(template + ".html")
        }
        try folder.write(Array(try JSONEncoder().encode(names)), to: "pages.json")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/browser.py").path
        let run = try ProgramRun("/usr/bin/python3", [script, folder.path])
        if run.status != 0 { throw Failure(words: "chromium, chromium-driver and their Python modules are needed: " + run.errorText) }
        pages = try JSONDecoder().decode([String: Page].self, from: Data(try readFile(folder.path("report.json"))))
    }

    /// Why there is no report.
    struct Failure: Error { var words: String }

    /// The words of a text: runs of letters, and of digits. Marks of direction and what stands for drawings do not count.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isNumber = false
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .format: continue
            case .nonspacingMark: word.unicodeScalars.append(scalar)
            case .decimalNumber, .uppercaseLetter, .lowercaseLetter, .otherLetter, .modifierLetter:
                let number = scalar.properties.generalCategory == .decimalNumber
                if !word.isEmpty, number != isNumber {
                    words.append(word)
                    word = ""
                }
                isNumber = number
                word.unicodeScalars.append(scalar)
            default:
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// How often each letter and digit stands in a text, whatever its shape.
    static func letters(_ text: String) -> [Unicode.Scalar: Int] {
        var counts: [Unicode.Scalar: Int] = [:]
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars
        where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            if scalar.properties.generalCategory == .nonspacingMark || scalar.value == 0x640 { continue }
            counts[scalar, default: 0] += 1
        }
        return counts
    }
}
