import DiwanDiagnostics
import Glibc

/// Where a template and its sample data are.
public struct TemplateLocation: Hashable, Sendable {
    /// The name of the template's folder, or of its file where that is not called `template.xml`.
    public let name: String
    /// The path of its file: from the templates root when it is below it, else absolute.
    public let path: String
    /// The file of its sample data, which need not be there.
    public let sample: String

    /// Finds the template that `text` names: an id in the templates root, a folder that holds a `template.xml`, or a file.
    public init(_ text: String, in environment: DiwanEnvironment) throws(RenderError) {
        let root = environment.folders.templates
        let isPath = text.contains("/") || text.hasSuffix(".xml")
        let file = isPath ? (ResourceFolders.isFolder(text) ? text + "/template.xml" : text) : "\(root)/\(text)/template.xml"
        guard let resolved = FileBytes.resolved(file) else {
            let code = errno
            if isPath { throw .file(FileError(.read, text, code: code)) }
            let ids = (try? TemplateIndex(root: root))?.ids ?? []
            throw .noTemplate(text, nearest: NearestName.of(text, in: ids))
        }
        let (folder, fileName) = FileBytes.split(resolved)
        name = fileName == "template.xml" ? FileBytes.split(folder).name : String(fileName.prefix { $0 != "." })
        sample = folder + "/sample.json"
        let prefix = (FileBytes.resolved(root) ?? root) + "/"
        path = resolved.hasPrefix(prefix) ? String(resolved.dropFirst(prefix.count)) : resolved
    }

    /// Whether there is sample data beside the template.
    public var hasSample: Bool { access(sample, F_OK) == 0 }
}
