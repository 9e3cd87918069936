import DiwanBytes
public import DiwanDiagnostics
public import DiwanDocument
public import DiwanPDF
import DiwanShaping
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
            let words = secrecy == .sensitive ? "القيمة حساسة" : "القيمة داخلية"
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
            templateFiles: templateFiles, profile: Self.hash(environment.profileBytes), fontList: Self.hash(environment.fontListBytes),
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

    /// The files of the template. One outside the templates root is known by its name alone: where it lies says nothing of the document.
    var templateFiles: [EmbeddedRecord.Ingredient] {
        files.all.map { file in
            let name = file.path.hasPrefix("/") ? FileBytes.split(file.path).name : file.path
            return EmbeddedRecord.Ingredient(name: name, sha256: Self.hash(file.bytes))
        }.sorted { $0.name < $1.name }
    }

    private func fonts(of pages: PagedDocument) throws(RenderError) -> [EmbeddedRecord.Ingredient] {
        var used: Set<FontID> = []
        for page in pages.pages { Self.collectFonts(page, &used) }
        var fonts: [EmbeddedRecord.Ingredient] = []
        for id in used.sorted(by: { $0.rawValue < $1.rawValue }) {
            let face = environment.fonts.faces[Int(id.rawValue)]
            fonts.append(
                EmbeddedRecord.Ingredient(
                    name: "\(face.family) \(face.weight == .bold ? "bold" : "regular")", sha256: try fontHash(id, face.path)))
        }
        return fonts
    }

    private func fontHash(_ id: FontID, _ path: String) throws(RenderError) -> String {
        if let known = fontHashes[id] { return known }
        do throws(FileError) {
            let hash = Self.hash(try FileBytes.read(path))
            fontHashes[id] = hash
            return hash
        } catch {
            throw .file(error)
        }
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

    /// The hash of the whole template.
    var templateHash: String { EmbeddedRecord.hash(ofTemplate: templateFiles) }

    static func hash(_ bytes: [UInt8]) -> String { EmbeddedRecord.hexadecimal(SHA256.hash(bytes)) }
}
