/// The text of a file as Diwan reads it back: in the order of the structure tree where there is one, else in that of the pages' content.
extension PDFFile {
    /// The text, a block a line. Direction controls are left out.
    public func text() throws(PDFError) -> String {
        var pieces: [PageText] = []
        for page in try pages() { pieces.append(try PageText(page, of: self)) }
        if let root = try dictionary(try catalog()["StructTreeRoot"]) {
            var writer = StructureTextWriter(file: self, pages: try pageNumbers(), pieces: pieces)
            try writer.write(root["K"], page: nil, depth: 0)
            return writer.finished()
        }
        return pieces.map { $0.unmarkedText() }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// For each page's object its index.
    private func pageNumbers() throws(PDFError) -> [Int: Int] {
        var numbers: [Int: Int] = [:]
        var seen: Set<Int> = []
        var next = 0
        try collectPageNumbers(try catalog()["Pages"], depth: 0, &seen, &next, &numbers)
        return numbers
    }

    private func collectPageNumbers(
        _ node: PDFValue?, depth: Int, _ seen: inout Set<Int>, _ next: inout Int, _ numbers: inout [Int: Int]
    ) throws(PDFError) {
        guard depth < 32 else { throw .malformed(.nesting, offset: 0) }
        if case .reference(let number) = node, !seen.insert(number).inserted { throw .malformed(.nesting, offset: 0) }
        guard let kids = try resolve(try dictionary(node)?["Kids"]).elements else {
            if case .reference(let number) = node { numbers[number] = next }
            next += 1
            return
        }
        for kid in kids { try collectPageNumbers(kid, depth: depth + 1, &seen, &next, &numbers) }
    }
}

/// A stretch of text on one baseline, within one sequence of marked content.
private struct TextPiece {
    var identifier: Int?
    var isArtifact: Bool
    var baseline: Double
    var scalars: [Unicode.Scalar] = []

    /// The text in logical order: a sequence with right-to-left letters was written from left to right, letter by letter.
    var logical: String {
        let isRightToLeft = scalars.contains { scalar in
            switch scalar.value {
            case 0x200F, 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE: !scalar.properties.generalCategory.isNumber
            default: false
            }
        }
        let kept = (isRightToLeft ? scalars.reversed() : scalars).filter { !(0x200E...0x200F).contains($0.value) }
        return String(String.UnicodeScalarView(kept))
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isNumber: Bool { self == .decimalNumber || self == .otherNumber || self == .letterNumber }
}

/// The text of a page's content stream.
private struct PageText {
    private(set) var pieces: [TextPiece] = []
    /// For each identifier the indices of its pieces.
    private var piecesOfIdentifier: [Int: [Int]] = [:]
    private var fonts: [String: (map: ToUnicodeMap?, isComposite: Bool)] = [:]
    private var font: (map: ToUnicodeMap?, isComposite: Bool) = (nil, false)
    /// The vertical place of the line that is being written, in text space; enough to see that another line begins.
    private var baseline = 0.0
    private var leading = 0.0
    /// The sequences that are open: their identifiers, and whether they are artifacts.
    private var marks: [(identifier: Int?, isArtifact: Bool)] = []

    init(_ page: [String: PDFValue], of file: PDFFile) throws(PDFError) {
        let resources = try file.dictionary(page["Resources"]) ?? [:]
        for (name, value) in try file.dictionary(resources["Font"]) ?? [:] {
            guard let font = try file.dictionary(value) else { continue }
            let map = try file.data(font["ToUnicode"]).map { ToUnicodeMap($0) }
            fonts[name] = (map, try file.resolve(font["Subtype"]).name == "Type0")
        }
        let properties = try file.dictionary(resources["Properties"]) ?? [:]
        var content: [UInt8] = []
        let contents = try file.resolve(page["Contents"])
        for part in contents.elements ?? [page["Contents"] ?? .null] {
            content += try file.data(part) ?? []
            content.append(0x0A)
        }
        var parser = PDFParser(content, hasReferences: false)
        var operands: [PDFValue] = []
        while true {
            switch try parser.next() {
            case .end: return
            case .value(let value):
                // An operator has few operands; more are no content stream.
                guard operands.count < 64 else { throw .malformed(.syntax, offset: parser.offset) }
                operands.append(value)
            case .keyword(let word):
                if word == "ID" { try Self.skipInlineImage(&parser) }
                execute(word, operands, properties)
                operands.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Passes over the data of an inline image, up to an `EI` between spaces (8.9.7).
    private static func skipInlineImage(_ parser: inout PDFParser) throws(PDFError) {
        var index = parser.offset
        let bytes = parser.bytes
        while index + 3 < bytes.count {
            if PDFParser.isSpace(bytes[index]), bytes[index + 1] == UInt8(ascii: "E"), bytes[index + 2] == UInt8(ascii: "I"),
                PDFParser.isSpace(bytes[index + 3])
            {
                parser.move(to: index + 3)
                return
            }
            index += 1
        }
        throw .malformed(.syntax, offset: parser.offset)
    }

    private mutating func execute(_ word: String, _ operands: [PDFValue], _ properties: [String: PDFValue]) {
        switch word {
        case "BT": baseline = 0
        case "Tf": font = operands.first?.name.flatMap { fonts[$0] } ?? (nil, false)
        case "TL": leading = operands.first?.number ?? 0
        case "Td": baseline += operands.last?.number ?? 0
        case "TD":
            baseline += operands.last?.number ?? 0
            leading = -(operands.last?.number ?? 0)
        case "T*": baseline -= leading
        case "Tm": baseline = operands.last?.number ?? 0
        case "Tj": show(operands.last)
        case "'", "\"":
            baseline -= leading
            show(operands.last)
        case "TJ": for element in operands.last?.elements ?? [] { show(element) }
        case "BMC": marks.append((nil, operands.first?.name == "Artifact"))
        case "BDC":
            let entries = operands.last?.entries ?? operands.last?.name.flatMap { properties[$0]?.entries } ?? [:]
            marks.append((entries["MCID"]?.integer, operands.first?.name == "Artifact"))
        case "EMC": _ = marks.popLast()
        default: break
        }
    }

    private mutating func show(_ value: PDFValue?) {
        guard case .string(let bytes) = value else { return }
        let identifier = marks.last { $0.identifier != nil }?.identifier
        let isArtifact = marks.contains { $0.isArtifact }
        if pieces.last.map({ $0.identifier != identifier || $0.isArtifact != isArtifact || abs($0.baseline - baseline) > 0.01 }) ?? true {
            if let identifier { piecesOfIdentifier[identifier, default: []].append(pieces.count) }
            pieces.append(TextPiece(identifier: identifier, isArtifact: isArtifact, baseline: baseline))
        }
        let last = pieces.count - 1
        if font.isComposite {
            for index in stride(from: 0, to: bytes.count - 1, by: 2) {
                let code = UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
                pieces[last].scalars += font.map?.characters[code] ?? ["\u{FFFD}"]
            }
        } else {
            for byte in bytes { pieces[last].scalars += font.map?.characters[UInt32(byte)] ?? [Unicode.Scalar(byte)] }
        }
    }

    /// All text that is no artifact, a baseline a line, in the order of the content.
    func unmarkedText() -> String {
        var lines: [String] = []
        var last: Double?
        for piece in pieces where !piece.isArtifact {
            if let last, abs(last - piece.baseline) <= 0.01 {
                lines[lines.count - 1] += piece.logical
            } else {
                lines.append(piece.logical)
            }
            last = piece.baseline
        }
        return lines.joined(separator: "\n")
    }

    /// The pieces of a sequence of marked content.
    func pieces(of identifier: Int) -> [TextPiece] {
        (piecesOfIdentifier[identifier] ?? []).map { pieces[$0] }
    }
}

/// Writes text in the order of the structure tree.
private struct StructureTextWriter {
    let file: PDFFile
    let pages: [Int: Int]
    let pieces: [PageText]
    private var seen: Set<Int> = []
    private var text = ""
    private var lastPlace: (page: Int, baseline: Double)?

    init(file: PDFFile, pages: [Int: Int], pieces: [PageText]) {
        self.file = file
        self.pages = pages
        self.pieces = pieces
    }

    func finished() -> String {
        text
    }

    /// Writes what the entry `K` of an element lists (14.7.2).
    mutating func write(_ kids: PDFValue?, page: Int?, depth: Int) throws(PDFError) {
        guard depth < 64 else { throw .malformed(.nesting, offset: 0) }
        if case .reference(let number) = kids, !seen.insert(number).inserted {
            throw .malformed(.nesting, offset: 0)
        }
        switch try file.resolve(kids) {
        case .integer(let identifier): if let page { writeContent(identifier, page) }
        case .array(let several): for kid in several { try write(kid, page: page, depth: depth + 1) }
        case .dictionary(let entries):
            var page = page
            if case .reference(let number) = entries["Pg"] { page = pages[number] }
            if entries["Type"]?.name == "MCR" {
                if let identifier = entries["MCID"]?.integer, let page { writeContent(identifier, page) }
            } else if let type = try file.resolve(entries["S"]).name {
                begin(type)
                try write(entries["K"], page: page, depth: depth + 1)
            }
        default: break
        }
    }

    /// Begins a block on a new line, a cell of a table after a tab.
    private mutating func begin(_ type: String) {
        switch type {
        case "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "TR", "LI", "Note", "Caption":
            if !text.isEmpty, text.last != "\n", text.last != "\t", text.last != " " || type == "TR" { text += "\n" }
            lastPlace = nil
        case "TH", "TD":
            if !text.isEmpty, text.last != "\n" { text += "\t" }
            lastPlace = nil
        case "LBody":
            if !text.isEmpty, text.last != "\n" { text += " " }
            lastPlace = nil
        default: break
        }
    }

    private mutating func writeContent(_ identifier: Int, _ page: Int) {
        guard page < pieces.count else { return }
        for piece in pieces[page].pieces(of: identifier) {
            let words = piece.logical
            // The space at the end of a line is not drawn.
            if let last = lastPlace, last.page != page || abs(last.baseline - piece.baseline) > 0.01, text.last?.isWhitespace == false,
                words.first?.isWhitespace == false
            {
                text += " "
            }
            text += words
            lastPlace = (page, piece.baseline)
        }
    }
}
