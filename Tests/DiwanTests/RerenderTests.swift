import Diwan
import DiwanData
import DiwanDocument
import DiwanPDF
import DiwanTemplate
import DiwanTestSupport
import Foundation
import Testing

/// Documents that are made again from what they carry.
@Suite("Made again")
struct RerenderTests {
    /// A document of a sample, its pages, and the file with its record.
    private struct Sample {
        var environment: DiwanEnvironment
        var renderer: DocumentRenderer
        var pages: PagedDocument
        var record: [UInt8]
        var pdf: [UInt8]

        init(_ id: String, _ variant: Int = 0) throws {
            environment = try EmbeddedRecordTests.environment()
            renderer = try DocumentRenderer(try TemplateLocation(id, in: environment), in: environment)
            let data = try RecordData.variants(file: "\(TemplatesFixture.root)/\(id)/sample.json")[variant]
            let made = try renderer.document(data, notesPrinted: true)
            pages = try renderer.pages(made.document).pages
            let attachment = try renderer.embeddedRecord(of: made, pages: pages, standards: .all)
            record = attachment.content
            pdf = try renderer.pdf(pages, attachments: [attachment])
        }

        /// The same pages with another record.
        func with(record: [UInt8]) throws -> [UInt8] {
            let attachment = PDFAttachment(
                name: EmbeddedRecord.fileName, description: "بيانات الوثيقة كما طُبعت، وما أُخرجت به", mediaType: "application/xml",
                relationship: .data, content: record)
            return try renderer.pdf(pages, attachments: [attachment])
        }
    }

    /// Where templates, fonts and the profile are looked for.
    private struct Places {
        var templates = TemplatesFixture.root
        var fonts = Repository.root() + "/Fonts/fonts.json"
        var profile: String?

        func rerender(_ pdf: [UInt8], data: RecordData? = nil) throws(VerificationError) -> Rerendering {
            guard let verifier = try? DocumentVerifier(pdf) else { throw .noRecord(nil) }
            return try verifier.rerender(data: data) { time, letterhead throws(EnvironmentError) in
                let places = ResourceFolders.Places(templates: templates, fonts: fonts)
                return try DiwanEnvironment(places: places, profile: profile, printsLetterhead: letterhead, time: time)
            }
        }
    }

    private static func difference(_ rerendering: Rerendering) -> PDFDifference? {
        if case .different(let difference) = rerendering.outcome { difference } else { nil }
    }

    @Test(
        "Every sample of every template is made again byte for byte; one that withholds values asks for them",
        arguments: TemplatesFixture.ids)
    func samples(id: String) throws {
        let variants = try RecordData.variants(file: "\(TemplatesFixture.root)/\(id)/sample.json")
        for (index, data) in variants.enumerated() {
            let sample = try Sample(id, index)
            let verifier = try DocumentVerifier(sample.pdf)
            let withheld = try #require(verifier.record).printed.withheld.map(\.path)
            let result = try Places().rerender(sample.pdf)
            #expect(result.withheld == withheld && result.isPassed == withheld.isEmpty)
            // The data given in full make it again as well, and other data are seen.
            guard index == 0 || !withheld.isEmpty else { continue }
            let full = try Places().rerender(sample.pdf, data: data)
            #expect(full.isPassed && full.dataDifferences == [], "\(full)")
            guard index == 0, variants.count > 1 else { continue }
            let other = try Places().rerender(sample.pdf, data: variants[1])
            #expect(!other.isPassed && !other.dataDifferences.isEmpty)
        }
    }

    @Test("A changed template, profile, list of fonts or font is named")
    func changes() throws {
        let sample = try Sample("decision-acceptance")
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: TemplatesFixture.root, toPath: folder.path("Templates"))
        func edit(_ name: String, _ old: String, _ new: String) throws {
            let text = String(decoding: try readFile(folder.path(name)), as: UTF8.self)
            #expect(text.contains(old))
            try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        // A comment changes nothing that is printed, and the file is still not as it was.
        try edit("Templates/parts/copies.xml", "</part>", "<!-- x --></part>")
        let comment = try Places(templates: folder.path("Templates")).rerender(sample.pdf)
        #expect(comment.changes == [.fileChanged("parts/copies.xml")] && !comment.isPassed)
        guard case .same = comment.outcome else { return #expect(Bool(false), "\(comment)") }

        try edit("Templates/logo.svg", "</svg>", "<!-- x --></svg>")
        let logo = try Places(templates: folder.path("Templates")).rerender(sample.pdf)
        #expect(Set(logo.changes) == [.fileChanged("parts/copies.xml"), .profile] && !logo.isPassed)

        try edit("Templates/decision-acceptance/template.xml", "<include href=\"parts/basis.xml\"/>", "زيادة")
        let text = try Places(templates: folder.path("Templates")).rerender(sample.pdf)
        #expect(
            text.changes.contains(.fileChanged("decision-acceptance/template.xml"))
                && text.changes.contains(.fileMissing("parts/basis.xml")))
        #expect(!text.isPassed)

        let profile = String(decoding: try readFile(TemplatesFixture.root + "/profile.json"), as: UTF8.self)
        let phone = try #require(profile.firstMatch(of: /"phone": "([^"]+)"/)?.1)
        let other = try folder.write(profile.replacing(phone, with: "920099999"), to: "Templates/other.json")
        let office = try Places(profile: other).rerender(sample.pdf)
        #expect(office.changes == [.profile] && !office.isPassed && office.text != nil)
        #expect(Self.difference(office)?.parts.contains(.pageContent(1)) == true)

        // A font of the same shapes with a byte after its end, found before the installed one.
        let list = try readFile(Repository.root() + "/Fonts/fonts.json")
        let fonts = try folder.write(list, to: "fonts.json")
        let face = try #require(sample.environment.fonts.faces.first { $0.family == "Amiri" && $0.weight == .regular })
        _ = try folder.write(try readFile(face.path) + [0], to: "Amiri-Regular.ttf")
        let font = try Places(fonts: fonts).rerender(sample.pdf)
        #expect(font.changes == [.fontChanged("Amiri regular")] && !font.isPassed)
        let longer = try folder.write(list + [0x0A], to: "fonts.json")
        #expect(try Places(fonts: longer).rerender(sample.pdf).changes == [.fontList, .fontChanged("Amiri regular")])

        try FileManager.default.removeItem(atPath: folder.path("Templates/decision-acceptance"))
        let gone = try Places(templates: folder.path("Templates")).rerender(sample.pdf)
        #expect(gone.changes == [.templateMissing("decision-acceptance")] && !gone.isPassed)
    }

    @Test("A changed value shows where the pages differ from it; so do changed pages, metadata and identifiers")
    func tampered() throws {
        let sample = try Sample("decision-acceptance")
        let xml = String(decoding: sample.record, as: UTF8.self)
        let amount = try Places().rerender(sample.with(record: Array(xml.replacing("12500.25", with: "12500.35").utf8)))
        let difference = try #require(Self.difference(amount))
        #expect(!amount.isPassed && difference.parts.contains(.pageContent(1)))
        let word = try #require(amount.text)
        #expect(word.page == 1 && word.found?.contains("٢٥") == true && word.wanted?.contains("٣٥") == true, "\(word)")

        // Another day: the day that the pages print is data, so the metadata alone differ.
        let day = try Places().rerender(sample.with(record: Array(xml.replacing("time=\"1772100000\"", with: "time=\"1772100001\"").utf8)))
        #expect(Self.difference(day)?.parts.contains(.metadata) == true && day.text == nil)

        // The pages of other data.
        let other = try Sample("decision-acceptance", 1)
        let swapped = try Places().rerender(other.with(record: sample.record))
        #expect(!swapped.isPassed && swapped.text != nil)
        // The identifier of another file.
        let attachment = try #require(try PDFFile(sample.pdf).attachments().first)
        #expect(attachment.content == sample.record)
        var named = try sample.renderer.pdf(
            sample.pages, identifier: Array(0..<16),
            attachments: [
                PDFAttachment(
                    name: attachment.name, description: attachment.description, mediaType: attachment.mediaType, relationship: .data,
                    content: attachment.content)
            ])
        let identifier = try Places().rerender(named)
        #expect(Self.difference(identifier)?.parts == [.identifier])
        // Bytes after the end.
        named = sample.pdf + Array("%\n".utf8)
        let longer = try Places().rerender(named)
        #expect(!longer.isPassed && Self.difference(longer)?.offset == sample.pdf.count)
    }

    @Test("What another version of the engine made is held to its text, data and structure")
    func otherEngine() throws {
        let sample = try Sample("decision-rejection")
        let xml = String(decoding: sample.record, as: UTF8.self).replacing("engine=\"\(Engine.version)\"", with: "engine=\"0.0.9\"")
        // Its bytes are others: every object stands by itself.
        let exporter = PDFExporter { id in
            guard let font = try? sample.environment.fonts.font(id) else { preconditionFailure("layout has read the font") }
            return font
        }
        var options = PDFOptions(date: sample.environment.pdfDate, isPlain: true)
        options.attachments = [
            PDFAttachment(
                name: EmbeddedRecord.fileName, description: "سجل", mediaType: "application/xml", relationship: .data,
                content: Array(xml.utf8))
        ]
        let result = try Places().rerender(exporter.export(sample.pages, options))
        #expect(!result.isSameEngine && result.isPassed && Self.difference(result) != nil)
        let other = try Sample("decision-rejection", 1)
        let changed = try Places().rerender(exporter.export(other.pages, options))
        #expect(!changed.isPassed && changed.text != nil)
    }

    @Test("A record that is not as it was written is refused: white space, another order, another namespace, a foreign path")
    func refusesRecords() throws {
        let sample = try Sample("privacy-notice-consent")
        let xml = String(decoding: sample.record, as: UTF8.self)
        func fault(_ record: String) throws -> RecordFault? { try DocumentVerifier(sample.with(record: Array(record.utf8))).recordFault }
        #expect(try fault(xml) == nil)
        #expect(try fault(xml.replacing("<data ", with: " <data ")) == .notCanonical)
        #expect(try fault(xml.replacing("urn:diwan:record:1", with: "urn:diwan:record:2")) == .otherKind)
        #expect(try fault("<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]>" + xml) == .notXML("DTDs are not allowed"))
        #expect(try fault(xml.replacing("<answers>", with: "<answer>").replacing("</answers>", with: "</answer>")) == .structure("record"))
        let hash = try #require(xml.firstMatch(of: /<template[^>]* sha256="([0-9a-f]{64})"/)?.1)
        #expect(try fault(xml.replacing(hash, with: String(repeating: "0", count: 64))) == .structure("sha256"))
        for name in ["../../etc", "/etc/passwd", "", ".", "..", "a.xml", "a/b"] {
            let record = xml.replacing("name=\"privacy-notice-consent\"", with: "name=\"\(name)\"")
            let result = try Places().rerender(sample.with(record: Array(record.utf8)))
            guard case .notMade = result.outcome else { return #expect(Bool(false), "\(name)") }
        }
    }

    @Test("Records that were changed at random are made again or refused, and nothing worse")
    func fuzzesRecords() throws {
        let samples = [try Sample("decision-acceptance"), try Sample("objection-form"), try Sample("missing-documents", 1)]
        var random = SeededGenerator(seed: 11)
        let values = [
            "", "0", "-1", "99999999999999999999", "9223372036854775807", "1.5", "true", "x", "\u{202E}س", "2026-13-40", "9999-12-31",
        ]
        var made = 0
        for round in 0..<45 {
            let sample = samples[round % samples.count]
            var xml = String(decoding: sample.record, as: UTF8.self)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                // A text between two tags, or a whole element.
                let texts = xml.matches(of: /<([a-z0-9-]+)[^<>]*>([^<>]*)<\/\1>/).filter { !["file", "font"].contains($0.1) }
                guard let match = texts.randomElement(using: &random) else { continue }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: xml.replaceSubrange(match.range, with: "")
                case 1: xml.replaceSubrange(match.range, with: match.0 + match.0)
                default: xml.replaceSubrange(match.2.startIndex..<match.2.endIndex, with: values.randomElement(using: &random) ?? "")
                }
            }
            guard let result = try? Places().rerender(sample.with(record: Array(xml.utf8))) else { continue }
            if xml.utf8.elementsEqual(sample.record) { continue }
            #expect(!result.isPassed, "\(xml)")
            made += 1
        }
        #expect(made > 20)
    }

    @Test("Files that were changed at random are read or refused, and never pass")
    func fuzzesFiles() throws {
        let sample = try Sample("privacy-notice-consent")
        var random = SeededGenerator(seed: 12)
        for _ in 0..<60 {
            var pdf = sample.pdf
            switch Int.random(in: 0..<3, using: &random) {
            case 0: pdf.removeSubrange(Int.random(in: 0..<pdf.count, using: &random)...)
            case 1:
                let start = Int.random(in: 0..<pdf.count, using: &random)
                pdf.removeSubrange(start..<min(pdf.count, start + Int.random(in: 1...40, using: &random)))
            default:
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    pdf[Int.random(in: 0..<pdf.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
            }
            if pdf == sample.pdf { continue }
            guard let result = try? Places().rerender(pdf) else { continue }
            #expect(!result.isPassed)
        }
    }
}
