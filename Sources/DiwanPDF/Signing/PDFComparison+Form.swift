/// What may be changed in a signed file: fields, annotations, and what the structure says of new ones.
extension PDFComparison {
    // MARK: Fields

    mutating func compareForm(_ before: PDFValue?, _ after: PDFValue?) throws(PDFError) {
        let (old, new) = (try self.old.dictionary(before) ?? [:], try self.new.dictionary(after) ?? [:])
        for key in Set(old.keys).union(new.keys).sorted() {
            switch key {
            // That signatures exist says what the fields say.
            case "Fields", "SigFlags": continue
            case "DR", "DA", "NeedAppearances", "Q":
                if !isEqual(old[key], new[key]) { add(.formResources) }
            default:
                if !isEqual(old[key], new[key]) { add(.other(.fields)) }
            }
        }
        let fields = (try self.old.resolve(old["Fields"]).elements ?? [], try self.new.resolve(new["Fields"]).elements ?? [])
        for field in fields.0 where !fields.1.contains(field) { add(.other(.fields)) }
        for field in fields.1 {
            if fields.0.contains(field) {
                try compareField(field, name: "", type: nil, isSigned: false, depth: 0)
            } else {
                try addField(field)
            }
        }
    }

    /// A field that was not there before: only one for a signature may be made.
    private mutating func addField(_ value: PDFValue) throws(PDFError) {
        let entries = try new.dictionary(value) ?? [:]
        guard let number = value.referenceNumber, old.places[number] == nil, try new.resolve(entries["FT"]).name == "Sig",
            try new.resolve(entries["Kids"]).elements == nil
        else { return add(.other(.fields)) }
        let name = try new.resolve(entries["T"]).text ?? ""
        if let signature = try new.dictionary(entries["V"]) {
            if try new.resolve(signature["SubFilter"]).name == "ETSI.RFC3161" { return add(.timestamped) }
            add(.newSignatureField(name))
            add(.signed(name))
        } else {
            add(.newSignatureField(name))
        }
    }

    private mutating func compareField(_ value: PDFValue, name: String, type: PDFValue?, isSigned: Bool, depth: Int) throws(PDFError) {
        guard depth < 32 else { throw .malformed(.nesting, offset: 0) }
        guard value.referenceNumber != nil else { return }
        guard let before = try old.dictionary(value), let after = try new.dictionary(value) else { return add(.other(.fields)) }
        let part = try old.resolve(before["T"]).text
        let name = name.isEmpty ? part ?? "" : part.map { name + "." + $0 } ?? name
        let type = before["FT"] ?? type
        let isSignature = try old.resolve(type).name == "Sig"
        let isSigned = isSigned || isSignature && before["V"] == nil && after["V"] != nil
        try compareEntries(before, after, name: name, isSignature: isSignature, isSigned: isSigned)
        let kids = (try old.resolve(before["Kids"]).elements ?? [], try new.resolve(after["Kids"]).elements ?? [])
        guard kids.0 == kids.1 else { return add(.other(.fields)) }
        for kid in kids.0 { try compareField(kid, name: name, type: type, isSigned: isSigned, depth: depth + 1) }
    }

    /// Compares a field, or a place of one on a page; `isSigned` says that the field was blank, and is signed now.
    private mutating func compareEntries(
        _ before: [String: PDFValue], _ after: [String: PDFValue], name: String, isSignature: Bool, isSigned: Bool
    ) throws(PDFError) {
        for key in Set(before.keys).union(after.keys).sorted() where key != "Kids" {
            guard !isEqual(before[key], after[key]) else { continue }
            if isSigned, key == "V" {
                let form = try new.resolve(try new.dictionary(after["V"])?["SubFilter"]).name
                add(form == "ETSI.RFC3161" ? .timestamped : .signed(name))
            } else if isSigned, ["AP", "M", "F"].contains(key) {
                // What a field shows when it is signed.
                continue
            } else if !isSignature, ["V", "AP", "AS", "M", "I", "RV", "MK"].contains(key) {
                add(.filledIn(name))
            } else {
                add(.other(.fields))
            }
        }
    }

    // MARK: Annotations

    mutating func compareAnnotations(_ before: [PDFValue], _ after: [PDFValue], page: Int) throws(PDFError) {
        for annotation in before {
            let isWidget = try old.resolve(try old.dictionary(annotation)?["Subtype"]).name == "Widget"
            guard after.contains(annotation) else {
                add(isWidget ? .other(.fields) : .changedNotes(page: page))
                continue
            }
            guard let number = annotation.referenceNumber, !isWidget else { continue }
            let entries = (try old.dictionary(annotation) ?? [:], try new.dictionary(annotation) ?? [:])
            if changed.contains(number) || entries.0.contains(where: { !isEqual($0.value, entries.1[$0.key]) }) {
                add(.changedNotes(page: page))
            }
        }
        for annotation in after where !before.contains(annotation) {
            let entries = try new.dictionary(annotation) ?? [:]
            guard try new.resolve(entries["Subtype"]).name == "Widget" else {
                add(.notes(page: page))
                continue
            }
            // A field that was found to be new, and for a signature.
            let isField = try new.resolve(entries["FT"]).name == "Sig" && hasNewFields
            if !isField || annotation.referenceNumber.map({ old.places[$0] != nil }) ?? true { add(.other(.fields)) }
        }
    }

    // MARK: Structure

    /// The structure stays; a new field's element may be added at the end.
    mutating func compareStructure(_ before: PDFValue?, _ after: PDFValue?) throws(PDFError) {
        guard before == after else { return add(.other(.structure)) }
        for number in structure.intersection(changed).sorted() {
            guard hasNewFields, let before = try old.object(number).entries, let after = try new.object(number).entries else {
                // A list of kids or of numbers may be an object of its own.
                if hasNewFields, let first = try old.object(number).elements, let second = try new.object(number).elements,
                    try isExtension(of: first, second)
                {
                    continue
                }
                return add(.other(.structure))
            }
            for key in Set(before.keys).union(after.keys) where before[key] != after[key] {
                switch key {
                case "ParentTreeNextKey": continue
                case "K", "Nums", "Kids":
                    let first = before[key].map { $0.elements ?? [$0] } ?? []
                    if try isExtension(of: first, after[key]?.elements ?? []) { continue }
                default: break
                }
                return add(.other(.structure))
            }
        }
    }

    /// Whether a list has only become longer, by numbers, new elements `Form` and new nodes of trees.
    private func isExtension(of first: [PDFValue], _ second: [PDFValue]) throws(PDFError) -> Bool {
        guard second.starts(with: first) else { return false }
        for added in second[first.count...] {
            if added.integer != nil { continue }
            guard let number = added.referenceNumber, old.places[number] == nil, let entries = try new.dictionary(added) else {
                return false
            }
            guard try new.resolve(entries["S"]).name == "Form" || entries["Nums"] != nil else { return false }
        }
        return true
    }
}
