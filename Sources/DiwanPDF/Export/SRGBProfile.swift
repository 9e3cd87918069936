internal import DiwanBytes

/// The sRGB colour space (IEC 61966-2-1) as an ICC profile of version 4.3 (ICC.1:2010), written from its definition: three primaries adapted
/// to the illuminant D50, and one curve.
enum SRGBProfile {
    /// The name of the colour space in the register of output conditions.
    static let identifier: StaticString = "sRGB IEC61966-2.1"

    /// A number with 16 bits after the binary point (ICC.1:2010, 4.6), from millionths.
    private static func fixed(millionths: Int) -> UInt32 {
        let scaled = millionths * 65_536
        let rounded = scaled >= 0 ? (scaled + 500_000) / 1_000_000 : (scaled - 500_000) / 1_000_000
        return UInt32(bitPattern: Int32(rounded))
    }

    /// The primaries and the white point of sRGB, adapted from D65 to D50 by the Bradford matrix (ICC.1:2010, Annex E), in millionths.
    static let red = [436_066, 222_488, 13_916], green = [385_147, 716_873, 97_076], blue = [143_066, 60_608, 714_096]
    /// The illuminant of the connection space (ICC.1:2010, 7.2.16).
    static let white = [964_200, 1_000_000, 824_900]
    /// The Bradford matrix from D65 to D50, row by row.
    static let adaptation = [1_047_882, 22_918, -50_217, 29_587, 990_479, -17_059, -9_247, 15_075, 751_678]
    /// The curve (a·X + b)^g from d on and c·X below: g, a, b, c, d (ICC.1:2010, 10.16, function type 3).
    static let curve = [2_400_000, 947_867, 52_133, 77_399, 40_450]

    /// The profile.
    static let bytes: [UInt8] = {
        let tags: [(tag: StaticString, data: [UInt8])] = [
            ("desc", text("sRGB")), ("cprt", text("No copyright")), ("wtpt", numbers("XYZ ", white)),
            ("chad", numbers("sf32", adaptation)), ("rXYZ", numbers("XYZ ", red)), ("gXYZ", numbers("XYZ ", green)),
            ("bXYZ", numbers("XYZ ", blue)), ("rTRC", parametric()),
        ]
        // The three curves are one.
        let names: [StaticString] = tags.map(\.tag) + ["gTRC", "bTRC"]
        let tableEnd = 128 + 4 + 12 * names.count
        var data: [UInt8] = []
        var places: [(offset: Int, count: Int)] = []
        for tag in tags {
            places.append((tableEnd + data.count, tag.data.count))
            data += tag.data
            while data.count & 3 != 0 { data.append(0) }
        }
        places += [places[7], places[7]]
        var profile = header(size: tableEnd + data.count)
        profile.appendUInt32(UInt32(names.count))
        for (name, place) in zip(names, places) {
            profile.append(ascii: name)
            profile.appendUInt32(UInt32(place.offset))
            profile.appendUInt32(UInt32(place.count))
        }
        return profile + data
    }()

    /// The header (ICC.1:2010, 7.2).
    private static func header(size: Int) -> [UInt8] {
        var header: [UInt8] = []
        header.appendUInt32(UInt32(size))
        header.appendUInt32(0)
        header.appendUInt32(0x0430_0000)
        header.append(ascii: "mntrRGB XYZ ")
        // A date is required; the definition is of 1999.
        for part in [1999, 10, 18, 0, 0, 0] as [UInt16] { header.appendUInt16(part) }
        header.append(ascii: "acsp")
        header.append(contentsOf: repeatElement(0, count: 28))
        for value in white { header.appendUInt32(fixed(millionths: value)) }
        header.append(contentsOf: repeatElement(0, count: 128 - header.count))
        return header
    }

    /// A type with an array of numbers (ICC.1:2010, 10.20 and 10.31).
    private static func numbers(_ type: StaticString, _ values: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(ascii: type)
        bytes.appendUInt32(0)
        for value in values { bytes.appendUInt32(fixed(millionths: value)) }
        return bytes
    }

    /// The curve as a parametricCurveType (ICC.1:2010, 10.16).
    private static func parametric() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(ascii: "para")
        bytes.appendUInt32(0)
        bytes.appendUInt16(3)
        bytes.appendUInt16(0)
        for value in curve { bytes.appendUInt32(fixed(millionths: value)) }
        return bytes
    }

    /// A text in English as a multiLocalizedUnicodeType (ICC.1:2010, 10.13).
    private static func text(_ words: StaticString) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(ascii: "mluc")
        bytes.appendUInt32(0)
        bytes.appendUInt32(1)
        bytes.appendUInt32(12)
        bytes.append(ascii: "enUS")
        bytes.appendUInt32(UInt32(2 * words.utf8CodeUnitCount))
        bytes.appendUInt32(28)
        words.withUTF8Buffer { for byte in $0 { bytes.appendUInt16(UInt16(byte)) } }
        return bytes
    }
}
