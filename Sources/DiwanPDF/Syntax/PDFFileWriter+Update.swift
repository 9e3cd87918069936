internal import DiwanBytes

/// The end of what is appended to a file (ISO 32000-1, 7.5.6).
extension PDFFileWriter {
    /// Ends an update and gives its bytes, without those of the file before. The cross-reference is of the kind that the file has; the first
    /// part of the identifier stays, the second is new (14.4). Traps when a reserved object is missing.
    mutating func finishUpdate() -> [UInt8] {
        guard let base else { preconditionFailure("a new file is no update") }
        let own = fingerprint.finalized()
        let first = base.trailer["ID"]?.elements?.first?.stringBytes ?? own
        let isStream = base.newestSection.isStream
        let table = isStream ? reserve() : nil
        let start = length
        var rows = replaced.map { (number: $0.key, offset: $0.value, generation: base.generations[$0.key] ?? 0) }
        for (number, place) in places.takeSection() {
            guard case .offset(let offset) = place.kind else { preconditionFailure("an update has no object streams") }
            rows.append((number, offset, 0))
        }
        if let table { rows.append((table.number, start, 0)) }
        rows.sort { $0.number < $1.number }
        let size = places.count + 1
        func trailerEntries(_ dictionary: inout ObjectWriter) {
            dictionary.integer("/Size", size)
            for (key, name) in [("Root", "/Root"), ("Info", "/Info")] as [(String, StaticString)] {
                guard let value = base.trailer[key] else { continue }
                dictionary.bytes.append(ascii: name)
                dictionary.bytes.append(UInt8(ascii: " "))
                dictionary.value(value, generations: base.generations)
            }
            dictionary.integer("/Prev", base.newestSection.offset)
            dictionary.array("/ID") { array in
                array.bytes.append(hexString: first)
                array.bytes.append(hexString: own)
            }
        }
        if let table {
            var data: [UInt8] = []
            for row in rows {
                data.append(1)
                data.appendUInt32(UInt32(row.offset))
                data.appendUInt16(UInt16(row.generation))
            }
            writeStream(table, encoded: data) { dictionary in
                dictionary.name("/Type", "/XRef")
                dictionary.array("/W") { array in for width in [1, 4, 2] { array.element(width) } }
                dictionary.array("/Index") { array in
                    for run in Self.runs(rows.map(\.number)) {
                        array.element(run.lowerBound)
                        array.element(run.count)
                    }
                }
                trailerEntries(&dictionary)
            }
        } else {
            file.bytes.append(ascii: "xref\n")
            var row = 0
            for run in Self.runs(rows.map(\.number)) {
                file.bytes.append(integer: run.lowerBound)
                file.bytes.append(UInt8(ascii: " "))
                file.bytes.append(integer: run.count)
                file.bytes.append(UInt8(ascii: "\n"))
                for _ in run {
                    appendRow(rows[row].offset, rows[row].generation)
                    row += 1
                }
            }
            file.bytes.append(ascii: "trailer\n")
            file.dictionary { trailerEntries(&$0) }
            file.bytes.append(UInt8(ascii: "\n"))
        }
        precondition(places.areComplete, "an object was reserved and not written")
        file.bytes.append(ascii: "startxref\n")
        file.bytes.append(integer: start)
        file.bytes.append(ascii: "\n%%EOF\n")
        return file.bytes
    }

    /// Ascending numbers as runs without gaps.
    private static func runs(_ numbers: [Int]) -> [Range<Int>] {
        numbers.reduce(into: []) { runs, number in
            if let last = runs.last, last.upperBound == number {
                runs[runs.count - 1] = last.lowerBound..<number + 1
            } else {
                runs.append(number..<number + 1)
            }
        }
    }
}
