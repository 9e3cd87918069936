import DiwanData
import DiwanHTML
import DiwanTemplate
import Testing

/// What a form posts, as data.
@Suite struct FormPageTests {
    private func data(_ values: [(String, String)]) throws -> String {
        let bytes = JSONWriter.bytes(try RecordInput.data(values.map { (path: $0.0, text: $0.1) }), .compact)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func pathsMakeGroupsAndLists() throws {
        let values = [("req.no", "1"), ("ben.name", "نورة"), ("req.kind[2]", "food"), ("fam[1].name", "سعد"), ("fam[1].health", " ")]
        #expect(try data(values) == #"{"req":{"no":"1","kind":["food"]},"ben":{"name":"نورة"},"fam":[{"name":"سعد"}]}"#)
    }

    @Test func rowsThatAreLeftEmptyCloseUp() throws {
        let values = [("fam[1].name", ""), ("fam[9].name", "ريم"), ("fam[3].name", "سعد"), ("fam[4].name", "  ")]
        #expect(try data(values) == #"{"fam":[{"name":"سعد"},{"name":"ريم"}]}"#)
    }

    @Test(arguments: [
        [("a b", "1")], [("a", "1"), ("a", "2")], [("a", "1"), ("a.b", "2")], [("a[1]", "1"), ("a.b", "2")], [("a[0]", "1")], [("", "1")],
        [("a[100001]", "1")],
    ])
    func pathsThatDisagreeAreRefused(_ values: [(String, String)]) {
        #expect(throws: RecordInput.Fault.self) { _ = try data(values) }
    }
}
