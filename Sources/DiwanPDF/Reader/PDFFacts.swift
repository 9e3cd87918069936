internal import DiwanBytes

/// A page as a file states it.
public struct PDFPageFacts: Hashable, Sendable {
    /// The width in points.
    public var width: Double
    /// The height in points.
    public var height: Double
    /// By how many degrees it is turned clockwise when shown: 0, 90, 180 or 270.
    public var rotation: Int
}

/// A font as a file states it.
public struct PDFFontFacts: Hashable, Sendable {
    /// The name, with the tag of a subset.
    public var name: String
    /// The kind: `Type0`, `TrueType`, `Type1`, `Type3`.
    public var kind: String
    /// Whether the font program is in the file.
    public var isEmbedded: Bool
    /// Whether the name has a subset's tag.
    public var isSubset: Bool
    /// Whether codes are said to be characters.
    public var hasUnicode: Bool
}

/// A file attached to a PDF file.
public struct PDFAttachmentFacts: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its media type; empty when none is stated.
    public var mediaType: String
    /// What it is to the document (`Data`, `Source`); empty when none is stated.
    public var relationship: String
    /// What is said of it.
    public var description: String
    /// Its content.
    public var content: [UInt8]
}

/// What a PDF file says of itself.
extension PDFFile {
    /// Trees are followed so deep, and no deeper.
    private static let deepest = 32
    /// No list is made longer than this.
    private static let longest = 1_000_000

    /// The catalogue (ISO 32000-1, 7.7.2).
    public func catalog() throws(PDFError) -> [String: PDFValue] {
        guard let catalog = try dictionary(trailer["Root"]) else { throw .malformed(.structure, offset: 0) }
        return catalog
    }

    /// The dictionaries of the pages, in order, with what they inherit (7.7.3).
    public func pages() throws(PDFError) -> [[String: PDFValue]] { try pagesWithNumbers().map(\.entries) }

    /// The same, each with the number of its object.
    func pagesWithNumbers() throws(PDFError) -> [(entries: [String: PDFValue], number: Int?)] {
        var found: [(entries: [String: PDFValue], number: Int?)] = []
        var seen: Set<Int> = []
        try collectPages(try catalog()["Pages"], inherited: [:], &seen, depth: 0, &found)
        return found
    }

    private func collectPages(
        _ node: PDFValue?, inherited: [String: PDFValue], _ seen: inout Set<Int>, depth: Int,
        _ found: inout [(entries: [String: PDFValue], number: Int?)]
    ) throws(PDFError) {
        guard depth < Self.deepest else { throw .malformed(.nesting, offset: 0) }
        if case .reference(let number) = node, !seen.insert(number).inserted { throw .malformed(.nesting, offset: 0) }
        guard var entries = try dictionary(node) else { throw .malformed(.structure, offset: 0) }
        for key in ["Resources", "MediaBox", "CropBox", "Rotate"] where entries[key] == nil { entries[key] = inherited[key] }
        guard let kids = try resolve(entries["Kids"]).elements else {
            if case .reference(let number) = node { found.append((entries, number)) } else { found.append((entries, nil)) }
            return
        }
        for kid in kids { try collectPages(kid, inherited: entries, &seen, depth: depth + 1, &found) }
    }

    /// The size and the turn of each page.
    public func pageFacts() throws(PDFError) -> [PDFPageFacts] {
        var facts: [PDFPageFacts] = []
        for page in try pages() {
            let box = try resolve(page["MediaBox"]).elements ?? []
            var edges: [Double] = []
            for edge in box { edges.append(try resolve(edge).number ?? 0) }
            guard edges.count == 4 else { throw .malformed(.structure, offset: 0) }
            let rotation = try resolve(page["Rotate"]).integer ?? 0
            facts.append(
                PDFPageFacts(width: abs(edges[2] - edges[0]), height: abs(edges[3] - edges[1]), rotation: ((rotation % 360) + 360) % 360))
        }
        return facts
    }

    /// The fonts that pages name in their resources, and forms within them, by name.
    public func fontFacts() throws(PDFError) -> [PDFFontFacts] {
        var facts: Set<PDFFontFacts> = []
        var seen: Set<Int> = []
        for page in try pages() { try collectFonts(page["Resources"], &seen, depth: 0, &facts) }
        return facts.sorted { ($0.name, $0.kind) < ($1.name, $1.kind) }
    }

    private func collectFonts(_ resources: PDFValue?, _ seen: inout Set<Int>, depth: Int, _ facts: inout Set<PDFFontFacts>) throws(PDFError)
    {
        guard depth < Self.deepest, let resources = try dictionary(resources) else { return }
        for value in (try dictionary(resources["Font"]) ?? [:]).values {
            if case .reference(let number) = value, !seen.insert(number).inserted { continue }
            guard let font = try dictionary(value) else { continue }
            let descendants = try resolve(font["DescendantFonts"]).elements
            let described = try dictionary(descendants?.first) ?? font
            let descriptor = try dictionary(described["FontDescriptor"]) ?? [:]
            let name = try resolve(font["BaseFont"]).name ?? ""
            let tag = name.utf8.prefix(7)
            facts.insert(
                PDFFontFacts(
                    name: name, kind: try resolve(font["Subtype"]).name ?? "",
                    isEmbedded: ["FontFile", "FontFile2", "FontFile3"].contains { descriptor[$0] != nil },
                    isSubset: tag.count == 7 && tag.last == UInt8(ascii: "+") && tag.prefix(6).allSatisfy { (0x41...0x5A).contains($0) },
                    hasUnicode: font["ToUnicode"] != nil))
        }
        for value in (try dictionary(resources["XObject"]) ?? [:]).values {
            if case .reference(let number) = value, !seen.insert(number).inserted { continue }
            guard let form = try dictionary(value), form["Resources"] != nil else { continue }
            try collectFonts(form["Resources"], &seen, depth: depth + 1, &facts)
        }
    }

    /// The files attached (7.11.4), by the order of their keys.
    public func attachments() throws(PDFError) -> [PDFAttachmentFacts] {
        var facts: [PDFAttachmentFacts] = []
        for value in try fileSpecifications() {
            guard let specification = try dictionary(value), let files = try dictionary(specification["EF"]) else { continue }
            let stream = files["UF"] ?? files["F"]
            let unicodeName = try resolve(specification["UF"]).text
            let plainName = try resolve(specification["F"]).text
            facts.append(
                PDFAttachmentFacts(
                    name: unicodeName ?? plainName ?? "", mediaType: try resolve(try dictionary(stream)?["Subtype"]).name ?? "",
                    relationship: try resolve(specification["AFRelationship"]).name ?? "",
                    description: try resolve(specification["Desc"]).text ?? "", content: try data(stream) ?? []))
        }
        return facts
    }

    /// The specifications of the files attached.
    func fileSpecifications() throws(PDFError) -> [PDFValue] {
        let names = try dictionary(try catalog()["Names"]) ?? [:]
        var specifications: [PDFValue] = []
        var seen: Set<Int> = []
        try collectNames(names["EmbeddedFiles"], &seen, depth: 0, &specifications)
        return specifications
    }

    /// The values of a name tree (7.9.6).
    private func collectNames(_ node: PDFValue?, _ seen: inout Set<Int>, depth: Int, _ values: inout [PDFValue]) throws(PDFError) {
        guard depth < Self.deepest else { throw .malformed(.nesting, offset: 0) }
        if case .reference(let number) = node, !seen.insert(number).inserted { throw .malformed(.nesting, offset: 0) }
        guard let entries = try dictionary(node) else { return }
        let pairs = try resolve(entries["Names"]).elements ?? []
        for index in stride(from: 1, to: pairs.count, by: 2) {
            guard values.count < Self.longest else { throw .malformed(.structure, offset: 0) }
            values.append(pairs[index])
        }
        for kid in try resolve(entries["Kids"]).elements ?? [] { try collectNames(kid, &seen, depth: depth + 1, &values) }
    }

    /// The entries of the Info dictionary that are text (14.3.3), by name.
    public func information() throws(PDFError) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        let entries = try dictionary(trailer["Info"]) ?? [:]
        for key in entries.keys.sorted() {
            let value = try resolve(entries[key])
            if let text = value.text ?? value.name { facts.append((key, text)) }
        }
        return facts
    }

    /// The XMP packet of the document (14.3.2); nil when there is none.
    public func metadataPacket() throws(PDFError) -> String? {
        try data(try catalog()["Metadata"]).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The standards that the metadata claim, such as `PDF/A-3a` and `PDF/UA-1`. A claim is no proof.
    public func claimedStandards() throws(PDFError) -> [String] {
        guard let packet = try metadataPacket() else { return [] }
        var claims: [String] = []
        if let part = Self.property("pdfaid:part", in: packet) {
            claims.append("PDF/A-\(part)\((Self.property("pdfaid:conformance", in: packet) ?? "").lowercased())")
        }
        if let part = Self.property("pdfuaid:part", in: packet) { claims.append("PDF/UA-\(part)") }
        return claims
    }

    /// The value of a simple property, written as an element or as an attribute: letters and digits only.
    private static func property(_ name: String, in packet: String) -> String? {
        let bytes = Array(packet.utf8)
        let wanted = Array(name.utf8)
        guard bytes.count > wanted.count else { return nil }
        for start in 0..<bytes.count - wanted.count
        where bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted) {
            var index = start + wanted.count
            // `>`, or `="`.
            while index < bytes.count, index < start + wanted.count + 4, ">=\"' ".utf8.contains(bytes[index]) { index += 1 }
            let value = bytes[index...].prefix(16).prefix {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
            if !value.isEmpty, index > start + wanted.count { return String(decoding: value, as: UTF8.self) }
        }
        return nil
    }
}
