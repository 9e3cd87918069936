import Diwan

extension Command {
    /// `diwan templates`.
    static let templates = Command(
        name: "templates", summary: "list the templates of the templates root",
        details: ["Out: id, version, title; separated by TAB."],
        options: [.templates, .json]
    ) { arguments, console throws(CommandFailure) in
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
