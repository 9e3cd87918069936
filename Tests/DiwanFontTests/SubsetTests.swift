import DiwanFont
import DiwanTestSupport
import Foundation
import Testing

@Suite struct SubsetTests {
    static let paths = [
        amiriPath,
        "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf",
        "/usr/share/fonts/truetype/noto/NotoKufiArabic-Bold.ttf",
        "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    ]

    /// FreeType, called through its C interface, loads each glyph of the subset unscaled and compares its points and advance with what
    /// the specification asks for: glyphs of the font, moved and put one after the other.
    private static let freeTypeScript = #"""
        import ctypes as c, ctypes.util, struct, sys
        L = c.c_long
        class Vector(c.Structure): _fields_ = [("x", L), ("y", L)]
        class Outline(c.Structure): _fields_ = [("n_contours", c.c_short), ("n_points", c.c_short), ("points", c.POINTER(Vector)),
            ("tags", c.POINTER(c.c_ubyte)), ("contours", c.POINTER(c.c_short)), ("flags", c.c_int)]
        class Bitmap(c.Structure): _fields_ = [("rows", c.c_uint), ("width", c.c_uint), ("pitch", c.c_int), ("buffer", c.c_void_p),
            ("grays", c.c_ushort), ("pixel_mode", c.c_ubyte), ("palette_mode", c.c_ubyte), ("palette", c.c_void_p)]
        class Slot(c.Structure): _fields_ = [("library", c.c_void_p), ("face", c.c_void_p), ("next", c.c_void_p), ("index", c.c_uint),
            ("generic", c.c_void_p * 2), ("metrics", L * 8), ("linear", L * 2), ("advance", Vector), ("format", c.c_int),
            ("left", c.c_int), ("top", c.c_int), ("bitmap", Bitmap), ("outline", Outline)]
        class Face(c.Structure): _fields_ = [("num_faces", L), ("face_index", L), ("face_flags", L), ("style_flags", L), ("num_glyphs", L),
            ("family", c.c_char_p), ("style", c.c_char_p), ("num_sizes", c.c_int), ("sizes", c.c_void_p), ("num_charmaps", c.c_int),
            ("charmaps", c.c_void_p), ("generic", c.c_void_p * 2), ("bbox", L * 4), ("upem", c.c_ushort), ("shorts", c.c_short * 7),
            ("glyph", c.POINTER(Slot))]
        ft = c.CDLL("libfreetype.so.6")
        lib = c.c_void_p()
        assert ft.FT_Init_FreeType(c.byref(lib)) == 0
        def open_face(path):
            face = c.POINTER(Face)()
            assert ft.FT_New_Face(lib, path.encode(), L(0), c.byref(face)) == 0, "FreeType cannot open " + path
            return face
        def load(face, gid):
            error = ft.FT_Load_Glyph(face, c.c_uint(gid), c.c_int(1))
            assert error == 0, f"FreeType error {error} for glyph {gid}"
            slot = face.contents.glyph.contents
            o = slot.outline
            points = [(o.points[i].x, o.points[i].y, o.tags[i] & 3) for i in range(o.n_points)]
            ends = [o.contours[i] for i in range(o.n_contours)]
            return points, ends, slot.metrics[4]
        def expected(font, line):
            kind, *f = line.split()
            if kind == "g": return load(font, int(f[0]))
            if kind == "b": w = int(f[0]); return [(0, 0, 1), (w, 0, 1)], [0, 1], w
            points, ends = [], []
            for part in f[1:]:
                gid, x, y = map(int, part.split(","))
                p, e, _ = load(font, gid)
                ends += [n + len(points) for n in e]
                points += [(px + x, py + y, t) for px, py, t in p]
            if not points: points, ends = [(0, 0, 1), (int(f[0]), 0, 1)], [0, 1]
            return points, ends, int(f[0])
        original, subset, spec = sys.argv[1:]
        data = open(subset, "rb").read()
        words = struct.unpack(f">{len(data) // 4}I", data)
        assert len(data) % 4 == 0 and sum(words) & 0xFFFFFFFF == 0xB1B0AFBA, "checksum of the file"
        rows = [struct.unpack(">4sIII", data[12 + 16 * i:28 + 16 * i]) for i in range(struct.unpack(">H", data[4:6])[0])]
        assert [r[0] for r in rows] == [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"], rows
        tables = {}
        for tag, checksum, offset, length in rows:
            table = data[offset:offset + (length + 3) // 4 * 4]
            if tag != b"head": assert sum(struct.unpack(f">{len(table) // 4}I", table)) & 0xFFFFFFFF == checksum, tag
            assert offset % 4 == 0 and len(table) >= length
            tables[tag] = data[offset:offset + length]
        font, face = open_face(original), open_face(subset)
        lines = ["g 0"] + open(spec).read().splitlines()
        assert face.contents.num_glyphs >= len(lines)
        most = [0, 0]
        for gid, line in enumerate(lines):
            if line == "-": continue
            want, got = expected(font, line), load(face, gid)
            assert want == got, f"glyph {gid} ({line}): {got}, wanted {want}"
            most = [max(most[0], len(got[0])), max(most[1], len(got[1]))]
        maxp = struct.unpack(">IHHHHHHHHHHHHHH", tables[b"maxp"])
        assert most[0] <= max(maxp[2], maxp[4]) and most[1] <= max(maxp[3], maxp[5]), (most, maxp)
        print("equal", len(lines))
        """#

    private func compare(_ path: String, _ glyphs: [SubsetGlyph?], _ program: [UInt8]) throws {
        let scratch = try TemporaryFolder()
        let lines = glyphs.map { glyph in
            switch glyph {
            case nil: "-"
            case .glyph(let id): "g \(id)"
            case .blank(let width): "b \(width)"
            case .composite(let parts, let advance): "c \(advance) " + parts.map { "\($0.glyph),\($0.x),\($0.y)" }.joined(separator: " ")
            }
        }
        let file = try scratch.write(program, to: "subset.ttf")
        let specification = try scratch.write(Array(lines.joined(separator: "\n").utf8), to: "glyphs")
        let outcome = try ProgramRun("python3", ["-c", Self.freeTypeScript, path, file, specification])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.outputText == "equal \(glyphs.count + 1)\n")
    }

    @Test("FreeType draws every glyph of a subset as it draws the font's", arguments: paths)
    func keepsOutlines(path: String) throws {
        let font = try Font(path: path)
        let subsetter = try TrueTypeSubsetter(font)
        let all = (0..<min(font.glyphCount, 30_000)).map { SubsetGlyph.glyph(UInt16($0)) }
        try compare(path, all, try subsetter.subset(all).program())
        var random = SeededGenerator(seed: 5)
        for count in [0, 1, 40, 300] {
            let some = (0..<count).map { _ in SubsetGlyph.glyph(UInt16.random(in: 1..<UInt16(font.glyphCount), using: &random)) }
            let subset = try subsetter.subset(some)
            try compare(path, some, subset.program())
            #expect(try TrueTypeSubsetter(font).subset(some).program() == subset.program())
            #expect(subset.advances.count >= count + 1)
        }
    }

    @Test("FreeType draws composites of moved glyphs and blanks as they are asked for", arguments: paths)
    func makesGlyphsUp(path: String) throws {
        let font = try Font(path: path)
        let subsetter = try TrueTypeSubsetter(font)
        var random = SeededGenerator(seed: 6)
        let glyphs = (0..<600).map { index -> SubsetGlyph in
            if index % 5 == 0 { return .blank(width: Int.random(in: 0...(index % 2 == 0 ? 255 : 3000), using: &random)) }
            let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                SubsetComponent(
                    glyph: UInt16.random(in: 0..<UInt16(font.glyphCount), using: &random),
                    x: Int.random(in: index % 2 == 0 ? -100...100 : -2000...2000, using: &random),
                    y: Int.random(in: index % 2 == 0 ? -100...100 : -2000...2000, using: &random))
            }
            return .composite(parts, advance: Int.random(in: 0...2000, using: &random))
        }
        try compare(path, glyphs, try subsetter.subset(glyphs).program())
    }

    @Test("A glyph that is not in the font is refused, and leaves the subsetter as it was")
    func refusesUnknownGlyphs() throws {
        let subsetter = try TrueTypeSubsetter(Font(path: amiriPath))
        let good: [SubsetGlyph] = [.composite([SubsetComponent(glyph: 50, x: 3, y: 4)], advance: 500)]
        let before = try subsetter.subset(good).program()
        #expect(throws: FontError.self) { try subsetter.subset([.glyph(65_000)]) }
        #expect(throws: FontError.self) {
            try subsetter.subset(good + [.composite([SubsetComponent(glyph: 65_000, x: 0, y: 0)], advance: 1)])
        }
        #expect(try subsetter.subset(good).program() == before)
    }

    @Test("Damaged outlines are refused or read, and never trap")
    func survivesDamage() throws {
        let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: amiriPath)))
        let font = try Font(path: amiriPath)
        let glyf = try #require(font.tables.first { $0.tag == "glyf" })
        var random = SeededGenerator(seed: 8)
        for _ in 0..<150 {
            var damaged = original
            for _ in 0..<4000 {
                damaged[glyf.offset + Int.random(in: 0..<glyf.length, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let broken = try TrueTypeSubsetter(Font(FontBytes(damaged)))
            for _ in 0..<20 {
                let glyphs = (0..<20).map { _ -> SubsetGlyph in
                    let id = UInt16.random(in: 0..<UInt16(font.glyphCount), using: &random)
                    return id % 2 == 0 ? .glyph(id) : .composite([SubsetComponent(glyph: id, x: 5, y: -5)], advance: 300)
                }
                if let subset = try? broken.subset(glyphs) { #expect(subset.advances.count > 20) }
            }
        }
    }

    @Test("A subset that begins with a base has the same outlines, and the base's bytes in their place", arguments: paths)
    func beginsWithBase(path: String) throws {
        let font = try Font(path: path)
        let subsetter = try TrueTypeSubsetter(font)
        var random = SeededGenerator(seed: 9)
        func some(_ count: Int) -> [SubsetGlyph] {
            (0..<count).map { index in
                if index % 4 == 0 { return .glyph(UInt16.random(in: 1..<UInt16(font.glyphCount), using: &random)) }
                let parts = (0..<2).map { _ in
                    SubsetComponent(
                        glyph: UInt16.random(in: 0..<UInt16(min(font.glyphCount, 400)), using: &random),
                        x: Int.random(in: -300...300, using: &random),
                        y: 5)
                }
                return .composite(parts, advance: 400)
            }
        }
        let common = some(120)
        let base = try subsetter.base(common)
        #expect(base.glyphCount > 121)
        for count in [0, 1, 60] {
            let own = some(count)
            let subset = try subsetter.subset(own, after: base)
            #expect(subset.rests.count == base.sections.count)
            // The numbers between the base's glyphs and the others are those of parts: compare what was asked for.
            let between = (0..<(base.glyphCount - 1 - common.count)).map { _ in SubsetGlyph?.none }
            try compare(path, common.map { $0 } + between + own.map { $0 }, subset.program(after: base))
        }
        // A subset without the base is not touched by it.
        #expect(try subsetter.subset(common).program() == TrueTypeSubsetter(font).subset(common).program())
    }
}
