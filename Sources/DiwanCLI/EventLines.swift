import DiwanBytes
import DiwanData
import DiwanOffice

/// Entries of the office's log as lines, or as JSON.
enum EventLines {
    /// The fields of the line of an entry: its number, time, kind, who, in which role, channel, state, and what the kind has beside.
    static func fields(_ event: OfficeEvent) -> [String] {
        let data = event.fields.map { name, value in "\(name)=\(value.string ?? value.number ?? JSONWriter.text(value))" }
        return [
            String(event.sequence), event.time.utc, event.kind.rawValue, event.actor, event.role, event.channel ?? "", event.state ?? "",
            data.joined(separator: " "),
        ]
    }

    /// The headings of a table of entries.
    static let headings = [
        "entry", "time", "kind", "actor", "role", "channel", "state", "request", "document", "prior-of-request", "prior-of-document",
        "fields", "commitment",
    ]

    /// An entry as a row of that table.
    static func columns(_ event: OfficeEvent) -> [String] {
        fields(event).dropLast()
            + [
                event.request?.text ?? "", event.document?.text ?? "", event.priorOfRequest.map(String.init) ?? "",
                event.priorOfDocument.map(String.init) ?? "", fields(event).last ?? "",
                event.commitment.map { Hexadecimal.text($0) } ?? "",
            ]
    }

    /// Writes entries to standard output; where what stands behind one is there no longer, its line ends with `erased`, or with `missing`
    /// where no later entry of them says that it was erased; not looked at where no office is given.
    static func write(_ events: [OfficeEvent], of office: Office? = nil, _ arguments: Arguments, _ console: Console) throws(CommandFailure)
    {
        let erased = events.last { $0.kind == .evidenceErased }?.sequence ?? -1
        var output: [UInt8] = []
        for event in events {
            if arguments.has("--json") {
                output += event.bytes
                output.append(0x0A)
            } else {
                let kept = office.map { $0.hasEvidence(event) ? "" : event.sequence < erased ? "erased" : "missing" }
                output.append(fields: fields(event) + (kept.map { [$0] } ?? []))
            }
        }
        try console.write(output)
    }
}

extension Console {
    /// Writes a list: a line of fields for each row, or with `--json` the rows as JSON.
    func write(rows: [(fields: [String], json: JSONValue)], _ arguments: Arguments) throws(CommandFailure) {
        if arguments.has("--json") { return try write(JSONWriter.bytes(.array(rows.map(\.json)), .pretty)) }
        var output: [UInt8] = []
        for row in rows { output.append(fields: row.fields) }
        try write(output)
    }
}
