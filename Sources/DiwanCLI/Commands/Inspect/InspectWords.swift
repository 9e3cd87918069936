import DiwanData
import DiwanDomain

extension Command {
    /// `diwan inspect words`.
    static let inspectWords = inspection(
        "words", "numbers and amounts in Arabic words",
        input: "a JSON object: {\"n\":3,\"noun_forms\":{…}}, {\"halalas\":150}, {\"ordinal\":3} or {\"bare\":3}; "
            + "noun_forms holds gender (m, f), sg, dual_nom, dual_obl, pl_gen, acc_sg",
        output: "of a counted noun, an amount or a bare number the nominative, genitive and accusative; "
            + "of an ordinal the masculine nominative and genitive, the feminine nominative and genitive"
    ) { line, _ throws(CommandFailure) in
        let value = try parsedJSON(line)
        if let halalas = value["halalas"]?.integer {
            guard let money = try? Money(halalas: halalas) else { throw .arguments("halalas are out of range") }
            return InspectionFields.amount(money)
        }
        if let ordinal = value["ordinal"]?.integer { return InspectionFields.ordinal(ordinal) }
        if let bare = value["bare"]?.integer { return InspectionFields.bare(bare) }
        guard let number = value["n"]?.integer, let forms = value["noun_forms"] else {
            throw .arguments("the object wants n and noun_forms, or halalas, ordinal or bare, each a whole number")
        }
        return InspectionFields.cardinal(number, try countedNoun(forms))
    }

    private static func countedNoun(_ forms: JSONValue) throws(CommandFailure) -> CountedNoun {
        func form(_ name: String) throws(CommandFailure) -> String {
            guard let text = forms[name]?.string else { throw .arguments("noun_forms wants \(name), a text") }
            return text
        }
        let gender = try form("gender")
        guard gender == "m" || gender == "f" else { throw .arguments("noun_forms' gender is m or f") }
        return CountedNoun(
            gender: gender == "m" ? .masculine : .feminine, singular: try form("sg"), dualNominative: try form("dual_nom"),
            dualOblique: try form("dual_obl"), pluralGenitive: try form("pl_gen"), accusativeSingular: try form("acc_sg"))
    }

    /// The JSON value of a line.
    static func parsedJSON(_ line: String) throws(CommandFailure) -> JSONValue {
        do throws(DataError) {
            return try JSONParser().parse(Array(line.utf8), file: "-")
        } catch {
            throw .arguments("column \(error.position.column): \(error.words)")
        }
    }
}
