/// Writes diagnostics for people: place, severity and words, the source line with a caret, the hint.
///
/// ```
/// letter.xml:3:14: error: there is no field "req/nr"
///     <value of="req/nr"/>
///                ^~~~~~
/// hint: did you mean "req/no"?
/// ```
public struct DiagnosticPrinter: Sendable {
    /// Whether severities are coloured with ANSI escape sequences.
    public var usesColor: Bool
    private let sources: [SourceText]

    /// A printer that shows lines of `sources`, found by file name.
    public init(sources: [SourceText] = [], usesColor: Bool = false) {
        self.sources = sources
        self.usesColor = usesColor
    }

    /// All of `diagnostics`, in order of printing, each ended by a line feed.
    public func text(_ diagnostics: [Diagnostic]) -> String {
        var output = ""
        for diagnostic in diagnostics.sortedForPrinting() { write(diagnostic, to: &output) }
        return output
    }

    /// Appends one diagnostic, ended by a line feed.
    public func write(_ diagnostic: Diagnostic, to output: inout String) {
        if let position = diagnostic.position { output += "\(position): " }
        output += painted(diagnostic.severity.rawValue + ":", diagnostic.severity)
        output += " "
        if let data = diagnostic.data {
            output += DiagnosticPrinter.visible(data.path)
            if let label = data.label { output += " «\(DiagnosticPrinter.visible(label))»" }
            output += ": "
        }
        output += DiagnosticPrinter.visible(diagnostic.message) + "\n"
        if let given = diagnostic.data?.given { output += "    given:  \(DiagnosticPrinter.visible(given))\n" }
        if let wanted = diagnostic.data?.wanted { output += "    wanted: \(DiagnosticPrinter.visible(wanted))\n" }
        writeLine(of: diagnostic, to: &output)
        if let hint = diagnostic.hint { output += "hint: \(DiagnosticPrinter.visible(hint))\n" }
    }

    private func writeLine(of diagnostic: Diagnostic, to output: inout String) {
        guard let position = diagnostic.position, let source = sources.first(where: { $0.file == position.file }),
            let line = source.line(position.line)
        else { return }
        let scalars = DiagnosticPrinter.window(Array(line.unicodeScalars), around: position.column - 1)
        output += "    "
        for scalar in scalars.shown { output.unicodeScalars.append(DiagnosticPrinter.isControl(scalar) ? "\u{FFFD}" : scalar) }
        output += "\n    "
        for scalar in scalars.shown.prefix(scalars.column) {
            output += scalar == "\t" ? "\t" : String(repeating: " ", count: CellWidth.of(scalar))
        }
        let marked = scalars.shown.dropFirst(scalars.column).prefix(max(diagnostic.length ?? 1, 1))
        let cells = marked.reduce(0) { $0 + CellWidth.of($1) }
        output += painted("^" + String(repeating: "~", count: max(cells, 1) - 1), diagnostic.severity) + "\n"
    }

    /// A part of a very long line that holds the marked column, so that one line of data cannot fill the screen.
    private static func window(_ line: [Unicode.Scalar], around column: Int) -> (shown: [Unicode.Scalar], column: Int) {
        let column = min(column, line.count)
        let limit = 240
        if line.count <= limit { return (line, column) }
        let start = max(0, min(column - 80, line.count - limit))
        return (Array(line[start..<min(start + limit, line.count)]), column - start)
    }

    /// `text` with control characters replaced, so that data cannot drive the terminal.
    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\t" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
    }

    private func painted(_ text: String, _ severity: Severity) -> String {
        guard usesColor else { return text }
        let code =
            switch severity {
            case .error: "1;31"
            case .warning: "1;33"
            case .note: "1;36"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
