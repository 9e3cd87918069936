public import DiwanDiagnostics
public import DiwanDocument
import DiwanFont
import DiwanHTML
import DiwanPDF
import Glibc

/// A folder of pictures of all templates: every variant of the samples and the blank as a PDF, with the picture of its first page, on one page.
public struct TemplateGallery: Sendable {
    /// A file of the gallery.
    private struct File: Sendable {
        var name: String
        var bytes: [UInt8]
    }

    /// The page's name.
    public static let page = "index.html"

    /// The number of templates.
    public let templateCount: Int
    /// The number of documents.
    public private(set) var documentCount = 0
    /// What deserves a look in templates, samples and pages.
    public private(set) var warnings: [Diagnostic] = []
    /// The files that the warnings speak of.
    public private(set) var sources: [SourceText] = []
    private var files: [File] = []

    /// Makes the gallery of the templates root; all of it stays in memory until it is written.
    ///
    /// - Throws: what keeps one of them from being made.
    public init(in environment: DiwanEnvironment) throws(RenderError) {
        let ids: [String]
        do throws(EnvironmentError) {
            ids = try TemplateIndex(root: environment.folders.templates).ids
        } catch {
            guard case .file(let file) = error else { preconditionFailure("a folder is read or it is not") }
            throw .file(file)
        }
        templateCount = ids.count
        var byAudience: [String: [GalleryPage.Template]] = [:]
        for id in ids {
            let (template, audience) = try add(TemplateLocation(id, in: environment), in: environment)
            byAudience[audience, default: []].append(template)
        }
        let sections = Self.audiences.compactMap { audience, title in
            byAudience[audience].map { GalleryPage.Section(title: title, templates: $0) }
        }
        let digits = environment.profile.digits
        let summary = "القوالب: \(digits.string(templateCount))، الوثائق: \(digits.string(documentCount))"
        let page = GalleryPage.bytes(office: environment.profile.name, summary: summary, sections: sections)
        files.append(File(name: Self.page, bytes: page))
    }

    /// Whom templates are for, in the order of the page.
    private static let audiences = [
        ("external", "خطابات ووثائق للمستفيدين وغيرهم"), ("public", "للنشر"), ("internal", "أوراق العمل الداخلية"), ("", "قوالب أخرى"),
    ]

    private mutating func add(
        _ location: TemplateLocation, in environment: DiwanEnvironment
    ) throws(RenderError) -> (template: GalleryPage.Template, audience: String) {
        let renderer = try DocumentRenderer(location, in: environment)
        warnings += renderer.warnings
        sources += renderer.sources
        let digits = environment.profile.digits
        var template = GalleryPage.Template(
            id: location.name, version: renderer.template.version, title: renderer.template.title, pictures: [])
        var records: [(data: RecordData, isBlank: Bool)] = []
        if location.hasSample { records = try RecordData.variants(file: location.sample).map { ($0, false) } }
        records.append((RecordData(), true))
        for (index, record) in records.enumerated() {
            let made = try renderer.document(record.data, blank: record.isBlank)
            let pages = try renderer.pages(made.document)
            warnings += made.warnings + pages.warnings
            sources += made.sources
            let name = "\(location.name)-\(record.isBlank ? "blank" : String(index + 1))"
            files.append(File(name: name + ".pdf", bytes: try renderer.pdf(pages.pages)))
            files.append(File(name: name + ".svg", bytes: renderer.picture(of: pages.pages.pages[0])))
            let count = pages.pages.pages.count
            let caption =
                (record.isBlank ? "فارغ للتعبئة" : "مثال \(digits.string(index + 1))")
                + (count == 1 ? "" : " – الصفحات: \(digits.string(count))")
            let size = pages.pages.pages[0].size
            template.pictures.append(
                GalleryPage.Picture(
                    file: name + ".pdf", picture: name + ".svg", caption: caption,
                    proportion: (Int(size.width.rawValue / 65_536), Int(size.height.rawValue / 65_536))))
            documentCount += 1
        }
        let audience = renderer.template.audience ?? ""
        return (template, Self.audiences.contains { $0.0 == audience } ? audience : "")
    }

    /// Writes the files into `folder`, which is made when it is not there; the page comes last. Files of another gallery give way: those that
    /// its page names and this gallery has not are removed. All others are left as they are.
    ///
    /// - Throws: `create` when a file that is no gallery's stands where one of its files goes; nothing is written then.
    public func write(to folder: String) throws(FileError) {
        if mkdir(folder, 0o777) != 0, errno != EEXIST { throw FileError(.create, folder, code: errno) }
        let path = "\(folder)/\(Self.page)"
        let old = FileBytes.resolved(path) == nil ? "" : String(decoding: try FileBytes.read(path), as: UTF8.self)
        let isOurs = old.hasPrefix(GalleryPage.mark)
        for file in files where FileBytes.resolved("\(folder)/\(file.name)") != nil {
            let isKnown = isOurs && (file.name == Self.page || old.contains("\"\(file.name)\""))
            if !isKnown { throw FileError(.create, "\(folder)/\(file.name)", code: EEXIST) }
        }
        for file in files where file.name != Self.page {
            try FileBytes.write(file.bytes, to: "\(folder)/\(file.name)", waits: false)
        }
        // Before the new page, so that the old one still names them when a run is cut short.
        let kept = Set(files.map(\.name))
        for name in isOurs ? GalleryPage.files(of: old) : [] where !kept.contains(name) {
            if unlink("\(folder)/\(name)") != 0, errno != ENOENT { throw FileError(.write, "\(folder)/\(name)", code: errno) }
        }
        for file in files where file.name == Self.page {
            try FileBytes.write(file.bytes, to: "\(folder)/\(file.name)", waits: false)
        }
    }
}

extension DocumentRenderer {
    /// A page as a picture (SVG).
    public func picture(of page: Frame) -> [UInt8] {
        let fonts = environment.fonts
        return PageDrawing.svg(page) { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read every font of the pages") }
            return font
        }
    }
}
