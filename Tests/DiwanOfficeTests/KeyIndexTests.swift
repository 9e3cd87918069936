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

    @Test("What is open no longer takes no room in the file")
    func closed() throws {
        var index = KeyIndex()
        for number in 1...100 { index.set(.openRequest, Array("\(number)".utf8), number) }
        let open = index.file(root: root).count
        index = try #require(read(index.file(root: root)))
        for number in 1...99 { index.set(.openRequest, Array("\(number)".utf8), 0) }
        #expect(index.values(.openRequest) == [100])
        let closed = index.file(root: root).count
        #expect(open - closed == 99 * IndexFile.recordLength)
        #expect(try #require(read(index.file(root: root))).values(.openRequest) == [100])
    }

    @Test("The sum of an index is that of the entries, in any order, and of no other records")
    func sums() throws {
        var generator = SeededGenerator(seed: 3)
        var index = KeyIndex()
        var sum = IndexSum()
        var before: [Int: Int] = [:]
        for entry in 1...2_000 {
            let request = Int.random(in: 0..<300, using: &generator)
            sum.priorOfRequest = before[request]
            before[request] = entry
            for (kind, name) in [(KeyIndex.Kind.request, "\(request)"), (.series, "\(request % 7)"), (.documentNumber, "\(entry)")] {
                index.set(kind, Array(name.utf8), entry)
                sum.set(kind, Array(name.utf8), entry)
            }
        }
        let file = try #require(IndexFile(index.file(root: root)))
        #expect(IndexSum(file) == sum)
        index.set(.documentNumber, Array("7".utf8), 8)
        let other = try #require(IndexFile(index.file(root: root)))
        #expect(IndexSum(other) != sum)
    }

    @Test("A table of positions is a dictionary")
    func positions() {
        var generator = SeededGenerator(seed: 5)
        let ids = (0..<20_000).map { _ in OpaqueID(bytes: (0..<16).map { _ in .random(in: 0...255, using: &generator) }) }
        var table = PositionTable()
        var expected: [OpaqueID: Int] = [:]
        for entry in 0..<50_000 {
            let id = ids[Int.random(in: 0..<10_000, using: &generator)]
            #expect(table[id] == expected[id])
            table[id] = entry
            expected[id] = entry
        }
        for id in ids { #expect(table[id] == expected[id]) }
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
