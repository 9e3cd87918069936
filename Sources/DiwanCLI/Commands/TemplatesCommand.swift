import Diwan
import DiwanData

extension Command {
    /// `diwan templates`.
    static let templates = Command(
        name: "templates", summary: "list the templates of the templates root, or describe the data of one",
        details: ["Out: id, version, title; separated by TAB. With --schema the JSON Schema of the template's data."],
        options: [
            Option(name: "--schema", value: .required("TEMPLATE", .template), summary: "write the JSON Schema of a template's data"),
            .profile, .templates, .fonts, .json,
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
