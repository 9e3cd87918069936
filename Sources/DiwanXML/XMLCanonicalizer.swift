import CLibXML2
public import DiwanDiagnostics

/// Writes XML in its canonical form, so that equal documents have equal bytes (for hashing and signing).
public enum XMLCanonicalizer {
    /// Which canonical form.
    public enum Form: Sendable {
        /// Canonical XML 1.0.
        case inclusive
        /// Exclusive XML Canonicalization 1.0: only the namespaces that an element uses.
        case exclusive
    }

    /// The canonical form of `source` in UTF-8, without comments. Refuses what `XMLParser` refuses.
    public static func canonical(_ source: SourceText, _ form: Form = .inclusive) throws(XMLError) -> [UInt8] {
        // The safe parser looks first, so that libxml2's own tree is built only from what it lets through.
        _ = try XMLParser().parse(source)
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let document = source.bytes.withUnsafeBytes { bytes in
            xmlReadMemory(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil, "UTF-8", options)
        }
        guard let document else { fatalError("libxml2 read a document once and not again") }
        defer { xmlFreeDoc(document) }
        let mode = form == .inclusive ? XML_C14N_1_0 : XML_C14N_EXCLUSIVE_1_0
        var memory: UnsafeMutablePointer<xmlChar>?
        let count = xmlC14NDocDumpMemory(document, nil, Int32(mode.rawValue), nil, 0, &memory)
        defer { diwan_xmlFree(memory) }
        guard count >= 0, let memory else {
            // Canonical XML knows no relative namespace URIs; libxml2 tells nothing more.
            throw .malformed(source.position(at: 0), words: "the file has no canonical form (is a namespace URI relative?)")
        }
        return Array(UnsafeBufferPointer(start: memory, count: Int(count)))
    }
}
