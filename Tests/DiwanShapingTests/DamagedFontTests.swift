import DiwanFont
import DiwanShaping
import DiwanTestSupport
import Foundation
import Testing

@Suite struct DamagedFontTests {
    @Test(
        "A damaged font gives an error or some glyphs, never a crash",
        arguments: [TestFonts.kufi, TestFonts.sans, TestFonts.noto("NotoSansSyriac-Regular")])
    func damaged(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let tables = try Font(path: path).tables
        var random = SeededGenerator(seed: UInt64(bytes.count))
        var corpus = ShapingCorpus(seed: 21)
        var shaped = 0
        for round in 0..<60 {
            var damaged = bytes
            if round % 6 == 0 {
                damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            } else {
                // Most damage where it matters: in the layout tables and the directory.
                let wanted: [DiwanFont.Tag] = ["GSUB", "GPOS", "GDEF", "cmap"]
                let table = tables.filter { wanted.contains($0.tag) }.randomElement(using: &random)
                for _ in 0..<Int.random(in: 1...40, using: &random) {
                    let start = round % 6 == 1 ? 0 : table?.offset ?? 0
                    let length = round % 6 == 1 ? 512 : min(table?.length ?? 1, round % 2 == 0 ? 400 : Int.max)
                    damaged[start + Int.random(in: 0..<length, using: &random)] =
                        Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random) : [0, 0xFF].randomElement(using: &random) ?? 0
                }
            }
            guard let font = try? Font(FontBytes(damaged)) else { continue }
            let shaper = Shaper(font)
            let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
            _ = shaper.spaceInfluence(plan)
            let buffer = ShapingBuffer()
            for _ in 0..<8 {
                shaper.shape(corpus.arabic(), plan: plan, into: buffer)
                shaped += buffer.glyphs.count
            }
        }
        #expect(shaped > 0)
    }
}
