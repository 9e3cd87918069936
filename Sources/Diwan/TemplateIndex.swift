import DiwanDiagnostics
import DiwanXML
import Glibc

/// A template of the templates root, as a list shows it.
public struct TemplateSummary: Hashable, Sendable {
    /// The id: the name of its folder.
    public let id: String
    /// The version, empty when the file does not say.
    public let version: String
    /// The title, empty when the file does not say.
    public let title: String
    /// Whether sample data stands beside it.
    public let hasSample: Bool
}

/// The templates of a templates root.
public struct TemplateIndex: Sendable {
    /// The templates root.
    public let root: String
    /// The ids: the names of the folders that hold a `template.xml`, in order.
    public let ids: [String]

    /// Finds the templates root and looks into it.
    public init(in places: ResourceFolders.Places) throws(EnvironmentError) {
        try self.init(root: ResourceFolders.templates(in: places))
    }

    /// Looks into the folder `root`.
    public init(root: String) throws(EnvironmentError) {
        var ids: [String] = []
        do throws(FileError) {
            try FolderNames.forEach(in: root) { name in
                if !name.hasPrefix("."), access("\(root)/\(name)/template.xml", F_OK) == 0 { ids.append(name) }
            }
        } catch {
            throw .file(error)
        }
        self.root = root
        self.ids = ids.sorted()
    }

    /// What a list shows of every template. A file with mistakes has no version and no title here: `check` tells them.
    public func summaries() throws(EnvironmentError) -> [TemplateSummary] {
        var summaries: [TemplateSummary] = []
        for id in ids { summaries.append(summary(of: id, try SourceText(environmentFile: "\(root)/\(id)/template.xml"))) }
        return summaries
    }

    private func summary(of id: String, _ source: SourceText) -> TemplateSummary {
        let document = try? XMLParser().parse(source)
        return TemplateSummary(
            id: id, version: document?.root["version"] ?? "", title: document?.root.first("title")?.text.trimmed ?? "",
            hasSample: access("\(root)/\(id)/sample.json", R_OK) == 0)
    }
}

extension String {
    /// The text with white space of XML in single spaces, and none at its ends.
    fileprivate var trimmed: String {
        split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }.joined(separator: " ")
    }
}
