/// Reads the markers of a JPEG file (ISO/IEC 10918-1, annex B) without decoding it.
///
/// It lets through what DCTDecode shows everywhere: 8 bits a sample, baseline or progressive, Huffman coding, 1, 3 or 4 components.
/// All scans are walked to the end-of-image marker, so that a file that is cut off is found out; what the bits mean is not looked at.
public struct JPEGReader: Sendable {
    /// How large a picture may be.
    public var limits: ImageLimits

    /// A reader with `limits`.
    public init(limits: ImageLimits = ImageLimits()) {
        self.limits = limits
    }

    /// Whether `bytes` begin as a JPEG file does.
    public static func recognizes(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xD8, 0xFF])
    }

    /// The picture in `bytes`; bytes after its end are left out. Throws `truncated`, `jpeg` or `limit`.
    public func read(_ bytes: [UInt8]) throws(GraphicsError) -> JPEGImage {
        guard bytes.count <= limits.bytes else { throw .limit(.bytes, allowed: limits.bytes) }
        var walk = JPEGWalk(bytes: bytes, limits: limits)
        return try walk.image()
    }
}

/// One walk through the markers of a file.
private struct JPEGWalk {
    private struct Component {
        var id: UInt8
        var quantization: Int
        var isScanned = false
    }

    let bytes: [UInt8]
    let limits: ImageLimits
    private var offset = 0
    private var width = 0
    private var height = 0
    private var process = JPEGImage.Process.baseline
    private var components: [Component] = []
    private var restartInterval = 0
    private var hasQuantization = [Bool](repeating: false, count: 4)
    /// Huffman tables: four for the first coefficient, then four for the others.
    private var hasHuffman = [Bool](repeating: false, count: 8)
    private var hasJFIF = false
    private var adobeTransform: Int?
    private var density: PixelDensity?
    private var orientation: Int?

    init(bytes: [UInt8], limits: ImageLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func image() throws(GraphicsError) -> JPEGImage {
        guard bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xD8 else { throw .jpeg(.signature, offset: 0) }
        offset = 2
        while true {
            let start = offset
            let marker = try readMarker()
            switch marker {
            case 0xD9:
                guard let first = components.first(where: \.isScanned) ?? components.first, first.isScanned else {
                    throw .jpeg(.noScan, offset: start)
                }
                guard components.allSatisfy(\.isScanned) else { throw .jpeg(.missingComponent, offset: start) }
                return result()
            // Restart markers stand within scans, and these have no segment.
            case 0xD0...0xD8, 0x01: throw .jpeg(.order, offset: start)
            default: break
            }
            let segment = try readSegment(start)
            switch marker {
            case 0xC0, 0xC2: try readFrame(segment, start, marker)
            case 0xC1: throw .jpeg(.extended, offset: start)
            case 0xC3: throw .jpeg(.lossless, offset: start)
            case 0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF, 0xDE, 0xDF: throw .jpeg(.hierarchical, offset: start)
            case 0xC9, 0xCA, 0xCB, 0xCC: throw .jpeg(.arithmetic, offset: start)
            case 0xC4: try readHuffman(segment, start)
            case 0xDB: try readQuantization(segment, start)
            case 0xDC: throw .jpeg(.height, offset: start)
            case 0xDD:
                guard segment.count == 2 else { throw .jpeg(.segment, offset: start) }
                restartInterval = number(segment.lowerBound)
            case 0xDA:
                try readScan(segment, start)
                try passScanData()
            case 0xE0: readJFIF(segment)
            case 0xE1: if orientation == nil { orientation = ExifOrientation.read(bytes[segment]) }
            case 0xEE: readAdobe(segment)
            case 0xE2...0xEF, 0xFE: break
            default: throw .jpeg(.marker, offset: start)
            }
        }
    }

    private func number(_ offset: Int) -> Int {
        Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }

    /// The code of the next marker, which may be preceded by fill bytes (B.1.1.2).
    private mutating func readMarker() throws(GraphicsError) -> UInt8 {
        let start = offset
        guard offset < bytes.count else { throw .truncated(offset: offset) }
        guard bytes[offset] == 0xFF else { throw .jpeg(.marker, offset: start) }
        while offset < bytes.count, bytes[offset] == 0xFF { offset += 1 }
        guard offset < bytes.count else { throw .truncated(offset: offset) }
        guard bytes[offset] != 0 else { throw .jpeg(.marker, offset: start) }
        offset += 1
        return bytes[offset - 1]
    }

    /// The bytes after the length of the segment whose marker was read.
    private mutating func readSegment(_ start: Int) throws(GraphicsError) -> Range<Int> {
        guard bytes.count - offset >= 2 else { throw .truncated(offset: bytes.count) }
        let length = number(offset)
        guard length >= 2 else { throw .jpeg(.segment, offset: start) }
        guard bytes.count - offset >= length else { throw .truncated(offset: bytes.count) }
        defer { offset += length }
        return offset + 2..<offset + length
    }

    private mutating func readFrame(_ segment: Range<Int>, _ start: Int, _ marker: UInt8) throws(GraphicsError) {
        guard components.isEmpty else { throw .jpeg(.order, offset: start) }
        let first = segment.lowerBound
        guard segment.count >= 6 else { throw .jpeg(.segment, offset: start) }
        guard bytes[first] == 8 else { throw .jpeg(bytes[first] == 12 ? .precision : .frame, offset: start) }
        process = marker == 0xC2 ? .progressive : .baseline
        (height, width) = (number(first + 1), number(first + 3))
        guard height > 0 else { throw .jpeg(.height, offset: start) }
        guard width > 0 else { throw .jpeg(.frame, offset: start) }
        guard width * height <= limits.pixels else { throw .limit(.pixels, allowed: limits.pixels) }
        let count = Int(bytes[first + 5])
        guard segment.count == 6 + 3 * count else { throw .jpeg(.segment, offset: start) }
        guard count == 1 || count == 3 || count == 4 else { throw .jpeg(.components, offset: start) }
        for index in 0..<count {
            let place = first + 6 + 3 * index
            let (horizontal, vertical) = (bytes[place + 1] >> 4, bytes[place + 1] & 15)
            guard (1...4).contains(horizontal), (1...4).contains(vertical), bytes[place + 2] < 4 else { throw .jpeg(.frame, offset: start) }
            guard !components.contains(where: { $0.id == bytes[place] }) else { throw .jpeg(.frame, offset: start) }
            components.append(Component(id: bytes[place], quantization: Int(bytes[place + 2])))
        }
    }

    private mutating func readQuantization(_ segment: Range<Int>, _ start: Int) throws(GraphicsError) {
        var place = segment.lowerBound
        while place < segment.upperBound {
            let (precision, table) = (Int(bytes[place] >> 4), Int(bytes[place] & 15))
            let length = 64 << precision
            guard precision <= 1, table < 4, segment.upperBound - place > length else { throw .jpeg(.segment, offset: start) }
            hasQuantization[table] = true
            place += 1 + length
        }
    }

    private mutating func readHuffman(_ segment: Range<Int>, _ start: Int) throws(GraphicsError) {
        var place = segment.lowerBound
        while place < segment.upperBound {
            guard segment.upperBound - place >= 17 else { throw .jpeg(.segment, offset: start) }
            let (kind, table) = (Int(bytes[place] >> 4), Int(bytes[place] & 15))
            guard kind <= 1, table < 4 else { throw .jpeg(.segment, offset: start) }
            var codes = 0
            // The codes of each length must leave room for the all-ones code (C.2).
            var left = 1
            for length in 1...16 {
                codes += Int(bytes[place + length])
                left = 2 * left - Int(bytes[place + length])
                guard left > 0 else { throw .jpeg(.segment, offset: start) }
            }
            guard codes <= 256, segment.upperBound - place >= 17 + codes else { throw .jpeg(.segment, offset: start) }
            hasHuffman[4 * kind + table] = true
            place += 17 + codes
        }
    }

    private mutating func readScan(_ segment: Range<Int>, _ start: Int) throws(GraphicsError) {
        guard !components.isEmpty else { throw .jpeg(.order, offset: start) }
        guard let count = segment.isEmpty ? nil : Int(bytes[segment.lowerBound]), segment.count == 4 + 2 * count else {
            throw .jpeg(.segment, offset: start)
        }
        guard (1...components.count).contains(count) else { throw .jpeg(.scan, offset: start) }
        let last = segment.upperBound - 3
        let (from, to, high, low) = (Int(bytes[last]), Int(bytes[last + 1]), Int(bytes[last + 2] >> 4), Int(bytes[last + 2] & 15))
        switch process {
        case .baseline:
            // Some programs write zeros here, and decoders do not look.
            guard from == 0, to == 63 || to == 0, high == 0, low == 0 else { throw .jpeg(.scan, offset: start) }
        case .progressive:
            // G.1.1.1: the first coefficients by themselves, others of one component; a bit more with each refinement.
            guard from <= to, to <= 63, from > 0 || to == 0, from == 0 || count == 1, low <= 13, high == 0 || high == low + 1 else {
                throw .jpeg(.scan, offset: start)
            }
        }
        for index in 0..<count {
            let place = segment.lowerBound + 1 + 2 * index
            guard let component = components.firstIndex(where: { $0.id == bytes[place] }) else { throw .jpeg(.scan, offset: start) }
            let (first, other) = (Int(bytes[place + 1] >> 4), Int(bytes[place + 1] & 15))
            guard first < 4, other < 4 else { throw .jpeg(.scan, offset: start) }
            let needsFirst = process == .baseline || (from == 0 && high == 0)
            let needsOther = process == .baseline || from > 0
            guard hasQuantization[components[component].quantization], !needsFirst || hasHuffman[first],
                !needsOther || hasHuffman[4 + other]
            else { throw .jpeg(.table, offset: start) }
            components[component].isScanned = true
        }
    }

    /// Passes over the data of a scan up to the next marker that is not a restart (B.1.1.5).
    private mutating func passScanData() throws(GraphicsError) {
        let start = offset
        var expected: UInt8 = 0xD0
        let end = try bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(GraphicsError) in
                var index = offset
                while true {
                    while index < bytes.count, bytes[index] != 0xFF { index &+= 1 }
                    let place = index
                    while index < bytes.count, bytes[index] == 0xFF { index &+= 1 }
                    guard index < bytes.count else { throw .truncated(offset: bytes.count) }
                    switch bytes[index] {
                    case 0:
                        // A byte of data that is FF; nothing may stand between it and its zero.
                        guard index == place + 1 else { throw .jpeg(.marker, offset: place) }
                        index &+= 1
                    case 0xD0...0xD7:
                        guard restartInterval > 0, bytes[index] == expected else { throw .jpeg(.restart, offset: place) }
                        expected = expected == 0xD7 ? 0xD0 : expected + 1
                        index &+= 1
                    default: return place
                    }
                }
            }
        }.get()
        guard end > start else { throw .jpeg(.emptyScan, offset: start) }
        offset = end
    }

    /// The JFIF marker (ISO/IEC 10918-5): its density.
    private mutating func readJFIF(_ segment: Range<Int>) {
        guard segment.count >= 14, bytes[segment].starts(with: Array("JFIF\0".utf8)) else { return }
        hasJFIF = true
        let first = segment.lowerBound
        let (horizontal, vertical) = (number(first + 8), number(first + 10))
        guard horizontal > 0, vertical > 0 else { return }
        switch bytes[first + 7] {
        case 1: density = PixelDensity(horizontal: horizontal, vertical: vertical, unit: .inch)
        case 2: density = PixelDensity(horizontal: horizontal, vertical: vertical, unit: .centimetre)
        default: break
        }
    }

    /// The Adobe marker (Adobe Technical Note #5116, section 18): its last byte.
    private mutating func readAdobe(_ segment: Range<Int>) {
        guard segment.count >= 12, bytes[segment].starts(with: Array("Adobe".utf8)) else { return }
        adobeTransform = Int(bytes[segment.lowerBound + 11])
    }

    private func result() -> JPEGImage {
        let isTransformed =
            switch (components.count, adobeTransform) {
            case (1, _): false
            case (_, let transform?): transform != 0
            case (4, nil): false
            // Without a word about it, three components are YCbCr, unless they are called R, G and B.
            default: hasJFIF || components.map(\.id) != Array("RGB".utf8)
            }
        return JPEGImage(
            width: width, height: height, process: process,
            colorModel: components.count == 1 ? .grey : components.count == 3 ? .rgb : .cmyk, isTransformed: isTransformed,
            adobeTransform: adobeTransform, density: density, orientation: orientation ?? 1,
            bytes: offset == bytes.count ? bytes : Array(bytes[..<offset]))
    }
}
