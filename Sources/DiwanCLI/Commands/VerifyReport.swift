import Diwan
import DiwanOffice
import DiwanPDF
import DiwanTemplate

/// What `verify` tells: lines for people, an object for programs.
struct VerifyReport {
    /// A thing that was looked at, and what was found.
    private struct Line {
        var subject: String
        var words: String
    }

    private var lines: [Line] = []
    private var members: [(name: String, json: String)] = []
    /// Whether nothing was found wrong.
    private(set) var isPassed = true
    /// Whether the office, or its proof, was asked.
    private(set) var isIssuingChecked = false

    /// The lines, subject and words with a TAB between.
    var text: String { lines.map { "\($0.subject)\t\($0.words)\n" }.joined() }

    /// The same as JSON.
    var json: String {
        let all = [("status", isPassed ? "0" : "\(ExitStatus.verification.rawValue)")] + members.map { ($0.name, $0.json) }
        return "{" + all.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}\n"
    }

    mutating func add(_ subject: String, _ words: String) { lines.append(Line(subject: subject, words: words)) }

    /// Adds a member of the JSON.
    mutating func addMember(_ name: String, _ json: String) { members.append((name, json)) }

    /// Notes that something was found wrong.
    mutating func fail() { isPassed = false }

    static func list(_ words: [String]) -> String { "[" + words.map(JSONText.string).joined(separator: ",") + "]" }

    // MARK: The file

    /// What the file says of itself.
    mutating func addFacts(_ verifier: DocumentVerifier) throws(PDFError) {
        let file = verifier.file
        let pages = try file.pages().count
        let claims = try file.claimedStandards()
        add("file", "PDF \(file.version), \(pages) \(pages == 1 ? "page" : "pages"), \(file.bytes.count) bytes")
        add("claims", claims.isEmpty ? "none" : "\(claims.joined(separator: ", ")); a claim is no proof")
        members.append(("pages", "\(pages)"))
        members.append(("claims", Self.list(claims)))
        if let record = verifier.record {
            add(record)
        } else if let fault = verifier.recordFault {
            isPassed = false
            add("source", "what the file carries is no record: \(fault.words)")
            members.append(("source", JSONText.object(["fault": JSONText.string(fault.words)])))
        } else {
            add("source", "the file does not carry what it was made from")
        }
        if !isIssuingChecked { add("issuing", "not checked: whether the office issued it is told by its register, not by the file") }
    }

    // MARK: The office

    /// What the office, or its proof, says of the file: a line in English and Arabic for each thing, then the outcome.
    mutating func add(_ verification: DocumentVerification) {
        isIssuingChecked = true
        if !verification.isGenuine { isPassed = false }
        for finding in verification.findings {
            add(finding.subject, "\(finding.state.rawValue): \(finding.words) — \(finding.arabic)")
        }
        let number = verification.number ?? ""
        add(
            "issuing",
            verification.isGenuine
                ? "passed: \(number) is a document of the office — الوثيقة \(number) صحيحة صادرة عن الجمعية"
                : "failed: the file does not hold as a document of the office — لا يُعتمد هذا الملف وثيقةً سارية من الجمعية")
        members.append(
            (
                "issuing",
                JSONText.object([
                    "passed": "\(verification.isGenuine)", "number": verification.number.map(JSONText.string),
                    "findings": "[" + verification.findings.map(FindingLines.json).joined(separator: ",") + "]",
                ])
            ))
    }

    /// Says which entry of the log has what came of it.
    mutating func add(recorded entry: Int) {
        add("recorded", "entry \(entry)")
        members.append(("recorded", "\(entry)"))
    }

    /// Says that the file cannot be read as PDF.
    mutating func addUnreadable(_ words: String) {
        isPassed = false
        add("file", words)
        members.append(("file", JSONText.string(words)))
    }

    private mutating func add(_ record: EmbeddedRecord) {
        let template = "\(record.templateID) \(record.templateVersion)"
        add("source", "template \(template), made by Diwan \(record.engine) at \(Self.words(record.time))")
        let withheld = record.printed.withheld.map(\.path)
        if !withheld.isEmpty { add("withheld", "values that are printed and did not travel: \(withheld.joined(separator: ", "))") }
        members.append(
            (
                "source",
                JSONText.object([
                    "template": JSONText.string(record.templateID), "version": JSONText.string(record.templateVersion),
                    "engine": JSONText.string(record.engine), "time": "\(record.time.seconds)",
                    "templateHash": JSONText.string(record.templateHash),
                    "withheld": Self.list(withheld),
                ])
            ))
    }

    private static func words(_ time: CreationTime) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hour, minute, second) = time.timeOfDay
        return "\(time.date.iso) \(two(hour)):\(two(minute)):\(two(second)) in Riyadh"
    }

    // MARK: Made again

    /// What came of making the document again; `nil` when there is nothing to make it from.
    mutating func add(_ rerendering: Rerendering?) {
        guard let rerendering else {
            isPassed = false
            add("result", "failed: the document cannot be made again without a record; diwan render --embed-data writes one")
            members.append(("rerender", JSONText.object(["passed": "false"])))
            return
        }
        if !rerendering.isPassed { isPassed = false }
        if !rerendering.isSameEngine {
            add(
                "engine",
                "made by Diwan \(rerendering.engine), and this is \(Engine.version): text, data and structure are compared, not bytes")
        }
        for change in rerendering.changes { add("changed", change.words) }
        for path in rerendering.dataDifferences { add("data", "the data given shows something else at \(path)") }
        addOutcome(rerendering)
        members.append(("rerender", Self.json(rerendering)))
    }

    private mutating func addOutcome(_ rerendering: Rerendering) {
        if let text = rerendering.text { add("text", text.words) }
        if rerendering.structureDiffers { add("structure", "headings, paragraphs or tables are not the same") }
        switch rerendering.outcome {
        case .same:
            let rest = rerendering.isPassed ? "passed: " : "failed: what it was made with has changed; apart from that "
            add("result", rest + "the document is made again byte for byte")
        case .different(let difference):
            if rerendering.isPassed {
                add("result", "passed: text, data and structure are the same")
                return
            }
            add("first", "byte \(difference.offset) differs: \(difference.part.words)")
            if !difference.parts.isEmpty { add("differs", difference.parts.map(\.words).joined(separator: ", ")) }
            add("result", "failed: the document that its source makes is another")
        case .notMade(let words):
            add("result", "failed: the document cannot be made again: \(words)")
            if !rerendering.withheld.isEmpty { add("hint", "give its data by --data FILE") }
        case .notRead(let error): add("result", "failed: the file cannot be compared: \(error.words)")
        }
    }

    private static func json(_ rerendering: Rerendering) -> String {
        var difference: PDFDifference?
        var why: String?
        switch rerendering.outcome {
        case .same: break
        case .different(let found): difference = found
        case .notMade(let words): why = words
        case .notRead(let error): why = error.words
        }
        return JSONText.object([
            "passed": "\(rerendering.isPassed)", "sameEngine": "\(rerendering.isSameEngine)",
            "changes": list(rerendering.changes.map(\.words)), "data": list(rerendering.dataDifferences),
            "withheld": list(rerendering.withheld), "text": rerendering.text.map { JSONText.string($0.words) },
            "structureDiffers": "\(rerendering.structureDiffers)", "offset": difference.map { "\($0.offset)" },
            "part": difference.map { JSONText.string($0.part.words) }, "parts": difference.map { list($0.parts.map(\.words)) },
            "why": why.map(JSONText.string),
        ])
    }
}

extension RecordFault {
    /// What is wrong, in words.
    fileprivate var words: String {
        switch self {
        case .notXML(let words): words
        case .otherKind: "it is of another kind, or of a later version"
        case .structure(let name): "\"\(name)\" is missing or wrong"
        case .notCanonical: "it is not in canonical form"
        }
    }
}

extension Rerendering.Change {
    /// What has changed, in words.
    fileprivate var words: String {
        switch self {
        case .templateMissing(let name): "the template \(name) is not here"
        case .fileChanged(let path): "the template's file \(path) has changed since"
        case .fileMissing(let path): "the template's file \(path) is no longer part of it"
        case .fileNew(let path): "the file \(path) has become part of the template"
        case .profile: "the profile has changed since, or another is meant (--profile)"
        case .fontList: "the list of fonts has changed since"
        case .fontChanged(let name): "the font \(name) is another version"
        case .fontMissing(let name): "the font \(name) is not installed"
        }
    }
}

extension TextDifference {
    /// Where the texts differ, in words.
    fileprivate var words: String {
        func quoted(_ word: String?) -> String { word.map { "«\($0)»" } ?? "nothing" }
        return "page \(page), word \(word): the file has \(quoted(found)), its source makes \(quoted(wanted))"
    }
}
