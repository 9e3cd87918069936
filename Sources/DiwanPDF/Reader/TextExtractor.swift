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

    /// The text of each page, in the same order. What pages repeat is left out where the file says that it is.
    public func textOfPages() throws(PDFError) -> [String] {
        var pieces: [PageText] = []
        for page in try pages() { pieces.append(try PageText(page, of: self)) }
        guard let root = try dictionary(try catalog()["StructTreeRoot"]) else { return pieces.map { $0.unmarkedText() } }
        var writer = StructureTextWriter(file: self, pages: try pageNumbers(), pieces: pieces)
        try writer.write(root["K"], page: nil, depth: 0)
        return writer.textOfPages()
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

/// A stretch of text that is written without a move of the pen, within one sequence of marked content.
private struct TextPiece {
    var identifier: Int?
    var isArtifact: Bool
    var baseline: Double
    var scalars: [Unicode.Scalar] = []

    /// Where it begins and ends on its line.
    var left: Double
    var right: Double
    /// The size of the em.
    var size: Double

    /// The text in logical order: a sequence that is read from right to left was written from left to right, letter by letter.
    var logical: String {
        var ordered = isRightToLeft ? scalars.reversed() : scalars
        // A right-to-left space at the right end of a number stands before it.
        if !isRightToLeft, ordered.count > 2, ordered.suffix(2).elementsEqual(["\u{200F}", " "]) {
            ordered.insert(" ", at: 0)
            ordered.removeLast(2)
        }
        return String(String.UnicodeScalarView(ordered.filter { !(0x200E...0x200F).contains($0.value) }))
    }

    /// Arabic and Hebrew letters decide; else letters and digits, which are read from left to right; of punctuation alone, its marks.
    private var isRightToLeft: Bool {
        var isIsland = false
        var hasMark = false
        for scalar in scalars {
            let category = scalar.properties.generalCategory
            switch scalar.value {
            case 0x200F: hasMark = true
            case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE: if category.isLetter { return true }
            default: isIsland = isIsland || category.isLetter
            }
            isIsland = isIsland || category.isNumber
        }
        return hasMark && !isIsland
    }

    /// Whether room parts this piece from one that is written after it on the same page, whose pieces are `others`.
    func isApart(from next: TextPiece, _ others: [TextPiece]) -> Bool {
        guard abs(baseline - next.baseline) <= 0.01 else { return true }
        let (left, right) = next.left < self.left ? (next.right, self.left) : (self.right, next.left)
        let least = 0.1 * max(size, next.size)
        var room = right - left
        guard room >= least else { return false }
        // What stands between them is no room: the rest of a number, when its first part is read.
        for other in others where abs(baseline - other.baseline) <= 0.01 && other.left >= left - 0.01 && other.right <= right + 0.01 {
            room -= other.right - other.left
        }
        return room >= least
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isNumber: Bool { self == .decimalNumber || self == .otherNumber || self == .letterNumber }
    fileprivate var isLetter: Bool {
        self == .otherLetter || self == .lowercaseLetter || self == .uppercaseLetter || self == .titlecaseLetter || self == .modifierLetter
    }
}

/// The text of a page's content stream.
private struct PageText {
    private(set) var pieces: [TextPiece] = []
    /// For each identifier the indices of its pieces.
    private var piecesOfIdentifier: [Int: [Int]] = [:]
    private var fonts: [String: PageFont] = [:]
    private var font = PageFont()
    private var size = 0.0
    /// The place of the pen and the start of its line, in text space; enough to see what stands on one line and what touches.
    private var pen = 0.0
    private var lineStart = 0.0
    private var baseline = 0.0
    private var leading = 0.0
    /// Whether the pen was put down elsewhere since the last string.
    private var isMoved = false
    /// The sequences that are open: their identifiers, and whether they are artifacts.
    private var marks: [(identifier: Int?, isArtifact: Bool)] = []

    init(_ page: [String: PDFValue], of file: PDFFile) throws(PDFError) {
        let resources = try file.dictionary(page["Resources"]) ?? [:]
        for (name, value) in try file.dictionary(resources["Font"]) ?? [:] {
            guard let font = try file.dictionary(value) else { continue }
            fonts[name] = try PageFont(font, of: file)
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
        case "BT": moveLine(to: 0, 0)
        case "Tf":
            font = operands.first?.name.flatMap { fonts[$0] } ?? PageFont()
            size = operands.last?.number ?? 0
        case "TL": leading = operands.first?.number ?? 0
        case "Td", "TD":
            moveLine(to: lineStart + (operands.first?.number ?? 0), baseline + (operands.last?.number ?? 0))
            if word == "TD" { leading = -(operands.last?.number ?? 0) }
        case "T*": moveLine(to: lineStart, baseline - leading)
        case "Tm": if operands.count == 6 { moveLine(to: operands[4].number ?? 0, operands[5].number ?? 0) }
        case "Tj": show(operands.last)
        case "'", "\"":
            moveLine(to: lineStart, baseline - leading)
            show(operands.last)
        case "TJ":
            for element in operands.last?.elements ?? [] {
                if let adjustment = element.number { pen -= adjustment / 1000 * size } else { show(element) }
            }
        case "BMC": marks.append((nil, operands.first?.name == "Artifact"))
        case "BDC":
            let entries = operands.last?.entries ?? operands.last?.name.flatMap { properties[$0]?.entries } ?? [:]
            marks.append((entries["MCID"]?.integer, operands.first?.name == "Artifact"))
        case "EMC": _ = marks.popLast()
        default: break
        }
    }

    private mutating func moveLine(to x: Double, _ y: Double) {
        (pen, lineStart, baseline, isMoved) = (x, x, y, true)
    }

    private mutating func show(_ value: PDFValue?) {
        guard case .string(let bytes) = value else { return }
        let identifier = marks.last { $0.identifier != nil }?.identifier
        let isArtifact = marks.contains { $0.isArtifact }
        if isMoved || pieces.last.map({ $0.identifier != identifier || $0.isArtifact != isArtifact }) ?? true {
            isMoved = false
            if let identifier { piecesOfIdentifier[identifier, default: []].append(pieces.count) }
            pieces.append(
                TextPiece(identifier: identifier, isArtifact: isArtifact, baseline: baseline, left: pen, right: pen, size: size))
        }
        let last = pieces.count - 1
        font.forEachCode(in: bytes) { code in
            pieces[last].scalars += font.characters(of: code)
            pen += font.width(of: code) / 1000 * size
        }
        pieces[last].right = pen
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
    private var lastPiece: (page: Int, piece: TextPiece)?
    /// Whether a space was read that goes before what follows in the same block.
    private var hasSpace = false
    /// Where in the text, in UTF-8, the content of another page begins.
    private var turns: [(page: Int, offset: Int)] = []

    init(file: PDFFile, pages: [Int: Int], pieces: [PageText]) {
        self.file = file
        self.pages = pages
        self.pieces = pieces
    }

    func finished() -> String {
        text
    }

    /// The text of each page.
    func textOfPages() -> [String] {
        var texts = [String](repeating: "", count: pieces.count)
        let bytes = Array(text.utf8)
        for (index, turn) in turns.enumerated() {
            let end = index + 1 < turns.count ? turns[index + 1].offset : bytes.count
            texts[turn.page] += String(decoding: bytes[turn.offset..<end], as: UTF8.self) + "\n"
        }
        return texts
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
            // The first paragraph of a cell or of a list's item goes on after its tab or mark.
            if !text.isEmpty, text.last != "\n", type == "TR" || (text.last != "\t" && text.last != " ") { text += "\n" }
            endBlock()
        case "TH", "TD":
            if !text.isEmpty, text.last != "\n" { text += "\t" }
            endBlock()
        case "LBody":
            if !text.isEmpty, text.last != "\n" { text += " " }
            endBlock()
        default: break
        }
    }

    private mutating func endBlock() {
        lastPiece = nil
        hasSpace = false
    }

    private mutating func writeContent(_ identifier: Int, _ page: Int) {
        guard page < pieces.count else { return }
        if turns.last?.page != page { turns.append((page, text.utf8.count)) }
        for piece in pieces[page].pieces(of: identifier) {
            let words = piece.logical
            // The space at the end of a line need not be drawn, and room within a line parts words too.
            if let last = lastPiece, last.page != page || last.piece.isApart(from: piece, pieces[page].pieces) {
                hasSpace = true
            }
            for scalar in words.unicodeScalars {
                guard scalar != " " else {
                    hasSpace = true
                    continue
                }
                // What begins a block has no space before it.
                if hasSpace, let last = text.unicodeScalars.last, last != "\n", last != "\t", last != " " { text += " " }
                hasSpace = false
                text.unicodeScalars.append(scalar)
            }
            lastPiece = (page, piece)
        }
    }
}
