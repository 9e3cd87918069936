import DiwanOffice

/// What a check of the office found, as lines or as JSON.
enum FindingLines {
    /// Writes findings to standard output: state, subject, words.
    static func write(_ findings: [Finding], _ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        if arguments.has("--json") {
            try console.write("[\n" + findings.map(json).joined(separator: ",\n") + "\n]\n")
        } else {
            var output: [UInt8] = []
            for finding in findings { output.append(fields: [finding.state.rawValue, finding.subject, finding.words]) }
            try console.write(output)
        }
    }

    /// A finding as an object.
    static func json(_ finding: Finding) -> String {
        JSONText.object([
            "state": JSONText.string(finding.state.rawValue), "subject": JSONText.string(finding.subject),
            "words": JSONText.string(finding.words), "arabic": finding.arabic.isEmpty ? nil : JSONText.string(finding.arabic),
        ])
    }
}
