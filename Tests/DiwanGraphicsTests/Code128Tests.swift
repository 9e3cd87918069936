import DiwanDocument
import DiwanGraphics
import DiwanTestSupport
import Testing

@Suite("Code 128")
struct Code128Tests {
    private func image(_ code: Code128) -> RasterImage {
        let modules = code.moduleCount + 2 * Code128.quietZone
        let size = Size(width: .points(modules), height: .points(30))
        return picture(code.path(size: size), module: .points(1), width: modules, height: 30, scale: 2)
    }

    @Test("Random text of every kind is read by ZBar", arguments: 0..<80)
    func scannedBack(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let alphabets: [ClosedRange<UInt8>] = [0x30...0x39, 0x20...0x7E, 0x41...0x5A, 0x01...0x1F, 0x60...0x7F]
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let range = alphabets.randomElement(using: &random)!
            bytes += (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt8.random(in: range, using: &random) }
        }
        let code = try Code128(String(decoding: bytes, as: UTF8.self))
        #expect(try scanned(image(code), "code128") == bytes)
    }

    @Test("Every character, and every pair of digits, is read back")
    func everyCharacter() throws {
        for start in stride(from: 0, to: 128, by: 16) {
            let bytes = (start..<start + 16).map { UInt8($0) }
            #expect(try scanned(image(try Code128(String(decoding: bytes, as: UTF8.self))), "code128") == bytes)
        }
        for start in stride(from: 0, to: 100, by: 20) {
            let text = (start..<start + 20).map { ($0 < 10 ? "0" : "") + String($0) }.joined()
            let code = try Code128(text)
            #expect(code.values.count == 23)
            #expect(try scanned(image(code), "code128") == Array(text.utf8))
        }
    }

    /// The fewest symbols for a text, start character included, found by trying every way.
    private func fewestSymbols(_ text: [UInt8]) -> Int {
        var best = Int.max
        func allows(_ set: Int, _ byte: UInt8) -> Bool { set == 0 ? byte < 96 : byte >= 32 && byte < 128 }
        func search(_ place: Int, _ set: Int, _ symbols: Int, mayChange: Bool) {
            guard symbols < best else { return }
            if place == text.count {
                best = symbols
                return
            }
            if set < 2 {
                if allows(set, text[place]) { search(place + 1, set, symbols + 1, mayChange: true) }
                if allows(1 - set, text[place]) { search(place + 1, set, symbols + 2, mayChange: true) }
            } else if place + 1 < text.count, text[place...place + 1].allSatisfy({ 0x30...0x39 ~= $0 }) {
                search(place + 2, set, symbols + 1, mayChange: true)
            }
            if mayChange { for other in 0..<3 where other != set { search(place, other, symbols + 1, mayChange: false) } }
        }
        for set in 0..<3 { search(0, set, 1, mayChange: false) }
        return best
    }

    @Test("Code sets are changed with the fewest symbols", arguments: 0..<200)
    func switching(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(500 + seed))
        var bytes: [UInt8] = []
        while bytes.count < 12 {
            let range: ClosedRange<UInt8> = [0x30...0x39, 0x41...0x43, 0x61...0x63, 0x01...0x03].randomElement(using: &random)!
            bytes += (0..<Int.random(in: 1...6, using: &random)).map { _ in UInt8.random(in: range, using: &random) }
        }
        let code = try Code128(String(decoding: bytes, as: UTF8.self))
        #expect(code.values.count == fewestSymbols(bytes) + 2)
    }

    @Test("Symbol characters have the shape that the standard gives them")
    func shapes() throws {
        // A well-known example: 104 + 48 + 2 · 42 + 3 · 42 + 4 · 17 + 5 · 18 + 6 · 19 + 7 · 35 = 8 · 103 + 55.
        #expect(try Code128("PJJ123C").values == [104, 48, 42, 42, 17, 18, 19, 35, 55, 106])
        let code = try Code128("0123456789")
        #expect(code.values == [105, 1, 23, 45, 67, 89, (105 + 1 + 46 + 135 + 268 + 445) % 103, 106])
        #expect(code.widths.count == 6 * code.values.count + 1)
        #expect(code.widths.reduce(0, +) == code.moduleCount)
        for start in stride(from: 0, to: code.widths.count - 1, by: 6) {
            let widths = code.widths[start..<start + 6]
            #expect(widths.reduce(0, +) == 11 && widths.allSatisfy { 1...4 ~= $0 })
        }
        #expect(code.widths.prefix(6) == [2, 1, 1, 2, 3, 2])
        #expect(code.widths.suffix(7) == [2, 3, 3, 1, 1, 1, 2])
    }

    @Test("What the symbology has no symbol for, nothing, and too much are refused")
    func refused() {
        func error(_ text: String) -> GraphicsError? {
            do throws(GraphicsError) {
                _ = try Code128(text)
                return nil
            } catch {
                return error
            }
        }
        #expect(error("ab\u{80}") == .code128Character("\u{80}", index: 2))
        #expect(error("قرار") == .code128Character("ق", index: 0))
        #expect(error("") == .code128Length(count: 0, allowed: 100))
        #expect(error(String(repeating: "a", count: 97)) == nil)
        #expect(error(String(repeating: "a", count: 98)) == .code128Length(count: 101, allowed: 100))
        #expect(error(String(repeating: "1", count: 194)) == nil)
        #expect(error(String(repeating: "1", count: 100_000)) == .code128Length(count: 50_000, allowed: 100))
    }
}
