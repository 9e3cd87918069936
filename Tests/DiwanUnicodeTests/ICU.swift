import DiwanUnicode
import Glibc
import Testing

/// ICU 72 (Unicode 15.0), a library that libxml2 brings with it. What is opened stays open: the process ends soon.
enum ICU {
    /// A function of the library; one that is missing fails the test.
    static func function<Function>(_ name: String, as type: Function.Type) throws -> Function {
        let library = try #require(dlopen("libicuuc.so.72", RTLD_NOW), "libicu72 is missing")
        return unsafeBitCast(try #require(dlsym(library, name + "_72")), to: type)
    }
}

/// The bidirectional algorithm of ICU.
struct ICUBidi {
    private typealias Open = @convention(c) () -> OpaquePointer?
    private typealias SetParagraph =
        @convention(c) (
            OpaquePointer?, UnsafePointer<UInt16>?, Int32, UInt8, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int32>?
        ) -> Void
    private typealias Levels = @convention(c) (OpaquePointer?, UnsafeMutablePointer<Int32>?) -> UnsafePointer<UInt8>?

    private let bidi: OpaquePointer
    private let setParagraph: SetParagraph
    private let getLevels: Levels

    init() throws {
        setParagraph = try ICU.function("ubidi_setPara", as: SetParagraph.self)
        getLevels = try ICU.function("ubidi_getLevels", as: Levels.self)
        bidi = try #require(try ICU.function("ubidi_open", as: Open.self)())
    }

    /// The level of each character of one line.
    func levels(_ text: [Unicode.Scalar], _ direction: BidiParagraph.Direction) throws -> [UInt8] {
        let units = text.flatMap { Array(UTF16.encode($0) ?? UTF16.EncodedScalar()) }
        var error: Int32 = 0
        let base: UInt8 =
            switch direction {
            case .leftToRight: 0
            case .rightToLeft: 1
            case .automatic: 0xFE
            }
        // ICU keeps the text's address until the levels are read.
        return try units.withUnsafeBufferPointer { buffer in
            setParagraph(bidi, buffer.baseAddress, Int32(buffer.count), base, nil, &error)
            let levels = getLevels(bidi, &error)
            try #require(error <= 0)
            let pointer = try #require(levels)
            var unit = 0
            return text.map { scalar in
                defer { unit += UTF16.width(scalar) }
                return pointer[unit]
            }
        }
    }
}

/// The line breaker of ICU, for English.
struct ICULineBreaker {
    private typealias Open =
        @convention(c) (
            Int32, UnsafePointer<CChar>?, UnsafePointer<UInt16>?, Int32, UnsafeMutablePointer<Int32>?
        ) -> OpaquePointer?
    private typealias SetText = @convention(c) (OpaquePointer?, UnsafePointer<UInt16>?, Int32, UnsafeMutablePointer<Int32>?) -> Void
    private typealias Next = @convention(c) (OpaquePointer?) -> Int32

    private let breaker: OpaquePointer
    private let setText: SetText
    private let next: Next

    init() throws {
        setText = try ICU.function("ubrk_setText", as: SetText.self)
        next = try ICU.function("ubrk_next", as: Next.self)
        var error: Int32 = 0
        let open = try ICU.function("ubrk_open", as: Open.self)
        breaker = try #require(open(2, "en", nil, 0, &error))
        try #require(error <= 0)
    }

    /// The offsets in UTF-16 where `units` may be broken.
    func offsets(_ units: [UInt16]) throws -> [Int] {
        var error: Int32 = 0
        return try units.withUnsafeBufferPointer { buffer in
            setText(breaker, buffer.baseAddress, Int32(buffer.count), &error)
            try #require(error <= 0)
            var offsets: [Int] = []
            while true {
                let offset = next(breaker)
                if offset < 0 { return offsets }
                offsets.append(Int(offset))
            }
        }
    }
}
