/// The engine: what turns a template and data into bytes.
public enum Engine {
    /// Its version. One version gives the same bytes for the same input on every machine; what changes the bytes of any document changes
    /// the version: code, the Unicode tables, the tables of the calendars.
    public static let version = "0.1.0"
}
