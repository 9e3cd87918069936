import DiwanDocument
public import DiwanPDF
import DiwanShaping
import DiwanTemplate

/// Looks at a PDF file that may carry its source, and makes the document again from it.
///
/// The file may be hostile: what it unpacks to is bounded, and nothing of it is trusted. That a document is made again is a check of
/// rendering; it is no proof that the office issued it.
public struct DocumentVerifier {
    /// The file.
    public let file: PDFFile
    /// What the file carries of its source, in canonical form; `nil` when it carries none, or what `recordFault` says is wrong with it.
    public let record: EmbeddedRecord?
    /// Why what the file carries is no record.
    public let recordFault: RecordFault?
    private let recordBytes: [UInt8]

    /// How many bytes the streams of a file may unpack to.
    private static let unpackedLimit = 1 << 26

    /// Reads a file.
    public init(_ bytes: [UInt8]) throws(PDFError) {
        file = try PDFFile(bytes, limit: Self.unpackedLimit)
        let attached = try file.attachments().filter { $0.name == EmbeddedRecord.fileName }
        guard let first = attached.first else {
            (record, recordFault, recordBytes) = (nil, nil, [])
            return
        }
        recordBytes = first.content
        do throws(RecordFault) {
            if attached.count > 1 { throw .structure(EmbeddedRecord.fileName) }
            record = try EmbeddedRecord.canonical(first.content)
            recordFault = nil
        } catch {
            record = nil
            recordFault = error
        }
    }

    /// Makes the document again, and compares.
    /// - Parameters:
    ///   - template: the template, where it is not to be found by the name in the record.
    ///   - data: the data, for a document that prints values which do not travel; what it shows of them must be what the record says.
    ///   - environment: makes the environment at the record's time, with the letterhead or without it.
    /// - Throws: `faults` and others when the template or the data cannot be used at all.
    public func rerender(
        template: String? = nil, data: RecordData? = nil,
        in environment: (CreationTime, _ printsLetterhead: Bool) throws(EnvironmentError) -> DiwanEnvironment
    ) throws(VerificationError) -> Rerendering {
        guard let record else { throw .noRecord(recordFault) }
        let surroundings: DiwanEnvironment
        do throws(EnvironmentError) {
            surroundings = try environment(record.time, record.printsLetterhead)
        } catch {
            throw .environment(error)
        }
        do throws(RenderError) {
            return try rerender(record, template: template, data: data, in: surroundings)
        } catch {
            throw .render(error)
        }
    }

    private func rerender(
        _ record: EmbeddedRecord, template: String?, data: RecordData?, in environment: DiwanEnvironment
    ) throws(RenderError) -> Rerendering {
        var result = Rerendering(engine: record.engine)
        guard template != nil || Self.isName(record.templateName) else {
            result.outcome = .notMade("its template \"\(record.templateName)\" has no plain name")
            return result
        }
        let location: TemplateLocation
        do throws(RenderError) {
            location = try TemplateLocation(template ?? record.templateName, in: environment)
        } catch {
            // A template that the user names and that is not there is the user's mistake.
            guard template == nil, case .noTemplate = error else { throw error }
            result.changes.append(.templateMissing(record.templateName))
            result.outcome = .notMade("its template \"\(record.templateName)\" is not here")
            return result
        }
        let renderer = try DocumentRenderer(location, in: environment)
        result.changes = renderer.changes(since: record)

        let document: Document
        if let data {
            let made = try renderer.document(data, blank: record.printed.isBlank, notesPrinted: true)
            document = made.document
            result.dataDifferences = made.printed?.differences(from: record.printed) ?? []
        } else {
            do throws(PrintedRecord.Fault) {
                document = try renderer.template.instantiate(record.printed, environment: environment.templateEnvironment)
            } catch {
                result.outcome = .notMade(error.words)
                if case .withheld(let paths) = error { result.withheld = paths }
                return result
            }
        }
        let pages = try renderer.pages(document).pages
        let again = try renderer.pdf(
            pages, standards: record.standards, identifier: record.identifier, attachments: [EmbeddedRecord.attachment(recordBytes)])
        do throws(PDFError) {
            let other = try PDFFile(again, limit: Self.unpackedLimit)
            result.text = try TextDifference(file, other)
            result.structureDiffers = try file.structureTypes() != other.structureTypes()
            result.outcome = try file.difference(from: other).map { .different($0) } ?? .same
            if case .different = result.outcome, try file.isSigned(since: other) {
                result.structureDiffers = false
                result.outcome = .same
            }
        } catch {
            result.outcome = .notRead(error)
        }
        return result
    }

    /// Whether a text may name a template of the templates root, and nothing outside it.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && text.utf8.first != UInt8(ascii: ".") && !text.hasSuffix(".xml")
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-_.".utf8.contains(byte)
            }
    }
}

/// Why a document cannot be made again.
public enum VerificationError: Error {
    /// The file carries no record, or one with a fault.
    case noRecord(RecordFault?)
    /// There is no environment to make it in.
    case environment(EnvironmentError)
    /// The template or the data cannot be used.
    case render(RenderError)
}

/// What came of making a document again.
public struct Rerendering: Sendable {
    /// Something that the document was made with and that is not as it was.
    public enum Change: Hashable, Sendable {
        /// The template is not here.
        case templateMissing(String)
        /// A file of the template has changed.
        case fileChanged(String)
        /// A file is no longer part of the template.
        case fileMissing(String)
        /// A file has become part of the template.
        case fileNew(String)
        /// The profile has changed, or is another.
        case profile
        /// The list of fonts has changed.
        case fontList
        /// A font has changed.
        case fontChanged(String)
        /// A font is not installed.
        case fontMissing(String)
    }

    /// How it ended.
    public enum Outcome: Sendable {
        /// Byte for byte the same.
        case same
        /// Not the same.
        case different(PDFDifference)
        /// It could not be made; why, in words.
        case notMade(String)
        /// The file cannot be compared.
        case notRead(PDFError)
    }

    /// The version of the engine that made the file.
    public let engine: String
    /// Whether it is this one. Another may set the same document in other bytes.
    public var isSameEngine: Bool { engine == Engine.version }
    /// What is not as it was.
    public internal(set) var changes: [Change] = []
    /// Where given data shows something else than the record: the paths.
    public internal(set) var dataDifferences: [String] = []
    /// The paths of the values that would be needed.
    public internal(set) var withheld: [String] = []
    /// Where the texts of the pages first differ; `nil` when they are the same.
    public internal(set) var text: TextDifference?
    /// Whether the structure trees differ.
    public internal(set) var structureDiffers = false
    /// How it ended.
    public internal(set) var outcome = Outcome.same

    init(engine: String) {
        self.engine = engine
    }

    /// Whether the document is what its source makes: the same bytes; by another engine, the same text, data and structure.
    public var isPassed: Bool {
        guard changes.isEmpty, dataDifferences.isEmpty else { return false }
        switch outcome {
        case .same: return true
        case .different: return !isSameEngine && text == nil && !structureDiffers
        case .notMade, .notRead: return false
        }
    }
}

/// The first place where the texts of two files differ.
public struct TextDifference: Hashable, Sendable {
    /// The page, from 1.
    public var page: Int
    /// The place of the word on the page, from 1.
    public var word: Int
    /// The word of the file; `nil` where its page ends.
    public var found: String?
    /// The word of the document made again; `nil` where its page ends.
    public var wanted: String?

    /// Compares the words of two files, page by page; `nil` when they are the same.
    init?(_ file: PDFFile, _ other: PDFFile) throws(PDFError) {
        let (texts, others) = (try file.textOfPages(), try other.textOfPages())
        for page in 0..<max(texts.count, others.count) {
            let words = page < texts.count ? Self.words(texts[page]) : []
            let otherWords = page < others.count ? Self.words(others[page]) : []
            for index in 0..<max(words.count, otherWords.count) {
                let word = index < words.count ? words[index] : nil
                let otherWord = index < otherWords.count ? otherWords[index] : nil
                if word == otherWord { continue }
                self.init(page: page + 1, word: index + 1, found: word.map { String($0) }, wanted: otherWord.map { String($0) })
                return
            }
        }
        return nil
    }

    private init(page: Int, word: Int, found: String?, wanted: String?) {
        self.page = page
        self.word = word
        self.found = found
        self.wanted = wanted
    }

    private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
}
