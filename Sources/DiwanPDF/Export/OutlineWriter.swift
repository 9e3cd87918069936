internal import DiwanDocument

/// Writes the headings as the outline that viewers show beside the pages (ISO 32000-1, 12.3.3).
struct OutlineWriter {
    private struct Item {
        var entry: OutlineEntry
        var reference: ObjectReference
        var parent: Int?
        var children: [Int] = []
    }

    private var items: [Item] = []
    private var topLevel: [Int] = []

    /// Writes the outline; nil when there are no headings. Titles are in logical order.
    static func write(
        _ outline: [OutlineEntry], pages: [ObjectReference], pageHeights: [Length], to file: inout PDFFileWriter
    ) -> ObjectReference? {
        guard !outline.isEmpty else { return nil }
        var writer = OutlineWriter()
        let root = file.reserve()
        var open: [Int] = []
        for entry in outline {
            precondition(entry.page >= 0 && entry.page < pages.count, "a heading stands on a page of the document")
            // A heading hangs on the nearest one before it of a higher rank.
            while let last = open.last, writer.items[last].entry.level >= entry.level { open.removeLast() }
            let index = writer.items.count
            writer.items.append(Item(entry: entry, reference: file.reserve(), parent: open.last))
            if let parent = open.last { writer.items[parent].children.append(index) } else { writer.topLevel.append(index) }
            open.append(index)
        }
        file.write(root) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Outlines")
                writer.writeChildren(writer.topLevel, &dictionary)
                dictionary.integer("/Count", writer.items.count)
            }
        }
        for (siblings, parent) in [(writer.topLevel, root)] + writer.items.map({ ($0.children, $0.reference) }) {
            for (position, index) in siblings.enumerated() {
                let item = writer.items[index]
                file.write(item.reference) { object in
                    object.dictionary { dictionary in
                        dictionary.text("/Title", item.entry.title)
                        dictionary.reference("/Parent", parent)
                        if position > 0 { dictionary.reference("/Prev", writer.items[siblings[position - 1]].reference) }
                        if position + 1 < siblings.count { dictionary.reference("/Next", writer.items[siblings[position + 1]].reference) }
                        if !item.children.isEmpty {
                            writer.writeChildren(item.children, &dictionary)
                            dictionary.integer("/Count", writer.descendantCount(of: index))
                        }
                        dictionary.array("/Dest") { array in
                            array.element(pages[item.entry.page])
                            array.bytes.append(ascii: "/XYZ null ")
                            array.bytes.append(length: pageHeights[item.entry.page] - item.entry.y)
                            array.bytes.append(ascii: " null")
                        }
                    }
                }
            }
        }
        return root
    }

    private func writeChildren(_ children: [Int], _ dictionary: inout ObjectWriter) {
        guard let first = children.first, let last = children.last else { return }
        dictionary.reference("/First", items[first].reference)
        dictionary.reference("/Last", items[last].reference)
    }

    private func descendantCount(of index: Int) -> Int {
        items[index].children.reduce(0) { $0 + 1 + descendantCount(of: $1) }
    }
}
