/// Compares a signed state of a file with a later one, and says what was changed.
///
/// Every object that the signed state reaches must be the same in the later one, but for what is looked at by itself: pages, their
/// annotations, fields, and the structure. So nothing that was hidden, replaced or moved is passed over, however it was done.
struct PDFComparison {
    let old: PDFFile
    let new: PDFFile
    /// Objects with another value than before, or none any more.
    private(set) var changed: Set<Int> = []
    /// Objects that are looked at by themselves.
    private(set) var separate: Set<Int> = []
    /// The elements and the trees of the structure.
    private(set) var structure: Set<Int> = []
    /// Objects that are, or lead to, a changed one that is not separate.
    private var tainted: Set<Int> = []
    private var found: [PDFChange] = []

    /// A comparison of `old`, whose bytes `new` begins with.
    init(_ old: PDFFile, _ new: PDFFile) throws(PDFError) {
        self.old = old
        self.new = new
        hasSignatures = try old.signatureFields().contains { $0.signature != nil }
        for number in old.places.keys {
            // The bytes are those of before, so what stands where it stood is the same.
            if let place = old.places[number], new.places[number] == place {
                guard case .inStream(let stream, _) = place, new.places[stream] != old.places[stream] else { continue }
            }
            if try !isSame(number) { changed.insert(number) }
        }
        // What was referred to and was not there may be there now.
        changed.formUnion(new.places.keys.filter { old.places[$0] == nil })
    }

    /// What was changed, each change once, in the order of the catalogue, the form, the pages and the structure.
    mutating func changes() throws(PDFError) -> [PDFChange] {
        if new.newestSection.offset < old.bytes.count { return [.strayBytes] }
        guard old.trailer["Root"] != nil, old.trailer["Root"] == new.trailer["Root"] else { return [.other(.catalog)] }
        let catalog = (old: try old.catalog(), new: try new.catalog())
        try findSeparate(catalog.old)
        try findTainted()
        try compareInformation()
        for key in Set(catalog.old.keys).union(catalog.new.keys).sorted() {
            switch key {
            case "Pages", "AcroForm", "StructTreeRoot": continue
            // What the first signature says of the whole file.
            case "Perms" where catalog.old[key] == nil && !hasSignatures: continue
            case "DSS", "Extensions":
                if !isEqual(catalog.old[key], catalog.new[key]) { add(.validationData) }
            // Who signs by a later version of the format says so (7.5.2).
            case "Version" where Self.versions.contains(catalog.new[key]?.name ?? ""):
                if !isEqual(catalog.old[key], catalog.new[key]) { add(.validationData) }
            case "Metadata":
                if !isEqual(catalog.old[key], catalog.new[key]) { add(try isSameButForDates() ? .changeDate : .other(.metadata)) }
            default:
                if !isEqual(catalog.old[key], catalog.new[key]) { add(.other(.catalog)) }
            }
        }
        try compareForm(catalog.old["AcroForm"], catalog.new["AcroForm"])
        try comparePages()
        try compareStructure(catalog.old["StructTreeRoot"], catalog.new["StructTreeRoot"])
        return found
    }

    /// The versions that a file can call itself later.
    private static let versions: Set<String> = ["1.4", "1.5", "1.6", "1.7", "2.0"]

    /// Whether the old state has a signature.
    private let hasSignatures: Bool

    mutating func add(_ change: PDFChange) {
        if !found.contains(change) { found.append(change) }
    }

    /// Whether new fields for signatures were found.
    var hasNewFields: Bool {
        found.contains { change in
            switch change {
            case .newSignatureField, .timestamped: true
            default: false
            }
        }
    }

    // MARK: Equality

    /// Whether two values are the same and lead to the same.
    func isEqual(_ a: PDFValue?, _ b: PDFValue?) -> Bool {
        guard a == b else { return false }
        guard !tainted.isEmpty else { return true }
        return !(a.map { Self.references(in: $0).contains(where: tainted.contains) } ?? false)
    }

    /// Whether the object `number` has the same value, those that it refers to aside.
    private func isSame(_ number: Int) throws(PDFError) -> Bool {
        let (before, after) = (try old.object(number), try new.object(number))
        guard case .stream(let a, let range) = before, case .stream(let b, let other) = after else { return before == after }
        // Cross-references and object streams only hold others.
        if ["ObjStm", "XRef"].contains(a["Type"]?.name) { return true }
        return a == b && old.bytes[range] == new.bytes[other]
    }

    /// The numbers of the objects that `value` refers to.
    static func references(in value: PDFValue) -> [Int] {
        var waiting = [value]
        var found: [Int] = []
        while let next = waiting.popLast() {
            switch next {
            case .reference(let number): found.append(number)
            case .array(let elements): waiting += elements
            case .dictionary(let entries), .stream(let entries, _): waiting += entries.values
            default: break
            }
        }
        return found
    }

    /// Finds what leads to a change, from the changes backwards.
    private mutating func findTainted() throws(PDFError) {
        var waiting = changed.subtracting(separate).sorted()
        guard !waiting.isEmpty else { return }
        var leadingTo: [Int: [Int]] = [:]
        for number in old.places.keys where !separate.contains(number) {
            for target in Self.references(in: try old.object(number)) { leadingTo[target, default: []].append(number) }
        }
        tainted = Set(waiting)
        while let next = waiting.popLast() {
            for number in leadingTo[next] ?? [] where tainted.insert(number).inserted { waiting.append(number) }
        }
    }

    private mutating func findSeparate(_ catalog: [String: PDFValue]) throws(PDFError) {
        if let root = old.trailer["Root"]?.referenceNumber { separate.insert(root) }
        // The nodes of the page tree: what pages inherit is looked at with the pages.
        var nodes = [catalog["Pages"] ?? .null]
        while let node = nodes.popLast() {
            guard let number = node.referenceNumber, separate.insert(number).inserted else { continue }
            nodes += try old.resolve(try old.dictionary(node)?["Kids"]).elements ?? []
        }
        for page in try old.pages() {
            if let list = page["Annots"]?.referenceNumber { separate.insert(list) }
            for annotation in try old.resolve(page["Annots"]).elements ?? [] {
                if let number = annotation.referenceNumber { separate.insert(number) }
            }
        }
        if let form = catalog["AcroForm"] {
            if let number = form.referenceNumber { separate.insert(number) }
            let list = try old.dictionary(form)?["Fields"]
            if let number = list?.referenceNumber { separate.insert(number) }
            var fields = try old.resolve(list).elements ?? []
            while let field = fields.popLast() {
                guard let number = field.referenceNumber else { continue }
                let isNew = separate.insert(number).inserted
                let kids = try old.resolve(try old.dictionary(field)?["Kids"]).elements ?? []
                // A field may be an annotation that was met already; its kids are met once.
                if isNew || kids.contains(where: { kid in kid.referenceNumber.map { !separate.contains($0) } ?? false }) { fields += kids }
            }
        }
        var waiting = [catalog["StructTreeRoot"] ?? .null]
        while let next = waiting.popLast() {
            for number in Self.references(in: next) where !separate.contains(number) && structure.insert(number).inserted {
                waiting.append(try old.object(number))
            }
        }
        separate.formUnion(structure)
    }

    // MARK: The whole document

    private mutating func compareInformation() throws(PDFError) {
        let (before, after) = (try old.dictionary(old.trailer["Info"]) ?? [:], try new.dictionary(new.trailer["Info"]) ?? [:])
        for key in Set(before.keys).union(after.keys).sorted() where !isEqual(before[key], after[key]) {
            add(["ModDate", "Producer"].contains(key) ? .changeDate : .other(.metadata))
        }
    }

    /// Whether the metadata say the same but for when, and by which program, the file was changed last.
    private func isSameButForDates() throws(PDFError) -> Bool {
        guard let before = try old.data(try old.catalog()["Metadata"]), let after = try new.data(try new.catalog()["Metadata"]) else {
            return false
        }
        return XMPValues(before).values == XMPValues(after).values
    }

    private mutating func comparePages() throws(PDFError) {
        let (before, after) = (try old.pagesWithNumbers(), try new.pagesWithNumbers())
        guard before.map(\.number) == after.map(\.number) else { return add(.other(.catalog)) }
        for (index, page) in before.enumerated() {
            let later = after[index].entries
            for key in Set(page.entries.keys).union(later.keys).sorted() where !["Annots", "Parent"].contains(key) {
                // The order of tabs is written with the first field.
                if key == "Tabs", page.entries[key] == nil, later[key]?.name == "S" { continue }
                guard !isEqual(page.entries[key], later[key]) else { continue }
                add(.other(key == "Contents" || key == "Resources" ? .pageContent(index + 1) : .page(index + 1)))
            }
            try compareAnnotations(
                try old.resolve(page.entries["Annots"]).elements ?? [], try new.resolve(later["Annots"]).elements ?? [], page: index + 1)
        }
    }
}
