public import DiwanDiagnostics
public import DiwanDocument
public import DiwanPDF
import DiwanTemplate

/// Documents that carry their source.
extension DocumentRenderer {
    /// What a document carries of its source, in canonical XML. It is read back, and the document is made again from it and must be the same.
    /// - Parameters:
    ///   - made: the document, with what it shows of its data.
    ///   - pages: its pages.
    ///   - standards: what the file will claim.
    ///   - identifier: the identifier that the file will have, where the caller gives one.
    /// - Throws: `embedding` when it cannot carry its source.
    public func embeddedRecord(
        of made: Made, pages: PagedDocument, standards: PDFStandards, identifier: [UInt8]? = nil
    ) throws(RenderError) -> PDFAttachment {
        guard let printed = made.printed else { preconditionFailure("what the document shows was not noted") }
        let record = try self.record(printed, pages: pages, standards: standards, identifier: identifier)
        do throws(EmbeddingFault) {
            let xml = try record.canonicalXML()
            if printed.withheld.isEmpty {
                let again = try remade(printed)
                guard again == made.document else { throw .notRebuilt(nil) }
            }
            return EmbeddedRecord.attachment(xml)
        } catch {
            throw .embedding(error)
        }
    }

    /// A warning for each field that the document prints and that does not travel with it.
    public func withheldWarnings(_ made: Made) -> [Diagnostic] {
        (made.printed?.withheld ?? []).map { path, secrecy in
            let words =
                switch secrecy {
                case .sensitive: "القيمة حساسة"
                case .internal: "القيمة داخلية"
                case .picture: "القيمة صورة"
                }
            return Diagnostic(
                .warning, "\(words) فلم تُضمَّن في الملف",
                hint: "لا تُعاد الوثيقة للمطابقة إلا ببياناتها: diwan verify --rerender --data",
                data: DataFault(path: path, label: template.label(of: path)))
        }
    }

    /// What a document with these pages is made from, in this environment.
    func record(
        _ printed: PrintedRecord, pages: PagedDocument, standards: PDFStandards, identifier: [UInt8]?
    ) throws(RenderError) -> EmbeddedRecord {
        EmbeddedRecord(
            engine: Engine.version, templateID: template.id, templateVersion: template.version, templateName: location.name,
            templateFiles: ingredients.templateFiles, profile: ingredients.profile, fontList: ingredients.fontList,
            fonts: try fonts(of: pages), time: environment.time, printsLetterhead: environment.printsLetterhead, standards: standards,
            identifier: identifier, printed: printed)
    }

    private func remade(_ printed: PrintedRecord) throws(EmbeddingFault) -> Document {
        do throws(PrintedRecord.Fault) {
            return try template.instantiate(printed, environment: environment.templateEnvironment)
        } catch {
            throw .notRebuilt(error)
        }
    }

    private func fonts(of pages: PagedDocument) throws(RenderError) -> [EmbeddedRecord.Ingredient] {
        var used: Set<FontID> = []
        for page in pages.pages { Self.collectFonts(page, &used) }
        var fonts: [EmbeddedRecord.Ingredient] = []
        for id in used.sorted(by: { $0.rawValue < $1.rawValue }) {
            do throws(FileError) {
                fonts.append(try ingredients.font(id))
            } catch {
                throw .file(error)
            }
        }
        return fonts
    }

    private static func collectFonts(_ frame: Frame, _ used: inout Set<FontID>) {
        for placed in frame.items {
            switch placed.item {
            case .glyphs(let run): used.insert(run.font)
            case .frame(let inner): collectFonts(inner, &used)
            default: break
            }
        }
    }

    /// The hash of the whole template: the SHA-256 of what `sha256sum` prints of its files, in the order of their paths.
    public var templateHash: String { EmbeddedRecord.hash(ofTemplate: ingredients.templateFiles) }
}
