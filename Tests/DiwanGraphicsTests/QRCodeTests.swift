import DiwanDocument
import DiwanGraphics
import DiwanTestSupport
import Testing

@Suite("QR codes")
struct QRCodeTests {
    /// A row of the standard's table of capacities.
    struct Capacity: CustomTestStringConvertible {
        var version: Int
        var level: QRCode.ErrorCorrection
        var codewords: Int
        var numeric: Int
        var alphanumeric: Int
        var bytes: Int

        var testDescription: String { "\(version)-\(level)" }

        /// Every row; none when the file cannot be read, which a test tells.
        static let all = (try? read()) ?? []

        private static func read() throws -> [Capacity] {
            let file = try readFile("\(Repository.root())/Tests/DiwanGraphicsTests/Vectors/qr-capacities.txt")
            return String(decoding: file, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                let words = line.split(separator: " ")
                let numbers = words.enumerated().map { $0.offset == 1 ? 0 : Int($0.element)! }
                let level: QRCode.ErrorCorrection = ["L": .low, "M": .medium, "Q": .quartile, "H": .high][words[1]]!
                return Capacity(
                    version: numbers[0], level: level, codewords: numbers[2], numeric: numbers[3], alphanumeric: numbers[4],
                    bytes: numbers[5])
            }
        }
    }

    private func image(_ code: QRCode) -> RasterImage {
        let modules = code.size + 2 * QRCode.quietZone
        return picture(code.path(side: .points(modules)), module: .points(1), width: modules, height: modules, scale: 4)
    }

    private func text(_ alphabet: String, _ count: Int, _ random: inout SeededGenerator) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters.randomElement(using: &random)! })
    }

    @Test("There is a row for every version and level")
    func table() {
        #expect(Capacity.all.count == 160)
        #expect(Capacity.all.last?.bytes == 1_273)
    }

    @Test("A full symbol of every version and level is read by ZBar, and one character more does not fit", arguments: Capacity.all)
    func everyVersion(_ capacity: Capacity) throws {
        var random = SeededGenerator(seed: UInt64(capacity.codewords))
        let digits = "0123456789"
        let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        // Alphabets without the characters of denser modes, so that no other mode can save anything.
        let bytes = text("abcdefghijklmnopqrstuvwxyz!\"#&'(),;<=>?@[]^_{|}~", capacity.bytes + 1, &random)
        let letters = text(capitals, capacity.alphanumeric + 1, &random)
        let numbers = text(digits, capacity.numeric + 1, &random)
        for (index, text) in [bytes, letters, numbers].enumerated() {
            #expect(throws: GraphicsError.self) {
                try QRCode(text, errorCorrection: capacity.level, versions: capacity.version...capacity.version)
            }
            let full = String(text.dropLast())
            let code = try QRCode(full, errorCorrection: capacity.level)
            #expect(code.version == capacity.version && code.errorCorrection == capacity.level)
            #expect(code.size == 17 + 4 * capacity.version)
            // One kind is read back: each in its turn, and all of them in small symbols.
            guard capacity.version <= 5 || (capacity.version + Int(capacity.level.rawValue)) % 3 == index else { continue }
            #expect(try scanned(image(code), "qrcode") == Array(full.utf8))
        }
    }

    @Test("Mixed text of every kind is read back", arguments: 0..<60)
    func mixed(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let alphabets = ["0123456789", "ABCDEFGHIJ0123 $%*+-./:", "abcxyz,;#", "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ٠١٢٣ ", "é€漢字🙂"]
        var string = ""
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            string += text(alphabets.randomElement(using: &random)!, Int.random(in: 1...30, using: &random), &random)
        }
        let level = QRCode.ErrorCorrection.allCases.randomElement(using: &random)!
        let code = try QRCode(string, errorCorrection: level)
        #expect(try scanned(image(code), "qrcode") == Array(string.utf8))
    }

    @Test("Every mask is chosen for some text")
    func masks() throws {
        #expect(Set(try (0..<200).map { try QRCode("text \($0)").mask }) == Set(0...7))
    }

    /// The bits of the best segmentation, found by trying every segment in every mode.
    private func fewestBits(_ text: [UInt8], _ counts: [Int]) -> Int {
        func cost(_ mode: Int, _ length: Int) -> Int {
            4 + counts[mode] + [length / 3 * 10 + [0, 4, 7][length % 3], length / 2 * 11 + length % 2 * 6, 8 * length][mode]
        }
        func allows(_ mode: Int, _ byte: UInt8) -> Bool {
            switch mode {
            case 0: (0x30...0x39).contains(byte)
            case 1: Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8).contains(byte)
            default: true
            }
        }
        var best = [0] + [Int](repeating: .max, count: text.count)
        for start in text.indices {
            for mode in 0..<3 {
                for end in start..<text.count {
                    guard allows(mode, text[end]) else { break }
                    best[end + 1] = min(best[end + 1], best[start] + cost(mode, end + 1 - start))
                }
            }
        }
        return best[text.count]
    }

    @Test("Modes are mixed with the fewest bits", arguments: 0..<300)
    func segmentation(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(1_000 + seed))
        var string = ""
        // 60 characters never fit into version 1 with its 152 bits, and only just or not into versions 10 and 27 at their highest level.
        while string.count < 600 {
            string += text(["0123456789", "ABC", "abc"].randomElement(using: &random)!, Int.random(in: 1...12, using: &random), &random)
        }
        for (version, count, counts) in [(1, 60, [10, 9, 8]), (10, 420, [12, 11, 16]), (26, 600, [12, 11, 16])] {
            let part = String(string.prefix(count))
            let bits = fewestBits(Array(part.utf8), counts)
            do throws(GraphicsError) {
                _ = try QRCode(part, errorCorrection: .high, versions: version...version)
                #expect(version > 1)
            } catch {
                guard case .qrTooLong(bits, _) = error else {
                    Issue.record("\(error), not \(bits) bits")
                    return
                }
            }
        }
    }

    @Test("Text beyond any symbol is refused with a lower bound of its bits")
    func tooLong() {
        #expect(throws: GraphicsError.qrTooLong(bits: 23_652, allowed: 23_648)) {
            try QRCode(String(repeating: "7", count: 7_090), errorCorrection: .low)
        }
        #expect(throws: GraphicsError.qrTooLong(bits: 4 + 8 + 8 * 8, allowed: 72)) {
            try QRCode("abcdefgh", errorCorrection: .high, versions: 1...1)
        }
    }

    @Test("The outline has each dark module once and nothing else")
    func outline() throws {
        let code = try QRCode("https://example.org/verify?d=1447-123&h=8FA2C4", errorCorrection: .quartile)
        let modules = code.size + 2 * QRCode.quietZone
        var count = [[Int]](repeating: [Int](repeating: 0, count: modules), count: modules)
        for rectangle in rectangles(code.path(side: .points(modules))) {
            for y in rectangle.top.rawValue / 65_536..<rectangle.bottom.rawValue / 65_536 {
                for x in rectangle.left.rawValue / 65_536..<rectangle.right.rawValue / 65_536 { count[Int(y)][Int(x)] += 1 }
            }
        }
        for y in 0..<modules {
            for x in 0..<modules {
                let (column, row) = (x - QRCode.quietZone, y - QRCode.quietZone)
                let isInside = (0..<code.size).contains(column) && (0..<code.size).contains(row)
                #expect(count[y][x] == (isInside && code[column, row] ? 1 : 0))
            }
        }
    }
}
