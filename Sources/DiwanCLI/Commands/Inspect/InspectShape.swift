import DiwanDocument
import DiwanFont
import DiwanShaping
import DiwanUnicode

extension Command {
    /// `diwan inspect shape`.
    static let inspectShape = Command(
        name: "shape", summary: "the glyphs of each line, as hb-shape prints them",
        details: [
            "In: a text a line, in UTF-8.",
            "Out: [glyph=cluster+advance|glyph=cluster@x,y+advance], from left to right, in font units; "
                + "a cluster is the index of its first character. An empty line for an empty line.",
            "The same as hb-shape --shapers=ot --no-glyph-names of the same options; no dotted circle is put in.",
        ],
        options: [
            Option(name: "--font", value: .required("FILE", .file), summary: "the font"),
            Option(
                name: "--direction", value: .required("DIRECTION", .choice(["rtl", "ltr"])), summary: "the direction, rtl when not given"),
            Option(name: "--script", value: .required("TAG", .text), summary: "the script's ISO 15924 tag, Arab when not given"),
            Option(name: "--language", value: .required("TAG", .text), summary: "the language, as in BCP 47, ar when not given"),
            Option(name: "--text-file", value: .required("FILE", .file), summary: "the lines, standard input when not given"),
        ]
    ) { arguments, console throws(CommandFailure) in
        guard let path = arguments.value("--font") else { throw .arguments("--font is missing: the font's file") }
        let tag = arguments.value("--script") ?? "Arab"
        guard let script = Script(tag: tag) else {
            throw .arguments("there is no script \"\(tag)\"", hint: "a tag of ISO 15924 begins with a capital: Arab, Latn")
        }
        let font: Font
        do throws(FontError) {
            font = try Font(path: path)
        } catch {
            throw CommandFailure(error, path: path)
        }
        let shaper = Shaper(font)
        let plan = shaper.plan(
            script: script, direction: arguments.value("--direction") == "ltr" ? .leftToRight : .rightToLeft,
            language: arguments.value("--language") ?? "ar")
        let buffer = ShapingBuffer()
        var characters: [Unicode.Scalar] = []
        try LineStream(path: arguments.value("--text-file") ?? "-", console: console).forEachLine { line, output in
            characters.removeAll(keepingCapacity: true)
            characters.append(contentsOf: String(decoding: line, as: UTF8.self).unicodeScalars)
            shaper.shape(characters, plan: plan, into: buffer)
            output.append(contentsOf: ShapedText.description(of: buffer.glyphs).utf8)
            output.append(0x0A)
        }
        return .done
    }
}
