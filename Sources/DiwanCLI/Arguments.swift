/// The arguments of one command, parsed.
struct Arguments: Sendable {
    /// The values without a name, in order.
    var operands: [String] = []
    /// The values of each option by its long name; an option without a value has an empty text for each time that it stands there.
    var values: [String: [String]] = [:]

    /// Whether the option `name` was given.
    func has(_ name: String) -> Bool {
        values[name] != nil
    }

    /// The value of the option `name`, the last when there are several.
    func value(_ name: String) -> String? {
        values[name]?.last
    }

    /// All values of the option `name`, in order.
    func all(_ name: String) -> [String] {
        values[name] ?? []
    }
}
