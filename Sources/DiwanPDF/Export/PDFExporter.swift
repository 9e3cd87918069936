internal import DiwanBytes
public import DiwanDocument
public import DiwanFont

/// Writes documents that were cut into pages as tagged PDF 1.7 files (ISO 32000-1).
///
/// The same document and options give the same bytes. An exporter keeps what the next file may need again (outlines that were read,
/// finished subsets, buffers), so use one for many documents; it serves one caller at a time.
public final class PDFExporter {
    private let fontOf: (FontID) -> Font
    let deflater = Deflater()
    private var fontWriters: [FontID: FontWriter] = [:]
    private let classes = CharacterClasses()
    private var lastLength = 65_536
    private var compressedProfile: [UInt8]?
    /// The code of the common part's pages, in which those of all files are compressed.
    private var contentCode: Deflater.Parts?
    /// The last file's XMP packet and what it says: the next one's often says the same.
    private var lastPacket: (metadata: MetadataWriter, bytes: [UInt8])?
    /// The compressed drawings of the common part.
    private var drawings: [Drawing: [UInt8]] = [:]

    /// An exporter that finds fonts by `fontOf`, which gives the same font for the same identifier each time.
    public init(fontOf: @escaping (FontID) -> Font) {
        self.fontOf = fontOf
    }

    /// Makes the text of `document` the common part of all files from now on: their fonts begin with the codes that it needs, which are
    /// compressed here once and for all. Use what is the same for every record, as a template without data is; a file then depends on the
    /// common part and on its own document alone, not on the files before it.
    ///
    /// Throws as `export` does.
    public func begin(with document: PagedDocument, _ options: PDFOptions = PDFOptions()) throws(PDFError) {
        for writer in fontWriters.values { writer.forgetBase() }
        var file = PDFFileWriter(form: .plain, deflater: deflater, contentCode: nil, capacity: 65_536)
        var writer = pageWriter(document, options)
        var content: [UInt8] = []
        for page in document.pages { content += try writer.content(of: page, &file) }
        contentCode = deflater.code(for: content)
        drawings = [:]
        for case .drawing(let drawing) in writer.pictures.pictures { drawings[drawing] = PictureWriter.content(of: drawing, deflater) }
        for font in writer.fonts {
            do throws(FontError) {
                try font.writer.setBase(font.cells, deflater)
            } catch {
                throw .font(font.id, error)
            }
        }
    }

    /// `document` as a PDF file.
    ///
    /// Throws when a font has no TrueType outlines or damaged ones, when one font needs more than 40,000 codes, and when a picture has colours
    /// that the standards do not allow.
    public func export(_ document: PagedDocument, _ options: PDFOptions = PDFOptions()) throws(PDFError) -> [UInt8] {
        if options.standards.isAccessible, document.metadata.title.isEmpty { throw .noTitle }
        var file = PDFFileWriter(
            form: options.isPlain ? .plain : .compact, deflater: deflater, contentCode: contentCode, capacity: lastLength + lastLength / 4)
        let catalog = file.reserve()
        let pageTree = file.reserve()
        let resources = file.reserve()
        let pages = document.pages.map { _ in file.reserve() }

        var writer = pageWriter(document, options)
        var ranks: [Int]?
        for (index, page) in document.pages.enumerated() {
            let content = file.writeContent(try writer.content(of: page, &file))
            let isTransparent = writer.isTransparent
            var annotations: [ObjectReference] = []
            if !writer.widgets.isEmpty {
                let known = ranks ?? document.structure.readingRanks()
                ranks = known
                annotations = writer.annotations(of: index, ranks: known)
            }
            Self.writePage(
                page, as: pages[index], parent: pageTree, resources: resources, contents: [content], key: index, annotations: annotations,
                isTransparent: isTransparent, to: &file)
        }
        try writeShared(writer, options, to: &file)
        let form = try writeForm(writer, document, pages: pages, resources: resources, ranks: ranks ?? [], to: &file)
        Self.writeResources(writer, as: resources, to: &file)
        // The page tree (7.7.3.2, Table 29), one node deep: readers of today have no trouble with wide ones.
        file.write(pageTree) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Pages")
                dictionary.integer("/Count", pages.count)
                dictionary.array("/Kids") { kids in for page in pages { kids.element(page) } }
            }
        }
        let outline = OutlineWriter.write(document.outline, pages: pages, pageHeights: document.pages.map(\.size.height), to: &file)
        let structure = writer.structure.write(pages: pages, to: &file)
        let metadata = MetadataWriter(
            metadata: document.metadata, date: options.date, producer: options.producer, standards: options.standards)
        let packet = MetadataWriter.write(packet(of: metadata), to: &file)
        let intent = options.standards.archival == nil ? nil : writeOutputIntent(to: &file)
        let attachments = AttachmentWriter.write(options.attachments, date: options.date, to: &file)
        writeCatalog(
            catalog, document.metadata, document.direction, pageTree: pageTree, structure: structure, packet: packet, outline: outline,
            intent: intent,
            form: form, attachments: attachments, &file)
        let information = metadata.writeInformation(to: &file)
        let bytes = file.finish(root: catalog, information: information, identifier: options.identifier)
        lastLength = bytes.count
        return bytes
    }

    /// A page (7.7.3.3, Table 30). The order of tabs is that of the structure; `key` leads to the elements of its content.
    static func writePage(
        _ page: Frame, as reference: ObjectReference, parent: ObjectReference, resources: ObjectReference, contents: [ObjectReference],
        key: Int, annotations: [ObjectReference], isTransparent: Bool, to file: inout PDFFileWriter
    ) {
        file.write(reference) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Page")
                dictionary.reference("/Parent", parent)
                dictionary.array("/MediaBox") { box in
                    box.bytes.append(ascii: "0 0 ")
                    box.element(thousandths: page.size.width.thousandthsOfPoint)
                    box.bytes.append(thousandths: page.size.height.thousandthsOfPoint)
                }
                dictionary.reference("/Resources", resources)
                if contents.count == 1 {
                    dictionary.reference("/Contents", contents[0])
                } else {
                    dictionary.array("/Contents") { array in for stream in contents { array.element(stream) } }
                }
                dictionary.integer("/StructParents", key)
                dictionary.name("/Tabs", "/S")
                if !annotations.isEmpty { dictionary.array("/Annots") { array in for entry in annotations { array.element(entry) } } }
                guard isTransparent else { return }
                // The space that colours are mixed in (11.4.7; ISO 19005-3, 6.2.10).
                dictionary.dictionary("/Group") { group in
                    group.name("/S", "/Transparency")
                    group.name("/CS", "/DeviceRGB")
                }
            }
        }
    }

    /// The pictures and fonts that pages of `writer` share.
    func writeShared(_ writer: PageWriter, _ options: PDFOptions, to file: inout PDFFileWriter) throws(PDFError) {
        if options.standards.archival != nil, let origin = writer.pictures.inkOrigin { throw .inkColors(origin) }
        writer.pictures.write(to: &file) { drawings[$0] ?? PictureWriter.content(of: $0, deflater) }
        for font in writer.fonts {
            font.writer.write(try finished(font), as: font.reference, to: &file)
        }
    }

    /// The names of fonts and pictures (7.8.3, Table 33).
    static func writeResources(_ writer: PageWriter, as reference: ObjectReference, to file: inout PDFFileWriter) {
        file.write(reference) { object in
            object.dictionary { dictionary in
                dictionary.dictionary("/Font") { fonts in
                    for font in writer.fonts {
                        fonts.bytes.append(ascii: "/F")
                        fonts.bytes.append(integer: font.number)
                        fonts.bytes.append(UInt8(ascii: " "))
                        fonts.reference(font.reference)
                    }
                }
                writer.pictures.writeResources(&dictionary)
            }
        }
    }

    /// A writer of pages, the first those of `document`.
    func pageWriter(_ document: PagedDocument, _ options: PDFOptions) -> PageWriter {
        PageWriter(document, classes, usesControls: options.writesTextControls) { id throws(PDFError) in try self.fontWriter(id) }
    }

    /// A writer of a file that is taken away piece by piece.
    func fileWriter() -> PDFFileWriter { PDFFileWriter(form: .compact, deflater: deflater, contentCode: contentCode, capacity: 1 << 17) }

    /// The catalogue (7.7.2, Table 28).
    func writeCatalog(
        _ catalog: ObjectReference, _ metadata: DocumentMetadata, _ direction: TextDirection, pageTree: ObjectReference,
        structure: ObjectReference, packet: ObjectReference, outline: ObjectReference?, intent: ObjectReference?, form: ObjectReference?,
        attachments: AttachmentWriter.Written?, _ file: inout PDFFileWriter
    ) {
        file.write(catalog) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Catalog")
                dictionary.reference("/Pages", pageTree)
                dictionary.dictionary("/MarkInfo") { $0.boolean("/Marked", true) }
                dictionary.reference("/StructTreeRoot", structure)
                dictionary.text("/Lang", metadata.language)
                dictionary.dictionary("/ViewerPreferences") { preferences in
                    preferences.boolean("/DisplayDocTitle", true)
                    if direction == .rightToLeft { preferences.name("/Direction", "/R2L") }
                }
                dictionary.reference("/Metadata", packet)
                if let outline { dictionary.reference("/Outlines", outline) }
                if let form { dictionary.reference("/AcroForm", form) }
                if let intent { dictionary.array("/OutputIntents") { $0.reference(intent) } }
                attachments?.writeEntries(in: &dictionary)
            }
        }
    }

    /// What the colours mean: those of sRGB (14.11.5, Table 365; ISO 19005-3, 6.2.3).
    func writeOutputIntent(to file: inout PDFFileWriter) -> ObjectReference {
        let encoded = compressedProfile ?? deflater.zlib(SRGBProfile.bytes)
        compressedProfile = encoded
        let profile = file.reserve()
        file.writeStream(profile, encoded: encoded) { stream in
            stream.name("/Filter", "/FlateDecode")
            stream.integer("/N", 3)
        }
        return file.write { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/OutputIntent")
                dictionary.name("/S", "/GTS_PDFA1")
                dictionary.text("/OutputConditionIdentifier", SRGBProfile.identifier.description)
                dictionary.text("/Info", SRGBProfile.identifier.description)
                dictionary.reference("/DestOutputProfile", profile)
            }
        }
    }

    private func packet(of metadata: MetadataWriter) -> [UInt8] {
        if let last = lastPacket, last.metadata == metadata { return last.bytes }
        let bytes = metadata.packet
        lastPacket = (metadata, bytes)
        return bytes
    }

    /// The fields of the document; `nil` when there are none.
    private func writeForm(
        _ writer: PageWriter, _ document: PagedDocument, pages: [ObjectReference], resources: ObjectReference, ranks: [Int],
        to file: inout PDFFileWriter
    ) throws(PDFError) -> ObjectReference? {
        if writer.widgets.isEmpty { return nil }
        var form = FormWriter(
            writer.widgets, ranks: ranks, structure: writer.structure, pageHeights: document.pages.map(\.size.height), pages: pages,
            resources: resources)
        for id in form.fontIDs { form.add(id, try fontWriter(id).whole(deflater), try fontWriter(id), to: &file) }
        return form.write(to: &file)
    }

    private func fontWriter(_ id: FontID) throws(PDFError) -> FontWriter {
        if let known = fontWriters[id] { return known }
        do throws(FontError) {
            let writer = try FontWriter(fontOf(id))
            fontWriters[id] = writer
            return writer
        } catch {
            throw .font(id, error)
        }
    }

    private func finished(_ font: EmbeddedFont) throws(PDFError) -> FinishedFont {
        do throws(FontError) {
            return try font.writer.finish(font.cells, deflater)
        } catch {
            throw .font(font.id, error)
        }
    }
}
