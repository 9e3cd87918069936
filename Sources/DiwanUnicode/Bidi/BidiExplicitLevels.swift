/// Explicit levels and directions: rules X1 to X8 of UAX #9, and the removal of rule X9 as a mark in the levels.
struct BidiExplicitLevels {
    /// The explicit level of each character; `BidiParagraph.removedLevel` where rule X9 removes it.
    var levels: [UInt8]
    /// The classes, with FSI made RLI or LRI and with overrides applied.
    private(set) var classes: [BidiClass]

    /// An entry of the directional status stack.
    private struct Status {
        var level: UInt8
        /// L or R under an override, else ON.
        var override: BidiClass
        var isIsolate: Bool
    }

    /// The greatest explicit level (definition BD2).
    private static let maximumDepth: UInt8 = 125

    private let baseLevel: UInt8
    private var stack: [Status]
    private var overflowIsolates = 0
    private var overflowEmbeddings = 0
    private var validIsolates = 0

    /// `present` are the classes that are there.
    init(classes: [BidiClass], present: BidiClassSet, baseLevel: UInt8) {
        self.classes = classes
        self.baseLevel = baseLevel
        levels = [UInt8](repeating: baseLevel, count: classes.count)
        stack = [Status(level: baseLevel, override: .on, isIsolate: false)]
        if present.contains(BidiClassSet(.fsi)) { resolveFirstStrongIsolates() }
        // Most characters take the level and the override in force (rule X6).
        var status = stack[0]
        for offset in self.classes.indices {
            let bidiClass = self.classes[offset]
            if BidiClassSet.steering.contains(BidiClassSet(bidiClass)) {
                apply(bidiClass, at: offset)
                status = stack[stack.count - 1]
            } else if status.level != baseLevel || status.override != .on {
                levels[offset] = status.level
                if status.override != .on { self.classes[offset] = status.override }
            }
        }
    }

    /// Rule X5c: makes each FSI an RLI or an LRI by the first strong character inside it (rules P2 and P3). One pass, with a stack
    /// of the open isolates: a strong character decides only for the innermost, since the others ignore what is in it.
    private mutating func resolveFirstStrongIsolates() {
        var open: [Int] = []
        for offset in classes.indices {
            switch classes[offset] {
            case .lri, .rli, .fsi: open.append(offset)
            case .pdi: _ = open.popLast()
            case .b: open.removeAll(keepingCapacity: true)
            case .l, .r, .al:
                guard let innermost = open.last, classes[innermost] == .fsi else { continue }
                classes[innermost] = classes[offset] == .l ? .lri : .rli
            default: break
            }
        }
        for offset in classes.indices where classes[offset] == .fsi { classes[offset] = .lri }
    }

    private mutating func apply(_ bidiClass: BidiClass, at offset: Int) {
        switch bidiClass {
        case .rle: pushEmbedding(isRightToLeft: true, override: .on, at: offset)
        case .lre: pushEmbedding(isRightToLeft: false, override: .on, at: offset)
        case .rlo: pushEmbedding(isRightToLeft: true, override: .r, at: offset)
        case .lro: pushEmbedding(isRightToLeft: false, override: .l, at: offset)
        case .rli, .lri, .fsi:
            // Rules X5a and X5b: the initiator itself is outside the isolate.
            setLevel(at: offset)
            let level = nextLevel(isRightToLeft: bidiClass == .rli)
            if level <= BidiExplicitLevels.maximumDepth, overflowIsolates == 0, overflowEmbeddings == 0 {
                validIsolates += 1
                stack.append(Status(level: level, override: .on, isIsolate: true))
            } else {
                overflowIsolates += 1
            }
        case .pdi:
            popIsolate()
            setLevel(at: offset)
        case .pdf:
            levels[offset] = BidiParagraph.removedLevel
            // Rule X7.
            if overflowIsolates > 0 { return }
            if overflowEmbeddings > 0 {
                overflowEmbeddings -= 1
            } else if stack.count > 1, !stack[stack.count - 1].isIsolate {
                stack.removeLast()
            }
        case .b:
            // Rule X8.
            levels[offset] = baseLevel
            stack.removeLast(stack.count - 1)
            overflowIsolates = 0
            overflowEmbeddings = 0
            validIsolates = 0
        case .bn:
            levels[offset] = BidiParagraph.removedLevel
        default: preconditionFailure("the class takes the level in force")
        }
    }

    /// Rules X2 to X5.
    private mutating func pushEmbedding(isRightToLeft: Bool, override: BidiClass, at offset: Int) {
        levels[offset] = BidiParagraph.removedLevel
        let level = nextLevel(isRightToLeft: isRightToLeft)
        if level <= BidiExplicitLevels.maximumDepth, overflowIsolates == 0, overflowEmbeddings == 0 {
            stack.append(Status(level: level, override: override, isIsolate: false))
        } else if overflowIsolates == 0 {
            overflowEmbeddings += 1
        }
    }

    /// Rule X6a: ends the isolate that a PDI matches, and the embeddings inside it.
    private mutating func popIsolate() {
        if overflowIsolates > 0 {
            overflowIsolates -= 1
        } else if validIsolates > 0 {
            overflowEmbeddings = 0
            while !stack[stack.count - 1].isIsolate { stack.removeLast() }
            stack.removeLast()
            validIsolates -= 1
        }
    }

    /// Gives an initiator or a PDI the level and the override in force.
    private mutating func setLevel(at offset: Int) {
        let status = stack[stack.count - 1]
        levels[offset] = status.level
        if status.override != .on { classes[offset] = status.override }
    }

    /// The least odd, or even, level above the one in force.
    private func nextLevel(isRightToLeft: Bool) -> UInt8 {
        let level = stack[stack.count - 1].level
        return isRightToLeft ? (level + 1) | 1 : (level + 2) & ~1
    }
}
