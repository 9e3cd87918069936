package import DiwanDocument
import DiwanFont
package import DiwanShaping
import DiwanUnicode

/// Turns paragraphs into shaped text: flattens the inlines, resolves their order, chooses fonts and shapes.
///
/// One preparer serves one thread; it remembers shaped words from one paragraph to the next.
package final class ParagraphPreparer {
    /// The most characters that one paragraph may have.
    package static let limit = 1 << 20
    /// How far one place of a word may be stretched, in thousandths of the em.
    static let kashidaLimit: Int64 = 500
    /// An isolate that is read as one and has at most so many characters (an IBAN, a document's number) is not cut at a line's end.
    static let islandLimit = 48

    /// The page number and the number of pages, where they are known.
    package struct PageNumbers: Hashable {
        var page: Int
        var count: Int

        package init(page: Int, count: Int) {
            self.page = page
            self.count = count
        }
    }

    let fonts: FontLibrary
    private let words: WordShaper
    private(set) var problems: [LayoutProblem] = []
    var setParagraphs = SetParagraphs()
    private var faces: [FontRequest: PreparedParagraph.Face] = [:]
    private var characterKinds: [FontID: [UInt8]] = [:]
    private var fallbacks: [FontWeight: [PreparedParagraph.Face]] = [:]

    private struct FontRequest: Hashable {
        var family: String
        var weight: FontWeight
    }

    package init(fonts: FontLibrary) {
        self.fonts = fonts
        words = WordShaper(fonts: fonts)
    }

    /// Takes the problems found since the last time.
    func takeProblems() -> [LayoutProblem] {
        defer { problems = [] }
        return problems
    }

    /// Notes a problem of an element, once for each sort.
    func report(_ kind: LayoutProblem.Kind, _ origin: ElementID) {
        let problem = LayoutProblem(kind: kind, origin: origin)
        // The lines of an element follow one another.
        for index in problems.indices.suffix(4) {
            if let merged = problems[index].merged(with: problem) {
                problems[index] = merged
                return
            }
        }
        problems.append(problem)
    }

    /// `paragraph`, shaped.
    package func prepare(_ paragraph: Paragraph, origin: ElementID, pages: PageNumbers) -> PreparedParagraph {
        var flattener = InlineFlattener(paragraph: paragraph, pages: pages)
        flattener.append(paragraph.content)
        var prepared = PreparedParagraph(source: paragraph, origin: origin)
        if flattener.text.count > Self.limit {
            report(.paragraphTooLong(limit: Self.limit), origin)
            flattener = InlineFlattener(paragraph: paragraph, pages: pages)
        }
        prepared.text = flattener.text
        prepared.styles = flattener.styles
        prepared.objects = flattener.objects
        prepared.notes = flattener.notes
        prepared.dependsOnPages = flattener.dependsOnPages
        let levels = resolvedLevels(prepared.text, paragraph.style.direction)
        prepared.breaks = breaks(prepared.text, flattener)
        itemise(&prepared, levels, flattener)
        measure(&prepared, flattener)
        return prepared
    }

    /// The style's font.
    func face(_ style: TextStyle, _ origin: ElementID) -> PreparedParagraph.Face? {
        let request = FontRequest(family: style.family, weight: style.weight)
        if let face = faces[request] { return face }
        let known = fonts.id(family: style.family, weight: style.weight) ?? fonts.id(role: style.family, weight: style.weight)
        guard let id = known, let font = try? fonts.font(id) else {
            report(.missingFont(family: style.family), origin)
            return nil
        }
        let face = PreparedParagraph.Face(id, font)
        faces[request] = face
        return face
    }

    // MARK: Order

    /// The level of every character; those that UAX #9 removes (X9) take the level of the one before.
    private func resolvedLevels(_ text: [Unicode.Scalar], _ direction: TextDirection) -> [UInt8] {
        let base: UInt8 = direction == .rightToLeft ? 1 : 0
        guard !text.isEmpty else { return [] }
        let bidi = BidiParagraph(text: text, direction: direction == .rightToLeft ? .rightToLeft : .leftToRight)
        var levels = bidi.levels
        var last = base
        for index in levels.indices {
            if levels[index] == BidiParagraph.removedLevel {
                levels[index] = last
            } else {
                last = levels[index]
            }
        }
        return levels
    }

    // MARK: Line breaks

    private func breaks(_ text: [Unicode.Scalar], _ flattener: InlineFlattener) -> [PreparedParagraph.Break] {
        var breaks = [PreparedParagraph.Break](repeating: .no, count: text.count + 1)
        guard !text.isEmpty else { return breaks }
        for opportunity in LineBreaker().opportunities(in: text) {
            breaks[opportunity.offset] = opportunity.isMandatory ? .mandatory : .allowed
        }
        breaks[0] = .no
        breaks[text.count] = .mandatory
        for offset in 1..<max(text.count, 1) where breaks[offset] == .allowed {
            let before = text[offset - 1]
            // An object belongs to what touches it, and a check box to the word after it.
            let touchesObject =
                before.value == InlineFlattener.object || text[offset].value == InlineFlattener.object && before.value != 0x20
            let followsCheckbox = before.value == 0x20 && offset >= 2 && flattener.isCheckbox(at: offset - 2)
            if touchesObject || followsCheckbox || before.value != 0x20 && isRange(text, at: offset) { breaks[offset] = .no }
        }
        for island in flattener.islands where island.count <= Self.islandLimit {
            for offset in (island.lowerBound + 1)..<max(island.upperBound, island.lowerBound + 1) where breaks[offset] == .allowed {
                breaks[offset] = .no
            }
        }
        return breaks
    }

    /// Whether a line that begins at `offset` would cut a range of numbers, as «٨–٢», after its dash. UAX #14 allows a line to end there (LB21
    /// keeps only what is before the dash); this is a tailoring (UAX #14, 8.1), for a number alone in a line is read as another.
    private func isRange(_ text: [Unicode.Scalar], at offset: Int) -> Bool {
        guard ScalarProperties(text[offset]).lineBreakClass == .nu else { return false }
        var dash = offset - 1
        while dash > 0, text[dash].isDirectionalControl { dash -= 1 }
        switch text[dash].value {
        case 0x2010, 0x2012, 0x2013: break
        default: return false
        }
        var number = dash - 1
        while number > 0, text[number].isDirectionalControl { number -= 1 }
        return number >= 0 && ScalarProperties(text[number]).lineBreakClass == .nu
    }

    // MARK: Fonts and runs

    private func itemise(_ prepared: inout PreparedParagraph, _ levels: [UInt8], _ flattener: InlineFlattener) {
        let text = prepared.text
        let styleIndices = flattener.styleIndices
        guard !text.isEmpty else { return }
        let primary = prepared.styles.map { face($0, prepared.origin) }
        var objectIndex = 0
        var start = 0
        var current: (style: Int, level: UInt8, face: PreparedParagraph.Face, script: Script)?
        // Of the run at hand: its style, level, kind of characters and the kinds of its font, while it is set in the style's own font.
        var plainStyle = -1
        var plainLevel: UInt8 = 0
        var plainKind = Self.ofNoScript
        var kinds: [UInt8] = []
        var lastScript: Script = prepared.source.style.direction == .rightToLeft ? .arabic : .latin
        func close(_ end: Int) {
            defer {
                current = nil
                plainStyle = -1
            }
            guard var item = current, end > start else { return }
            if item.script != .common {
                lastScript = item.script
            } else if item.level & 1 == 0, !text[start..<end].contains(where: { ScalarProperties($0).isUsed(in: .arabic) }) {
                // A number in European digits has the point and comma of Latin, in Arabic text too.
                item.script = .latin
            } else {
                // Other punctuation by itself takes the script of the text before it (UAX #24, 5.1).
                item.script = lastScript
            }
            shape(start..<end, item, &prepared)
        }
        func goOn(_ style: Int, _ level: UInt8, _ script: Script, _ face: PreparedParagraph.Face) {
            (plainStyle, plainLevel, plainKind, kinds) = (
                style, level, Self.kind(script), characterKinds(face)
            )
        }
        for offset in text.indices {
            let scalar = text[offset]
            let style = Int(styleIndices[offset])
            let value = Int(scalar.value)
            // Most characters go on with the run: the style's font has them, and they are of its script or of none.
            if style == plainStyle, levels[offset] == plainLevel, value < Self.plainLimit {
                let kind = kinds[value]
                if kind == plainKind || kind == Self.ofNoScript { continue }
            }
            if scalar.value == InlineFlattener.object || scalar.value == InlineFlattener.fill {
                close(offset)
                if let face = primary[style] {
                    prepared.runs.append(
                        PreparedParagraph.Run(
                            range: offset..<(offset + 1), level: levels[offset], style: style, face: face, content: .object(objectIndex)))
                }
                objectIndex += 1
                start = offset + 1
                continue
            }
            if scalar.isDirectionalControl || scalar.value == 0x2028 || scalar.value == 0x2029 {
                close(offset)
                start = offset + 1
                continue
            }
            guard let wanted = primary[style] else {
                close(offset)
                start = offset + 1
                continue
            }
            let properties = ScalarProperties(scalar)
            let previous = current.flatMap { $0.style == style && $0.level == levels[offset] ? $0 : nil }
            let face = chooseFace(scalar, properties, wanted, previous?.face, prepared.styles[style].weight)
            let script = chooseScript(properties, previous?.script, text, offset)
            if let item = previous, item.face.id == face.id {
                if item.script == script { continue }
                if item.script == .common {
                    current?.script = script
                    if face.id == wanted.id { goOn(style, levels[offset], script, face) }
                    continue
                }
            }
            close(offset)
            start = offset
            current = (style, levels[offset], face, script)
            if face.id == wanted.id, script != .common { goOn(style, levels[offset], script, face) }
        }
        close(text.count)
    }

    /// Characters below this have a kind that is looked up.
    private static let plainLimit = 0x800
    /// The kind of a character that the font lacks or that means something to the layout: a tab, a control.
    private static let special: UInt8 = 0
    /// The kind of a character that is common or inherited.
    private static let ofNoScript: UInt8 = 1

    /// The kind of the characters of a script.
    private static func kind(_ script: Script) -> UInt8 {
        script == .common || script == .inherited ? ofNoScript : script.rawValue + 2
    }

    /// The kind of each character below `plainLimit` in a font.
    private func characterKinds(_ face: PreparedParagraph.Face) -> [UInt8] {
        if let known = characterKinds[face.id] { return known }
        let kinds = (0..<UInt32(Self.plainLimit)).map { value in
            guard value >= 0x20, let scalar = Unicode.Scalar(value), !scalar.isDirectionalControl,
                face.font.cmap.glyph(scalar) != 0
            else {
                return Self.special
            }
            return Self.kind(ScalarProperties(scalar).script)
        }
        characterKinds[face.id] = kinds
        return kinds
    }

    /// The first font that has the character: the style's, then those of the font list's fallbacks.
    private func chooseFace(
        _ scalar: Unicode.Scalar, _ properties: ScalarProperties, _ wanted: PreparedParagraph.Face, _ previous: PreparedParagraph.Face?,
        _ weight: FontWeight
    ) -> PreparedParagraph.Face {
        // Marks, joiners and spaces stay with what they follow when its font has them.
        let follows = properties.generalCategory.isMark || properties.isDefaultIgnorable || scalar.value == 0x20
        if follows, let previous, previous.has(scalar, properties) { return previous }
        if wanted.has(scalar, properties) || properties.isDefaultIgnorable { return wanted }
        return fallbackFaces(weight).first { $0.has(scalar, properties) } ?? wanted
    }

    /// The fonts to look for missing characters in; one that cannot be read is passed over.
    private func fallbackFaces(_ weight: FontWeight) -> [PreparedParagraph.Face] {
        if let known = fallbacks[weight] { return known }
        let list = fonts.fallbacks.compactMap { regular -> PreparedParagraph.Face? in
            let family = fonts.faces[Int(regular.rawValue)].family
            let id = weight == .regular ? regular : fonts.id(family: family, weight: weight) ?? regular
            return (try? fonts.font(id)).map { PreparedParagraph.Face(id, $0) }
        }
        fallbacks[weight] = list
        return list
    }

    /// The script to shape with: common and inherited characters take that of the text before, or else after them (UAX #24, 5.1).
    private func chooseScript(_ properties: ScalarProperties, _ previous: Script?, _ text: [Unicode.Scalar], _ offset: Int) -> Script {
        let script = properties.script
        guard script == .common || script == .inherited else { return script }
        return previous ?? .common
    }

    // MARK: Shaping

    private func shape(
        _ range: Range<Int>, _ item: (style: Int, level: UInt8, face: PreparedParagraph.Face, script: Script),
        _ prepared: inout PreparedParagraph
    ) {
        let start = prepared.glyphs.count
        let style = prepared.styles[item.style]
        words.shape(
            prepared.text, range, font: item.face.id, isRightToLeft: item.level & 1 == 1, script: item.script, language: style.language,
            into: &prepared.glyphs)
        for index in start..<prepared.glyphs.count where prepared.glyphs[index].id == 0 {
            let scalar = prepared.text[Int(prepared.glyphs[index].cluster)]
            report(.missingGlyph(scalar), prepared.origin)
        }
        prepared.runs.append(
            PreparedParagraph.Run(
                range: range, level: item.level, style: item.style, face: item.face, content: .glyphs(start..<prepared.glyphs.count)))
    }

    /// Shapes part of a run anew, for a line that begins or ends inside a word.
    func reshape(_ range: Range<Int>, of run: PreparedParagraph.Run, in prepared: PreparedParagraph, into glyphs: inout [Glyph]) {
        let script = prepared.text[range].lazy.map { ScalarProperties($0).script }.first { $0 != .common && $0 != .inherited } ?? .common
        let line = Array(prepared.text[range])
        var shaped: [Glyph] = []
        words.shape(
            line, 0..<line.count, font: run.face.id, isRightToLeft: run.level & 1 == 1, script: script,
            language: prepared.styles[run.style].language, into: &shaped)
        for var glyph in shaped {
            glyph.cluster += Int32(range.lowerBound)
            glyphs.append(glyph)
        }
    }

    /// The best way to stretch the word at `range`, a part of `run`; none where letters join across its ends, or when it stands in the
    /// line in other glyphs than alone.
    func kashida(
        at range: Range<Int>, of run: PreparedParagraph.Run, in prepared: PreparedParagraph, standing glyphs: ArraySlice<Glyph>
    ) -> Kashida? {
        let text = prepared.text
        func isFree(_ offset: Int) -> Bool { offset < 0 || offset >= text.count || text[offset].isTrimmedAtLineEnd }
        guard isFree(range.lowerBound - 1), isFree(range.upperBound) else { return nil }
        let style = prepared.styles[run.style]
        let limit = Int32(clamping: run.face.unitsPerEm * Self.kashidaLimit / 1_000)
        guard
            let kashida = words.kashida(of: text[range], limit: limit, font: run.face.id, script: .arabic, language: style.language),
            kashida.natural.count == glyphs.count
        else { return nil }
        let isSame = zip(kashida.natural, glyphs).allSatisfy { alone, standing in
            alone.id == standing.id && alone.cluster == standing.cluster - Int32(range.lowerBound) && alone.xAdvance == standing.xAdvance
                && alone.xOffset == standing.xOffset && alone.yOffset == standing.yOffset
        }
        return isSame ? kashida : nil
    }

    // MARK: Widths

    private func measure(_ prepared: inout PreparedParagraph, _ flattener: InlineFlattener) {
        let count = prepared.text.count
        // The width of each character first, then the sum of all before it.
        var positions = [Int64](repeating: 0, count: count + 1)
        positions.withUnsafeMutableBufferPointer { widths in
            prepared.glyphs.withUnsafeBufferPointer { glyphs in
                for run in prepared.runs {
                    let size = prepared.styles[run.style].size.rawValue
                    switch run.content {
                    case .object(let index):
                        widths[run.range.lowerBound] = flattener.objectWidths[index].rawValue
                    case .glyphs(let range):
                        let unitsPerEm = run.face.unitsPerEm
                        let half = unitsPerEm / 2
                        for index in range {
                            widths[Int(glyphs[index].cluster)] +=
                                (Int64(glyphs[index].xAdvance) * size + half) / unitsPerEm
                        }
                    }
                }
            }
            var position: Int64 = 0
            for offset in 0...count {
                let width = widths[offset]
                widths[offset] = position
                position += max(0, width)
            }
        }
        prepared.positions = positions
        prepared.spaces = [Int32](unsafeUninitializedCapacity: count + 1) { spaces, initialized in
            var number: Int32 = 0
            spaces.initializeElement(at: 0, to: 0)
            for (offset, scalar) in prepared.text.enumerated() {
                if scalar.value == 0x20 || scalar.value == 0xA0 { number += 1 }
                spaces.initializeElement(at: offset + 1, to: number)
            }
            initialized = count + 1
        }
    }
}
