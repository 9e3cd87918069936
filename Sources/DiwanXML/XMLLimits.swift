/// How large an XML file may be. None may be lifted beyond what libxml2 itself allows.
public struct XMLLimits: Sendable {
    /// Bytes in the file.
    public var bytes = 16 << 20
    /// Elements within one another, the root included; at most 256.
    public var depth = 256
    /// Elements, texts and attributes in all.
    public var nodes = 1_000_000
    /// Attributes and namespace declarations of one element.
    public var attributes = 128
    /// Namespace declarations in scope at once.
    public var namespaces = 32

    /// The limits for templates.
    public init() {}
}
