import Diwan
import DiwanDiagnostics
import DiwanPDF
import Glibc

extension Command {
    /// `diwan batch`.
    static let batch = Command(
        name: "batch", summary: "a document for each row of a table",
        details: [
            "ROWS is CSV (with commas, semicolons or tabs; in UTF-8) or JSON Lines (.jsonl). The headings of a table are the fields' paths "
                + "(req.no, reason[2]) or their labels; a repeating field may have a value a line in one cell.",
            "All rows are checked before anything is written. Of the bad ones the first 20 are shown, and all stand in errors.csv or "
                + "errors.jsonl in DIR, with the reasons; with --keep-going the good ones are made (status 6).",
            "manifest.jsonl in DIR lists what was made. After an interruption --resume goes on with it: no row is lost or made twice.",
            "Several machines share one batch by --shard I/N, which is also taken from JOB_COMPLETION_INDEX with JOB_COMPLETIONS "
                + "(Kubernetes) or SLURM_ARRAY_TASK_ID with SLURM_ARRAY_TASK_COUNT (Slurm).",
        ],
        operands: [Operand(name: "TEMPLATE", summary: "an id in the templates root, or a path", kind: .template)],
        options: [
            Option(name: "--data", value: .required("ROWS", .file), summary: "the rows"),
            Option(name: "--output", short: "-o", value: .required("DIR", .folder), summary: "the folder of the documents"),
            Option(
                name: "--key", value: .required("PATH", .text),
                summary: "the field that names each file, as in req.no; the rows' numbers when not given"),
            Option(name: "--jobs", value: .required("N", .text), summary: "the number of threads; one a processor when not given"),
            Option(name: "--shard", value: .required("I/N", .text), summary: "make only the share I of N of the rows"),
            Option(name: "--resume", summary: "go on with a batch that was interrupted"),
            Option(
                name: "--merge", value: .required("OUT", .file),
                summary: "one PDF of all documents with a bookmark for each, instead of a file for each"),
            Option(name: "--dry-run", summary: "check the rows, and make nothing"),
            Option(name: "--keep-going", summary: "make the good rows when there are bad ones"),
            .standards, .embedData,
            .profile, .letterhead, .templates, .fonts, .creationTime, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        try BatchJob(arguments).run(console)
    }
}
