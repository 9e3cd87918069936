import DiwanDocument
import DiwanFont
import DiwanShaping
import Testing

@Suite struct FontLibraryTests {
    private let library = FontLibrary(faces: [
        FontFace(family: "Amiri", weight: .regular, roles: ["body", "heading"], path: TestFonts.amiri),
        FontFace(family: "Amiri", weight: .bold, roles: ["body", "heading"], path: TestFonts.amiriBold),
        FontFace(family: "Noto Naskh Arabic", weight: .regular, roles: ["body"], path: TestFonts.naskh),
        FontFace(family: "Nowhere", weight: .regular, roles: [], path: "/nowhere/Font.ttf"),
    ])

    @Test("A family and a weight name a font; a missing weight falls back to the regular one")
    func names() throws {
        let bold = try #require(library.id(family: "Amiri", weight: .bold))
        #expect(try library.font(bold).names.subfamily == "Bold")
        #expect(library.id(family: "Noto Naskh Arabic", weight: .bold) == FontID(rawValue: 2))
        #expect(library.id(family: "Comic Sans", weight: .regular) == nil)
        #expect(library.id(role: "body", weight: .bold) == bold)
        #expect(library.id(role: "latin", weight: .regular) == nil)
        #expect(library.fallbacks.map(\.rawValue) == [0, 2, 3])
    }

    @Test("A font is read once, and a missing file is an error that names it")
    func loading() throws {
        let id = try #require(library.id(family: "Amiri", weight: .regular))
        #expect(try library.font(id) === library.font(id))
        #expect(try library.shaper(id) === library.shaper(id))
        #expect(throws: FontError.unreadable(path: "/nowhere/Font.ttf", code: 2)) { try library.font(FontID(rawValue: 3)) }
    }

    @Test("No text gives no glyphs and an empty line")
    func empty() throws {
        let shaper = try library.shaper(FontID(rawValue: 0))
        let glyphs = shaper.glyphs(of: [], script: .arabic, direction: .rightToLeft)
        #expect(glyphs.isEmpty)
        #expect(ShapedText.description(of: glyphs) == "")
    }
}
