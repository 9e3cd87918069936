public import DiwanData
public import DiwanDiagnostics
import DiwanTemplate

/// The data of one document, as it was given, before a template checks it.
public struct RecordData: Sendable {
    /// The values.
    public var value: JSONValue
    /// The text that they were read from; `nil` when there is none.
    public var source: SourceText?
    /// The folder whose pictures the data may name by their files; `nil` where they may not, as in what came from elsewhere.
    public var folder: String?

    /// No data.
    public init() {
        value = .object([])
        source = nil
        folder = nil
    }

    /// The one record in the file at `path`, in JSON or as a browser posts a form; `-` is standard input.
    public init(file path: String) throws(RenderError) {
        (value, source) = try Self.read(path)
        folder = path == "-" ? nil : DiwanEnvironment.folder(of: path)
        guard value.elements == nil else {
            throw Self.fault("this is a list of records, and one record is wanted", at: value, source)
        }
    }

    /// The variants in the sample file at `path`, in order: one record, or a list of them.
    public static func variants(file path: String) throws(RenderError) -> [RecordData] {
        let (value, source) = try read(path)
        let folder = path == "-" ? nil : DiwanEnvironment.folder(of: path)
        guard let elements = value.elements else { return [RecordData(value: value, source: source, folder: folder)] }
        guard !elements.isEmpty else { throw fault("the list of variants is empty", at: value, source) }
        return elements.map { RecordData(value: $0, source: source, folder: folder) }
    }

    /// Values that were read from `source`, or put together.
    public init(value: JSONValue, source: SourceText? = nil, folder: String? = nil) {
        self.value = value
        self.source = source
        self.folder = folder
    }

    /// Sets the value at `path` (`req.no`, `reason[2]`) to a text, over what is there; an empty text takes it away.
    ///
    /// - Throws: `faults` when `path` is none, or leads through a value that is no group.
    public mutating func set(_ path: String, to text: String) throws(RenderError) {
        do throws(RecordInput.Fault) {
            value = try RecordInput.set(text, at: path, in: value)
        } catch {
            let words =
                switch error {
                case .path(let path): "\"\(path)\" is no path of a value"
                case .place(let path): "\"\(path)\" goes through a value that is no group, or past the end of a list"
                }
            throw .faults([Self.diagnostic(words)], sources: [])
        }
    }

    private static func read(_ path: String) throws(RenderError) -> (JSONValue, SourceText) {
        let source: SourceText
        do throws(FileError) {
            source = SourceText(file: path, bytes: try FileBytes.read(path))
        } catch {
            throw .file(error)
        }
        if FormDataReader.recognizes(source.bytes) { return (try form(source), source) }
        do throws(DataError) {
            return (try JSONParser().parse(source), source)
        } catch {
            throw .faults([error.diagnostic], sources: [source])
        }
    }

    /// The data that a form posts.
    private static func form(_ source: SourceText) throws(RenderError) -> JSONValue {
        let pairs: [FormDataReader.Pair]
        do throws(DataError) {
            pairs = try FormDataReader().read(source)
        } catch {
            throw .faults([error.diagnostic], sources: [source])
        }
        do throws(RecordInput.Fault) {
            return try RecordInput.data(pairs.map { ($0.name, $0.value) })
        } catch {
            let (name, words) =
                switch error {
                case .path(let path): (path, "\"\(path)\" is no path of a value")
                case .place(let path): (path, "\"\(path)\" stands twice, or goes through a value that is no group")
                }
            let position = pairs.last { $0.name == name }.map { source.position(at: $0.offset) }
            throw .faults([diagnostic(words, at: position)], sources: [source])
        }
    }

    /// A mistake in a path.
    private static func diagnostic(_ words: String, at position: SourcePosition? = nil) -> Diagnostic {
        Diagnostic(.error, words, at: position, hint: "paths are written as req.no or family[1].name")
    }

    private static func fault(_ message: String, at value: JSONValue, _ source: SourceText?) -> RenderError {
        .faults([Diagnostic(.error, message, at: source.map { value.position(in: $0) })], sources: source.map { [$0] } ?? [])
    }
}
