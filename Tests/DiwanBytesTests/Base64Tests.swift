import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@Suite struct Base64Tests {
    @Test("Base64 is that of Foundation, both ways")
    func agreesWithFoundation() throws {
        var random = SeededGenerator(seed: 3)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(try Base64.decode(text) == bytes)
        }
    }

    @Test(
        "Text that another form also stands for is refused",
        arguments: ["A", "AA", "AAA", "AA=A", "A===", "AB==", "AAB=", "AA==AAAA", "A A=", "AA\n="])
    func isStrict(text: String) {
        #expect(throws: BytesError.self) { try Base64.decode(text) }
    }

    @Test("Numbers are read as they were written, and not past the end")
    func readsAndWritesNumbers() throws {
        var bytes: [UInt8] = []
        bytes.appendUInt16(0x1234)
        bytes.appendInt16(-2)
        bytes.appendUInt24(0xABCDEF)
        bytes.appendUInt32(0xDEAD_BEEF)
        bytes.appendUInt64(0x0123_4567_89AB_CDEF)
        bytes.setUInt16(0x4321, at: 0)
        #expect(bytes.prefix(7) == [0x43, 0x21, 0xFF, 0xFE, 0xAB, 0xCD, 0xEF])
        var reader = ByteReader(bytes)
        #expect(try reader.readUInt16() == 0x4321)
        #expect(try reader.readInt16() == -2)
        #expect(try reader.readUInt24() == 0xABCDEF)
        #expect(try reader.readUInt32() == 0xDEAD_BEEF)
        #expect(try reader.readUInt64() == 0x0123_4567_89AB_CDEF)
        #expect(throws: BytesError.truncated(offset: 19, needed: 1)) { try reader.readUInt8() }
        var outside = ByteReader(bytes, at: -5)
        #expect(throws: BytesError.truncated(offset: -5, needed: 2)) { try outside.readUInt16() }
        #expect(throws: BytesError.truncated(offset: 0, needed: Int.max)) {
            var reader = ByteReader(bytes)
            try reader.skip(Int.max)
        }
    }
}
