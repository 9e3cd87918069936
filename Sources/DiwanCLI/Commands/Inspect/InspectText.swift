import DiwanUnicode

extension Command {
    /// `diwan inspect bidi`.
    static let inspectBidi = Command(
        name: "bidi", summary: "the levels and the visual order of a paragraph (UAX #9)",
        details: [
            "In: the paragraph's direction (L, R, or A for automatic) and its characters in hexadecimal: A 5D0 20 61.",
            "Out: paragraph level;levels;visual order, with spaces within the parts. A character that rule X9 removes has the level x.",
        ]
    ) { _, console throws(CommandFailure) in
        var characters: [Unicode.Scalar] = []
        try LineStream(path: "-", console: console).forEachLine { line, output throws(CommandFailure) in
            guard let first = line.first, line.count == 1 || line[1] == 0x20 else {
                throw .arguments("the line begins with L, R or A and a space")
            }
            let direction: BidiParagraph.Direction =
                switch first {
                case UInt8(ascii: "L"): .leftToRight
                case UInt8(ascii: "R"): .rightToLeft
                case UInt8(ascii: "A"): .automatic
                default: throw .arguments("the direction is L, R or A")
                }
            try readHexadecimal(line, from: 1, into: &characters)
            let paragraph = BidiParagraph(text: characters, direction: direction)
            let levels = paragraph.lineLevels(0..<characters.count)
            output.append(decimal: Int(paragraph.baseLevel))
            output.append(UInt8(ascii: ";"))
            for (index, level) in levels.enumerated() {
                if index > 0 { output.append(0x20) }
                if level == BidiParagraph.removedLevel {
                    output.append(UInt8(ascii: "x"))
                } else {
                    output.append(decimal: Int(level))
                }
            }
            output.append(UInt8(ascii: ";"))
            output.append(decimals: BidiParagraph.visualOrder(levels))
            output.append(0x0A)
        }
        return .done
    }

    /// `diwan inspect breaks`.
    static let inspectBreaks = Command(
        name: "breaks", summary: "where a line may end (UAX #14)",
        details: [
            "In: characters in hexadecimal: 633 644 20 61.",
            "Out: the offsets, in characters, at which a line may end, the end of the text included, with spaces between them.",
        ]
    ) { _, console throws(CommandFailure) in
        let breaker = LineBreaker()
        var characters: [Unicode.Scalar] = []
        try LineStream(path: "-", console: console).forEachLine { line, output throws(CommandFailure) in
            try readHexadecimal(line, from: 0, into: &characters)
            output.append(decimals: breaker.opportunities(in: characters).map(\.offset))
            output.append(0x0A)
        }
        return .done
    }

    /// Reads code points in hexadecimal, separated by spaces, from the byte `start` of a line.
    static func readHexadecimal(
        _ line: UnsafeBufferPointer<UInt8>, from start: Int, into characters: inout [Unicode.Scalar]
    ) throws(CommandFailure) {
        characters.removeAll(keepingCapacity: true)
        var index = start
        while index < line.count {
            if line[index] == 0x20 {
                index += 1
                continue
            }
            var value: UInt32 = 0
            let begin = index
            while index < line.count, line[index] != 0x20 {
                let byte = line[index]
                let digit: UInt8
                switch byte {
                case 0x30...0x39: digit = byte - 0x30
                case 0x41...0x46: digit = byte - 0x37
                case 0x61...0x66: digit = byte - 0x57
                default: throw .arguments("column \(index + 1) is no hexadecimal digit")
                }
                value = value << 4 | UInt32(digit)
                index += 1
                if index - begin > 6 { throw .arguments("column \(begin + 1) is no code point") }
            }
            guard let scalar = Unicode.Scalar(value) else { throw .arguments("column \(begin + 1) is no code point") }
            characters.append(scalar)
        }
    }
}

extension [UInt8] {
    /// Appends `number` in decimal.
    mutating func append(decimal number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = count
        repeat {
            append(UInt8(0x30 + rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }

    /// Appends `numbers` in decimal with spaces between them.
    mutating func append(decimals numbers: [Int]) {
        for (index, number) in numbers.enumerated() {
            if index > 0 { append(0x20) }
            append(decimal: number)
        }
    }
}
