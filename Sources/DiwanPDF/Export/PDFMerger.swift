public import DiwanDocument

/// Writes many documents into one file, one after the other, with a bookmark for each: for a printer, or for reading through.
///
/// Fonts, pictures and what pages have in common are shared. The bytes can be taken away while the file grows, so memory does not: of each document one word stays.
public final class PDFMerger {
    private let exporter: PDFExporter
    private let options: PDFOptions
    /// What is known of the first document; it stands for all.
    private var metadata = DocumentMetadata(title: "")
    private var direction = TextDirection.rightToLeft
    private var file: PDFFileWriter
    private var writer: PageWriter?
    private var contents = SharedContent()
    private let catalog: ObjectReference
    private let pageTree: ObjectReference
    private let resources: ObjectReference
    private let structureRoot: ObjectReference
    /// The element of all documents.
    private let whole: ObjectReference
    private let outline: ObjectReference
    private var documents: [ObjectReference] = []
    /// The leaves of the tree of names that are written, and the entries of the next.
    private var nameLeaves: [ObjectReference] = []
    private var names: [StructureWriter.Identifier] = []
    private var pageCount = 0
    /// The nodes of the page tree that are written, and the one being filled.
    private var branches: [ObjectReference] = []
    private var branch: (reference: ObjectReference, pages: [ObjectReference])?
    /// The leaves of the tree of parents that are written, and the entries of the next.
    private var parentLeaves: [ObjectReference] = []
    private var parents: [(key: Int, elements: ObjectReference)] = []
    private var firstBookmark: ObjectReference?
    private var bookmark: (title: String, page: ObjectReference, reference: ObjectReference, previous: ObjectReference?)?

    /// A node of the tree of pages, of parents or of names has so many entries at most.
    private static let nodeSize = 256

    /// A file of documents of one kind, made with what `exporter` keeps. Title, language and direction are those of the first.
    public init(_ exporter: PDFExporter, _ options: PDFOptions) {
        self.exporter = exporter
        self.options = options
        file = exporter.fileWriter()
        catalog = file.reserve()
        pageTree = file.reserve()
        resources = file.reserve()
        structureRoot = file.reserve()
        whole = file.reserve()
        outline = file.reserve()
    }

    /// The bytes that are ready; they are given once.
    public func takeBytes() -> [UInt8] { file.takeBytes(root: catalog) }

    /// Adds a document, which must have no fields to fill, with a bookmark of `title` at its first page.
    ///
    /// Throws as `PDFExporter.export` does, and when the file would have more objects than it may.
    public func append(_ document: PagedDocument, title: String) throws(PDFError) {
        if documents.isEmpty { (metadata, direction) = (document.metadata, document.direction) }
        var writer = self.writer ?? exporter.pageWriter(document, options)
        self.writer = nil
        writer.begin(document, part: documents.count)
        var pages: [ObjectReference] = []
        for page in document.pages {
            let streams = contents.write(try writer.content(of: page, &file), to: &file)
            let reference = file.reserve()
            PDFExporter.writePage(
                page, as: reference, parent: parentOfNextPage(reference), resources: resources, contents: streams, key: pageCount,
                annotations: [], isTransparent: writer.isTransparent, to: &file)
            pageCount += 1
            pages.append(reference)
        }
        precondition(writer.widgets.isEmpty, "a document among many has no fields")
        let elements = writer.structure.writeElements(under: whole, pages: pages, to: &file)
        let first = pageCount - pages.count
        for (index, list) in writer.structure.writeParents(elements, to: &file).enumerated() { addParents(list, key: first + index) }
        names += writer.structure.identifiers(elements)
        while names.count >= Self.nodeSize { writeNames(names.prefix(Self.nodeSize)) }
        documents.append(elements[0])
        if let page = pages.first { addBookmark(title, page) }
        self.writer = writer
        if file.objectCount > PDFFileWriter.mostObjects { throw .tooManyObjects(limit: PDFFileWriter.mostObjects) }
    }

    /// Ends the file, which has a document at least, and gives the bytes that were not taken.
    public func finish() throws(PDFError) -> [UInt8] {
        precondition(!documents.isEmpty, "a file has a page at least")
        if options.standards.isAccessible, metadata.title.isEmpty { throw .noTitle }
        if let writer {
            try exporter.writeShared(writer, options, to: &file)
            PDFExporter.writeResources(writer, as: resources, to: &file)
        }
        writePageTree()
        writeStructure()
        writeBookmark(next: nil)
        let last = bookmark?.reference
        file.write(outline) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Outlines")
                if let first = firstBookmark, let last {
                    dictionary.reference("/First", first)
                    dictionary.reference("/Last", last)
                }
                dictionary.integer("/Count", documents.count)
            }
        }
        let writer = MetadataWriter(metadata: metadata, date: options.date, producer: options.producer, standards: options.standards)
        let packet = MetadataWriter.write(writer.packet, to: &file)
        let intent = options.standards.archival == nil ? nil : exporter.writeOutputIntent(to: &file)
        exporter.writeCatalog(
            catalog, metadata, direction, pageTree: pageTree, structure: structureRoot, packet: packet, outline: outline, intent: intent,
            form: nil, attachments: nil, &file)
        let information = writer.writeInformation(to: &file)
        return file.finish(root: catalog, information: information, identifier: options.identifier)
    }

    // MARK: Pages (7.7.3.2)

    /// The node of the page tree that the next page, `page`, belongs to.
    private func parentOfNextPage(_ page: ObjectReference) -> ObjectReference {
        var branch = self.branch ?? (file.reserve(), [])
        branch.pages.append(page)
        self.branch = branch
        if branch.pages.count == Self.nodeSize { writeBranch() }
        return branch.reference
    }

    private func writeBranch() {
        guard let branch else { return }
        file.write(branch.reference) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Pages")
                dictionary.reference("/Parent", pageTree)
                dictionary.integer("/Count", branch.pages.count)
                dictionary.array("/Kids") { kids in for page in branch.pages { kids.element(page) } }
            }
        }
        branches.append(branch.reference)
        self.branch = nil
    }

    private func writePageTree() {
        writeBranch()
        file.write(pageTree) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Pages")
                dictionary.integer("/Count", pageCount)
                dictionary.array("/Kids") { kids in for branch in branches { kids.element(branch) } }
            }
        }
    }

    // MARK: Structure (14.7)

    private func addParents(_ elements: ObjectReference, key: Int) {
        parents.append((key, elements))
        if parents.count == Self.nodeSize { writeParents() }
    }

    /// A leaf of the tree of parents (7.9.7).
    private func writeParents() {
        guard let first = parents.first, let last = parents.last else { return }
        let leaf = file.write { object in
            object.dictionary { dictionary in
                dictionary.array("/Limits") { limits in
                    limits.element(first.key)
                    limits.element(last.key)
                }
                dictionary.array("/Nums") { numbers in
                    for (key, elements) in parents {
                        numbers.element(key)
                        numbers.element(elements)
                    }
                }
            }
        }
        parentLeaves.append(leaf)
        parents.removeAll(keepingCapacity: true)
    }

    /// A leaf of the tree of names (7.9.6) with the first of `names`, which come in the order of their bytes.
    private func writeNames(_ leaf: ArraySlice<StructureWriter.Identifier>) {
        nameLeaves.append(StructureWriter.writeNames(leaf, isLeaf: true, to: &file))
        names.removeFirst(leaf.count)
    }

    private func writeStructure() {
        writeParents()
        if !names.isEmpty { writeNames(names[...]) }
        file.write(whole) { object in
            object.dictionary { dictionary in
                dictionary.name("/S", "/Document")
                dictionary.reference("/P", structureRoot)
                if direction == .rightToLeft {
                    dictionary.dictionary("/A") { attributes in
                        attributes.name("/O", "/Layout")
                        attributes.name("/WritingMode", "/RlTb")
                    }
                }
                dictionary.array("/K") { kids in for document in documents { kids.element(document) } }
            }
        }
        let parentTree = file.write { object in
            object.dictionary { dictionary in
                dictionary.array("/Kids") { kids in for leaf in parentLeaves { kids.element(leaf) } }
            }
        }
        let nameTree =
            nameLeaves.isEmpty
            ? nil
            : file.write { object in
                object.dictionary { dictionary in
                    dictionary.array("/Kids") { kids in for leaf in nameLeaves { kids.element(leaf) } }
                }
            }
        file.write(structureRoot) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/StructTreeRoot")
                dictionary.array("/K") { $0.reference(whole) }
                if let nameTree { dictionary.reference("/IDTree", nameTree) }
                dictionary.reference("/ParentTree", parentTree)
                dictionary.integer("/ParentTreeNextKey", pageCount)
            }
        }
    }

    // MARK: Bookmarks (12.3.3)

    private func addBookmark(_ title: String, _ page: ObjectReference) {
        let reference = file.reserve()
        writeBookmark(next: reference)
        if firstBookmark == nil { firstBookmark = reference }
        bookmark = (title, page, reference, bookmark?.reference)
    }

    /// Writes the bookmark that waits for the one after it.
    private func writeBookmark(next: ObjectReference?) {
        guard let bookmark else { return }
        file.write(bookmark.reference) { object in
            object.dictionary { dictionary in
                dictionary.text("/Title", bookmark.title)
                dictionary.reference("/Parent", outline)
                if let previous = bookmark.previous { dictionary.reference("/Prev", previous) }
                if let next { dictionary.reference("/Next", next) }
                dictionary.array("/Dest") { array in
                    array.element(bookmark.page)
                    array.bytes.append(ascii: "/Fit")
                }
            }
        }
    }
}
