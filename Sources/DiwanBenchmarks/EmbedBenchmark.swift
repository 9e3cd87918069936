import Diwan
import DiwanPDF

/// Letters that carry their source against the same letters without it.
enum EmbedBenchmark {
    /// Makes `count` letters of the template `name` both ways, checks one by making it again, and prints one line of JSON. Microseconds
    /// are for one letter.
    static func run(root: String, fonts: String, name: String, count: Int) throws {
        guard let time = CreationTime(seconds: 1_763_000_000) else { preconditionFailure("a time of 2025") }
        let places = ResourceFolders.Places(templates: root, fonts: fonts)
        let environment = try DiwanEnvironment(places: places, time: time)
        let location = try TemplateLocation(name, in: environment)
        let renderer = try DocumentRenderer(location, in: environment)
        let variants = try RecordData.variants(file: location.sample)
        func letter(_ index: Int, embeds: Bool) throws -> [UInt8] {
            let made = try renderer.document(variants[index % variants.count], notesPrinted: embeds)
            let pages = try renderer.pages(made.document).pages
            let attachments: [PDFAttachment] =
                embeds ? [try renderer.embeddedRecord(of: made, pages: pages, standards: .all)] : []
            return try renderer.pdf(pages, attachments: attachments)
        }
        func measure(embeds: Bool) throws -> (microseconds: Double, bytes: Int) {
            _ = try letter(0, embeds: embeds)
            var bytes = 0
            let start = Clock.processorSeconds
            for index in 0..<count { bytes += try letter(index, embeds: embeds).count }
            return ((Clock.processorSeconds - start) * 1e6 / Double(count), bytes / count)
        }
        let plain = try measure(embeds: false)
        let carrying = try measure(embeds: true)
        let file = try letter(0, embeds: true)
        let start = Clock.processorSeconds
        let result = try DocumentVerifier(file).rerender { time, letterhead throws(EnvironmentError) in
            try DiwanEnvironment(places: places, printsLetterhead: letterhead, time: time)
        }
        let verifying = (Clock.processorSeconds - start) * 1e3
        print(
            "{\"n\": \(count), \"us\": {\"plain\": \(Clock.text(plain.microseconds)), \"carrying\": \(Clock.text(carrying.microseconds))}, "
                + "\"bytes\": {\"plain\": \(plain.bytes), \"carrying\": \(carrying.bytes)}, \"verify_ms\": \(Clock.text(verifying)), "
                + "\"passed\": \(result.isPassed)}")
    }
}
