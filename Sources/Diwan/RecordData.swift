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

    /// Sets the value at `path` (`req.no`) to a text, over what is there.
    public mutating func set(_ path: String, to text: String) {
        value = Self.setting(path.split(separator: ".", omittingEmptySubsequences: false)[...].map(String.init)[...], to: text, in: value)
    }

    private static func setting(_ path: ArraySlice<String>, to text: String, in value: JSONValue) -> JSONValue {
        guard let name = path.first else { return .string(text) }
        var members = (value.members ?? []).map { (name: $0.name, value: $0.value) }
        let inner = setting(path.dropFirst(), to: text, in: value[name] ?? .object([]))
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = inner
        } else {
            members.append((name, inner))
        }
        return .object(members)
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
            throw .faults(
                [Diagnostic(.error, words, at: position, hint: "paths are written as req.no or family[1].name")], sources: [source])
        }
    }

    private static func fault(_ message: String, at value: JSONValue, _ source: SourceText?) -> RenderError {
        .faults([Diagnostic(.error, message, at: source.map { value.position(in: $0) })], sources: source.map { [$0] } ?? [])
    }
}
