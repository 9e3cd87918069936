import DiwanDocument
import DiwanFont
import DiwanPDF
import DiwanShaping
import DiwanTestSupport
import Testing

@Suite struct PDFExporterTests {
    /// A face of the sample texts and whether the file is of the plain form.
    static let cases = [(SampleTypesetter.amiri, false), (SampleTypesetter.amiri, true), (SampleTypesetter.naskh, false)]

    private func file(_ face: FontFace, isPlain: Bool) throws -> [UInt8] {
        let setter = SampleTypesetter(face)
        let options = PDFOptions(date: PDFDate(year: 2026, month: 11, day: 24, hour: 10, utcOffset: 180), isPlain: isPlain)
        // Twice the text: two pages, so that paragraphs and codes are met again.
        return try setter.exporter().export(setter.document(SampleText.paragraphs + SampleText.paragraphs), options)
    }

    /// Writes `pdf` to a file of `folder` and runs a tool on it; `FILE` among the arguments is the file.
    private func run(_ tool: String, _ arguments: [String], on pdf: [UInt8], _ folder: TemporaryFolder) throws -> ProgramRun {
        let path = try folder.write(pdf, to: "file.pdf")
        return try ProgramRun(tool, arguments.map { $0 == "FILE" ? path : $0 })
    }

    @Test("qpdf finds nothing wrong, in the small form and in the plain one", arguments: cases)
    func isWellFormed(face: FontFace, isPlain: Bool) throws {
        let result = try run("qpdf", ["--check", "FILE"], on: file(face, isPlain: isPlain), TemporaryFolder())
        #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
        #expect(result.errorText.isEmpty, "\(result.errorText)")
    }

    @Test("pdftotext gives every word of mixed Arabic back, in logical order", arguments: cases)
    func givesWordsBack(face: FontFace, isPlain: Bool) throws {
        let result = try run("pdftotext", ["FILE", "-"], on: file(face, isPlain: isPlain), TemporaryFolder())
        #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        let found = ExtractedText.words(of: result.outputText)
        let written = ExtractedText.words(of: (SampleText.paragraphs + SampleText.paragraphs).joined(separator: "\n"))
        #expect(written.count > 400)
        #expect(found == written, "\(ExtractedText.firstDifference(found, written))")
    }

    @Test("Words come back from justified lines with very wide spaces", arguments: [SampleTypesetter.amiri, SampleTypesetter.naskh])
    func givesWordsOfWideLinesBack(face: FontFace) throws {
        let setter = SampleTypesetter(face, width: .points(150))
        let pdf = try setter.exporter().export(setter.document(SampleText.paragraphs))
        let found = ExtractedText.words(of: try run("pdftotext", ["FILE", "-"], on: pdf, TemporaryFolder()).outputText)
        let written = ExtractedText.words(of: SampleText.paragraphs.joined(separator: "\n"))
        // Poppler turns the words of one Latin run round where its spaces are wider than an em.
        #expect(found.count == written.count)
        #expect(ExtractedText.commonCount(found, written) >= written.count - 2)
        #expect(try ExtractedText.words(of: PDFFile(pdf).text()) == written)
    }

    @Test("Without text controls poppler loses the order of words beside numbers, and only then are there none")
    func controlsAreAChoice() throws {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        let document = try setter.document(SampleText.paragraphs)
        let written = ExtractedText.words(of: SampleText.paragraphs.joined(separator: "\n"))
        func text(_ controls: Bool) throws -> String {
            let pdf = try setter.exporter().export(document, PDFOptions(writesTextControls: controls))
            return try run("pdftotext", ["FILE", "-"], on: pdf, TemporaryFolder()).outputText
        }
        let with = try text(true)
        let without = try text(false)
        #expect(with.unicodeScalars.contains("\u{200F}") && with.unicodeScalars.contains("\u{200E}"))
        #expect(!without.unicodeScalars.contains("\u{200F}") && !without.unicodeScalars.contains("\u{200E}"))
        let kept = ExtractedText.commonCount(ExtractedText.words(of: without), written)
        #expect(kept > written.count / 2 && kept < written.count)
    }

    @Test("Every font is embedded as a subset with Unicode values")
    func embedsFonts() throws {
        let result = try run("pdffonts", ["FILE"], on: file(SampleTypesetter.amiri, isPlain: false), TemporaryFolder())
        let rows = result.outputText.split(separator: "\n").dropFirst(2)
        #expect(rows.count == 2)
        for row in rows {
            let fields = row.split(separator: " ")
            #expect(fields[0].dropFirst(6).first == "+" && fields[0].prefix(6).allSatisfy { $0.isUppercase })
            #expect(fields[1...] == ["CID", "TrueType", "Identity-H", "yes", "yes", "yes"] + fields.suffix(2), "\(row)")
        }
    }

    @Test("Title, author, language, tags and page size are those of the document")
    func statesMetadata() throws {
        let pdf = try file(SampleTypesetter.naskh, isPlain: true)
        let folder = try TemporaryFolder()
        let facts = try run("pdfinfo", ["-isodates", "FILE"], on: pdf, folder).outputText
        for fact in [
            "Title:           كتاب رسمي", "Author:          ديوان", "Subject:         اختبار <&>", "Keywords:        عربي, PDF",
            "Producer:        Diwan", "Tagged:          yes", "Pages:           2", "PDF version:     1.7", "(A4)",
        ] { #expect(facts.contains(fact), "\(fact): \(facts)") }
        let xmp = try run("pdfinfo", ["-meta", "FILE"], on: pdf, folder).outputText
        #expect(xmp.contains("<rdf:li xml:lang=\"x-default\">كتاب رسمي</rdf:li>"))
        #expect(xmp.contains("<xmp:CreateDate>2026-11-24T10:00:00+03:00</xmp:CreateDate>"))
        #expect(try ProgramRun("xmllint", ["--noout", "-"], input: Array(xmp.utf8)).status == 0)
        let plain = String(decoding: pdf, as: UTF8.self)
        #expect(plain.contains("/Lang(ar)") && plain.contains("/Direction/R2L") && plain.contains("/CreationDate(D:20261124100000+03'00')"))
    }

    @Test("The structure tree and the outline are read back by poppler and qpdf")
    func writesStructure() throws {
        let pdf = try file(SampleTypesetter.amiri, isPlain: false)
        let folder = try TemporaryFolder()
        let tree = try run("pdfinfo", ["-struct", "FILE"], on: pdf, folder)
        #expect(tree.errorText.isEmpty, "\(tree.errorText)")
        let lines = tree.outputText.split(separator: "\n").map { String($0.drop { $0 == " " }) }
        #expect(lines.contains { $0.hasPrefix("/WritingMode /RlTb") }, "the document is read from the right")
        let types = lines.filter { !$0.hasPrefix("/") }.map { $0.split(separator: " ")[0] }
        #expect(types == ["Document:", "H1"] + Array(repeating: "P", count: 2 * SampleText.paragraphs.count - 1))
        let outline = try run("qpdf", ["--json", "--json-key=outlines", "FILE"], on: pdf, folder).outputText
        #expect(outline.contains("\"title\": \"كتاب رسمي\"") && outline.contains("\"title\": \"(أ)\""), "\(outline)")
    }

    @Test("Each page has ink where text stands, and only there")
    func drawsText() throws {
        let folder = try TemporaryFolder()
        let pdf = try file(SampleTypesetter.amiri, isPlain: false)
        let result = try run("pdftoppm", ["-r", "36", "-gray", "FILE", folder.path("page")], on: pdf, folder)
        #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        for page in 1...2 {
            let image = try GrayImage(readFile(folder.path("page-\(page).pgm")))
            // The text stands between 70 pt and 520 pt from the left, which is 35 and 260 pixels.
            #expect(image.ink(columns: 35..<260) > 200)
            #expect(image.ink(columns: 0..<34) == 0)
            #expect(image.ink(columns: 262..<image.width) == 0)
        }
    }

    @Test("The same document gives the same bytes, whatever was exported before")
    func isDeterministic() throws {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        let document = try setter.document(SampleText.paragraphs)
        let other = try setter.document(Array(SampleText.paragraphs.reversed()), title: "آخر")
        let used = setter.exporter()
        let first = try used.export(document)
        _ = try used.export(other)
        #expect(try used.export(document) == first)
        #expect(try setter.exporter().export(document) == first)
        #expect(try used.export(other) != first)
    }

    @Test("A glyph that is not in the font draws nothing, and its characters stay")
    func keepsCharactersOfUnknownGlyphs() throws {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        var document = try setter.document(["نص"])
        for index in document.pages[0].items.indices {
            if case .glyphs(var run) = document.pages[0].items[index].item {
                run.glyphs = run.glyphs.map { Glyph(id: 65_000, cluster: $0.cluster, xAdvance: $0.xAdvance) }
                document.pages[0].items[index].item = .glyphs(run)
            }
        }
        let pdf = try setter.exporter().export(document)
        #expect(try run("pdftotext", ["FILE", "-"], on: pdf, TemporaryFolder()).outputText.contains("نص"))
    }

    @Test("Files that begin with a common part say and draw the same, and depend on nothing but it and their document")
    func beginsWithCommonPart() throws {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        let common = try setter.document(Array(SampleText.paragraphs.prefix(6)))
        let document = try setter.document(SampleText.paragraphs), other = try setter.document(Array(SampleText.paragraphs.suffix(3)))
        let plain = try setter.exporter().export(document)
        let exporter = setter.exporter()
        try exporter.begin(with: common)
        let first = try exporter.export(document)
        _ = try exporter.export(other)
        #expect(try exporter.export(document) == first)
        let second = setter.exporter()
        _ = try second.export(other)
        try second.begin(with: common)
        #expect(try second.export(document) == first)

        let folder = try TemporaryFolder()
        let check = try run("qpdf", ["--check", "FILE"], on: first, folder)
        #expect(check.status == 0 && check.errorText.isEmpty, "\(check.outputText)\(check.errorText)")
        #expect(
            try run("pdftotext", ["FILE", "-"], on: first, folder).output == run("pdftotext", ["FILE", "-"], on: plain, folder).output)
        func pixels(_ pdf: [UInt8]) throws -> [UInt8] { try run("pdftoppm", ["-r", "100", "-gray", "FILE"], on: pdf, folder).output }
        #expect(try pixels(first) == pixels(plain))
    }

    @Test("A line under a word does not part it from its neighbours")
    func keepsUnderlinedLinesTogether() throws {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        var document = try setter.document(["المبلغ 12,750 ريال، والهاتف 011-4567 (عاجل)."])
        let plain = try setter.exporter().export(document)
        let rule = Frame.Placed(
            origin: Point(x: .points(300), y: .points(62)), mark: .layoutArtifact,
            item: .path(.line(from: .zero, to: Point(x: .points(50), y: .zero)), fill: nil, stroke: Stroke(width: .points(1))))
        // After the first run, within the line.
        document.pages[0].items.insert(rule, at: 1)
        let underlined = try setter.exporter().export(document)
        let folder = try TemporaryFolder()
        let text = try run("pdftotext", ["FILE", "-"], on: underlined, folder).outputText
        #expect(try text == run("pdftotext", ["FILE", "-"], on: plain, folder).outputText)
        #expect(ExtractedText.words(of: text) == ["المبلغ", "12,750", "ريال،", "والهاتف", "011-4567", "(عاجل)."])
        #expect(underlined.count > plain.count)
    }
}
