import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanLayout
import DiwanPDF
import DiwanShaping
import DiwanTemplate
import Glibc

/// What a template costs as a form to be filled in on screen, beside the blank print of the same: milliseconds of processor time from the
/// record to the file, and the file's size.
enum FormBenchmark {
    static func run(root: String, names: [String], rounds: Int) throws {
        guard let profile = try TextFile.profile(root + "/profile.json") else {
            return print("the profile has mistakes")
        }
        let environment = TemplateEnvironment(
            today: try CivilDate(year: 2026, month: 11, day: 24), workingCalendar: profile.workingCalendar)
        let fonts = FontLibrary(faces: LetterBenchmark.faces)
        let read = [try fonts.font(FontID(rawValue: 0)), try fonts.font(FontID(rawValue: 1))]
        let options = PDFOptions(date: PDFDate(year: 2026, month: 11, day: 24, hour: 9, utcOffset: 180))
        for name in names {
            let result = Template.compile("\(name)/template.xml", profile: profile) { try? TextFile.bytes(root + "/" + $0) }
            guard let template = result.template,
                let record = template.validate(.object([]), environment: environment, blank: true).record
            else {
                print("\(name): mistakes")
                continue
            }
            for isForm in [false, true] {
                // The first one compresses the whole font.
                let layout = DocumentLayout(fonts: fonts)
                let exporter = PDFExporter(fontOf: { read[Int($0.rawValue)] })
                func make() throws -> Int {
                    let document = template.instantiate(record, environment: environment, form: isForm).document
                    return try exporter.export(try layout.layout(document).document, options).count
                }
                let begin = Clock.processorSeconds
                let bytes = try make()
                let first = Clock.processorSeconds - begin
                for _ in 0..<rounds { _ = try make() }
                let each = (Clock.processorSeconds - begin - first) / Double(max(1, rounds))
                print(
                    "\(name)\t\(isForm ? "form" : "blank")\tfirst \(Clock.text(first * 1e3)) ms\tnext \(Clock.text(each * 1e3)) ms\t\(bytes) bytes"
                )
            }
        }
    }
}
