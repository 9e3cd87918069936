public import DiwanDocument
import DiwanHTML

/// Pages for browsers.
extension DocumentRenderer {
    /// The document as a page to read, in UTF-8.
    public func readingPage(_ document: Document) -> [UInt8] {
        ReadingPage(fonts: environment.fontList.stacks).bytes(document)
    }
}

extension FontList {
    /// For each family and each role, the families that a page asks for.
    var stacks: FontStacks {
        var families: [String: [String]] = [:]
        for entry in entries {
            for name in entry.roles + [entry.family] where families[name]?.contains(entry.family) != true {
                families[name, default: []].append(entry.family)
            }
        }
        return FontStacks(families)
    }
}
