public import DiwanData

/// Values given one by one, as `req.no=12` on a command line or in the columns of a table.
public enum RecordInput {
    /// Why a value could not be put in its place.
    public enum Fault: Error, Hashable, Sendable {
        /// The path is not names with dots or slashes between them, each with at most one `[n]` after it.
        case path(String)
        /// The path goes through a value that is no group, or through a place far beyond a list's end.
        case place(String)
    }

    /// `data` with the text `value` at `path`: `req.no`, `req/no`, `reason[2]`, `family[1].name`. Groups and lists that are missing are made;
    /// a value that is there is replaced. An empty text takes the value away. What the text means is for the field's type to say.
    public static func set(_ value: String, at path: String, in data: JSONValue) throws(Fault) -> JSONValue {
        return try put(value.isEmpty ? .null : .string(value), at: try steps(path)[...], in: data, path)
    }

    /// The steps of a path, at least one.
    static func steps(_ path: String) throws(Fault) -> [Step] {
        var steps: [Step] = []
        for part in path.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "." || $0 == "/" }) {
            var name = part
            var index: Int?
            if let open = part.firstIndex(of: "["), part.hasSuffix("]") {
                name = part[..<open]
                guard let number = Int(part[part.index(after: open)...].dropLast()), (1...100_000).contains(number) else {
                    throw .path(path)
                }
                index = number
            }
            guard AttributeValue.isName(String(name)) else { throw .path(path) }
            steps.append(.member(String(name)))
            if let index { steps.append(.element(index)) }
        }
        if steps.isEmpty { throw .path(path) }
        return steps
    }

    /// A step of a path.
    enum Step {
        case member(String)
        case element(Int)
    }

    private static func put(_ value: JSONValue, at steps: ArraySlice<Step>, in data: JSONValue, _ path: String) throws(Fault) -> JSONValue {
        guard let step = steps.first else { return value }
        switch step {
        case .member(let name):
            guard data.isNull || data.members != nil else { throw .place(path) }
            var members = (data.members ?? []).map { (name: $0.name, value: $0.value) }
            if let index = members.firstIndex(where: { $0.name == name }) {
                members[index].value = try put(value, at: steps.dropFirst(), in: members[index].value, path)
            } else {
                members.append((name, try put(value, at: steps.dropFirst(), in: .null, path)))
            }
            return .object(members)
        case .element(let number):
            guard data.isNull || data.elements != nil else { throw .place(path) }
            var elements = data.elements ?? []
            guard number <= elements.count + 1 else { throw .place(path) }
            if number > elements.count { elements.append(.null) }
            elements[number - 1] = try put(value, at: steps.dropFirst(), in: elements[number - 1], path)
            return .array(elements)
        }
    }
}
