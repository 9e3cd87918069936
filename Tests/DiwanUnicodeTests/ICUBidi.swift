import DiwanUnicode
import Glibc
import Testing

/// The bidirectional algorithm of ICU 72 (Unicode 15.0), a library that libxml2 brings with it.
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

    /// A library that is missing fails the test. What is opened stays open: the process ends soon.
    init() throws {
        let library = try #require(dlopen("libicuuc.so.72", RTLD_NOW), "libicu72 is missing")
        let open = unsafeBitCast(try #require(dlsym(library, "ubidi_open_72")), to: Open.self)
        setParagraph = unsafeBitCast(try #require(dlsym(library, "ubidi_setPara_72")), to: SetParagraph.self)
        getLevels = unsafeBitCast(try #require(dlsym(library, "ubidi_getLevels_72")), to: Levels.self)
        bidi = try #require(open())
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
