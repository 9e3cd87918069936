import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanFont
import DiwanLayout
import DiwanPDF
import DiwanShaping
import DiwanTemplate
import Glibc

/// Decision letters from template and data to files, many in one process, with what each part of the way takes.
enum LetterBenchmark {
    private static let amiri = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri"

    /// The two weights that the letter is set in.
    static let faces = [
        FontFace(family: "Amiri", weight: .regular, roles: ["body", "heading"], path: amiri + "-Regular.ttf"),
        FontFace(family: "Amiri", weight: .bold, roles: ["body", "heading"], path: amiri + "-Bold.ttf"),
    ]

    /// Makes `count` letters in `folder` (none is written when it is empty), and prints one line of JSON. With `picture` they have it above
    /// the text of every page, with a code one such as issued letters bear.
    static func run(count: Int, folder: String, profile profileFile: String, picture: String? = nil, hasCode: Bool = false) throws {
        let begin = Clock.processorSeconds
        guard let profile = try TextFile.profile(profileFile) else { return print("the profile has mistakes") }
        var text = LetterSample.template
        if picture != nil, let end = text.firstRange(of: "</fields>") {
            text.insert(
                contentsOf: "<header><img src=\"picture\" alt=\"شعار\" height=\"15mm\" text-align=\"center\"/></header>", at: end.upperBound
            )
        }
        if hasCode, text.hasSuffix("</template>") {
            text.insert(
                contentsOf: "<qr of=\"concat('https://charity.example/v/7Q2NS-E0MH8-DDZ8V-D6R0V-4M0BW8?n=', doc/no)\" alt=\"رمز\" "
                    + "size=\"20mm\"/>", at: text.index(text.endIndex, offsetBy: -"</template>".count))
        }
        let (letter, bytesOfPicture) = (Array(text.utf8), try picture.map { try TextFile.bytes($0) })
        let result = Template.compile("letter.xml", profile: profile) { $0 == "letter.xml" ? letter : bytesOfPicture }
        guard let template = result.template else {
            return print(DiagnosticPrinter(sources: result.sources).text(result.diagnostics))
        }
        let environment = TemplateEnvironment(
            today: try CivilDate(year: 2026, month: 11, day: 24), workingCalendar: profile.workingCalendar)
        let fonts = FontLibrary(faces: Self.faces)
        let layout = DocumentLayout(fonts: fonts)
        let read = [try fonts.font(FontID(rawValue: 0)), try fonts.font(FontID(rawValue: 1))]
        let exporter = PDFExporter(fontOf: { read[Int($0.rawValue)] })
        let options = PDFOptions(date: PDFDate(year: 2026, month: 11, day: 24, hour: 9, utcOffset: 180))
        let nothing = try JSONParser().parse(SourceText(file: "nothing", bytes: Array("{}".utf8)))
        if let blank = template.validate(nothing, environment: environment, blank: true).record {
            try exporter.begin(with: try layout.layout(template.instantiate(blank, environment: environment).document).document, options)
        }
        let ready = Clock.processorSeconds
        var bytes = 0
        var first = 0.0
        var parts = ""
        var spent = [Double](repeating: 0, count: 5)
        for index in 1...max(count, 1) {
            var last = Clock.processorSeconds
            func lap(_ part: Int) {
                let now = Clock.processorSeconds
                spent[part] += now - last
                last = now
            }
            let source = SourceText(file: "record", bytes: Array(LetterSample.record(index).utf8))
            last = Clock.processorSeconds
            let validation = template.validate(try JSONParser().parse(source), source: source, environment: environment)
            guard let record = validation.record else {
                return print(DiagnosticPrinter(sources: [source]).text(validation.diagnostics))
            }
            lap(0)
            let document = template.instantiate(record, environment: environment).document
            lap(1)
            let paged = try layout.layout(document).document
            lap(2)
            let pdf = try exporter.export(paged, options)
            lap(3)
            bytes += pdf.count
            if !folder.isEmpty {
                let digits = String(index)
                let name = folder + "/" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".pdf"
                guard let file = fopen(name, "w") else { throw TextFile.Unreadable(path: name) }
                fwrite(pdf, 1, pdf.count, file)
                fclose(file)
            }
            lap(4)
            if index == 1 {
                first = Clock.processorSeconds - begin
                parts = try SizeBudget(pdf).json
            }
        }
        let total = spent.reduce(0, +)
        func micro(_ part: Int) -> String { Clock.text(spent[part] * 1e6 / Double(count)) }
        print(
            "{\"n\": \(count), \"letters_per_cpu_s\": \(Clock.text(Double(count) / total)), \"us\": {\"data\": \(micro(0)), "
                + "\"template\": \(micro(1)), \"layout\": \(micro(2)), \"pdf\": \(micro(3)), \"file\": \(micro(4))}, "
                + "\"ready_ms\": \(Clock.text((ready - begin) * 1e3)), \"first_ms\": \(Clock.text(first * 1e3)), "
                + "\"bytes\": \(bytes / count), \"first_bytes\": {\(parts)}, \"peak_mb\": \(Clock.text(Clock.peakMegabytes))}")
    }

    /// The same letter 1, 10, 100, 1,000 times: time for each, which shows whether it grows with the number.
    static func growth(profile: String) throws {
        for count in [1, 10, 100, 1_000] { try run(count: count, folder: "", profile: profile) }
    }
}
