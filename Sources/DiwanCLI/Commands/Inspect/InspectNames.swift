import DiwanDomain

extension Command {
    /// `diwan inspect id`.
    static let inspectID = inspection(
        "id", "identity numbers, IBANs, telephones and addresses, checked",
        input: "a value",
        output: "\"valid\", the normal form and the masked form (empty where the kind has none); or \"invalid\" and why",
        operands: [
            Operand(name: "KIND", summary: "what it is", kind: .choice(["mask_national_id"] + IdentifierKind.allCases.map(\.rawValue)))
        ]
    ) { line, arguments throws(CommandFailure) in
        InspectionFields.identifier(arguments.operands[0], line)
    }

    /// `diwan inspect name`.
    static let inspectName = inspection(
        "name", "names of persons: cleaned, as a search key, or sorted",
        input: "a name; for sort a JSON list of names",
        output: "the name as it is stored, its search key, or the list in order as JSON",
        operands: [Operand(name: "WHAT", summary: "what to do", kind: .choice(["clean", "key", "sort"]))]
    ) { line, arguments throws(CommandFailure) in
        switch arguments.operands[0] {
        case "clean": return InspectionFields.cleanedName(line)
        case "key": return InspectionFields.nameKey(line)
        default:
            guard let elements = try parsedJSON(line).elements else { throw .arguments("the line is a JSON list of names") }
            let names = elements.compactMap(\.string)
            guard names.count == elements.count else { throw .arguments("a name in the list is no text") }
            return ["[" + InspectionFields.sortedNames(names).map(JSONText.string).joined(separator: ", ") + "]"]
        }
    }

    /// `diwan inspect agree`.
    static let inspectAgree = inspection(
        "agree", "the forms of the agreement table",
        input: "a JSON object with a key of the table: {\"key\":\"beneficiary_nom\"}",
        output: "masculine and feminine of the singular, the dual and the plural, and the polite form; or \"invalid\" and why"
    ) { line, _ throws(CommandFailure) in
        guard let key = try parsedJSON(line)["key"]?.string else { throw .arguments("the object wants key, a text") }
        return InspectionFields.agreement(key) ?? ["invalid", "unknown key"]
    }
}
