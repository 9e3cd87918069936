public import DiwanPDF

extension PDFError {
    /// What is wrong with a PDF file that is read or signed, in plain words.
    public var words: String {
        switch self {
        case .font, .tooManyCodes, .tooManyObjects, .inkColors, .noTitle: "what the signature shows cannot be written"
        case .notPDF: "it does not begin as a PDF file does"
        case .encrypted: "it is encrypted, which is not supported"
        case .malformed(let fault, let offset): "\(fault.words) at about byte \(offset)"
        case .unsupportedFilter(let name): "a stream has the filter \(name), which is not supported"
        case .tooLarge(let limit): "its streams take more than \(limit) bytes"
        }
    }
}

extension PDFError.Fault {
    /// The rule that a file breaks, in plain words.
    fileprivate var words: String {
        switch self {
        case .startOfCrossReference: "the place of the cross-reference table is missing or wrong"
        case .crossReference: "the cross-reference table is damaged"
        case .syntax: "an object is damaged"
        case .nesting: "objects are nested too deeply, or in a circle"
        case .stream: "a stream is damaged"
        case .objectStream: "an object stream is damaged"
        case .structure: "an entry that is needed is missing or wrong"
        }
    }
}

extension PDFPart {
    /// What the part is, in words.
    public var words: String {
        switch self {
        case .header: "the header of the file"
        case .pageContent(let number): "what is drawn on page \(number)"
        case .page(let number): "page \(number)"
        case .font(let name): "the font \(name)"
        case .picture: "a picture"
        case .structure: "the structure"
        case .outline: "the list of headings"
        case .metadata: "the metadata"
        case .embeddedFile(let name): "the embedded file \(name)"
        case .colors: "the meaning of colours"
        case .fields: "the fields of a form"
        case .catalog: "the catalogue"
        case .identifier: "the identifier"
        case .crossReference: "the table of objects"
        case .other(let number): "object \(number)"
        }
    }
}
