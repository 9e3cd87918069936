import DiwanFont
import DiwanShaping

extension Command {
    /// `diwan inspect kashida`.
    static let inspectKashida = Command(
        name: "kashida", summary: "where each word can be stretched",
        details: [
            "In: a word a line, in UTF-8.",
            "Out: the offsets in characters after which U+0640 may go, best first, separated by spaces; an empty line when there is none.",
            "A place counts only when the font changes no other glyph for it.",
        ],
        options: [
            Option(name: "--font", value: .required("FILE", .file), summary: "the font"),
            Option(name: "--text-file", value: .required("FILE", .file), summary: "the lines, standard input when not given"),
        ]
    ) { arguments, console throws(CommandFailure) in
        guard let path = arguments.value("--font") else { throw .arguments("--font is missing: the font's file") }
        let font: Font
        do throws(FontError) {
            font = try Font(path: path)
        } catch {
            throw CommandFailure(error, path: path)
        }
        let shaper = Shaper(font)
        let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
        let buffer = ShapingBuffer()
        try LineStream(path: arguments.value("--text-file") ?? "-", console: console).forEachLine { line, output in
            let word = Array(String(decoding: line, as: UTF8.self).unicodeScalars)
            let offsets = shaper.kashidaOffsets(in: word, plan: plan, into: buffer)
            output.append(contentsOf: offsets.map(String.init).joined(separator: " ").utf8)
            output.append(0x0A)
        }
        return .done
    }
}
