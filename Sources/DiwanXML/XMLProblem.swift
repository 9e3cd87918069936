import CLibXML2

/// An error of libxml2 in plain words.
struct XMLProblem {
    let words: String
    /// Whether the start of the tag is to blame rather than the place where reading stopped.
    let isAboutTag: Bool

    init(_ error: xmlError) {
        let first = XMLProblem.string(error.str1)
        let second = XMLProblem.string(error.str2)
        let line = Int(error.int1)
        var isAboutTag = false
        switch xmlParserErrors(rawValue: UInt32(bitPattern: error.code)) {
        case XML_ERR_DOCUMENT_EMPTY: words = "the file has no root element"
        case XML_ERR_DOCUMENT_END: words = "there is something after the end of the root element"
        case XML_ERR_TAG_NAME_MISMATCH:
            words = "the end tag </\(second)> does not match <\(first)>, opened in line \(line)"
            isAboutTag = true
        case XML_ERR_TAG_NOT_FINISHED:
            words = first.isEmpty ? "a tag is not finished" : "the element <\(first)> is not closed"
        case XML_ERR_ATTRIBUTE_REDEFINED:
            words = "the attribute \(first.isEmpty ? "" : "\"\(first)\" ")stands twice in one tag"
            isAboutTag = true
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY:
            words = "there is no entity &\(first); (only &lt; &gt; &amp; &quot; &apos; and character numbers)"
        case XML_ERR_NAME_REQUIRED where XMLProblem.plain(error.message).hasPrefix("xmlParseEntityRef"):
            words = "write &amp; for an ampersand"
        case XML_ERR_ENTITYREF_SEMICOL_MISSING: words = "an entity's semicolon is missing; write &amp; for an ampersand"
        case XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_HEX_CHARREF:
            words = "the character number is not one that XML allows"
        case XML_ERR_INVALID_CHAR where XMLProblem.plain(error.message).hasPrefix("xmlParseCharRef"):
            words = "the character number is not one that XML allows"
        case XML_ERR_LT_IN_ATTRIBUTE: words = "write &lt; for < inside an attribute"
        case XML_ERR_ATTRIBUTE_NOT_STARTED: words = "an attribute's value must be in quotes"
        case XML_ERR_ATTRIBUTE_NOT_FINISHED: words = "an attribute's closing quote is missing"
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: words = "the attribute \(first.isEmpty ? "" : "\"\(first)\" ")has no value"
        case XML_ERR_SPACE_REQUIRED: words = "a space is missing between attributes"
        case XML_ERR_GT_REQUIRED: words = "a tag's > is missing"
        case XML_ERR_LTSLASH_REQUIRED: words = "an end tag is missing"
        case XML_ERR_NAME_REQUIRED: words = "a name is missing here"
        case XML_ERR_HYPHEN_IN_COMMENT: words = "-- may not stand inside a comment"
        case XML_ERR_COMMENT_NOT_FINISHED: words = "a comment is not closed with -->"
        case XML_ERR_CDATA_NOT_FINISHED: words = "a CDATA section is not closed with ]]>"
        case XML_ERR_MISPLACED_CDATA_END: words = "]]> may not stand in text; write ]]&gt;"
        case XML_ERR_PI_NOT_FINISHED: words = "a processing instruction is not closed with ?>"
        case XML_ERR_RESERVED_XML_NAME: words = "the XML declaration may stand only at the very start of the file"
        case XML_ERR_INVALID_CHAR: words = "a character that XML does not allow stands here"
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            words = "the prefix \"\(first)\" has no namespace declaration"
            isAboutTag = true
        case XML_WAR_NS_URI:
            words = "a namespace declaration's value is not a URI"
            isAboutTag = true
        case XML_ERR_STRING_NOT_STARTED, XML_ERR_STRING_NOT_CLOSED, XML_ERR_XMLDECL_NOT_FINISHED, XML_ERR_VERSION_MISSING,
            XML_ERR_UNKNOWN_VERSION, XML_ERR_ENCODING_NAME, XML_ERR_STANDALONE_VALUE:
            words = "the XML declaration is malformed"
        default: words = XMLProblem.plain(error.message)
        }
        self.isAboutTag = isAboutTag
    }

    private static func string(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

    /// libxml2's own message, without its line end.
    private static func plain(_ message: UnsafeMutablePointer<CChar>?) -> String {
        var text = string(message)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text.isEmpty ? "the XML is malformed" : text
    }
}
