/// Decompresses DEFLATE (RFC 1951) and zlib (RFC 1950) data from anywhere: every read is checked and the output is bounded.
///
/// An object keeps its tables, so use it again for many streams; it serves one caller at a time.
public final class Inflater {
    private var literals = DecodingTable()
    private var distances = DecodingTable()
    private var lengths = [UInt8](repeating: 0, count: 320)

    /// A decompressor.
    public init() {}

    /// What a raw DEFLATE stream at the start of `input` holds, and how many bytes of `input` it took.
    ///
    /// Throws `limitExceeded` when the output would be longer than `limit` bytes, `invalidDeflate` for a broken stream.
    public func inflate(_ input: UnsafeRawBufferPointer, limit: Int) throws(BytesError) -> (output: [UInt8], consumed: Int) {
        var bits = BitReader(input)
        var output = OutputBuffer(capacity: min(limit, max(1024, 4 * input.count)))
        defer { output.deallocate() }
        var isLast = false
        while !isLast {
            isLast = try bits.take(1) == 1
            switch try bits.take(2) {
            case 0: try copyStored(&bits, &output, limit)
            case 1:
                buildFixed()
                try decode(&bits, &output, limit)
            case 2:
                try readCodes(&bits)
                try decode(&bits, &output, limit)
            default: throw .invalidDeflate(.blockType, offset: bits.offset)
            }
        }
        return (output.array, bits.offset)
    }

    /// What a raw DEFLATE stream holds; bytes after its end are not looked at.
    public func inflate(_ input: [UInt8], limit: Int) throws(BytesError) -> [UInt8] {
        // `withUnsafeBytes` does not carry a typed error out, so the result does.
        try input.withUnsafeBytes { bytes in Result { () throws(BytesError) in try inflate(bytes, limit: limit).output } }.get()
    }

    /// What a zlib stream holds; bytes after its end are not looked at.
    ///
    /// Throws as `inflate`, `invalidZlibHeader`, and `checksumMismatch` when its checksum is wrong or cut off.
    public func zlib(_ input: UnsafeRawBufferPointer, limit: Int) throws(BytesError) -> [UInt8] {
        guard input.count >= 2 else { throw .truncated(offset: 0, needed: 2) }
        // Method 8, a window of at most 32 KiB, no preset dictionary, check bits right (RFC 1950, 2.2).
        guard input[0] & 15 == 8, input[0] >> 4 <= 7, input[1] & 0x20 == 0, (Int(input[0]) << 8 | Int(input[1])) % 31 == 0 else {
            throw .invalidZlibHeader
        }
        let (output, consumed) = try inflate(UnsafeRawBufferPointer(rebasing: input[2...]), limit: limit)
        let end = 2 + consumed
        guard input.count - end >= 4 else { throw .truncated(offset: end, needed: 4) }
        guard UInt32(bigEndian: input.loadUnaligned(fromByteOffset: end, as: UInt32.self)) == Adler32.checksum(output) else {
            throw .checksumMismatch
        }
        return output
    }

    /// What a zlib stream holds; bytes after its end are not looked at.
    public func zlib(_ input: [UInt8], limit: Int) throws(BytesError) -> [UInt8] {
        try input.withUnsafeBytes { bytes in Result { () throws(BytesError) in try zlib(bytes, limit: limit) } }.get()
    }

    private func copyStored(_ bits: inout BitReader, _ output: inout OutputBuffer, _ limit: Int) throws(BytesError) {
        bits.alignToByte()
        let length = try bits.take(16)
        guard try bits.take(16) == length ^ 0xFFFF else { throw .invalidDeflate(.storedLength, offset: bits.offset) }
        guard length <= limit - output.count else { throw .limitExceeded(limit: limit) }
        let bytes = try bits.takeBytes(length)
        output.reserve(length)
        output.append(bytes)
    }

    private func buildFixed() {
        for symbol in 0..<288 { lengths[symbol] = UInt8(DeflateTables.fixedLength(symbol)) }
        for symbol in 288..<320 { lengths[symbol] = 5 }
        let built = literals.build(lengths[0..<288]) && distances.build(lengths[288..<320])
        precondition(built, "the fixed codes are complete")
    }

    /// Reads the codes of a dynamic block (RFC 1951, 3.2.7).
    private func readCodes(_ bits: inout BitReader) throws(BytesError) {
        let literalCount = try bits.take(5) + 257
        let distanceCount = try bits.take(5) + 1
        let sentCount = try bits.take(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .invalidDeflate(.codeLengths, offset: bits.offset) }
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        for index in 0..<19 { lengths[order[index]] = index < sentCount ? UInt8(try bits.take(3)) : 0 }
        guard literals.build(lengths[0..<19]), !literals.isIncomplete else { throw .invalidDeflate(.codeLengths, offset: bits.offset) }

        var index = 0
        let count = literalCount + distanceCount
        while index < count {
            let symbol = try literals.decode(&bits)
            guard symbol >= 16 else {
                lengths[index] = UInt8(symbol)
                index += 1
                continue
            }
            let repeated: Int
            var length: UInt8 = 0
            switch symbol {
            case 16:
                guard index > 0 else { throw .invalidDeflate(.codeLengths, offset: bits.offset) }
                length = lengths[index - 1]
                repeated = 3 + (try bits.take(2))
            case 17: repeated = 3 + (try bits.take(3))
            default: repeated = 11 + (try bits.take(7))
            }
            guard repeated <= count - index else { throw .invalidDeflate(.codeLengths, offset: bits.offset) }
            for _ in 0..<repeated {
                lengths[index] = length
                index += 1
            }
        }
        // A code may be incomplete only if it has one symbol, of one bit, or none (3.2.7); the end of the block must have a code.
        guard
            lengths[256] != 0, literals.build(lengths[0..<literalCount]), literals.isUsable,
            distances.build(lengths[literalCount..<count]), distances.isUsable
        else { throw .invalidDeflate(.codeLengths, offset: bits.offset) }
    }

    private func decode(_ bits: inout BitReader, _ output: inout OutputBuffer, _ limit: Int) throws(BytesError) {
        let tables = DeflateTables.shared
        while true {
            let symbol = try literals.decode(&bits)
            if symbol < 256 {
                guard output.count < limit else { throw .limitExceeded(limit: limit) }
                output.reserve(1)
                output.append(UInt8(truncatingIfNeeded: symbol))
                continue
            }
            guard symbol != 256 else { return }
            guard symbol < 286 else { throw .invalidDeflate(.symbol, offset: bits.offset) }
            let length = Int(tables.lengthBase[symbol &- 257]) &+ (try bits.take(Int(tables.lengthExtra[symbol &- 257])))
            let distanceSymbol = try distances.decode(&bits)
            guard distanceSymbol < 30 else { throw .invalidDeflate(.symbol, offset: bits.offset) }
            let distance = Int(tables.distanceBase[distanceSymbol]) &+ (try bits.take(max(0, distanceSymbol / 2 &- 1)))
            guard distance <= output.count else { throw .invalidDeflate(.distance, offset: bits.offset) }
            guard length <= limit &- output.count else { throw .limitExceeded(limit: limit) }
            output.reserve(length)
            output.repeatBytes(distance: distance, length: length)
        }
    }
}

/// The bits of a DEFLATE stream; a read past the end is an error.
private struct BitReader {
    private let input: UnsafeRawBufferPointer
    private var next = 0
    private var pending: UInt64 = 0
    private var pendingCount = 0

    init(_ input: UnsafeRawBufferPointer) {
        self.input = input
    }

    /// The bytes taken so far, a begun one too.
    var offset: Int { next - pendingCount / 8 }

    /// Makes at least 48 bits pending, or all that are left; bits beyond the end are 0.
    @inline(__always)
    private mutating func fill() {
        guard pendingCount < 48 else { return }
        if next &+ 8 <= input.count {
            pending |= UInt64(littleEndian: input.loadUnaligned(fromByteOffset: next, as: UInt64.self)) &<< UInt64(pendingCount)
            let bytes = (63 &- pendingCount) &>> 3
            next &+= bytes
            pendingCount &+= 8 &* bytes
            // Bits above the counted ones are of bytes not taken yet.
            pending &= (1 &<< UInt64(pendingCount)) &- 1
        } else {
            while pendingCount <= 48 && next < input.count {
                pending |= UInt64(input[next]) &<< UInt64(pendingCount)
                next &+= 1
                pendingCount &+= 8
            }
        }
    }

    /// The next bits without taking them, at least 15 of them right if the stream has them.
    @inline(__always)
    mutating func peek() -> UInt64 {
        fill()
        return pending
    }

    /// Passes over `count` bits that were peeked at.
    @inline(__always)
    mutating func drop(_ count: Int) throws(BytesError) {
        guard count <= pendingCount else { throw .invalidDeflate(.truncated, offset: input.count) }
        pending &>>= UInt64(count)
        pendingCount &-= count
    }

    /// The next `count` bits, at most 16, as a number.
    @inline(__always)
    mutating func take(_ count: Int) throws(BytesError) -> Int {
        let value = peek() & (1 &<< UInt64(count) &- 1)
        try drop(count)
        return Int(truncatingIfNeeded: value)
    }

    mutating func alignToByte() {
        pending >>= UInt64(pendingCount & 7)
        pendingCount &= ~7
    }

    /// The next `count` bytes; the reader is at the start of a byte.
    mutating func takeBytes(_ count: Int) throws(BytesError) -> UnsafeRawBufferPointer {
        let start = next - pendingCount / 8
        pending = 0
        pendingCount = 0
        guard count <= input.count - start else { throw .invalidDeflate(.truncated, offset: input.count) }
        next = start + count
        return UnsafeRawBufferPointer(rebasing: input[start..<next])
    }
}

/// Decodes one prefix code: a table for codes of up to ten bits, canonical order for longer ones.
private struct DecodingTable {
    private static let fastBits = 10
    /// For the next ten bits: symbol << 4 | length, or 0 when the code is longer or there is none.
    private var fast = [UInt16](repeating: 0, count: 1 << fastBits)
    private var countOfLength = [Int](repeating: 0, count: 16)
    private var sorted = [UInt16](repeating: 0, count: 288)
    private(set) var isIncomplete = false
    private var longest = 0

    /// Whether the code may be used for data: complete, or one symbol of one bit, or none at all.
    var isUsable: Bool { !isIncomplete || longest <= 1 }

    /// Builds the table from the length of each symbol's code, 0 for none. False when more codes are asked for than there are.
    mutating func build(_ lengths: ArraySlice<UInt8>) -> Bool {
        for length in 0..<16 { countOfLength[length] = 0 }
        longest = 0
        for length in lengths {
            countOfLength[Int(length)] += 1
            longest = max(longest, Int(length))
        }
        countOfLength[0] = 0
        var left = 1
        for length in 1..<16 {
            left = 2 * left - countOfLength[length]
            guard left >= 0 else { return false }
        }
        isIncomplete = left > 0

        var nextPlace = [Int](repeating: 0, count: 17)
        var nextCode = [Int](repeating: 0, count: 17)
        for length in 1..<16 {
            nextPlace[length + 1] = nextPlace[length] + countOfLength[length]
            nextCode[length + 1] = (nextCode[length] + countOfLength[length]) << 1
        }
        fast.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let length = Int(length)
            sorted[nextPlace[length]] = UInt16(symbol)
            nextPlace[length] += 1
            let code = nextCode[length]
            nextCode[length] += 1
            guard length <= Self.fastBits else { continue }
            var reversed = 0
            for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
            for entry in stride(from: reversed, to: 1 << Self.fastBits, by: 1 << length) {
                fast[entry] = UInt16(symbol << 4 | length)
            }
        }
        return true
    }

    /// The next symbol.
    @inline(__always)
    func decode(_ bits: inout BitReader) throws(BytesError) -> Int {
        let peeked = bits.peek()
        let entry = Int(fast[Int(peeked & UInt64(1 << Self.fastBits - 1))])
        if entry != 0 {
            try bits.drop(entry & 15)
            return entry >> 4
        }
        return try decodeLong(&bits, peeked)
    }

    /// Walks the canonical code a bit at a time: codes of one length are consecutive numbers.
    private func decodeLong(_ bits: inout BitReader, _ peeked: UInt64) throws(BytesError) -> Int {
        var code = 0
        var first = 0
        var place = 0
        for length in 1..<16 {
            code |= Int(peeked >> UInt64(length - 1) & 1)
            let count = countOfLength[length]
            if code - first < count {
                try bits.drop(length)
                return Int(sorted[place + code - first])
            }
            place += count
            first = (first + count) << 1
            code <<= 1
        }
        try bits.drop(15)
        throw .invalidDeflate(.symbol, offset: bits.offset)
    }
}

/// The output so far, which matches read back.
private struct OutputBuffer {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity + 8
        bytes = .allocate(capacity: self.capacity)
    }

    func deallocate() {
        bytes.deallocate()
    }

    var array: [UInt8] { Array(UnsafeBufferPointer(start: bytes, count: count)) }

    /// Makes room for `more` bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count &+ more > capacity { grow(count + more) }
    }

    private mutating func grow(_ needed: Int) {
        capacity = max(needed, 2 * capacity)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.initialize(from: bytes, count: count)
        bytes.deallocate()
        bytes = larger
    }

    /// Appends a byte, for which there is room.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        bytes[count] = byte
        count &+= 1
    }

    /// Appends bytes, for which there is room.
    mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        UnsafeMutableRawPointer(bytes + count).copyMemory(from: start, byteCount: source.count)
        count += source.count
    }

    /// Appends `length` bytes that begin `distance` back; there is room, and `distance` is from 1 to `count`.
    @inline(__always)
    mutating func repeatBytes(distance: Int, length: Int) {
        let target = bytes + count
        let source = target - distance
        if distance >= length {
            target.update(from: source, count: length)
        } else {
            // They overlap: bytes just written are read again.
            for index in 0..<length { target[index] = source[index] }
        }
        count &+= length
    }
}
