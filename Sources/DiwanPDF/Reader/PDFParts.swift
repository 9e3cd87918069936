/// What a stretch of a PDF file serves.
public enum PDFPart: Hashable, Sendable {
    /// The header, before the first object.
    case header
    /// What is drawn on a page, from 1.
    case pageContent(Int)
    /// A page but its content: its size, what it refers to.
    case page(Int)
    /// A font, by its name without the tag of a subset.
    case font(String)
    /// A picture or a form that pages draw.
    case picture
    /// The structure: headings, paragraphs, tables.
    case structure
    /// The list of headings.
    case outline
    /// The metadata, in XMP or in the Info dictionary.
    case metadata
    /// A file that travels within, by its name.
    case embeddedFile(String)
    /// The meaning of colours.
    case colors
    /// Fields to fill in, and notes on pages.
    case fields
    /// The catalogue and what it says of the whole document.
    case catalog
    /// The identifier of the file.
    case identifier
    /// The table of places of objects.
    case crossReference
    /// An object that serves none of these, by its number.
    case other(Int)
}

/// Which objects of a file serve what.
struct PDFPartMap {
    private let file: PDFFile
    private(set) var parts: [Int: PDFPart] = [:]

    /// Follows the references of `file` from its catalogue; each object is met once.
    init(_ file: PDFFile) {
        self.file = file
        do throws(PDFError) { try look() } catch {
            // What a damaged file does not tell stays `other`.
        }
    }

    private mutating func look() throws(PDFError) {
        let catalog = try file.catalog()
        set(file.trailer["Root"], .catalog)
        set(file.trailer["Info"], .metadata)
        set(catalog["Metadata"], .metadata)
        let pages = try file.pagesWithNumbers()
        for (index, page) in pages.enumerated() {
            if let number = page.number { parts[number] = .page(index + 1) }
        }
        for (index, page) in pages.enumerated() {
            for content in try file.resolve(page.entries["Contents"]).elements ?? [page.entries["Contents"] ?? .null] {
                set(content, .pageContent(index + 1))
            }
            set(page.entries["Contents"], .pageContent(index + 1))
        }
        for page in pages {
            set(page.entries["Resources"], .catalog)
            let resources = try file.dictionary(page.entries["Resources"]) ?? [:]
            for font in (try file.dictionary(resources["Font"]) ?? [:]).values {
                let name = try file.resolve(try file.dictionary(font)?["BaseFont"]).name ?? ""
                let plain = name.utf8.count > 7 && name.utf8.dropFirst(6).first == UInt8(ascii: "+") ? String(name.dropFirst(7)) : name
                try follow(font, .font(plain))
            }
            for picture in (try file.dictionary(resources["XObject"]) ?? [:]).values { try follow(picture, .picture) }
            try follow(page.entries["Annots"], .fields)
        }
        try follow(catalog["AcroForm"], .fields)
        try follow(catalog["OutputIntents"], .colors)
        for specification in try file.fileSpecifications() {
            let name = try file.resolve(try file.dictionary(specification)?["UF"]).text ?? ""
            try follow(specification, .embeddedFile(name))
        }
        try follow(catalog["Outlines"], .outline)
        try follow(catalog["StructTreeRoot"], .structure)
        try follow(catalog["Pages"], .catalog)
    }

    private mutating func set(_ value: PDFValue?, _ part: PDFPart) {
        if case .reference(let number) = value, parts[number] == nil { parts[number] = part }
    }

    /// Everything that `value` leads to and that serves nothing yet.
    private mutating func follow(_ value: PDFValue?, _ part: PDFPart) throws(PDFError) {
        var waiting = [value ?? .null]
        while let next = waiting.popLast() {
            switch next {
            case .reference(let number):
                guard parts[number] == nil else { continue }
                parts[number] = part
                waiting.append(try file.object(number))
            case .array(let elements): waiting += elements
            case .dictionary(let entries), .stream(let entries, _): waiting += entries.keys.sorted().compactMap { entries[$0] }
            default: break
            }
        }
    }
}

/// How one file differs from another of the same document.
public struct PDFDifference: Hashable, Sendable {
    /// The place of the first byte that differs, or the length of the shorter file.
    public var offset: Int
    /// What the bytes there serve.
    public var part: PDFPart
    /// All that differs, object by object once it is unpacked, in the order of the file; each part once. Objects that serve nothing are left out.
    public var parts: [PDFPart]
}

extension PDFFile {
    /// How `other` differs from this file; `nil` when all bytes are the same.
    public func difference(from other: PDFFile) throws(PDFError) -> PDFDifference? {
        guard let offset = Self.firstDifference(bytes, other.bytes) else { return nil }
        let map = PDFPartMap(self)
        let otherMap = PDFPartMap(other)
        var parts: [PDFPart] = []
        var byContainer: [Int: PDFPart] = [:]
        for number in Set(objectNumbers).union(other.objectNumbers).sorted() {
            if try isSame(number, in: other) { continue }
            let part = map.parts[number] ?? otherMap.parts[number] ?? .other(number)
            if let container = container(of: number), byContainer[container] == nil { byContainer[container] = part }
            if case .other = part { continue }
            if !parts.contains(part) { parts.append(part) }
        }
        if trailer["ID"] != other.trailer["ID"] { parts.append(.identifier) }
        let first: PDFPart
        if let number = object(at: offset) {
            first = byContainer[number] ?? map.parts[number] ?? (isCrossReference(number) ? .crossReference : .other(number))
        } else {
            first = offset < 16 ? .header : .crossReference
        }
        return PDFDifference(offset: offset, part: first, parts: parts)
    }

    private static func firstDifference(_ a: [UInt8], _ b: [UInt8]) -> Int? {
        let count = min(a.count, b.count)
        for index in 0..<count where a[index] != b[index] { return index }
        return a.count == b.count ? nil : count
    }

    /// Whether an object is the same in another file; of a stream, what it unpacks to. Object streams and cross-references only hold others.
    private func isSame(_ number: Int, in other: PDFFile) throws(PDFError) -> Bool {
        let (mine, theirs) = (try object(number), try other.object(number))
        for value in [mine, theirs] {
            if case .stream(let entries, _) = value, ["ObjStm", "XRef"].contains(entries["Type"]?.name) { return true }
        }
        guard case .stream(var a, let range) = mine, case .stream(var b, let otherRange) = theirs else { return mine == theirs }
        a["Length"] = nil
        b["Length"] = nil
        if a != b { return false }
        if bytes[range] == other.bytes[otherRange] { return true }
        do throws(PDFError) {
            return try data(mine) == other.data(theirs)
        } catch {
            // What cannot be unpacked, as a photograph, is compared as it stands.
            if case .unsupportedFilter = error { return false }
            throw error
        }
    }

    private func isCrossReference(_ number: Int) -> Bool {
        guard let value = try? object(number), case .stream(let entries, _) = value else { return false }
        return entries["Type"]?.name == "XRef"
    }

    /// The types of the structure's elements in the order of reading, each with its depth: `2 H1`.
    public func structureTypes() throws(PDFError) -> [String] {
        var types: [String] = []
        var seen: Set<Int> = []
        guard let root = try dictionary(try catalog()["StructTreeRoot"]) else { return [] }
        var waiting: [(value: PDFValue, depth: Int)] = [(root["K"] ?? .null, 0)]
        while let (value, depth) = waiting.popLast() {
            if case .reference(let number) = value, !seen.insert(number).inserted { continue }
            switch try resolve(value) {
            case .array(let elements): waiting += elements.reversed().map { ($0, depth) }
            case .dictionary(let entries):
                guard let type = try resolve(entries["S"]).name else { continue }
                types.append("\(depth) \(type)")
                waiting.append((entries["K"] ?? .null, depth + 1))
            default: break
            }
        }
        return types
    }
}
