/// The signatures of a file.
extension PDFFile {
    /// More signatures than this are not compared with what followed them.
    private static let mostSignatures = 64

    /// The signatures that fields of the file hold, in the order in which they were made, with what was changed after each.
    public func signatures() throws(PDFError) -> [PDFSignature] {
        let certification = try certification()
        var found: [(signature: PDFSignature, state: PDFFile?)] = []
        for field in try signatureFields() {
            guard let number = field.signature else { continue }
            found.append(try read(field.name, number, permission: certification?.signature == number ? certification?.permission : nil))
        }
        guard found.count <= Self.mostSignatures else { throw .tooLarge(limit: Self.mostSignatures) }
        found.sort { ($0.signature.covered?.after.upperBound ?? .max) < ($1.signature.covered?.after.upperBound ?? .max) }
        // Each state of the file is compared with the next; a signature has all that follows it.
        let states = found.compactMap(\.state)
        var steps: [[PDFChange]] = []
        for (index, state) in states.enumerated() {
            let next = index + 1 < states.count ? states[index + 1] : self
            steps.append(state.bytes.count == next.bytes.count ? [] : try Self.changes(state, next))
        }
        var step = 0
        return found.map { entry in
            guard entry.state != nil else { return entry.signature }
            var signature = entry.signature
            for changes in steps[step...] {
                for change in changes where !signature.changes.contains(change) { signature.changes.append(change) }
            }
            step += 1
            return signature
        }
    }

    /// Whether this file is `earlier`, byte for byte, with signatures after it and nothing else.
    public func isSigned(since earlier: PDFFile) throws(PDFError) -> Bool {
        guard bytes.count > earlier.bytes.count, bytes.starts(with: earlier.bytes) else { return false }
        return try Self.changes(earlier, self).allSatisfy { change in
            switch change {
            case .signed, .timestamped, .newSignatureField, .validationData, .changeDate: true
            default: false
            }
        }
    }

    private static func changes(_ state: PDFFile, _ next: PDFFile) throws(PDFError) -> [PDFChange] {
        var comparison = try PDFComparison(state, next)
        return try comparison.changes()
    }

    /// The signature `number`, and the state of the file that it covers, if nothing is wrong with that.
    private func read(_ field: String, _ number: Int, permission: DocumentPermission?) throws(PDFError) -> (PDFSignature, PDFFile?) {
        let entries = try dictionary(.reference(number)) ?? [:]
        let form = try resolve(entries["SubFilter"]).name ?? ""
        let value = try resolve(entries["Contents"]).stringBytes
        var faults: [PDFSignature.Fault] = value == nil ? [.value] : []
        var numbers: [Int] = []
        for element in try resolve(entries["ByteRange"]).elements ?? [] { numbers.append(try resolve(element).integer ?? -1) }
        let covered = Self.covered(numbers, count: bytes.count)
        var state: PDFFile?
        if let covered {
            if try hole(of: number) != covered.before.upperBound..<covered.after.lowerBound { faults.append(.hole) }
            if !endsState(covered.after.upperBound) { faults.append(.end) }
            if faults.isEmpty {
                state = signedState(covered.after.upperBound, number)
                if state == nil { faults.append(.state) }
            }
        } else {
            faults.append(.range)
        }
        let signature = PDFSignature(
            field: field, kind: form == "ETSI.RFC3161" ? .documentTimestamp : .signature, form: form,
            signer: try resolve(entries["Name"]).text, reason: try resolve(entries["Reason"]).text,
            location: try resolve(entries["Location"]).text, time: try resolve(entries["M"]).text, permission: permission,
            value: value ?? [], covered: covered, faults: faults, isFollowed: covered.map { $0.after.upperBound < bytes.count } ?? true)
        return (signature, state)
    }

    /// The two ranges, the first from the beginning of the file (12.8.1).
    private static func covered(_ numbers: [Int], count: Int) -> (before: Range<Int>, after: Range<Int>)? {
        guard numbers.count == 4, numbers[0] == 0, numbers.allSatisfy({ (0...count).contains($0) }), numbers[1] > 0,
            numbers[1] < numbers[2], numbers[3] > 0, numbers[3] <= count - numbers[2]
        else { return nil }
        return (0..<numbers[1], numbers[2]..<numbers[2] + numbers[3])
    }

    /// Where the value of the signature `number` stands, from `<` to `>`: in its dictionary, which is an object by itself and has each key once.
    private func hole(of number: Int) throws(PDFError) -> Range<Int>? {
        guard case .offset(let offset) = places[number] else { return nil }
        var parser = PDFParser(bytes, at: offset)
        guard try parser.value().integer == number, try parser.value().integer != nil else { return nil }
        try parser.expect("obj")
        let entries = try parser.entryPlaces()
        guard Set(entries.map(\.key)).count == entries.count, let value = entries.first(where: { $0.key == "Contents" })?.value else {
            return nil
        }
        // Nothing but digits in pairs within: no room for anything else.
        let inner = bytes[value].dropFirst().dropLast()
        guard bytes[value.lowerBound] == UInt8(ascii: "<"), inner.count % 2 == 0,
            inner.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return value
    }

    /// Whether a state of the file ends at `end`: with `%%EOF` and at most one end of line.
    private func endsState(_ end: Int) -> Bool {
        var tail = bytes[..<end].suffix(7)
        if tail.last == 0x0A { tail.removeLast() }
        if tail.last == 0x0D { tail.removeLast() }
        return tail.suffix(5).elementsEqual("%%EOF".utf8)
    }

    /// The file as it was when it was signed; `nil` when it cannot be read so, or the signature was elsewhere.
    private func signedState(_ end: Int, _ number: Int) -> PDFFile? {
        guard end < bytes.count else { return self }
        guard let state = try? PDFFile(Array(bytes[..<end])), state.places[number] == places[number],
            state.newestSection.offset < end, let fields = try? state.signatureFields(),
            fields.contains(where: { $0.signature == number })
        else { return nil }
        return state
    }
}
