import DiwanFont
import DiwanTestSupport
import Foundation
import Testing

/// Amiri Regular, as Debian's `fonts-hosny-amiri` installs it.
let amiriPath = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"

private func noto(_ name: String) -> String { "/usr/share/fonts/truetype/noto/\(name).ttf" }

@Suite struct FontTests {
    private static let paths = [
        amiriPath, noto("NotoNaskhArabic-Bold"), noto("NotoSansArabic-Regular"), noto("NotoSerif-Regular"),
        noto("NotoSansCuneiform-Regular"),
        "/usr/share/fonts/truetype/scheherazade/Scheherazade-Regular.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    ]

    @Test("Names and weight are those that fontconfig finds", arguments: paths)
    func names(path: String) throws {
        let font = try Font(path: path)
        let scan = try ProgramRun("fc-scan", ["--format", "%{postscriptname}|%{fullname[0]}|%{weight}", path])
        let isBold = (font.os2?.weightClass ?? 0) >= 700
        #expect(scan.outputText == "\(font.names.postScript)|\(font.names.full)|\(isBold ? 200 : 80)")
        let families = try ProgramRun("fc-scan", ["--format", "%{family}", path]).outputText.split(separator: ",").map(String.init)
        #expect(families.contains(font.names.family))
    }

    @Test("The characters that have a glyph are those that fontconfig finds", arguments: paths)
    func characters(path: String) throws {
        let font = try Font(path: path)
        var expected = Set<UInt32>()
        for range in try ProgramRun("fc-scan", ["--format", "%{charset}", path]).outputText.split(separator: " ") {
            let ends = range.split(separator: "-").compactMap { UInt32($0, radix: 16) }
            let first = try #require(ends.first)
            let last = try #require(ends.last)
            expected.formUnion(first...last)
        }
        // fontconfig leaves out control characters that have no outline.
        for value in (0x20...0x2_FFFF as ClosedRange<UInt32>) where !(0x7F...0xA0 ~= value) && value != 0xAD {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let glyph = font.cmap.glyph(scalar)
            let isBlank = glyph != 0 && font.glyf?.box(of: glyph) == nil
            if !isBlank, (glyph != 0) != expected.contains(value) { Issue.record("U+\(String(value, radix: 16)) has glyph \(glyph)") }
        }
    }

    @Test("Advances and boxes are those that HarfBuzz reads", arguments: paths)
    func metrics(path: String) throws {
        let font = try Font(path: path)
        let scratch = try TemporaryFolder()
        // Letters alone and without features, so that no glyph is changed or moved.
        let letters = (0x20...0x6FF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0) }
            .filter { font.cmap.glyph($0) != 0 && $0.properties.isAlphabetic && $0.properties.canonicalCombiningClass == .notReordered }
        let text = letters.map { String($0) }.joined(separator: "\n") + "\n"
        let input = try scratch.write(Array(text.utf8), to: "letters.txt")
        let lines = try ProgramRun(
            "hb-shape",
            [
                "--shapers=ot", "--no-glyph-names", "--no-clusters", "--script=Zyyy", "--direction=ltr", "--show-extents",
                "--features=-ccmp,-locl,-liga,-calt,-kern,-rlig,-clig", "--text-file=\(input)", path,
            ]
        ).outputText.split(separator: "\n")
        #expect(lines.count == letters.count)
        for (letter, line) in zip(letters, lines) {
            let glyph = font.cmap.glyph(letter)
            let box = font.glyf?.box(of: glyph)
            let left = font.horizontal.leftSideBearing(glyph)
            let extents =
                box.map { "<\(left),\($0.maxY),\($0.maxX - $0.minX),\($0.minY - $0.maxY)>" } ?? "<0,0,0,0>"
            #expect("[\(glyph)+\(font.horizontal.advance(glyph))\(extents)]" == line)
        }
    }

    @Test("The parts of every composite glyph cover its box", arguments: [amiriPath, noto("NotoSerif-Regular")])
    func composites(path: String) throws {
        let font = try Font(path: path)
        let glyf = try #require(font.glyf)
        var count = 0
        for glyph in 0..<UInt16(font.glyphCount) where glyf.isComposite(glyph) {
            let parts = glyf.components(of: glyph)
            let box = try #require(glyf.box(of: glyph))
            #expect(!parts.isEmpty)
            // Only parts that are just moved can be put together here without their points.
            guard parts.allSatisfy({ $0.flags & 0x00CA == 0x0002 }) else { continue }
            count += 1
            var union: GlyphBox?
            for part in parts {
                guard let inner = glyf.box(of: part.glyph) else { continue }
                let moved = GlyphBox(
                    minX: inner.minX + part.argument1, minY: inner.minY + part.argument2, maxX: inner.maxX + part.argument1,
                    maxY: inner.maxY + part.argument2)
                union = GlyphBox(
                    minX: min(union?.minX ?? Int.max, moved.minX), minY: min(union?.minY ?? Int.max, moved.minY),
                    maxX: max(union?.maxX ?? Int.min, moved.maxX), maxY: max(union?.maxY ?? Int.min, moved.maxY))
            }
            #expect(union == box, "glyph \(glyph)")
        }
        #expect(count > 50)
    }

    @Test("What is no font is an error that says so")
    func errors() throws {
        #expect(throws: FontError.unreadable(path: "/nowhere.ttf", code: 2)) { try Font(path: "/nowhere.ttf") }
        #expect(throws: FontError.notAFont(signature: 0x2550_4446)) { try Font(FontBytes(Array("%PDF-1.7".utf8))) }
        #expect(throws: FontError.unsupportedOutlines(table: "CFF ")) { try Font(FontBytes(Array("OTTO".utf8) + [0, 0])) }
        #expect(throws: FontError.truncated(table: "sfnt", offset: 12, needed: 16)) { try Font(FontBytes([0, 1, 0, 0, 0, 1])) }
        #expect(throws: FontError.missingTable("head")) { try Font(FontBytes([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])) }
        #expect(throws: FontError.noSuchFont(index: 1, count: 1)) { try Font(path: amiriPath, index: 1) }
    }

    @Test("A damaged font gives an error or wrong values, never a crash", arguments: [noto("NotoKufiArabic-Regular"), amiriPath])
    func damaged(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SeededGenerator(seed: 5)
        let tables = try Font(path: path).tables
        for round in 0..<200 {
            var damaged = bytes
            if round % 4 == 0 {
                damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            } else {
                let table = tables[Int.random(in: 0..<tables.count, using: &random)]
                for _ in 0..<Int.random(in: 1...20, using: &random) {
                    let place = round % 4 == 1 ? 0..<300 : table.offset..<table.offset + min(table.length, 200)
                    damaged[Int.random(in: place, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
            }
            guard let font = try? Font(FontBytes(damaged)) else { continue }
            for glyph in stride(from: UInt16(0), to: .max - 97, by: 97) {
                _ = font.horizontal.advance(glyph) + font.horizontal.leftSideBearing(glyph)
                _ = font.glyf?.components(of: glyph)
                _ = font.glyf?.box(of: glyph)
                _ = font.gdef?.glyphClasses?.classValue(of: glyph)
                _ = font.gdef?.markFilteringSets.first?.contains(glyph)
                _ = font.cmap.glyph(UInt32(glyph) * 16)
                _ = font.cmap.variation(UInt32(glyph), 0xFE00)
            }
        }
    }
}
