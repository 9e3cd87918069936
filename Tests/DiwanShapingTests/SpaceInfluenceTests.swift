import DiwanDocument
import DiwanFont
import DiwanShaping
import Testing

@Suite struct SpaceInfluenceTests {
    @Test("Words shaped one by one are the same as together where the font lets the space have no part", arguments: TestFonts.arabic)
    func words(font: String) throws {
        let shaper = Shaper(try Font(path: font))
        let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
        let influence = shaper.spaceInfluence(plan)
        let buffer = ShapingBuffer()
        var corpus = ShapingCorpus(seed: 11)
        var count = 0
        while count < 1000 {
            // A word that begins with a mark or a control goes with its neighbour, and so do words at several spaces.
            let words = (0..<4).map { _ in corpus.arabic() }
            guard words.allSatisfy({ word in word.allSatisfy { $0.properties.isAlphabetic && $0 != " " } && !isMark(word[0]) })
            else { continue }
            count += 1
            let text = Array(words.joined(separator: [" "]))
            shaper.shape(text, plan: plan, into: buffer)
            let together = buffer.glyphs
            var start = 0
            var parts: [[Glyph]] = []
            for (number, word) in words.enumerated() {
                if number > 0 {
                    shaper.shape(text, range: start..<start + 1, plan: plan, into: buffer)
                    parts.append(buffer.glyphs)
                    start += 1
                }
                shaper.shape(text, range: start..<start + word.count, plan: plan, into: buffer)
                parts.append(buffer.glyphs)
                start += word.count
            }
            if case .between(let context) = influence {
                let isJoined = stride(from: 2, to: parts.count, by: 2).contains {
                    context.concernsNext(parts[$0 - 2]) && context.concernsPrevious(parts[$0])
                }
                if isJoined { continue }
            }
            let apart = parts.reversed().flatMap { $0 }
            #expect(ShapedText.description(of: apart) == ShapedText.description(of: together))
        }
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    @Test("Amiri kerns a kaf after teh marbuta and a space, and says so")
    func amiri() throws {
        let shaper = Shaper(try Font(path: TestFonts.amiri))
        let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
        guard case .between(let context) = shaper.spaceInfluence(plan) else {
            Issue.record("the space has a part in Amiri's kerning")
            return
        }
        let buffer = ShapingBuffer()
        shaper.shape(Array("مدرسة".unicodeScalars), plan: plan, into: buffer)
        let first = buffer.glyphs
        shaper.shape(Array("گل".unicodeScalars), plan: plan, into: buffer)
        let second = buffer.glyphs
        #expect(context.concernsNext(first))
        #expect(context.concernsPrevious(second))
        #expect(!context.concernsNext(second))
        shaper.shape(Array("مدرسة گل".unicodeScalars), plan: plan, into: buffer)
        let apart = (first + second).reduce(0) { $0 + $1.xAdvance }
        let space = Int32(shaper.font.horizontal.advance(shaper.font.cmap.glyph(" ")))
        #expect(buffer.glyphs.reduce(0) { $0 + $1.xAdvance } != apart + space)
    }

    @Test("In the Noto fonts the space has no part")
    func noto() throws {
        for font in [TestFonts.naskh, TestFonts.sans, TestFonts.kufi] {
            let shaper = Shaper(try Font(path: font))
            let influence = shaper.spaceInfluence(shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar"))
            guard case .none = influence else {
                Issue.record("\(font): \(influence)")
                continue
            }
        }
    }
}
