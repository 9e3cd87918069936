/// A place in a source file, as editors and compilers count it.
public struct SourcePosition: Hashable, Sendable {
    /// The file as the user named it; `-` for standard input.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars (not bytes, not terminal cells).
    public var column: Int

    /// A place in `file`; `line` and `column` count from 1.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourcePosition: Comparable {
    /// Order of reading: by file name, then line, then column.
    public static func < (a: SourcePosition, b: SourcePosition) -> Bool {
        if a.file != b.file { return a.file < b.file }
        if a.line != b.line { return a.line < b.line }
        return a.column < b.column
    }
}

extension SourcePosition: CustomStringConvertible {
    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }
}
