import DiwanFont
import Testing

/// Amiri Regular, as Debian's `fonts-hosny-amiri` installs it.
let amiriPath = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"

@Suite struct FontTests {
    @Test("Amiri's metrics are those of its tables")
    func metrics() throws {
        let font = try Font(path: amiriPath)
        #expect(font.unitsPerEm == 1000)
        #expect(font.names.family == "Amiri")
        #expect(font.names.postScript == "Amiri-Regular")
        #expect(font.os2?.weightClass == 400)
        #expect(font.cmap.glyph("ب") != 0)
        #expect(font.cmap.glyph(0x10FFFF) == 0)
    }
}
