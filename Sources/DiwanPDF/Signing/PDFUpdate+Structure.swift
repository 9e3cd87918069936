/// The place of a new annotation in the structure (ISO 32000-1, 14.7.4.3; ISO 14289-1, 7.18.4).
extension PDFUpdate {
    /// What the element of an annotation is.
    enum Element {
        /// A field of a form, which has words of its own.
        case form
        /// Another annotation, and what it shows.
        case annotation(String)
    }

    /// Adds an element for the annotation `annotation`, the last of the document, and gives its key in the tree of parents; `nil` when the
    /// file has no structure.
    mutating func addElement(_ element: Element, for annotation: Int, page: Int, catalog: Int) throws(PDFError) -> Int? {
        guard let root = try entries(catalog)["StructTreeRoot"]?.referenceNumber else { return nil }
        let tree = try dictionary("ParentTree", of: root, initial: ["Nums": .array([])])
        let key = try nextKey(root: root, tree: tree)
        let parent = try topElement(of: root)
        var made: [String: PDFValue] = [
            "Type": .name("StructElem"), "S": .name("Form"), "P": .reference(parent), "Pg": .reference(page),
            "K": .dictionary(["Type": .name("OBJR"), "Pg": .reference(page), "Obj": .reference(annotation)]),
        ]
        if case .annotation(let words) = element {
            made["S"] = .name("Annot")
            made["Alt"] = PDFExporter.text(words)
        }
        let element = add(.dictionary(made))
        try append(.reference(element), to: "K", of: parent)
        try set(root, "ParentTreeNextKey", .integer(key + 1))
        let pair: [PDFValue] = [.integer(key), .reference(element)]
        if try resolve(try entries(tree)["Kids"]).elements != nil {
            // A leaf of its own; keys ascend, and this is the greatest.
            let leaf = add(.dictionary(["Limits": .array([.integer(key), .integer(key)]), "Nums": .array(pair)]))
            try append(.reference(leaf), to: "Kids", of: tree)
        } else {
            for value in pair { try append(value, to: "Nums", of: tree) }
        }
        return key
    }

    /// The element that holds the others: the only one at the top, or the root itself.
    private func topElement(of root: Int) throws(PDFError) -> Int {
        let kids = try entries(root)["K"]
        var top = kids?.referenceNumber
        if let elements = try resolve(kids).elements { top = elements.count == 1 ? elements[0].referenceNumber : nil }
        guard let top, try entries(top)["S"] != nil else { return root }
        return top
    }

    /// A key above all that the tree has.
    private func nextKey(root: Int, tree: Int) throws(PDFError) -> Int {
        var key = try resolve(try entries(root)["ParentTreeNextKey"]).integer ?? 0
        // What is said of the next key may be wrong.
        var waiting: [PDFValue] = [.reference(tree)]
        var seen: Set<Int> = []
        while let next = waiting.popLast() {
            if let number = next.referenceNumber, !seen.insert(number).inserted { throw .malformed(.nesting, offset: 0) }
            guard let node = try resolve(next).entries else { throw .malformed(.structure, offset: 0) }
            let pairs = try resolve(node["Nums"]).elements ?? []
            for index in stride(from: 0, to: pairs.count, by: 2) { key = max(key, (try resolve(pairs[index]).integer ?? 0) + 1) }
            waiting += try resolve(node["Kids"]).elements ?? []
        }
        return key
    }
}
