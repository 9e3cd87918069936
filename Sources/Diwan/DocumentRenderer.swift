public import DiwanDiagnostics
public import DiwanDocument
import DiwanFont
import DiwanLayout
public import DiwanPDF
import DiwanShaping
public import DiwanTemplate

/// Makes documents of one template: data becomes a document, a document becomes pages, pages become a file.
///
/// What does not depend on the data is done once, so one renderer serves many records. It serves one caller at a time.
public final class DocumentRenderer {
    /// The template.
    public let template: CompiledTemplate
    /// What deserves a look in the template.
    public let warnings: [Diagnostic]
    /// The files that the template is made of.
    public let sources: [SourceText]
    let environment: DiwanEnvironment
    /// Where the template is.
    let location: TemplateLocation
    /// Every file that was read for the template, by path.
    let files: TemplateFiles
    /// The hashes of what documents are made with, which are the same for all of them.
    lazy var ingredients = Ingredients(files: files, environment: environment)
    private let layout: DocumentLayout
    private let exporter: PDFExporter
    private var hasBegun = false

    /// Compiles the template at `location`.
    ///
    /// - Throws: `faults` with every mistake.
    public init(_ location: TemplateLocation, in environment: DiwanEnvironment) throws(RenderError) {
        let files = TemplateFiles(root: environment.folders.templates)
        let result = Template.compile(location.path, profile: environment.profile) { files.read($0) }
        self.files = files
        self.location = location
        sources = result.sources.map { SourceText(file: environment.shown($0.file), bytes: $0.bytes) }
        warnings = environment.shown(result.diagnostics)
        guard let template = result.template else { throw .faults(warnings, sources: sources) }
        self.template = template
        self.environment = environment
        layout = DocumentLayout(fonts: environment.fonts)
        let fonts = environment.fonts
        exporter = PDFExporter { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read every font of the pages") }
            return font
        }
    }

    /// A document, and what deserves a look in it.
    public struct Made: Sendable {
        /// The document.
        public let document: Document
        /// What deserves a look in the data and in the document.
        public let warnings: [Diagnostic]
        /// The files that the warnings speak of, besides those of the template.
        public let sources: [SourceText]
        /// What the document shows of its data, where that was asked for.
        public let printed: PrintedRecord?
    }

    /// The document of a record. With `blank`, nothing has to be given: what is absent is left to be filled in by hand. With `form` also,
    /// and what is filled in, or could be, are fields. With `notesPrinted`, what it shows of the data is noted, for `embeddedRecord`.
    ///
    /// - Throws: `faults` with every fault of the data.
    public func document(
        _ data: RecordData, blank: Bool = false, form: Bool = false, notesPrinted: Bool = false
    ) throws(RenderError) -> Made {
        let dataSources = data.source.map { [$0] } ?? []
        var surroundings = environment.templateEnvironment
        surroundings.pictures = data.folder.map { DiwanEnvironment.pictures(in: $0) }
        let validation = template.validate(data.value, source: data.source, environment: surroundings, blank: blank || form)
        guard let record = validation.record else { throw .faults(validation.diagnostics, sources: dataSources) }
        let instance = template.instantiate(record, environment: surroundings, form: form, notesPrinted: notesPrinted)
        return Made(
            document: instance.document, warnings: validation.diagnostics + environment.shown(instance.warnings),
            sources: dataSources, printed: instance.printed)
    }

    /// The pages of a document, and what deserves a look on them.
    ///
    /// - Throws: `faults` when something would be lost, `missingFont` or `font` when a font cannot be had.
    public func pages(_ document: Document) throws(RenderError) -> (pages: PagedDocument, warnings: [Diagnostic]) {
        // Before any document: what is remembered of one must not come into what all have in common.
        do throws(PDFError) { try begin() } catch { throw renderError(error) }
        do throws(LayoutError) {
            let result = try layout.layout(document)
            return (result.document, result.warnings.map(diagnostic))
        } catch {
            for problem in error.problems {
                if case .missingFont(let family) = problem.kind { throw missing(family) }
            }
            throw .faults(error.problems.map(diagnostic), sources: sources)
        }
    }

    /// The pages as a PDF file. Files of one template begin with the fonts of its own text, which are made once; so one file alone has
    /// the bytes that it has among thousands.
    /// - Parameters:
    ///   - standards: what the file claims.
    ///   - identifier: 16 bytes that tell the file from all others, drawn by the caller; `nil` takes them from a hash of what is written.
    ///   - attachments: files that travel within it.
    public func pdf(
        _ pages: PagedDocument, standards: PDFStandards = .all, identifier: [UInt8]? = nil, attachments: [PDFAttachment] = []
    ) throws(RenderError) -> [UInt8] {
        precondition(identifier.map { $0.count == 16 } ?? true, "an identifier has 16 bytes")
        do throws(PDFError) {
            try begin()
            var options = PDFOptions(date: environment.pdfDate, identifier: identifier, standards: standards)
            options.attachments = attachments
            return try exporter.export(pages, options)
        } catch {
            throw renderError(error)
        }
    }

    /// Gives the exporter what all files of the template have in common.
    private func begin() throws(PDFError) {
        if hasBegun { return }
        hasBegun = true
        if let common = templateAlone() { try exporter.begin(with: common) }
    }

    /// Why a file cannot be written.
    func renderError(_ error: PDFError) -> RenderError {
        switch error {
        case .font(let id, let fontError): return .font(path: environment.fonts.faces[Int(id.rawValue)].path, fontError)
        case .tooManyCodes(let id):
            let message =
                "the document has more glyphs of the font \(environment.fonts.faces[Int(id.rawValue)].family) than a file can hold"
            return .faults([Diagnostic(.error, message)], sources: [])
        case .tooManyObjects(let limit):
            let message = "one file of all documents would have more than \(limit) objects, and a PDF file may not"
            return .faults([Diagnostic(.error, message, hint: "divide the rows, and make several files")], sources: [])
        case .inkColors(let origin):
            let words = "the picture has CMYK colours, and PDF/A allows them only with a printing profile that Diwan does not have"
            let hint = "save it as RGB, or leave a-3a out of --pdf-standard"
            return .faults([diagnostic(words, .error, at: origin, hint: hint)], sources: sources)
        case .noTitle:
            let hint = "give the template a title, or leave ua-1 out of --pdf-standard"
            return .faults([Diagnostic(.error, "PDF/UA-1 asks for a title, and the document has none", hint: hint)], sources: [])
        case .notPDF, .encrypted, .malformed, .unsupportedFilter, .tooLarge: preconditionFailure("writing reads no file")
        }
    }

    /// A file of many documents of the template, to be made from the pages of each.
    public func merger(standards: PDFStandards = .all) throws(RenderError) -> PDFMerger {
        do throws(PDFError) { try begin() } catch { throw renderError(error) }
        return PDFMerger(exporter, PDFOptions(date: environment.pdfDate, standards: standards))
    }

    /// Reads a file back and compares its text with the document's.
    ///
    /// - Throws: `textDiffers` when they are not the same, word by word.
    public func check(_ pdf: [UInt8], against document: Document) throws(RenderError) {
        guard let check = try? TextCheck(pdf, against: document) else { preconditionFailure("a file that was just written is read") }
        if !check.isPassed { throw .textDiffers(check) }
    }

    /// The pages of the template without data; `nil` when they cannot be laid out, as when a value decides what fits.
    private func templateAlone() -> PagedDocument? {
        let surroundings = environment.templateEnvironment
        guard let record = template.validate(.object([]), environment: surroundings, blank: true).record else { return nil }
        return try? layout.layout(template.instantiate(record, environment: surroundings).document).document
    }

    // MARK: Words

    /// Why a family, or a role, cannot be set in: its file is damaged, or there is none.
    private func missing(_ family: String) -> RenderError {
        let fonts = environment.fonts
        for (index, face) in fonts.faces.enumerated() where face.family == family || face.roles.contains(family) {
            do throws(FontError) {
                _ = try fonts.font(FontID(rawValue: UInt16(index)))
            } catch {
                return .font(path: face.path, error)
            }
        }
        return .missingFont(family: family, packages: environment.fontList.packages(family: family))
    }

    private func diagnostic(_ problem: LayoutProblem) -> Diagnostic {
        let (message, hint) = problem.kind.words
        return diagnostic(message, problem.isError ? .error : .warning, at: problem.origin, hint: hint)
    }

    /// A diagnostic at an element of the template.
    private func diagnostic(_ message: String, _ severity: Severity, at id: ElementID, hint: String?) -> Diagnostic {
        let index = Int(id.rawValue)
        let origin = template.elements.indices.contains(index) ? template.elements[index] : nil
        let length = origin.map { $0.name.unicodeScalars.count + 1 }
        return environment.shown([Diagnostic(severity, message, at: origin?.position, length: length, hint: hint)])[0]
    }
}
