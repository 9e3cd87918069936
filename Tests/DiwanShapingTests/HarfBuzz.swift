import DiwanDocument
import DiwanTestSupport
import DiwanUnicode

/// The reference: `hb-shape` of HarfBuzz (package `libharfbuzz-bin`), one process for many strings.
enum HarfBuzz {
    struct Failure: Error {
        let message: String
    }

    /// What `hb-shape` prints for each of `texts`.
    static func lines(
        _ texts: [[Unicode.Scalar]], font: String, script: Script, direction: TextDirection, language: String, options: [String] = []
    ) throws -> [String] {
        let scratch = try TemporaryFolder()
        let input = try scratch.write(Array((texts.map { string($0) }.joined(separator: "\n") + "\n").utf8), to: "texts.txt")
        let arguments =
            [
                "--shapers=ot", "--no-glyph-names", "--direction=\(direction == .rightToLeft ? "rtl" : "ltr")", "--script=\(script.tag)",
                "--language=\(language)", "--text-file=\(input)",
            ] + options + [font]
        let outcome = try ProgramRun("hb-shape", arguments)
        guard outcome.status == 0 else { throw Failure(message: "hb-shape failed: \(outcome.errorText)") }
        var lines = outcome.outputText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeLast()
        guard lines.count == texts.count else { throw Failure(message: "hb-shape printed \(lines.count) lines for \(texts.count)") }
        return lines
    }

    static func string(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

/// The fonts that the tests read; the packages are named in `Fonts/fonts.json`.
enum TestFonts {
    static let amiri = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"
    static let amiriBold = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Bold.ttf"
    static let naskh = noto("NotoNaskhArabic-Regular")
    static let sans = noto("NotoSansArabic-Regular")
    static let kufi = noto("NotoKufiArabic-Regular")
    static let scheherazade = "/usr/share/fonts/truetype/scheherazade/Scheherazade-Regular.ttf"
    static let dejaVu = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    static let arabic = [amiri, amiriBold, naskh, sans, kufi, scheherazade]

    static func noto(_ name: String) -> String { "/usr/share/fonts/truetype/noto/\(name).ttf" }
}
