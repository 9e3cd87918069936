/// The orientation in an Exif segment (Exif 2.32, 4.5.4 and 4.6.4; TIFF 6.0, section 2).
enum ExifOrientation {
    /// The orientation, 1 to 8, that the data of an APP1 segment name; `nil` when they name none or cannot be read.
    static func read(_ segment: ArraySlice<UInt8>) -> Int? {
        guard segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let bytes = Array(segment.dropFirst(6))
        guard bytes.count >= 8 else { return nil }
        let isLittle = bytes[0] == 0x49
        guard bytes[0] == bytes[1], isLittle || bytes[0] == 0x4D else { return nil }
        func short(_ offset: Int) -> Int {
            isLittle ? Int(bytes[offset + 1]) << 8 | Int(bytes[offset]) : Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
        }
        func long(_ offset: Int) -> Int {
            isLittle ? short(offset + 2) << 16 | short(offset) : short(offset) << 16 | short(offset + 2)
        }
        let directory = long(4)
        guard short(2) == 42, directory <= bytes.count - 2 else { return nil }
        for entry in 0..<short(directory) {
            let place = directory + 2 + 12 * entry
            guard place <= bytes.count - 12 else { return nil }
            // The tag 0x0112 holds one SHORT.
            guard short(place) == 0x0112, short(place + 2) == 3, long(place + 4) == 1 else { continue }
            let value = short(place + 8)
            return (1...8).contains(value) ? value : nil
        }
        return nil
    }
}
