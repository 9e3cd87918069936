import DiwanFont

/// The text that is being shaped, and the state of the lookup that runs on it.
///
/// Lookups read `info` from `index` on and write `output`; both are the same memory until the output grows longer than what was read.
/// Every access by pointer is at an index below `length`, `outputLength` or `capacity`, which the methods that move these ensure.
struct GlyphBuffer: ~Copyable {
    // MARK: Glyphs

    private(set) var info: UnsafeMutablePointer<GlyphInfo>
    private(set) var output: UnsafeMutablePointer<GlyphInfo>
    private var spare: UnsafeMutablePointer<GlyphInfo>
    private(set) var positions: UnsafeMutablePointer<GlyphPosition>
    private var capacity: Int
    var length = 0
    var index = 0
    var outputLength = 0
    private(set) var hasOutput = false
    /// False once a limit was reached; the text then stays as it is.
    var isWithinLimits = true
    private var maximumLength = 0
    /// How many nested lookups may still run.
    var operationsLeft = 0
    /// How many rules may still be tried.
    var rulesLeft = 0
    private var serial: UInt8 = 0

    // MARK: What the text has

    var hasNonASCII = false
    var hasDefaultIgnorables = false
    var hasSpaceFallback = false
    var hasGraphemeJoiner = false
    var hasFractionSlash = false
    var hasAttachments = false
    var hasUnsafeBreaks = false
    var hasStretch = false

    // MARK: The lookup that runs

    var isForward = true
    var isPositioning = false
    var lookupMask: UInt32 = 0
    var lookupFlags: UInt32 = 0
    var skipsZWNJ = true
    var skipsZWJ = true
    var isRandom = false
    var randomState: UInt32 = 1
    var depth = 0
    /// The matched glyphs of each nested context, `maximumContext` for each depth.
    let matches: UnsafeMutablePointer<Int>
    var matchEnd = 0
    var matchedComponents = 0
    /// The lookups that some glyph of the text can start, as bits: see `LookupProgram`.
    var activeWords: UnsafeMutablePointer<UInt64>
    private var activeCapacity: Int

    // MARK: The font

    var data = TableData.empty
    var lookups: UnsafePointer<Lookup>
    var subtables: UnsafePointer<Subtable>
    var maps: UnsafePointer<GlyphMap>
    var sieves: UnsafePointer<NeighbourSieve>
    var pool: UnsafePointer<UInt16>
    var lookupCount = 0
    var glyphProps: UnsafePointer<UInt16>
    var glyphCount = 0
    var hasGlyphClasses = false
    var markSets: UnsafePointer<UInt8>
    var markSetCount = 0
    var markSetStride = 0
    var glyphWords: UnsafePointer<UInt64>
    var wordCount = 0

    static let maximumContext = 64
    static let maximumDepth = 64

    init() {
        capacity = 64
        info = .allocate(capacity: capacity)
        spare = .allocate(capacity: capacity)
        positions = .allocate(capacity: capacity)
        output = info
        matches = .allocate(capacity: GlyphBuffer.maximumContext * (GlyphBuffer.maximumDepth + 2))
        activeCapacity = 8
        activeWords = .allocate(capacity: activeCapacity)
        lookups = GlyphBuffer.nowhere()
        subtables = GlyphBuffer.nowhere()
        maps = GlyphBuffer.nowhere()
        sieves = GlyphBuffer.nowhere()
        pool = GlyphBuffer.nowhere()
        glyphProps = GlyphBuffer.nowhere()
        markSets = GlyphBuffer.nowhere()
        glyphWords = GlyphBuffer.nowhere()
    }

    deinit {
        info.deallocate()
        spare.deallocate()
        positions.deallocate()
        matches.deallocate()
        activeWords.deallocate()
    }

    /// A pointer that is set before it is ever read.
    private static func nowhere<Element>() -> UnsafePointer<Element> {
        UnsafePointer(bitPattern: MemoryLayout<Element>.alignment) ?? UnsafePointer(UnsafeMutablePointer<Element>.allocate(capacity: 1))
    }

    /// Empties the buffer and makes room for `count` characters.
    mutating func reset(_ count: Int) {
        if output != info { output = info }
        length = 0
        index = 0
        outputLength = 0
        hasOutput = false
        isWithinLimits = true
        serial = 0
        maximumLength = max(64 * count, 16_384)
        operationsLeft = max(1024 * count, 16_384)
        rulesLeft = max(65_536 * count, 1 << 20)
        hasNonASCII = false
        hasDefaultIgnorables = false
        hasSpaceFallback = false
        hasGraphemeJoiner = false
        hasFractionSlash = false
        hasAttachments = false
        hasUnsafeBreaks = false
        hasStretch = false
        ensure(count)
    }

    /// Makes room for `count` glyphs; false when that is more than the text may grow to.
    @discardableResult @inline(__always)
    mutating func ensure(_ count: Int) -> Bool {
        count <= capacity ? true : grow(count)
    }

    private mutating func grow(_ count: Int) -> Bool {
        guard count <= max(maximumLength, length) else {
            isWithinLimits = false
            return false
        }
        let size = max(count, capacity + capacity / 2 + 8)
        let isSeparate = output != info
        info = GlyphBuffer.moved(info, capacity, to: size)
        spare = GlyphBuffer.moved(spare, capacity, to: size)
        positions = GlyphBuffer.moved(positions, capacity, to: size)
        output = isSeparate ? spare : info
        capacity = size
        return true
    }

    private static func moved<Element: BitwiseCopyable>(
        _ old: UnsafeMutablePointer<Element>, _ count: Int, to size: Int
    ) -> UnsafeMutablePointer<Element> {
        let new = UnsafeMutablePointer<Element>.allocate(capacity: size)
        // All of it is memory of the buffer; what was never written is not read before it is.
        UnsafeMutableRawPointer(new).copyMemory(from: old, byteCount: count * MemoryLayout<Element>.stride)
        old.deallocate()
        return new
    }

    /// Makes room for `count` words of active lookups.
    mutating func ensureActive(_ count: Int) {
        guard count > activeCapacity else { return }
        activeWords.deallocate()
        activeCapacity = count
        activeWords = .allocate(capacity: count)
    }

    // MARK: Reading and writing

    @inline(__always) var backtrackLength: Int { hasOutput ? outputLength : index }
    @inline(__always) var lookaheadLength: Int { length &- index }

    /// Begins to write from the start.
    @inline(__always) mutating func beginOutput() {
        hasOutput = true
        outputLength = 0
        index = 0
        output = info
    }

    /// Copies the rest, and makes what was written the text.
    @inline(__always) mutating func endOutput() {
        if isWithinLimits, index < length { copyGlyphs(length &- index) }
        hasOutput = false
        if isWithinLimits {
            if output != info {
                spare = info
                info = output
            }
            length = outputLength
        }
        output = info
        outputLength = 0
        index = 0
    }

    @inline(__always) mutating func makeRoom(_ read: Int, _ written: Int) -> Bool {
        guard ensure(outputLength &+ written) else { return false }
        if output == info, outputLength &+ written > index &+ read {
            output = spare
            UnsafeMutableRawPointer(output).copyMemory(from: info, byteCount: outputLength &* MemoryLayout<GlyphInfo>.stride)
        }
        return true
    }

    /// Copies one glyph to the output, or passes over it when nothing is written.
    @inline(__always) mutating func nextGlyph() {
        if hasOutput {
            if output != info || outputLength != index {
                guard ensure(outputLength &+ 1) else { return }
                output[outputLength] = info[index]
            }
            outputLength &+= 1
        }
        index &+= 1
    }

    /// Copies `count` glyphs to the output.
    mutating func copyGlyphs(_ count: Int) {
        if hasOutput {
            if output != info || outputLength != index {
                guard ensure(outputLength &+ count) else { return }
                UnsafeMutableRawPointer(output + outputLength).copyMemory(
                    from: info + index, byteCount: count &* MemoryLayout<GlyphInfo>.stride)
            }
            outputLength &+= count
        }
        index &+= count
    }

    /// Passes over one glyph without writing it.
    @inline(__always) mutating func skipGlyph() { index &+= 1 }

    /// Writes `codepoint` in place of the current glyph.
    @inline(__always) mutating func replaceGlyph(_ codepoint: UInt32) {
        guard makeRoom(1, 1) else { return }
        if output != info || outputLength != index { output[outputLength] = info[index] }
        output[outputLength].codepoint = codepoint
        outputLength &+= 1
        index &+= 1
    }

    /// Writes `codepoint` with the properties of the current glyph, which stays current.
    mutating func outputGlyph(_ codepoint: UInt32) {
        guard makeRoom(0, 1) else { return }
        guard index < length || outputLength > 0 else { return }
        output[outputLength] = index < length ? info[index] : output[outputLength &- 1]
        output[outputLength].codepoint = codepoint
        outputLength &+= 1
    }

    /// Goes to the place that is `place` glyphs from the start of the output, and the same place of the text.
    mutating func move(to place: Int) -> Bool {
        guard hasOutput else {
            index = place
            return true
        }
        guard isWithinLimits else { return false }
        if outputLength < place {
            let count = place &- outputLength
            guard makeRoom(count, count) else { return false }
            memmove(output + outputLength, info + index, count)
            index &+= count
            outputLength &+= count
        } else if outputLength > place {
            let count = outputLength &- place
            if index < count {
                guard shiftForward(count &- index) else { return false }
            }
            index &-= count
            outputLength &-= count
            memmove(info + index, output + outputLength, count)
        }
        return true
    }

    /// Makes the unread part begin `count` later.
    private mutating func shiftForward(_ count: Int) -> Bool {
        guard ensure(length &+ count) else { return false }
        memmove(info + index + count, info + index, length &- index)
        length &+= count
        index &+= count
        return true
    }

    @inline(__always)
    private func memmove(_ target: UnsafeMutablePointer<GlyphInfo>, _ source: UnsafeMutablePointer<GlyphInfo>, _ count: Int) {
        UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: count &* MemoryLayout<GlyphInfo>.stride)
    }

    /// A number for a new ligature, 1 to 7 in turn.
    mutating func newLigatureID() -> UInt8 {
        repeat { serial &+= 1 } while serial & 7 == 0
        return serial & 7
    }

    // MARK: Order

    /// Reverses the glyphs and their positions.
    mutating func reverse() {
        var low = 0
        var high = length &- 1
        while low < high {
            (info[low], info[high]) = (info[high], info[low])
            (positions[low], positions[high]) = (positions[high], positions[low])
            low &+= 1
            high &-= 1
        }
    }

    /// Reverses the characters from `start` up to `end`, before there are positions.
    mutating func reverseCharacters(_ start: Int, _ end: Int) {
        var low = start
        var high = end &- 1
        while low < high {
            (info[low], info[high]) = (info[high], info[low])
            low &+= 1
            high &-= 1
        }
    }

    /// Zeroes the positions.
    mutating func clearPositions() { positions.initialize(repeating: GlyphPosition(), count: length) }
}
