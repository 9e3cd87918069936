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

    /// What the script writes down.
    private struct Report: Decodable {
        var pages: [String: Page]
        var posts: [String: String]
    }

    /// What the script is to do.
    private struct Work: Encodable {
        var pages: [String] = []
        var submit: [[String]] = []
        var fill: [[String]] = []
    }

    /// The folder with the pages and what was made of them.
    let folder: TemporaryFolder
    /// The templates.
    let templates: [String]
    /// For each template the number of variants of its sample.
    private(set) var variants: [String: Int] = [:]
    /// The pages, by the names of their files.
    let pages: [String: Page]
    /// What went wrong when a form was posted, by the names of the files that take what is posted; empty when nothing did.
    let posts: [String: String]

    /// The report; one for all tests.
    static let shared = Result { try BrowserReport() }

    /// The template whose form is filled in by keys and clicks.
    static let filled = "support-request"

    private init() throws {
        folder = try TemporaryFolder()
        let listed = try Self.diwan(["templates"], in: folder)
        templates = listed.outputText.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        var work = Work()
        for template in templates {
            try Self.made(["render", template, "--sample", "-f", "html", "-f", "text", "-o", folder.path], in: folder)
            try Self.made(["render", template, "-f", "html-form", "-o", "\(template).form.html"], in: folder)
            work.pages += ["\(template).html", "\(template).form.html"]
            let sample = try JSONSerialization.jsonObject(
                with: Data(try readFile("\(Repository.root())/Templates/\(template)/sample.json")))
            let records = sample as? [Any] ?? [sample]
            variants[template] = records.count
            for (index, record) in records.enumerated() {
                let name = "\(template).\(index + 1)"
                try folder.write(Array(try JSONSerialization.data(withJSONObject: record)), to: name + ".json")
                try Self.made(
                    ["render", template, "--sample", "\(index + 1)", "-f", "html-form", "-o", name + ".html"], in: folder)
                work.submit.append([name + ".html", name + ".form"])
                guard template == Self.filled, var given = record as? [String: Any] else { continue }
                // Number and code are the office's to give: the form does not ask for them.
                given["issued"] = nil
                try folder.write(Array(try JSONSerialization.data(withJSONObject: given)), to: name + ".given.json")
                work.fill.append(["\(template).form.html", name + ".given.json", name + ".typed.form"])
            }
        }
        // A form with what is wrong with its data.
        try folder.write(
            #"{"ben":{"name":"نورة","gender":"f","id":"1100000008"},"req":{"kind":["gift"],"date":"2026-02-30"},"fam":[{"id":"1"}]}"#,
            to: "faulty.json")
        try Self.made(["render", Self.filled, "--data", "faulty.json", "-f", "html-form", "-o", "faulty.html"], in: folder)
        work.pages.append("faulty.html")
        try folder.write(Array(try JSONEncoder().encode(work)), to: "work.json")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/browser.py").path
        let run = try ProgramRun("/usr/bin/python3", [script, folder.path])
        if run.status != 0 { throw Failure(words: "chromium, chromium-driver and their Python modules are needed: " + run.errorText) }
        let report = try JSONDecoder().decode(Report.self, from: Data(try readFile(folder.path("report.json"))))
        pages = report.pages
        posts = report.posts
    }

    /// Runs `diwan` in the folder.
    static func diwan(_ arguments: [String], in folder: TemporaryFolder) throws -> ProgramRun {
        try ProgramRun(
            Repository.diwan(), arguments, environment: ["DIWAN_HOME": Repository.root(), "SOURCE_DATE_EPOCH": "1772100000"],
            directory: folder.path)
    }

    private static func made(_ arguments: [String], in folder: TemporaryFolder) throws {
        let run = try diwan(arguments, in: folder)
        if run.status != 0 { throw Failure(words: arguments.joined(separator: " ") + ": " + run.errorText) }
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
