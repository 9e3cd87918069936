import DiwanBytes
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// The index: a dictionary on disk.
struct KeyIndexTests {
    private let root = [UInt8](repeating: 7, count: 32)

    private func read(_ file: [UInt8]) -> KeyIndex? { IndexFile(file).flatMap { KeyIndex($0) { found, _ in found == root } } }

    @Test("What was put in is found, in memory, after writing, and after writing over and over, as a dictionary has it")
    func asADictionary() throws {
        var generator = SeededGenerator(seed: 11)
        var index = KeyIndex()
        var expected: [KeyIndex.Key: Int] = [:]
        for round in 0..<6 {
            for _ in 0..<300 {
                let kind = [KeyIndex.Kind.request, .document, .series, .openRequest][Int.random(in: 0..<4, using: &generator)]
                let name = Array("\(Int.random(in: 0..<700, using: &generator))".utf8)
                let entry = Int.random(in: 0..<1_000_000, using: &generator)
                index.set(kind, name, entry)
                expected[KeyIndex.Key(kind, name)] = entry
            }
            index.advance(to: (round + 1) * 300)
            for kind in [KeyIndex.Kind.request, .document, .series, .openRequest] {
                for name in 0..<700 {
                    let name = Array("\(name)".utf8)
                    #expect(index[kind, name] == expected[KeyIndex.Key(kind, name)])
                }
                let values = expected.filter { $0.key.kind == kind.rawValue && $0.value != 0 }.map(\.value).sorted()
                #expect(index.values(kind) == values)
            }
            index = try #require(read(index.file(root: root)))
            #expect(index.size == (round + 1) * 300)
            #expect(index.unwritten == 0)
        }
    }

    @Test("A file with any byte changed, cut anywhere, or of another log is not taken")
    func damage() throws {
        var index = KeyIndex()
        for number in 0..<20 { index.set(.request, Array("\(number)".utf8), number) }
        index.advance(to: 20)
        let file = index.file(root: root)
        #expect(read(file) != nil)
        for place in file.indices where !(16..<24).contains(place) {
            var changed = file
            changed[place] ^= 0x40
            #expect(read(changed) == nil, "byte \(place)")
        }
        for length in 0..<file.count { #expect(read(Array(file[..<length])) == nil) }
        let whole = try #require(IndexFile(file))
        #expect(KeyIndex(whole) { _, size in size != 20 } == nil)
    }
}
