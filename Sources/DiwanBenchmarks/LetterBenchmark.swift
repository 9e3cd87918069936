import DiwanDocument
import DiwanFont
import DiwanLayout
import DiwanPDF
import DiwanShaping
import Glibc

/// The peers' letters, many in one process: `letters RECORDS FOLDER COUNT BUDGET`, with the peers' file of records.
enum LetterBenchmark {
    static let amiri = "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri"

    static func run(records: String, folder: String, count: Int, budget: Double) throws {
        let lines = try TextFile.lines(records)
        let fonts = FontLibrary(faces: [
            FontFace(family: "Amiri", weight: .regular, roles: ["body"], path: amiri + "-Regular.ttf"),
            FontFace(family: "Amiri", weight: .bold, roles: ["body"], path: amiri + "-Bold.ttf"),
        ])
        let layout = DocumentLayout(fonts: fonts)
        let regular = try fonts.font(FontID(rawValue: 0)), bold = try fonts.font(FontID(rawValue: 1))
        let exporter = PDFExporter(fontOf: { $0.rawValue == 0 ? regular : bold })
        let begin = Clock.processorSeconds
        if let first = lines.first?.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init) {
            try exporter.begin(with: try layout.layout(LetterDocument.make(LetterDocument.fixed(first))).document)
        }
        var done = 0, bytes = 0
        var first = 0.0, laidOut = 0.0, exported = 0.0
        for line in lines.prefix(count) {
            let fields = line.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
            let start = Clock.processorSeconds
            let paged = try layout.layout(LetterDocument.make(fields)).document
            let middle = Clock.processorSeconds
            let pdf = try exporter.export(paged)
            let end = Clock.processorSeconds
            laidOut += middle - start
            exported += end - middle
            bytes += pdf.count
            let digits = String(Int(fields[0]) ?? 0)
            let name = folder + "/" + String(repeating: "0", count: 5 - digits.count) + digits + ".pdf"
            guard let file = fopen(name, "w") else { throw TextFile.Unreadable(path: name) }
            fwrite(pdf, 1, pdf.count, file)
            fclose(file)
            if done == 0 { first = Clock.processorSeconds - begin }
            done += 1
            if Clock.processorSeconds - begin > budget { break }
        }
        let spent = Clock.processorSeconds - begin
        print(
            "{\"n\": \(done), \"loop_s\": \(Clock.text(spent, digits: 5)), \"loop_cpu_s\": \(Clock.text(spent, digits: 5)), "
                + "\"first_s\": \(Clock.text(first, digits: 5)), \"layout_us\": \(Clock.text(laidOut * 1e6 / Double(done))), "
                + "\"pdf_us\": \(Clock.text(exported * 1e6 / Double(done))), \"bytes\": \(bytes / done), "
                + "\"peak_mb\": \(Clock.text(Clock.peakMegabytes))}")
    }
}
