public import DiwanDiagnostics

/// Why data was refused: what breaks the format, in plain words, and where.
public struct DataError: Error, Hashable, Sendable {
    /// What kind of rule was broken, for programs.
    public enum Reason: String, Sendable {
        /// The text breaks the grammar of the format.
        case syntax
        /// A byte that is not UTF-8.
        case encoding
        /// A lone surrogate or a control character.
        case character
        /// A name that stands twice in one object, or a column that stands twice in one head.
        case duplicate
        /// More levels, bytes or fields than are allowed.
        case limit
        /// A row with fewer or more fields than the head.
        case fieldCount
        /// The bytes could not be read.
        case reading
    }

    /// What kind of rule was broken.
    public let reason: Reason
    /// The words: "a comma is missing before "name"".
    public let words: String
    /// Where.
    public let position: SourcePosition

    /// The error as a diagnostic.
    public var diagnostic: Diagnostic { Diagnostic(.error, words, at: position) }
}

extension DataError: CustomStringConvertible {
    /// `line 3, column 14: a comma is missing before "name"`.
    public var description: String { "line \(position.line), column \(position.column): \(words)" }
}
