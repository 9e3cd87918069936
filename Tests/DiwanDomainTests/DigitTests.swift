import Testing

@testable import DiwanDomain

@Suite struct DigitTests {
    @Test("Digits of the four accepted sets map to each other, and nothing else changes") func mapping() {
        #expect(DigitSystem.latn.digits(in: "٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ０１２３４５６７８９ ९ أ") == "0123456789 0123456789 0123456789 ९ أ")
        #expect(DigitSystem.arab.digits(in: "1447/05/14هـ") == "١٤٤٧/٠٥/١٤هـ")
        #expect(DigitSystem.arabext.digits(in: "456") == "۴۵۶")
        #expect(DigitSystem.arab.string(-5, width: 3) == "-٠٠٥" && DigitSystem.latn.string(.min) == "-9223372036854775808")
    }

    @Test("Only values that a right-to-left line would tear apart are isolated") func isolation() {
        for value in ["+966501234567", "050-123-4567", "47311-1234", "******0008", "SA03 8000", "DW-1447-00123", "10 GB"] {
            #expect(InvisibleMarks.isolated(value) == "\u{2066}\(value)\u{2069}")
        }
        for value in ["1447/05/14هـ", "١٤٤٧/ص/٠٠١٢٣", "1,250.75", "10:30", "عبد الله", "\u{2066}05-1\u{2069}", ""] {
            #expect(InvisibleMarks.isolated(value) == value)
        }
        #expect(InvisibleMarks.removed(from: "\u{200F}a\u{2066}b\u{2069}\u{FEFF}c\u{61C}") == "abc")
    }
}
