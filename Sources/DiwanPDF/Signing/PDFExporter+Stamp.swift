public import DiwanDocument

/// Something drawn that is put on a page of a finished file: a rubber stamp (ISO 32000-1, 12.5.6.12).
public struct DrawnStamp: Sendable {
    /// Its name, by which it is found again on its page.
    public var name: String
    /// What it shows, for those who do not see the page. Never empty.
    public var words: String
    /// The page, from 0.
    public var page: Int
    /// The place, from the upper left corner of the page.
    public var place: Rectangle
    /// What is drawn: in the middle of the place, smaller where it does not fit.
    public var frame: Frame
    /// When.
    public var time: PDFDate

    /// Something drawn at a place.
    public init(name: String, words: String, page: Int, place: Rectangle, frame: Frame, time: PDFDate) {
        self.name = name
        self.words = words
        self.page = page
        self.place = place
        self.frame = frame
        self.time = time
    }
}

extension PDFExporter {
    /// `bytes` with an update that puts `stamp` on its page: locked, printed with the page, and an element of the structure. What PDF/A-3 and
    /// PDF/UA-1 ask for holds after as before.
    ///
    /// - Throws: `signed` for a file with a signature, since others take nothing for right that is drawn over what was signed.
    public func bytes(_ bytes: [UInt8], adding stamp: DrawnStamp) throws(SigningError) -> [UInt8] {
        let signed: String?
        let pages: Int
        let file: PDFFile
        do throws(PDFError) {
            file = try PDFFile(bytes)
            signed = try file.signatureFields().first { $0.signature != nil }?.name
            pages = try file.pagesWithNumbers().count
        } catch {
            throw .file(error)
        }
        if let signed { throw .signed(signed) }
        guard (0..<pages).contains(stamp.page) else { throw .noPage(stamp.page) }
        do throws(PDFError) {
            return try update(file, adding: stamp)
        } catch {
            throw .file(error)
        }
    }

    private func update(_ file: PDFFile, adding stamp: DrawnStamp) throws(PDFError) -> [UInt8] {
        let page = try file.pagesWithNumbers()[stamp.page]
        guard let catalog = file.trailer["Root"]?.referenceNumber, let number = page.number else {
            throw .malformed(.structure, offset: 0)
        }
        var update = PDFUpdate(file, deflater: deflater)
        let annotation = update.add(.null)
        let rectangle = try Self.rectangle(of: stamp.place, on: page.entries, update)
        let look = try writeAppearance(
            stamp.frame, width: rectangle[2] - rectangle[0], height: rectangle[3] - rectangle[1], &update.writer)
        var entries: [String: PDFValue] = [
            "Type": .name("Annot"), "Subtype": .name("Stamp"), "NM": Self.text(stamp.name), "Contents": Self.text(stamp.words),
            "F": .integer(132), "P": .reference(number), "Rect": .array(rectangle.map { .real($0) }),
            "AP": .dictionary(["N": .reference(look.number)]), "M": Self.text(stamp.time.informationText),
        ]
        if let key = try update.addElement(.annotation(stamp.words), for: annotation, page: number, catalog: catalog) {
            entries["StructParent"] = .integer(key)
        }
        update.set(annotation, .dictionary(entries))
        try update.append(.reference(annotation), to: "Annots", of: number)
        if try update.entries(number)["Tabs"] == nil { try update.set(number, "Tabs", .name("S")) }
        update.writeValues()
        return file.bytes + update.writer.finishUpdate()
    }
}

extension PDFFile {
    /// The names of the rubber stamps on all pages.
    public func stampNames() throws(PDFError) -> Set<String> {
        var names: Set<String> = []
        for page in try pages() {
            for annotation in try resolve(page["Annots"]).elements ?? [] {
                guard let entries = try dictionary(annotation), try resolve(entries["Subtype"]).name == "Stamp",
                    let name = try resolve(entries["NM"]).text
                else { continue }
                names.insert(name)
            }
        }
        return names
    }
}
