internal import DiwanBytes

/// Changes of a file that will be appended to it: new states of its objects, and new objects.
struct PDFUpdate {
    let file: PDFFile
    var writer: PDFFileWriter
    /// The new values, by the numbers of objects.
    private var values: [Int: PDFValue] = [:]

    init(_ file: PDFFile, deflater: Deflater) {
        self.file = file
        writer = PDFFileWriter(updating: file, deflater: deflater)
    }

    /// What `value` is now, or what it refers to.
    func resolve(_ value: PDFValue?) throws(PDFError) -> PDFValue {
        guard case .reference(let number) = value else { return value ?? .null }
        if let changed = values[number] { return changed }
        return try file.object(number)
    }

    /// The entries of the dictionary `number` as they are now. Streams are not changed.
    func entries(_ number: Int) throws(PDFError) -> [String: PDFValue] {
        guard case .dictionary(let entries) = try resolve(.reference(number)) else { throw .malformed(.structure, offset: 0) }
        return entries
    }

    /// Gives the object `number` a new value.
    mutating func set(_ number: Int, _ value: PDFValue) {
        values[number] = value
    }

    /// Gives an entry of the dictionary `number` a new value.
    mutating func set(_ number: Int, _ key: String, _ value: PDFValue) throws(PDFError) {
        var entries = try entries(number)
        entries[key] = value
        values[number] = .dictionary(entries)
    }

    /// A new object.
    mutating func add(_ value: PDFValue) -> Int {
        let number = writer.reserve().number
        values[number] = value
        return number
    }

    /// Appends to the array that is an entry of the dictionary `number`, or that it refers to. What is no array becomes its first element.
    mutating func append(_ element: PDFValue, to key: String, of number: Int) throws(PDFError) {
        let entry = try entries(number)[key]
        let held = try resolve(entry)
        if case .array(let elements) = held {
            if let array = entry?.referenceNumber {
                values[array] = .array(elements + [element])
            } else {
                try set(number, key, .array(elements + [element]))
            }
        } else {
            try set(number, key, .array((entry.map { [$0] } ?? []) + [element]))
        }
    }

    /// The number of the dictionary that is an entry of the dictionary `number`. One that stands there itself becomes an object of its own, and
    /// one that is missing is made with `initial`.
    mutating func dictionary(_ key: String, of number: Int, initial: [String: PDFValue] = [:]) throws(PDFError) -> Int {
        let entry = try entries(number)[key]
        if let known = entry?.referenceNumber {
            _ = try entries(known)
            return known
        }
        guard case .dictionary(let entries) = entry ?? .dictionary(initial) else { throw .malformed(.structure, offset: 0) }
        let made = add(.dictionary(entries))
        try set(number, key, .reference(made))
        return made
    }

    /// Writes the new values, in the order of their numbers.
    mutating func writeValues() {
        for number in values.keys.sorted() {
            guard let value = values[number] else { continue }
            writer.write(ObjectReference(number: number)) { $0.value(value, generations: file.generations) }
        }
        values = [:]
    }
}
