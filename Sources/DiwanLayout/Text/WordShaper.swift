import DiwanDocument
import DiwanFont
import DiwanShaping
import DiwanUnicode

/// Shapes the runs of paragraphs, word by word where the font lets words be shaped apart.
final class WordShaper {
    /// A run that is no longer than this is remembered as a whole when its font looks across spaces.
    private static let longestRemembered = 64

    private struct Setup {
        var plan: ShapePlan
        var shaper: Shaper
        /// Whether words can be shaped apart: no lookup of the plan sees a space.
        var splitsAtSpaces: Bool
        var space: Glyph
    }

    private let fonts: FontLibrary
    private let buffer = ShapingBuffer()
    private var known = ShapedWords()
    private var setups: [ShapedWords.Setting: Setup?] = [:]
    private var languages: [String] = []

    init(fonts: FontLibrary) {
        self.fonts = fonts
    }

    /// Appends the glyphs of `range` of `text`, from left to right; clusters are indices of `text`.
    func shape(
        _ text: [Unicode.Scalar], _ range: Range<Int>, font: FontID, isRightToLeft: Bool, script: Script, language: String,
        into output: inout [Glyph]
    ) {
        let setting = setting(font, isRightToLeft, script, language)
        guard let setup = setup(setting, font, isRightToLeft, script, language) else { return }
        guard setup.splitsAtSpaces else {
            shapeWord(text, range, setting, setup, into: &output)
            return
        }
        if isRightToLeft {
            var end = range.upperBound
            while end > range.lowerBound {
                if text[end - 1].value == 0x20 {
                    end -= 1
                    appendSpace(setup, at: end, into: &output)
                    continue
                }
                var start = end - 1
                while start > range.lowerBound, text[start - 1].value != 0x20 { start -= 1 }
                shapeWord(text, start..<end, setting, setup, into: &output)
                end = start
            }
        } else {
            var start = range.lowerBound
            while start < range.upperBound {
                if text[start].value == 0x20 {
                    appendSpace(setup, at: start, into: &output)
                    start += 1
                    continue
                }
                var end = start + 1
                while end < range.upperBound, text[end].value != 0x20 { end += 1 }
                shapeWord(text, start..<end, setting, setup, into: &output)
                start = end
            }
        }
    }

    private func appendSpace(_ setup: Setup, at offset: Int, into output: inout [Glyph]) {
        var space = setup.space
        space.cluster = Int32(offset)
        output.append(space)
    }

    private func shapeWord(
        _ text: [Unicode.Scalar], _ range: Range<Int>, _ setting: ShapedWords.Setting, _ setup: Setup, into output: inout [Glyph]
    ) {
        // Letters join across the ends of a run that ends inside a word: such a word is shaped where it stands.
        let isWhole = isEdge(text, range.lowerBound - 1) && isEdge(text, range.upperBound)
        let word = text[range]
        let offset = Int32(range.lowerBound)
        let remembers = isWhole && range.count <= Self.longestRemembered
        let hash = remembers ? ShapedWords.hash(word, setting) : 0
        if remembers, known.append(word, setting, hash: hash, offset: offset, to: &output) { return }
        setup.shaper.shape(text, range: range, plan: setup.plan, into: buffer)
        output.append(contentsOf: buffer.glyphs)
        if remembers { known.insert(word, setting, hash: hash, offset: offset, glyphs: buffer.glyphs[...]) }
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

    private func setup(
        _ setting: ShapedWords.Setting, _ font: FontID, _ isRightToLeft: Bool, _ script: Script, _ language: String
    ) -> Setup? {
        if let setup = setups[setting] { return setup }
        var setup: Setup?
        if let shaper = try? fonts.shaper(font) {
            let plan = shaper.plan(script: script, direction: isRightToLeft ? .rightToLeft : .leftToRight, language: language)
            let space = Unicode.Scalar(0x20 as UInt8)
            shaper.shape([space], plan: plan, into: buffer)
            setup = Setup(
                plan: plan, shaper: shaper, splitsAtSpaces: false,
                space: buffer.glyphs.first ?? Glyph(id: 0, cluster: 0, xAdvance: 0))
        }
        setups[setting] = .some(setup)
        return setup
    }
}
