import Diwan
import DiwanData
import DiwanDiagnostics

extension Command {
    /// `diwan templates`.
    static let templates = Command(
        name: "templates", summary: "list the templates of the templates root, or describe the data of one",
        details: [
            "Out: id, version, title; separated by TAB. With --schema the JSON Schema of the template's data.",
            "With --gallery a folder that has every template with its sample data, each variant of it, and blank: as PDF, and as a picture of "
                + "the first page on the page index.html. Files of an older gallery give way; others are left as they are (status 3 when one "
                + "is in the way, and nothing is written).",
        ],
        options: [
            Option(name: "--schema", value: .required("TEMPLATE", .template), summary: "write the JSON Schema of a template's data"),
            Option(name: "--gallery", value: .required("DIR", .folder), summary: "write pictures of all templates into a folder"),
            .profile, .templates, .fonts, .creationTime, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        if let name = arguments.value("--schema") {
            let environment = try arguments.environment()
            let renderer: DocumentRenderer
            do throws(RenderError) {
                renderer = try DocumentRenderer(TemplateLocation(name, in: environment), in: environment)
            } catch {
                throw CommandFailure(error)
            }
            try console.write(JSONWriter.bytes(renderer.template.jsonSchema, .pretty))
            return .done
        }
        if let folder = arguments.value("--gallery") {
            let environment = try arguments.environment()
            let gallery: TemplateGallery
            do throws(RenderError) {
                gallery = try TemplateGallery(in: environment)
            } catch {
                throw CommandFailure(error)
            }
            do throws(FileError) {
                try gallery.write(to: folder)
            } catch {
                throw CommandFailure(error)
            }
            let printer = DiagnosticPrinter(sources: gallery.sources, usesColor: console.usesColor)
            console.sayRaw(printer.text(gallery.warnings.sortedForPrinting()))
            console.say("\(folder)/\(TemplateGallery.page): \(gallery.templateCount) templates, \(gallery.documentCount) documents")
            return .done
        }
        let summaries: [TemplateSummary]
        do throws(EnvironmentError) {
            summaries = try TemplateIndex(in: arguments.places).summaries()
        } catch {
            throw CommandFailure(error)
        }
        if arguments.has("--json") {
            let objects = summaries.map { summary in
                JSONText.object([
                    "id": JSONText.string(summary.id), "version": JSONText.string(summary.version), "title": JSONText.string(summary.title),
                    "sample": summary.hasSample ? "true" : "false",
                ])
            }
            try console.write(objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n")
        } else {
            var output: [UInt8] = []
            for summary in summaries { output.append(fields: [summary.id, summary.version, summary.title]) }
            try console.write(output)
        }
        return .done
    }
}
