public import DiwanDiagnostics

/// A JSON value with its place in the source.
public struct JSONValue: Sendable {
    /// What the value is.
    public let kind: Kind
    /// The byte offset of its first byte in the source.
    public let offset: Int
    /// The byte offset just after its last byte.
    public let end: Int

    /// The six kinds of JSON values (RFC 8259, 3).
    public enum Kind: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A number as written, never rounded: `-1.50e3`.
        case number(String)
        /// A string with escapes resolved.
        case string(String)
        /// An array.
        case array([JSONValue])
        /// An object, its members in the order of the source, each name once.
        case object([JSONMember])
    }

    init(_ kind: Kind, offset: Int, end: Int) {
        self.kind = kind
        self.offset = offset
        self.end = end
    }

    /// The member `name` of an object; nil for other kinds.
    public subscript(name: String) -> JSONValue? { member(name)?.value }

    /// The member `name` of an object with its own place; nil for other kinds.
    public func member(_ name: String) -> JSONMember? {
        guard case .object(let members) = kind else { return nil }
        return members.first { $0.name == name }
    }

    /// The members of an object, in order; nil for other kinds.
    public var members: [JSONMember]? { if case .object(let members) = kind { members } else { nil } }
    /// The elements of an array; nil for other kinds.
    public var elements: [JSONValue]? { if case .array(let elements) = kind { elements } else { nil } }
    /// The text of a string; nil for other kinds.
    public var string: String? { if case .string(let string) = kind { string } else { nil } }
    /// A number as written; nil for other kinds.
    public var number: String? { if case .number(let number) = kind { number } else { nil } }
    /// The truth of a boolean; nil for other kinds.
    public var boolean: Bool? { if case .boolean(let boolean) = kind { boolean } else { nil } }
    /// Whether it is `null`.
    public var isNull: Bool { if case .null = kind { true } else { false } }

    /// A number without fraction or exponent that fits in `Int`; nil otherwise.
    public var integer: Int? { number.flatMap { Int($0) } }

    /// The place of its first character in `source`, which must be the text it was read from.
    public func position(in source: SourceText) -> SourcePosition { source.position(at: offset) }
}

/// A member of a JSON object.
public struct JSONMember: Sendable {
    /// The name, with escapes resolved.
    public let name: String
    /// The byte offset of the name's opening quotation mark in the source.
    public let nameOffset: Int
    /// The value.
    public let value: JSONValue

    /// The place of the name in `source`, which must be the text it was read from.
    public func namePosition(in source: SourceText) -> SourcePosition { source.position(at: nameOffset) }
}

extension JSONValue: Equatable {
    /// Equal content in equal order; places do not count, and numbers are equal when written alike.
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a.kind, b.kind) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.number(let left), .number(let right)), (.string(let left), .string(let right)):
            left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.count == right.count
                && zip(left, right).allSatisfy { $0.name.utf8.elementsEqual($1.name.utf8) && $0.value == $1.value }
        default: false
        }
    }
}

extension JSONValue {
    /// `null`, made by the program and so without a place.
    public static var null: JSONValue { JSONValue(.null, offset: 0, end: 0) }
    /// A boolean made by the program.
    public static func boolean(_ value: Bool) -> JSONValue { JSONValue(.boolean(value), offset: 0, end: 0) }
    /// A whole number made by the program.
    public static func integer(_ value: Int) -> JSONValue { JSONValue(.number(String(value)), offset: 0, end: 0) }
    /// A number made by the program from decimal text, which must be a JSON number (RFC 8259, 6).
    public static func number(_ decimal: String) -> JSONValue {
        precondition(JSONParser.isNumber(decimal), "not a JSON number")
        return JSONValue(.number(decimal), offset: 0, end: 0)
    }
    /// A string made by the program.
    public static func string(_ value: String) -> JSONValue { JSONValue(.string(value), offset: 0, end: 0) }
    /// An array made by the program.
    public static func array(_ elements: [JSONValue]) -> JSONValue { JSONValue(.array(elements), offset: 0, end: 0) }
    /// An object made by the program, its members written in this order; each name may stand once.
    public static func object(_ members: [(name: String, value: JSONValue)]) -> JSONValue {
        JSONValue(.object(members.map { JSONMember(name: $0.name, nameOffset: 0, value: $0.value) }), offset: 0, end: 0)
    }
}
