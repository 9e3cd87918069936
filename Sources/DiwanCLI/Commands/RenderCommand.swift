import Diwan
import DiwanDiagnostics

extension Command {
    /// `diwan render`.
    static let render = Command(
        name: "render", summary: "a template and data become a document",
        details: [
            "Without -o the document is written to ID.pdf in the current folder; a file that is there already is left as it is (status 3). "
                + "With -o a file is replaced, whole or not at all. Several formats want -o to be a folder; -o - takes one.",
            "-f form writes ID-form.pdf, in which blanks are fields to fill in on screen; what is given stands in them, and nothing has to be.",
            "The formats: pdf; html, a page to read; form, a PDF to fill in; html-form, a page to fill in, which posts what --data reads and shows what is "
                + "wrong with the data that it is given; text; sms, the template's short message.",
            "Missing or wrong data stops the work before anything is written, and every fault is named.",
        ],
        operands: [Operand(name: "TEMPLATE", summary: "an id in the templates root, or a path", kind: .template)],
        options: [
            Option(
                name: "--data", value: .required("FILE", .file),
                summary: "the data, in JSON or as a form page posts them; - is standard input"),
            Option(
                name: "--sample", value: .optionalNumber("N"), summary: "take the sample data beside the template, its variant N from 1"),
            Option(name: "--blank", summary: "leave what is absent to be filled in by hand"),
            Option(
                name: "--input", value: .required("PATH=TEXT", .text), isRepeated: true,
                summary: "set one value of the data, as in req.no=1447/12"),
            Option(
                name: "--output", short: "-o", value: .required("OUT", .file), summary: "the file or folder to write; - is standard output"),
            Option(
                name: "--format", short: "-f", value: .required("FORMAT", .choice(RenderJob.Format.allCases.map(\.rawValue))),
                isRepeated: true,
                summary: "what to make, pdf when not given"),
            .standards,
            .embedData,
            Option(
                name: "--document-id", value: .required("HEX", .text),
                summary: "32 hexadecimal digits that tell the PDF from all others, instead of a hash of its content"),
            Option(name: "--self-check", summary: "read the PDF back, and write nothing when its text is not the document's"),
            .profile, .letterhead, .templates, .fonts, .creationTime,
            Option(name: "--watch", summary: "make it again whenever the template, the data or the profile changes"),
            Option(name: "--timings", summary: "say how long each step took, and how much memory was held at most"),
            .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        var job = try RenderJob(arguments)
        return arguments.has("--watch") ? try job.watch(console) : try job.run(console)
    }
}
