import DiwanBytes
import Testing

@testable import DiwanOffice

/// Numbers, codes and ids.
struct NumbersAndCodesTests {
    @Test("A code is read again from what is printed, and as people type it")
    func codeRoundTrip() throws {
        for _ in 0..<200 {
            let code = VerificationCode()
            #expect(VerificationCode(code.text) == code)
            #expect(VerificationCode(code.text.lowercased()) == code)
            #expect(VerificationCode(code.text.replacing("-", with: " ")) == code)
            #expect(VerificationCode(code.text.replacing("0", with: "O").replacing("1", with: "l")) == code)
            #expect(code.text.utf8.count == 30)
        }
    }

    @Test(
        "What is no code is none",
        arguments: ["", "AAAAA", "00000-00000-00000-00000-000001", "00000-00000-00000-00000-0000000", "00000-00000-00000-00000-00000U"])
    func noCode(text: String) {
        #expect(VerificationCode(text) == nil)
    }

    @Test("The bits of a code are those of Crockford's base 32, checked by hand: zeros, ones, and a pattern")
    func knownCodes() {
        #expect(VerificationCode("00000-00000-00000-00000-000000")?.bytes == [UInt8](repeating: 0, count: 16))
        // 25 characters of five ones, and the last three bits of the 128 followed by two zeros.
        #expect(VerificationCode("ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZW")?.bytes == [UInt8](repeating: 255, count: 16))
        #expect(VerificationCode("04000-00000-00000-00000-000000")?.bytes.prefix(2) == [1, 0])
    }

    @Test("A number is taken apart into its series and its count, and no other text is")
    func numbers() {
        let number = DocumentNumber("1448/ش/ق/00045")
        #expect(number?.series == "1448/ش/ق")
        #expect(number?.count == 45)
        #expect(DocumentNumber(series: "1448/ق", count: 45, digits: 5).text == "1448/ق/00045")
        #expect(DocumentNumber(series: "1448/ق", count: 1_234_567, digits: 5).text == "1448/ق/1234567")
        for text in ["", "1448", "1448/ق/", "1448/ق/00000", "1448/ق/٤٥", "1448/ق/4a", "1448/ق/-1"] { #expect(DocumentNumber(text) == nil) }
    }
}
