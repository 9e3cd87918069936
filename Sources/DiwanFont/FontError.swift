/// What is wrong with a font file.
public enum FontError: Error, Equatable {
    /// The file cannot be opened or mapped; `code` is the system's error number.
    case unreadable(path: String, code: Int32)
    /// The first four bytes are not those of a TrueType font or a collection.
    case notAFont(signature: UInt32)
    /// The collection has `count` fonts, and font `index` was asked for.
    case noSuchFont(index: Int, count: Int)
    /// The outlines are in a format that is not supported yet (`CFF ` or `CFF2`).
    case unsupportedOutlines(table: String)
    /// A table that every font must have is not there.
    case missingTable(String)
    /// A read of `needed` bytes at `offset` (from the start of the table) ran past the table's end.
    case truncated(table: String, offset: Int, needed: Int)
    /// The value at `offset` (from the start of the table) is one that the specification does not allow.
    case invalid(table: String, offset: Int)
    /// The table is not what the font's directory says: some of its bytes were changed.
    case checksum(table: String)
}
