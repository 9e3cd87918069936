/// A grey picture in the binary form of PGM (`P5`), as `pdftoppm -gray` writes it.
public struct GrayImage: Sendable {
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The rows from the top, each from the left; 0 is black.
    public let pixels: [UInt8]

    /// The file is none of `P5`, or is cut off.
    public struct Malformed: Error {}

    /// The picture in `file`.
    public init(_ file: [UInt8]) throws {
        let fields = file.prefix(40).split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4, fields[0].elementsEqual("P5".utf8) else { throw Malformed() }
        let size = String(decoding: fields[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        guard size.count == 2, file.count >= size[0] * size[1] else { throw Malformed() }
        width = size[0]
        height = size[1]
        pixels = Array(file.suffix(width * height))
    }

    /// How many pixels in some columns and rows (all of them when none are named) are not white.
    public func ink(columns: Range<Int>? = nil, rows: Range<Int>? = nil) -> Int {
        var count = 0
        for row in rows ?? 0..<height { for column in columns ?? 0..<width where pixels[row * width + column] < 250 { count += 1 } }
        return count
    }
}
