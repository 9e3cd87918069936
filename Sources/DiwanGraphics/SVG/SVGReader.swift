public import DiwanDiagnostics
public import DiwanDocument
public import DiwanXML

/// How large a drawing may be.
public struct SVGLimits: Hashable, Sendable {
    /// Bytes of the file.
    public var bytes = 4 << 20
    /// Elements within one another, those that `use` brings in included.
    public var depth = 100
    /// Elements that are drawn or gone through, those that `use` brings in counted each time.
    public var elements = 50_000
    /// Steps of all outlines together.
    public var steps = 500_000

    /// The limits for a document's drawings.
    public init() {}
}

/// Reads a part of SVG 1.1 as outlines: shapes and paths, groups, transforms, `use` of the file's own elements, plain opaque colours.
///
/// Text, pictures, gradients, patterns, filters, clipping, masks, transparency, scripts, animation and style sheets are refused with
/// their place and a hint. Definitions of such things that nothing uses, metadata and elements of other namespaces are passed over.
public struct SVGReader: Sendable {
    /// How large a drawing may be.
    public var limits: SVGLimits

    /// A reader with `limits`.
    public init(limits: SVGLimits = SVGLimits()) {
        self.limits = limits
    }

    /// What came of reading a drawing.
    public struct Result: Sendable {
        /// The drawing.
        public let drawing: Drawing
        /// What deserves a look: shapes that stand out of the frame.
        public let warnings: [Diagnostic]
    }

    /// The drawing in `bytes`; `file` is the name that positions carry. Throws `svg` with every fault that was found.
    public func read(_ bytes: [UInt8], file: String) throws(GraphicsError) -> Result {
        try read(SourceText(file: file, bytes: bytes))
    }

    /// The drawing in `source`. Throws `svg` with every fault that was found.
    public func read(_ source: SourceText) throws(GraphicsError) -> Result {
        var xmlLimits = XMLLimits()
        xmlLimits.bytes = limits.bytes
        xmlLimits.depth = min(256, limits.depth)
        let document: XMLDocument
        do throws(XMLError) {
            document = try XMLParser(limits: xmlLimits).parse(source)
        } catch {
            throw .svg([error.diagnostic])
        }
        return try read(document.root)
    }

    /// The drawing that the element `root` (`svg`) is, as it stands in a file of its own or in another document. Throws `svg`.
    public func read(_ root: XMLElement) throws(GraphicsError) -> Result {
        let builder = SVGBuilder(limits: limits)
        let drawing = builder.drawing(root)
        guard let drawing, builder.problems.list.isEmpty else { throw .svg(builder.problems.list.sortedForPrinting()) }
        return Result(drawing: drawing, warnings: builder.problems.warnings.sortedForPrinting())
    }
}

/// What is wrong with a drawing, as it is found.
final class SVGProblems {
    private static let most = 100
    private(set) var list: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []

    /// Whether there are so many that looking for more is of no use.
    var isFull: Bool { list.count >= Self.most }

    /// A fault of an element.
    func add(_ element: XMLElement, _ words: String, hint: String? = nil) {
        add(Diagnostic(.error, words, at: element.position, length: element.nameLength, hint: hint))
    }

    /// A fault of an attribute's value, or of the bytes `range` of it.
    func add(_ attribute: XMLAttribute, _ range: Range<Int>? = nil, _ words: String, hint: String? = nil) {
        let (position, length) = attribute.span(ofUTF8Range: range ?? 0..<attribute.value.utf8.count)
        add(Diagnostic(.error, words, at: position, length: max(1, length), hint: hint))
    }

    /// A fault of an attribute's value from the byte `offset` on.
    func add(_ attribute: XMLAttribute, at offset: Int, _ words: String) {
        add(Diagnostic(.error, words, at: attribute.position(atUTF8Offset: offset), length: 1))
    }

    /// Something that deserves a look.
    func warn(_ element: XMLElement, _ words: String, hint: String) {
        guard warnings.count < Self.most else { return }
        warnings.append(Diagnostic(.warning, words, at: element.position, length: element.nameLength, hint: hint))
    }

    private func add(_ diagnostic: Diagnostic) {
        if !isFull { list.append(diagnostic) }
    }
}
