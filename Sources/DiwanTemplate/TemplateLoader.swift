import DiwanDiagnostics
import DiwanXML

/// Reads a template file, the ones it extends and the parts it includes.
struct TemplateLoader {
    /// The namespace of every element of a template.
    static let namespace = "urn:diwan:template:1"
    /// How many files one template may be made of.
    private static let fileLimit = 64
    /// How long a chain of `extends` or of `include` may be.
    private static let depthLimit = 16

    /// The files' bytes, by their path from the templates root.
    let source: TemplateSource
    /// What is wrong.
    private(set) var diagnostics: [Diagnostic] = []
    /// The roots of the files that were read, by path; `nil` for one that could not be.
    private(set) var roots: [String: XMLElement?] = [:]
    /// The texts of the files that were read, in order of reading.
    private(set) var sources: [SourceText] = []
    /// The roots of the template and of what it extends: the farthest base first, the template itself last.
    private(set) var chain: [XMLElement] = []

    init(source: @escaping TemplateSource) {
        self.source = source
    }

    /// Reads the template at `path` and all that belongs to it.
    mutating func load(_ path: String) {
        var visited: [String] = []
        var next: (path: String, attribute: XMLAttribute?)? = (path, nil)
        while let current = next {
            next = nil
            guard let root = read(current.path, for: current.attribute) else { break }
            guard root.name == "template" else {
                report("the root element must be \"template\", not \"\(root.name)\"", at: root)
                break
            }
            visited.append(current.path)
            chain.insert(root, at: 0)
            loadIncludes(in: root, path: [current.path])
            if let attribute = root.attribute("extends"), let base = checkedPath(attribute) {
                if visited.contains(base) {
                    report("the template extends itself: \((visited + [base]).joined(separator: " → "))", attribute)
                } else if visited.count >= Self.depthLimit {
                    report("the chain of \"extends\" is longer than \(Self.depthLimit)", attribute)
                } else {
                    next = (base, attribute)
                }
            }
        }
    }

    private mutating func loadIncludes(in element: XMLElement, path: [String]) {
        for child in element.elements {
            if child.name == "include", let attribute = child.attribute("href"), let part = checkedPath(attribute) {
                if path.contains(part) {
                    report("the file includes itself: \((path + [part]).joined(separator: " → "))", attribute)
                    roots[part] = .some(nil)
                } else if path.count >= Self.depthLimit {
                    report("the chain of \"include\" is longer than \(Self.depthLimit)", attribute)
                } else {
                    let isNew = roots[part] == nil
                    if let root = read(part, for: attribute), isNew {
                        if root.name == "part" {
                            loadIncludes(in: root, path: path + [part])
                        } else {
                            report("the root element of an included file must be \"part\", not \"\(root.name)\"", at: root)
                            roots[part] = .some(nil)
                        }
                    }
                }
            }
            loadIncludes(in: child, path: path)
        }
    }

    /// The path that an attribute names, when it stays under the templates root.
    private mutating func checkedPath(_ attribute: XMLAttribute) -> String? {
        let path = attribute.value
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = path.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != ":" && $0 != "%" }
        if path.isEmpty || !isPlain || parts.contains(where: { $0.isEmpty || $0 == "." }) {
            report("\"\(path)\" is not a path of a file under the templates root", attribute, hint: "write it as parts/name.xml")
            return nil
        }
        if parts.contains("..") {
            report("\"\(path)\" leaves the templates root", attribute, hint: "paths start at the templates root and have no \"..\"")
            return nil
        }
        return path
    }

    private mutating func read(_ path: String, for attribute: XMLAttribute?) -> XMLElement? {
        if let known = roots[path] { return known }
        roots[path] = .some(nil)
        if sources.count >= Self.fileLimit {
            if let attribute { report("the template is made of more than \(Self.fileLimit) files", attribute) }
            return nil
        }
        guard let bytes = source(path) else {
            if let attribute {
                report("there is no file \"\(path)\" under the templates root", attribute)
            } else {
                diagnostics.append(Diagnostic(.error, "there is no template file \"\(path)\""))
            }
            return nil
        }
        let text = SourceText(file: path, bytes: bytes)
        sources.append(text)
        do {
            let root = try XMLParser().parse(text).root
            guard root.namespace == Self.namespace else {
                report(
                    "the root element is not in the template namespace", at: root,
                    hint: "write xmlns=\"\(Self.namespace)\" on the root element")
                return nil
            }
            roots[path] = .some(root)
            return root
        } catch {
            diagnostics.append(error.diagnostic)
            return nil
        }
    }

    private mutating func report(_ message: String, _ attribute: XMLAttribute, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, message, at: attribute.valuePosition, length: attribute.valueLength, hint: hint))
    }

    private mutating func report(_ message: String, at element: XMLElement, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, message, at: element.position, length: element.nameLength, hint: hint))
    }
}
