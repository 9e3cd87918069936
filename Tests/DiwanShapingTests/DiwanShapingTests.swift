import DiwanFont
import DiwanShaping
import Testing

@Suite struct ShaperTests {
    @Test("Lam and alef become one ligature in Amiri")
    func lamAlef() throws {
        let shaper = Shaper(try Font(path: "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"))
        let glyphs = shaper.glyphs(of: ["\u{644}", "\u{627}"], script: .arabic, direction: .rightToLeft, language: "ar")
        #expect(glyphs.map(\.cluster) == [1, 0] || glyphs.count == 1)
    }
}
