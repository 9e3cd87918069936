import DiwanPDF

extension Option {
    /// What PDF files claim.
    static let standards = Option(
        name: "--pdf-standard", value: .required("LIST", .text),
        summary: "what a PDF claims: a-3a, a-3u or a-3b, and ua-1; a-3a,ua-1 when not given, none for nothing")
}

extension Arguments {
    /// The standards that the options name.
    func standards() throws(CommandFailure) -> PDFStandards {
        guard let list = value(Option.standards.name) else { return .all }
        let hint = "a-3a, a-3u or a-3b, ua-1, both with a comma between them, or none"
        do throws(PDFStandards.Fault) {
            return try PDFStandards(list)
        } catch {
            switch error {
            case .unknown(let name): throw .arguments("--pdf-standard: there is no standard \"\(name)\"", hint: hint)
            case .twoLevels(let first, let second):
                throw .arguments("--pdf-standard: a file has one level of PDF/A, not both \(first) and \(second)", hint: hint)
            case .noneBesideOthers: throw .arguments("--pdf-standard: none stands alone", hint: hint)
            }
        }
    }
}
