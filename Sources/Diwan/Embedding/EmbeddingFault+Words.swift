public import DiwanTemplate

extension EmbeddingFault {
    /// What went wrong, in a sentence without a full stop.
    public var words: String {
        switch self {
        case .notXML: "a text that it prints has characters that XML has not"
        case .changed: "what was written is not read back as it was"
        case .notRebuilt(nil): "another document is made from what it shows"
        case .notRebuilt(let fault?): fault.words
        }
    }
}

extension PrintedRecord.Fault {
    /// What went wrong, in a sentence without a full stop.
    public var words: String {
        switch self {
        case .withheld(let paths): "it prints values that do not travel: \(paths.joined(separator: ", "))"
        case .unknownField(let path): "the template has no place for \(path)"
        case .value(let path): "the value of \(path) is none of its kind, or not in normal form"
        case .order(let expression, nil): "the template asks for \"\(expression)\", and the record has no more answers"
        case .order(let expression, let answered?):
            "the template asks for \"\(expression)\" where the record answers \"\(answered)\""
        case .surplus: "the record answers more than the template asks"
        }
    }
}
