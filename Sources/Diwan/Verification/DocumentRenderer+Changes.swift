import DiwanTemplate

extension DocumentRenderer {
    /// What is not as it was when a document was made.
    func changes(since record: EmbeddedRecord) -> [Rerendering.Change] {
        var changes: [Rerendering.Change] = []
        let now = Dictionary(ingredients.templateFiles.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        let then = Set(record.templateFiles.map(\.name))
        for file in record.templateFiles {
            if let hash = now[file.name] {
                if hash != file.sha256 { changes.append(.fileChanged(file.name)) }
            } else {
                changes.append(.fileMissing(file.name))
            }
        }
        for file in ingredients.templateFiles where !then.contains(file.name) { changes.append(.fileNew(file.name)) }
        if record.profile != ingredients.profile { changes.append(.profile) }
        if record.fontList != ingredients.fontList { changes.append(.fontList) }
        for font in record.fonts {
            guard let now = ingredients.font(named: font.name) else {
                changes.append(.fontMissing(font.name))
                continue
            }
            if now.sha256 != font.sha256 { changes.append(.fontChanged(font.name)) }
        }
        return changes
    }
}

extension PrintedRecord {
    /// The paths at which this record shows something else than `other`, and the expressions that gave something else; each once, in order.
    func differences(from other: PrintedRecord) -> [String] {
        var found: [String] = []
        func add(_ path: String) { if !found.contains(path) { found.append(path) } }
        func compare(_ mine: [Field], _ theirs: [Field], _ above: String) {
            var left = theirs[...]
            for field in mine {
                let path = above + field.name
                guard let index = left.firstIndex(where: { $0.name == field.name }) else {
                    add(path)
                    continue
                }
                for skipped in left[..<index] { add(above + skipped.name) }
                if left[index].content != field.content { add(path) }
                compare(field.children, left[index].children, path + ".")
                left = left[(index + 1)...]
            }
            for rest in left { add(above + rest.name) }
        }
        compare(fields, other.fields, "")
        compare(policies, other.policies, "policy.")
        if outcomes != other.outcomes {
            for (mine, theirs) in zip(outcomes, other.outcomes) where mine != theirs { add(mine.expression) }
            if outcomes.count != other.outcomes.count { add("answers") }
        }
        return found
    }
}
