import CLibXML2

/// A path of child names, `a/b`, made ready for looking up in data trees.
public struct DataPath: Sendable, Hashable {
    /// The names, in order.
    public let names: [String]
    /// The names one after another, each ended by NUL.
    private let bytes: [UInt8]
    /// Where each name starts in `bytes`.
    private let starts: [Int]

    /// The path of `names`; no names mean the node itself.
    public init(names: [String]) {
        self.names = names
        var bytes: [UInt8] = []
        var starts: [Int] = []
        for name in names {
            precondition(!name.utf8.contains(0), "a name holds no NUL")
            starts.append(bytes.count)
            bytes.append(contentsOf: name.utf8)
            bytes.append(0)
        }
        self.bytes = bytes
        self.starts = starts
    }

    /// The path written as `a/b`; `.` means the node itself. Nil when a part is not a data name.
    public init?(_ path: String) {
        let names = path == "." ? [] : path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy(DataTree.isName) else { return nil }
        self.init(names: names)
    }

    /// The first node on the path.
    func first(from node: xmlNodePtr) -> xmlNodePtr? {
        if starts.count == 1 {
            return bytes.withUnsafeBufferPointer { DataPath.next(named: $0.baseAddress!, from: node.pointee.children) }
        }
        return bytes.withUnsafeBufferPointer { first(from: node, step: 0, $0) }
    }

    private func first(from node: xmlNodePtr, step: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> xmlNodePtr? {
        guard step < starts.count else { return node }
        let name = bytes.baseAddress! + starts[step]
        var child = DataPath.next(named: name, from: node.pointee.children)
        while let found = child {
            if let result = first(from: found, step: step + 1, bytes) { return result }
            child = DataPath.next(named: name, from: found.pointee.next)
        }
        return nil
    }

    /// Calls `body` with each node on the path, in document order.
    func each(from node: xmlNodePtr, _ body: (xmlNodePtr) -> Void) {
        bytes.withUnsafeBufferPointer { each(from: node, step: 0, $0, body) }
    }

    private func each(from node: xmlNodePtr, step: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ body: (xmlNodePtr) -> Void) {
        guard step < starts.count else { return body(node) }
        let name = bytes.baseAddress! + starts[step]
        var child = DataPath.next(named: name, from: node.pointee.children)
        while let found = child {
            each(from: found, step: step + 1, bytes, body)
            child = DataPath.next(named: name, from: found.pointee.next)
        }
    }

    /// The first element called `name` at or after `node`.
    private static func next(named name: UnsafePointer<UInt8>, from node: xmlNodePtr?) -> xmlNodePtr? {
        var sibling = node
        while let node = sibling {
            if node.pointee.type == XML_ELEMENT_NODE, let own = node.pointee.name, equal(own, name) { return node }
            sibling = node.pointee.next
        }
        return nil
    }

    private static func equal(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>) -> Bool {
        var index = 0
        while a[index] == b[index] {
            if a[index] == 0 { return true }
            index += 1
        }
        return false
    }
}
