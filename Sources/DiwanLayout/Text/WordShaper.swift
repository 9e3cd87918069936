package import DiwanDocument
import DiwanFont
package import DiwanShaping
package import DiwanUnicode

/// Shapes the runs of paragraphs, word by word where the font lets words be shaped apart.
package final class WordShaper {
    /// A run that is no longer than this is remembered as a word when its font looks across spaces.
    private static let longestRemembered = 64
    /// A run that is longer than this is remembered as a whole.
    private static let longestWord = 12

    private struct Setup {
        var setting: ShapedWords.Setting
        var plan: ShapePlan
        var shaper: Shaper
        var influence: SpaceInfluence
        var space: Glyph
        var isRightToLeft: Bool
    }

    /// A word of the run at hand.
    private struct Piece {
        var range: Range<Int>
        var word: ShapedWords.Word
    }

    private let fonts: FontLibrary
    private let buffer = ShapingBuffer()
    private var known = ShapedWords(capacity: 1 << 16)
    /// Runs that stand between edges: the fixed text of a template from one value to the next.
    private var runs = ShapedWords(capacity: 1 << 11)
    private var setups: [ShapedWords.Setting: Setup?] = [:]
    private var languages: [String] = []
    private var pieces: [Piece] = []
    private var kashidas: [KashidaKey: Kashida?] = [:]

    /// A word and what it is shaped with.
    private struct KashidaKey: Hashable {
        var setting: ShapedWords.Setting
        var word: [Unicode.Scalar]
    }

    package init(fonts: FontLibrary) {
        self.fonts = fonts
    }

    /// Appends the glyphs of `range` of `text`, from left to right; clusters are indices of `text`.
    package func shape(
        _ text: [Unicode.Scalar], _ range: Range<Int>, font: FontID, isRightToLeft: Bool, script: Script, language: String,
        into output: inout [Glyph]
    ) {
        guard let setup = setup(font, isRightToLeft, script, language) else { return }
        guard range.count > Self.longestWord, isEdge(text, range.lowerBound - 1), isEdge(text, range.upperBound) else {
            return shapeAnew(text, range, setup, into: &output)
        }
        let scalars = text[range]
        let hash = ShapedWords.hash(scalars, setup.setting)
        if let run = runs.find(scalars, setup.setting, hash: hash) {
            runs.append(run, offset: Int32(range.lowerBound), to: &output)
            return
        }
        let start = output.count
        shapeAnew(text, range, setup, into: &output)
        if runs.isFull { runs.removeAll() }
        _ = runs.insert(
            scalars, setup.setting, hash: hash, offset: Int32(range.lowerBound), glyphs: output[start...], ties: [])
    }

    private func shapeAnew(_ text: [Unicode.Scalar], _ range: Range<Int>, _ setup: Setup, into output: inout [Glyph]) {
        if known.isFull { known.removeAll() }
        guard splitIntoPieces(text, range, setup) else {
            shapeWhole(text, range, setup, into: &output)
            return
        }
        if setup.isRightToLeft {
            var end = range.upperBound
            for piece in pieces.reversed() {
                appendSpaces(piece.range.upperBound..<end, setup, into: &output)
                known.append(piece.word, offset: Int32(piece.range.lowerBound), to: &output)
                end = piece.range.lowerBound
            }
            appendSpaces(range.lowerBound..<end, setup, into: &output)
        } else {
            var start = range.lowerBound
            for piece in pieces {
                appendSpaces(start..<piece.range.lowerBound, setup, into: &output)
                known.append(piece.word, offset: Int32(piece.range.lowerBound), to: &output)
                start = piece.range.upperBound
            }
            appendSpaces(start..<range.upperBound, setup, into: &output)
        }
    }

    /// The best way to stretch a word from right to left by at most `limit` font units.
    func kashida(of word: ArraySlice<Unicode.Scalar>, limit: Int32, font: FontID, script: Script, language: String) -> Kashida? {
        guard let setup = setup(font, true, script, language) else { return nil }
        let key = KashidaKey(setting: setup.setting, word: Array(word))
        if let known = kashidas[key] { return known }
        // Hostile text has no end of different words.
        if kashidas.count > 20_000 { kashidas.removeAll(keepingCapacity: true) }
        let kashida = setup.shaper.kashida(of: key.word, limit: limit, plan: setup.plan, into: buffer)
        kashidas[key] = .some(kashida)
        return kashida
    }

    /// Fills `pieces` with the words of the run; `false` when its words cannot be shaped one by one.
    private func splitIntoPieces(_ text: [Unicode.Scalar], _ range: Range<Int>, _ setup: Setup) -> Bool {
        let context: SpaceContext?
        switch setup.influence {
        case .none: context = nil
        case .between(let between): context = between
        case .everywhere: return false
        }
        pieces.removeAll(keepingCapacity: true)
        guard isEdge(text, range.lowerBound - 1), isEdge(text, range.upperBound) else { return false }
        var start = range.lowerBound
        while start < range.upperBound {
            if text[start].value == 0x20 {
                // Several spaces together, and marks after a space, are for the font to judge.
                let isDoubled = start + 1 < range.upperBound && text[start + 1].value == 0x20
                if isDoubled { return false }
                start += 1
                continue
            }
            let first = ScalarProperties(text[start])
            if first.generalCategory.isMark || first.isDefaultIgnorable { return false }
            var end = start + 1
            while end < range.upperBound, text[end].value != 0x20 { end += 1 }
            append(Piece(range: start..<end, word: word(text, start..<end, setup, context)), text, setup, context)
            start = end
        }
        return true
    }

    /// Adds a word, joined to the one before where the two change each other across the space.
    private func append(_ piece: Piece, _ text: [Unicode.Scalar], _ setup: Setup, _ context: SpaceContext?) {
        if let last = pieces.last, known.ties(of: last.word).contains(.next), known.ties(of: piece.word).contains(.previous) {
            let joined = last.range.lowerBound..<piece.range.upperBound
            pieces[pieces.count - 1] = Piece(range: joined, word: word(text, joined, setup, context))
        } else {
            pieces.append(piece)
        }
    }

    /// The word at `range`, shaped now if it is not known.
    private func word(_ text: [Unicode.Scalar], _ range: Range<Int>, _ setup: Setup, _ context: SpaceContext?) -> ShapedWords.Word {
        let scalars = text[range]
        let hash = ShapedWords.hash(scalars, setup.setting)
        if let word = known.find(scalars, setup.setting, hash: hash) { return word }
        setup.shaper.shape(text, range: range, plan: setup.plan, into: buffer)
        var ties: ShapedWords.Ties = []
        if let context {
            if context.concernsNext(buffer.glyphs) { ties.insert(.next) }
            if context.concernsPrevious(buffer.glyphs) { ties.insert(.previous) }
        }
        return known.insert(scalars, setup.setting, hash: hash, offset: Int32(range.lowerBound), glyphs: buffer.glyphs, ties: ties)
    }

    private func appendSpaces(_ range: Range<Int>, _ setup: Setup, into output: inout [Glyph]) {
        var space = setup.space
        for offset in range {
            space.cluster = Int32(offset)
            output.append(space)
        }
    }

    private func shapeWhole(_ text: [Unicode.Scalar], _ range: Range<Int>, _ setup: Setup, into output: inout [Glyph]) {
        // Letters join across the ends of a run that ends inside a word: such a run is shaped where it stands.
        if range.count <= Self.longestRemembered, isEdge(text, range.lowerBound - 1), isEdge(text, range.upperBound) {
            let word = word(text, range, setup, nil)
            known.append(word, offset: Int32(range.lowerBound), to: &output)
        } else {
            setup.shaper.shape(text, range: range, plan: setup.plan, into: buffer)
            output.append(contentsOf: buffer.glyphs)
        }
    }

    /// Whether nothing that joins or combines stands at `offset`: the text's end, a space, a drawn object or a line's end.
    private func isEdge(_ text: [Unicode.Scalar], _ offset: Int) -> Bool {
        guard offset >= 0, offset < text.count else { return true }
        switch text[offset].value {
        case 0x20, 0xA0, InlineFlattener.fill, InlineFlattener.object, 0x2028, 0x2029: return true
        default: return ScalarProperties(text[offset]).joiningType == .nonJoining && !ScalarProperties(text[offset]).generalCategory.isMark
        }
    }

    private func setting(_ font: FontID, _ isRightToLeft: Bool, _ script: Script, _ language: String) -> ShapedWords.Setting {
        let index: Int
        if let known = languages.firstIndex(of: language) {
            index = known
        } else {
            index = languages.count
            languages.append(language)
        }
        return UInt64(font.rawValue) | UInt64(script.rawValue) << 16 | (isRightToLeft ? 1 << 24 : 0) | UInt64(index) << 32
    }

    private func setup(_ font: FontID, _ isRightToLeft: Bool, _ script: Script, _ language: String) -> Setup? {
        let setting = setting(font, isRightToLeft, script, language)
        if let setup = setups[setting] { return setup }
        var setup: Setup?
        if let shaper = try? fonts.shaper(font) {
            let plan = shaper.plan(script: script, direction: isRightToLeft ? .rightToLeft : .leftToRight, language: language)
            shaper.shape([" "], plan: plan, into: buffer)
            let isOneGlyph = buffer.glyphs.count == 1
            setup = Setup(
                setting: setting, plan: plan, shaper: shaper, influence: isOneGlyph ? shaper.spaceInfluence(plan) : .everywhere,
                space: buffer.glyphs.first ?? Glyph(id: 0, cluster: 0, xAdvance: 0), isRightToLeft: isRightToLeft)
        }
        setups[setting] = .some(setup)
        return setup
    }
}
