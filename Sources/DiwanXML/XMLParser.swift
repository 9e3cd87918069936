import CLibXML2
public import DiwanDiagnostics

/// Reads XML safely into values: UTF-8 only, no network, no DTD, no entities but the predefined five, all sizes bounded.
public struct XMLParser: Sendable {
    /// How large a file may be.
    public var limits: XMLLimits

    /// A parser with `limits`.
    public init(limits: XMLLimits = XMLLimits()) {
        precondition(limits.depth <= 256, "libxml2 allows 256 levels")
        self.limits = limits
    }

    /// The document in `bytes`; `file` is the name that positions carry.
    public func parse(_ bytes: [UInt8], file: String) throws(XMLError) -> XMLDocument {
        try parse(SourceText(file: file, bytes: bytes))
    }

    /// The document in `source`.
    public func parse(_ source: SourceText) throws(XMLError) -> XMLDocument {
        guard source.bytes.count <= limits.bytes else {
            throw .limit(source.position(at: 0), .bytes, allowed: limits.bytes)
        }
        let scan = XMLSource(text: source)
        try scan.checkEncoding()
        try scan.checkAttributeCounts(limit: limits.attributes)
        let reader = XMLTreeReader(source: scan, limits: limits)
        reader.read()
        if let error = reader.error { throw error }
        guard let root = reader.root else {
            throw .malformed(source.position(at: source.bytes.count), words: "the file has no root element")
        }
        return XMLDocument(source: source, root: root)
    }
}

/// Takes the events of libxml2's SAX2 interface and builds the tree.
final class XMLTreeReader {
    private struct Open {
        var name: String
        var prefix: String
        var namespace: String
        var attributes: [XMLAttribute]
        var children: [XMLNode] = []
        var offset: Int
        var startTagEnd: Int
        var namespaces: Int
    }

    private let source: XMLSource
    private let limits: XMLLimits
    private var context: xmlParserCtxtPtr?
    private var open: [Open] = []
    private var run: [UInt8] = []
    /// Where the markup before the current text ends.
    private var markupEnd: Int
    private var nodes = 0
    private var namespaces = 0
    private(set) var root: XMLElement?
    private(set) var error: XMLError?

    init(source: XMLSource, limits: XMLLimits) {
        self.source = source
        self.limits = limits
        markupEnd = source.text.byteOrderMarkLength
    }

    /// Runs libxml2 over the source; afterwards `root` or `error` is set.
    func read() {
        let bytes = source.text.bytes
        let mark = source.text.byteOrderMarkLength
        xmlInitParser()
        guard bytes.count > mark else { return }
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress! + mark
            guard let parser = xmlCreateMemoryParserCtxt(start.assumingMemoryBound(to: CChar.self), Int32(bytes.count - mark)) else {
                fatalError("libxml2 has no memory for a parser")
            }
            context = parser
            // NOENT makes `&amp;` in an attribute one character. There is no other entity to open: a document type declaration
            // ends the reading before its first declaration. No DTDLOAD, no HUGE: libxml2's own limits stay on.
            xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
            parser.pointee.sax.pointee = XMLTreeReader.handler
            parser.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
            withExtendedLifetime(self) { _ = xmlParseDocument(parser) }
            if error == nil, parser.pointee.wellFormed == 0 { report(parser.pointee.lastError) }
            xmlFreeDoc(parser.pointee.myDoc)
            parser.pointee.myDoc = nil
            context = nil
            xmlFreeParserCtxt(parser)
        }
    }

    // MARK: Events

    /// Where libxml2's cursor is, as an offset in the source.
    private var cursor: Int {
        guard let context else { return 0 }
        return min(source.text.byteOrderMarkLength + max(0, xmlByteConsumed(context)), source.text.bytes.count)
    }

    private func fail(_ error: XMLError) {
        guard self.error == nil else { return }
        self.error = error
        if let context { xmlStopParser(context) }
    }

    private func count(at offset: Int, adding number: Int) {
        nodes += number
        if nodes > limits.nodes { fail(.limit(source.text.position(at: offset), .nodes, allowed: limits.nodes)) }
    }

    fileprivate func start(
        name: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?, namespace: UnsafePointer<xmlChar>?, namespaceCount: Int,
        attributeCount: Int, attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard error == nil else { return }
        let end = cursor
        let offset = source.last(UInt8(ascii: "<"), before: end)
        flushText()
        if open.count >= limits.depth {
            return fail(.limit(source.text.position(at: offset), .depth, allowed: limits.depth))
        }
        namespaces += namespaceCount
        if namespaces > limits.namespaces {
            return fail(.limit(source.text.position(at: offset), .namespaces, allowed: limits.namespaces))
        }
        count(at: offset, adding: 1 + attributeCount)
        var values: [XMLAttribute] = []
        if attributeCount > 0, let attributes {
            let places = source.attributes(ofTagAt: offset)
            values.reserveCapacity(attributeCount)
            for index in 0..<attributeCount {
                // Five pointers each: local name, prefix, URI, start of the value, end of the value.
                guard let name = attributes[5 * index], let start = attributes[5 * index + 3], let end = attributes[5 * index + 4] else {
                    continue
                }
                let place = index < places.count ? places[index] : (name: offset, value: offset)
                values.append(
                    XMLAttribute(
                        name: String(cString: name), namespace: attributes[5 * index + 2].map { String(cString: $0) } ?? "",
                        value: String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self),
                        source: source.text, offset: place.name, valueOffset: place.value))
            }
        }
        markupEnd = source.tagEnd(from: end)
        open.append(
            Open(
                name: String(cString: name), prefix: prefix.map { String(cString: $0) } ?? "",
                namespace: namespace.map { String(cString: $0) } ?? "", attributes: values, offset: offset, startTagEnd: markupEnd,
                namespaces: namespaceCount))
    }

    fileprivate func end() {
        guard error == nil, let element = closed() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(.element(element)) }
    }

    private func closed() -> XMLElement? {
        flushText()
        guard let last = open.popLast() else { return nil }
        markupEnd = max(cursor, last.startTagEnd)
        namespaces -= last.namespaces
        return XMLElement(
            name: last.name, prefix: last.prefix, namespace: last.namespace, attributes: last.attributes, children: last.children,
            source: source.text, offset: last.offset, startTagEnd: last.startTagEnd, end: markupEnd)
    }

    fileprivate func characters(_ bytes: UnsafeBufferPointer<xmlChar>) {
        guard error == nil else { return }
        run.append(contentsOf: bytes)
    }

    fileprivate func markup() {
        guard error == nil else { return }
        flushText()
        markupEnd = cursor
    }

    private func flushText() {
        guard !run.isEmpty else { return }
        if !open.isEmpty {
            count(at: markupEnd, adding: 1)
            let text = XMLText(value: String(decoding: run, as: UTF8.self), source: source.text, offset: markupEnd)
            open[open.count - 1].children.append(.text(text))
        }
        run.removeAll(keepingCapacity: true)
    }

    fileprivate func documentType() {
        fail(.documentType(source.text.position(at: source.last(UInt8(ascii: "<"), before: cursor))))
    }

    fileprivate func report(_ error: xmlError) {
        guard self.error == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        let problem = XMLProblem(error)
        let offset = problem.isAboutTag ? source.last(UInt8(ascii: "<"), before: cursor) : cursor
        fail(.malformed(source.text.position(at: offset), words: problem.words))
    }

    private static func reader(_ pointer: UnsafeMutableRawPointer?) -> XMLTreeReader {
        Unmanaged<XMLTreeReader>.fromOpaque(pointer!).takeUnretainedValue()
    }

    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { data, name, prefix, uri, namespaceCount, _, attributeCount, _, attributes in
            guard let name else { return }
            XMLTreeReader.reader(data).start(
                name: name, prefix: prefix, namespace: uri, namespaceCount: Int(namespaceCount), attributeCount: Int(attributeCount),
                attributes: attributes)
        }
        handler.endElementNs = { data, _, _, _ in XMLTreeReader.reader(data).end() }
        let characters: charactersSAXFunc = { data, text, length in
            XMLTreeReader.reader(data).characters(UnsafeBufferPointer(start: text, count: Int(length)))
        }
        handler.characters = characters
        handler.cdataBlock = characters
        handler.comment = { data, _ in XMLTreeReader.reader(data).markup() }
        handler.processingInstruction = { data, _, _ in XMLTreeReader.reader(data).markup() }
        handler.internalSubset = { data, _, _, _ in XMLTreeReader.reader(data).documentType() }
        handler.serror = { data, error in
            guard let error else { return }
            XMLTreeReader.reader(data).report(error.pointee)
        }
        return handler
    }
}
