/// An indirect object's number (ISO 32000-1, 7.3.10); its generation is always 0.
struct ObjectReference: Hashable, Comparable {
    var number: Int

    static func < (left: ObjectReference, right: ObjectReference) -> Bool { left.number < right.number }
}

/// Writes the parts of objects one after the other: dictionaries, arrays and what they hold (ISO 32000-1, 7.3).
struct ObjectWriter {
    var bytes: [UInt8] = []

    /// A dictionary with the entries that `body` writes (7.3.7).
    @inline(__always)
    mutating func dictionary(_ body: (inout ObjectWriter) -> Void) {
        bytes.append(ascii: "<<")
        body(&self)
        bytes.append(ascii: ">>")
    }

    /// An entry whose value is a dictionary.
    @inline(__always)
    mutating func dictionary(_ key: StaticString, _ body: (inout ObjectWriter) -> Void) {
        bytes.append(ascii: key)
        dictionary(body)
    }

    /// An entry whose value is an array of what `body` writes (7.3.6).
    @inline(__always)
    mutating func array(_ key: StaticString, _ body: (inout ObjectWriter) -> Void) {
        bytes.append(ascii: key)
        bytes.append(UInt8(ascii: "["))
        body(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    /// An entry whose value is a name; both with their slash.
    mutating func name(_ key: StaticString, _ value: StaticString) {
        bytes.append(ascii: key)
        bytes.append(ascii: value)
    }

    /// An entry whose value is a name that is not known beforehand, without its slash.
    mutating func name(_ key: StaticString, text value: String) {
        bytes.append(ascii: key)
        bytes.append(name: value)
    }

    /// An entry whose value is a whole number.
    mutating func integer(_ key: StaticString, _ value: Int) {
        bytes.append(ascii: key)
        bytes.append(UInt8(ascii: " "))
        bytes.append(integer: value)
    }

    /// An entry whose value is `value` / 1000.
    mutating func thousandths(_ key: StaticString, _ value: Int) {
        bytes.append(ascii: key)
        bytes.append(UInt8(ascii: " "))
        bytes.append(thousandths: value)
    }

    /// An entry whose value is true or false.
    mutating func boolean(_ key: StaticString, _ value: Bool) {
        bytes.append(ascii: key)
        bytes.append(ascii: value ? " true" : " false")
    }

    /// An entry whose value is a text string.
    mutating func text(_ key: StaticString, _ value: String) {
        bytes.append(ascii: key)
        bytes.append(textString: value)
    }

    /// An entry whose value is another object.
    mutating func reference(_ key: StaticString, _ value: ObjectReference) {
        bytes.append(ascii: key)
        bytes.append(UInt8(ascii: " "))
        reference(value)
    }

    /// An element that is another object, with a space after it.
    mutating func reference(_ value: ObjectReference) {
        bytes.append(integer: value.number)
        bytes.append(ascii: " 0 R")
    }

    /// An element that is another object in an array.
    mutating func element(_ value: ObjectReference) {
        reference(value)
        bytes.append(UInt8(ascii: " "))
    }

    /// An element that is a text string in an array.
    mutating func element(text value: String) {
        bytes.append(textString: value)
    }

    /// An element that is a whole number in an array.
    mutating func element(_ value: Int) {
        bytes.append(integer: value)
        bytes.append(UInt8(ascii: " "))
    }

    /// An element that is `value` / 1000 in an array.
    mutating func element(thousandths value: Int) {
        bytes.append(thousandths: value)
        bytes.append(UInt8(ascii: " "))
    }
}
