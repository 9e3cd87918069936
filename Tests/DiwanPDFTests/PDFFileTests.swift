import DiwanPDF
import DiwanShaping
import DiwanTestSupport
import Testing

@Suite struct PDFFileTests {
    private func sample(isPlain: Bool, _ paragraphs: [String] = SampleText.paragraphs) throws -> [UInt8] {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        return try setter.exporter().export(setter.document(paragraphs), PDFOptions(isPlain: isPlain))
    }

    /// `pdf` rewritten by qpdf with some options.
    private func rewritten(_ pdf: [UInt8], _ options: [String]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf, to: "in.pdf")
        let result = try ProgramRun("qpdf", options + [path, folder.path("out.pdf")])
        #expect(result.status == 0, "\(result.errorText)")
        return try readFile(folder.path("out.pdf"))
    }

    @Test(
        "The text of a file comes back letter by letter, whoever wrote its cross-reference",
        arguments: [
            [], ["--object-streams=generate"], ["--object-streams=disable"], ["--qdf"], ["--linearize"],
            ["--object-streams=generate", "--compression-level=9", "--recompress-flate"],
            ["--stream-data=uncompress", "--newline-before-endstream"],
        ])
    func readsTextBack(options: [String]) throws {
        let written = try sample(isPlain: options.isEmpty)
        let file = try PDFFile(options.isEmpty ? written : rewritten(written, options))
        #expect(try file.text() == SampleText.paragraphs.joined(separator: "\n"))
        #expect(file.version == "1.7")
        #expect(try file.pageFacts() == PDFFile(written).pageFacts())
        #expect(try file.fontFacts() == PDFFile(written).fontFacts())
    }

    @Test("A number at the end of a line keeps its digits in order, and room between words parts them")
    func readsIslandsAndGaps() throws {
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        let paragraphs = ["رقم الهاتف 0500000001", "هاتف ٠٥٠١٢٣", "123", "Riyadh"]
        var document = try setter.document(paragraphs)
        #expect(try PDFFile(setter.exporter().export(document)).text() == paragraphs.joined(separator: "\n"))
        // The leftmost run of the first line, the number, moves away from its space; then a run without a space does.
        document.pages[0].items[0].origin.x = .points(40)
        guard case .glyphs(var word) = document.pages[0].items[1].item else { throw PDFError.notPDF }
        word.text.removeLast()
        word.glyphs.removeFirst()
        document.pages[0].items[1].item = .glyphs(word)
        #expect(try PDFFile(setter.exporter().export(document)).text() == paragraphs.joined(separator: "\n"))
    }

    @Test("Pages, fonts and facts are those that poppler states")
    func statesFacts() throws {
        let pdf = try sample(isPlain: false, SampleText.paragraphs + SampleText.paragraphs)
        let file = try PDFFile(pdf)
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf, to: "file.pdf")
        let facts = try ProgramRun("pdfinfo", [path]).outputText
        let pages = try file.pageFacts()
        #expect(facts.contains("Pages:           \(pages.count)\n"))
        #expect(facts.contains("Page size:       \(pages[0].width) x \(pages[0].height) pts"), "\(facts) \(pages)")
        let fonts = try ProgramRun("pdffonts", [path]).outputText.split(separator: "\n").dropFirst(2).map {
            String($0.split(separator: " ")[0])
        }
        let read = try file.fontFacts()
        #expect(read.map(\.name) == fonts.sorted())
        #expect(read.allSatisfy { $0.kind == "Type0" && $0.isEmbedded && $0.isSubset && $0.hasUnicode })
        #expect(try file.information().map(\.name) == ["Author", "Keywords", "Producer", "Subject", "Title"])
        #expect(try file.information().last?.value == "كتاب رسمي")
        #expect(try file.claimedStandards() == ["PDF/A-3a", "PDF/UA-1"])
    }

    @Test("An attachment that qpdf adds is read with its name, type and content")
    func readsAttachments() throws {
        let folder = try TemporaryFolder()
        let content = Array("{\"الاسم\": \"أحمد\"}".utf8)
        let attached = try folder.write(content, to: "بيانات.json")
        let pdf = try rewritten(
            try sample(isPlain: false, ["نص"]),
            ["--add-attachment", attached, "--mimetype=application/json", "--description=record", "--filename=بيانات.json", "--"])
        let attachments = try PDFFile(pdf).attachments()
        #expect(attachments.count == 1)
        #expect(attachments.first?.name == "بيانات.json")
        #expect(attachments.first?.mediaType == "application/json")
        #expect(attachments.first?.description == "record")
        #expect(attachments.first?.content == content)
    }

    /// A file of hand-written objects with a right cross-reference table; `update` is appended with a table of its own.
    private func assembled(_ objects: [String], update: [(number: Int, body: String?)] = [], rootEntries: String = "") -> [UInt8] {
        var file = "%PDF-1.4\n"
        func row(_ offset: Int) -> String { String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n" }
        var rows = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            rows += row(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n\(rows)trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        guard !update.isEmpty else { return Array(file.utf8) }
        var sections = ""
        for (number, body) in update {
            if let body {
                sections += "\(number) 1\n" + row(file.utf8.count)
                file += "\(number) 0 obj\n\(body)\nendobj\n"
            } else {
                sections += "\(number) 1\n0000000000 00001 f \n"
            }
        }
        let second = file.utf8.count
        file += "xref\n\(sections)trailer\n<</Size 99/Root 1 0 R/Prev \(start)>>\nstartxref\n\(second)\n%%EOF\n"
        return Array(file.utf8)
    }

    private let small = [
        "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 100 50.5]/Rotate -90>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", "<</Length 6 0 R>>\nstream\nBT (a\\050b\\)\\\r\nc) Tj ET\nendstream",
        "<</Type/Metadata/Length 88>>\nstream\n<x pdfaid:part='3' pdfaid:conformance=\"A\"/><pdfuaid:part>1</pdfuaid:part>            end\nendstream",
        "23",
    ]

    private let form = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 6 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 100 50]>>",
        "<</Type/Page/Parent 2 0 R>>", "<</T(req)/FT/Tx/Kids[5 0 R<</T(kind)/FT/Ch/V(a)/Opt[[(a)(first)](b)]>>]>>",
        "<</T(no)/Parent 4 0 R/V<FEFF0661>/TU(number)/Ff 3>>", "<</T(on)/FT/Btn/Ff 32768/V/yes/Kids[<</AS/yes>><</AS/Off>>]>>",
    ]

    @Test("The fields of a form are read with what they inherit, and a circle of them is refused")
    func readsFields() throws {
        let fields = try PDFFile(assembled(form)).formFields()
        #expect(fields.map(\.name) == ["req.no", "req.kind", "on"])
        #expect(fields.map(\.kind) == [.text, .choice, .radio])
        #expect(fields.map(\.value) == ["\u{661}", "a", "yes"] && fields.map(\.shownText) == ["\u{661}", "first", ""])
        #expect(fields[0].isRequired && fields[0].isReadOnly && fields[0].label == "number" && fields[2].places == 2)
        var circle = form
        circle[4] = "<</T(no)/Kids[4 0 R]>>"
        #expect(throws: PDFError.malformed(.nesting, offset: 0)) { try PDFFile(assembled(circle)).formFields() }
    }

    @Test("Inherited entries, indirect lengths, escapes and claims are understood")
    func readsHandWrittenFiles() throws {
        let file = try PDFFile(assembled(small))
        let page = try #require(try file.pageFacts().first)
        #expect(page.width == 100 && page.height == 50.5 && page.rotation == 270)
        #expect(try file.text() == "a(b)c")
        #expect(try file.claimedStandards() == ["PDF/A-3a", "PDF/UA-1"])
    }

    @Test("Of an object that an update wrote again the newer one counts, and a removed one is null")
    func followsUpdates() throws {
        let pdf = assembled(
            small,
            update: [
                (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 7 8]>>"), (6, nil),
                (4, "<</Length 10>>\nstream\nBT(x)Tj ET\nendstream"),
            ])
        let file = try PDFFile(pdf)
        #expect(try file.pageFacts().map(\.height) == [8])
        #expect(try file.object(6) == .null)
        #expect(try file.text() == "x")
    }

    @Test("A broken file is refused with the rule that it breaks")
    func namesFaults() throws {
        func fault(_ bytes: [UInt8]) -> PDFError? {
            do throws(PDFError) {
                _ = try PDFFile(bytes).text()
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(Array("hello".utf8)) == .notPDF)
        #expect(fault(Array("%PDF-1.7\nnothing".utf8)) == .malformed(.startOfCrossReference, offset: 16))

        let text = String(decoding: assembled(small), as: UTF8.self).replacing("/Root 1 0 R", with: "/Root 1 0 R/Encrypt 9 0 R")
        #expect(fault(Array(text.utf8)) == .encrypted)
        var circle = small
        circle[1] = "<</Type/Pages/Kids[2 0 R]/Count 1>>"
        #expect(fault(assembled(circle)) == .malformed(.nesting, offset: 0))
        var deep = small
        deep[2] = String(repeating: "[", count: 1000)
        #expect({ if case .malformed(.nesting, _) = fault(assembled(deep)) { true } else { false } }())
        var long = small
        long[5] = "5000"
        #expect({ if case .malformed(.stream, _) = fault(assembled(long)) { true } else { false } }())
        var compressed = small
        compressed[3] = "<</Length 4/Filter/LZWDecode>>\nstream\nabcd\nendstream"
        #expect(fault(assembled(compressed)) == .unsupportedFilter("LZWDecode"))
    }

    @Test("What unpacks to more than the limit is refused")
    func respectsTheLimit() throws {
        let pdf = try sample(isPlain: false)
        #expect(throws: PDFError.tooLarge(limit: 2000)) { try PDFFile(pdf, limit: 2000).text() }
    }

    @Test("Any damage to a file is an error or is read over, and never traps")
    func survivesDamage() throws {
        let written = try sample(isPlain: false, ["نصّ (1) Latin 2"])
        let originals = [
            written, try rewritten(written, ["--qdf"]), try rewritten(written, ["--object-streams=generate", "--stream-data=uncompress"]),
            assembled(small), assembled(form),
        ]
        var random = SeededGenerator(seed: 42)
        var refused = 0
        for round in 0..<600 {
            var bytes = originals[round % originals.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: Array("<<[(/1 0 R".utf8).shuffled(using: &random).prefix(3), at: place)
                default: bytes[place] = UInt8.random(in: 0x30...0x39, using: &random)
                }
            }
            if round % 50 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            do throws(PDFError) {
                let file = try PDFFile(bytes, limit: 1 << 22)
                _ = try file.text()
                _ = try file.fontFacts()
                _ = try file.attachments()
                _ = try file.formFields()
                _ = try file.information()
                _ = try file.claimedStandards()
                for number in file.objectNumbers.prefix(50) { _ = try file.object(number) }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 50 && refused < 600)
    }
}
