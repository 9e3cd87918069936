/// A place where a line may end.
public struct LineBreakOpportunity: Hashable, Sendable {
    /// The offset of the scalar that would begin the next line.
    public var offset: Int
    /// Whether the line must end here: after a hard break, and at the end of the text.
    public var isMandatory: Bool

    /// A place before the scalar at `offset`.
    public init(offset: Int, isMandatory: Bool) {
        self.offset = offset
        self.isMandatory = isMandatory
    }
}

/// Finds where lines may end (UAX #14 for Unicode 15.0.0). Numbers are kept together by the regular expression of section 8.2,
/// example 7, in place of the pairs of rule LB25, as LineBreakTest.txt expects.
public struct LineBreaker: Sendable {
    /// A line breaker; it has no settings.
    public init() {}

    /// The places where `text` may be broken, in order. The last is the end of the text (rule LB3); an empty text has none. Linear
    /// in the length.
    public func opportunities(in text: [Unicode.Scalar]) -> [LineBreakOpportunity] {
        var result: [LineBreakOpportunity] = []
        guard let first = text.first else { return result }
        var context = LineBreakContext(first)
        for offset in 1..<max(1, text.count) {
            let properties = ScalarProperties(text[offset])
            if context.passes(properties) { continue }
            switch context.advance(to: properties, next: offset + 1, in: text) {
            case .prohibited: continue
            case .allowed: result.append(LineBreakOpportunity(offset: offset, isMandatory: false))
            case .mandatory: result.append(LineBreakOpportunity(offset: offset, isMandatory: true))
            }
        }
        result.append(LineBreakOpportunity(offset: text.count, isMandatory: true))
        return result
    }
}

/// What the rules need to know of the text before a place.
private struct LineBreakContext {
    enum Action {
        case prohibited, allowed, mandatory
    }

    /// How far the text before the place is a number of LB25's expression.
    private enum Number {
        /// Not at all.
        case none
        /// NU (NU | SY | IS)*
        case digits
        /// NU (NU | SY | IS)* (CL | CP)
        case closed
    }

    /// The class of the character before, marks on it left out (rules LB9 and LB10).
    private var previous: LineBreakClass
    /// The class of the last character that is no space.
    private var beforeSpaces: LineBreakClass
    private var number = Number.none
    /// Whether an odd number of regional indicators stands before.
    private var isOddRegional = false
    /// HL (HY | BA)
    private var isHebrewHyphen = false
    private var isAfterJoiner = false
    /// Whether the character before is full, half or wide (rule LB30).
    private var isEastAsian = false
    /// Whether the character before is unassigned and pictographic (rule LB30b).
    private var isReservedPictograph = false

    init(_ first: Unicode.Scalar) {
        previous = .xx
        beforeSpaces = .xx
        let properties = ScalarProperties(first)
        let resolved = LineBreakContext.resolved(properties)
        isAfterJoiner = resolved == .zwj
        move(to: LineBreakContext.isMark(resolved) ? .al : resolved, properties)
    }

    /// Rule LB1.
    private static func resolved(_ properties: ScalarProperties) -> LineBreakClass {
        switch properties.lineBreakClass {
        case .ai, .sg, .xx: .al
        case .cj: .ns
        case .sa: properties.generalCategory == .mn || properties.generalCategory == .mc ? .cm : .al
        default: properties.lineBreakClass
        }
    }

    private static func isMark(_ lineBreakClass: LineBreakClass) -> Bool {
        lineBreakClass == .cm || lineBreakClass == .zwj
    }

    /// Whether a character is a letter after a letter, a mark on one or a space after one: then there is no break before it (rules LB7,
    /// LB9 and LB28; no rule before allows one), and the context goes on with it. Most characters are such, and this is all that is done for them.
    @inline(__always)
    mutating func passes(_ properties: ScalarProperties) -> Bool {
        guard previous == .al else { return false }
        switch properties.lineBreakClass {
        case .cm:
            isAfterJoiner = false
            return true
        case .al where properties.eastAsianWidth == .neutral && properties.generalCategory != .cn:
            isAfterJoiner = false
            isEastAsian = false
            isReservedPictograph = false
            return true
        case .sp:
            // No line begins with a space (rule LB7).
            previous = .sp
            isAfterJoiner = false
            isEastAsian = false
            isReservedPictograph = false
            return true
        default: return false
        }
    }

    /// Whether there is a break before a character, which then belongs to the context. `next` is the offset of what follows it.
    mutating func advance(to properties: ScalarProperties, next: Int, in text: [Unicode.Scalar])
        -> Action
    {
        var current = LineBreakContext.resolved(properties)
        let wasAfterJoiner = isAfterJoiner
        isAfterJoiner = current == .zwj
        if LineBreakContext.isMark(current) {
            switch previous {
            case .bk, .cr, .lf, .nl, .sp, .zw: current = .al  // LB10
            default: return .prohibited  // LB9
            }
        }
        let action = self.action(before: current, properties, wasAfterJoiner, next: next, in: text)
        move(to: current, properties)
        return action
    }

    /// Makes `current` the character before the next place.
    private mutating func move(to current: LineBreakClass, _ properties: ScalarProperties) {
        switch current {
        case .nu: number = .digits
        case .sy, .is: if number == .closed { number = .none }
        case .cl, .cp: number = number == .digits ? .closed : .none
        default: number = .none
        }
        isHebrewHyphen = previous == .hl && (current == .hy || current == .ba)
        isOddRegional = current == .ri && !isOddRegional
        if current != .sp { beforeSpaces = current }
        previous = current
        switch properties.eastAsianWidth {
        case .fullwidth, .wide, .halfwidth: isEastAsian = true
        default: isEastAsian = false
        }
        isReservedPictograph = properties.isExtendedPictographic && properties.generalCategory == .cn
    }

    private func action(
        before current: LineBreakClass, _ properties: ScalarProperties, _ isAfterJoiner: Bool, next: Int, in text: [Unicode.Scalar]
    ) -> Action {
        // No rule before LB28 allows a break here.
        if previous == .al, current == .al { return .prohibited }
        switch previous {
        case .bk, .lf, .nl: return .mandatory  // LB4, LB5
        case .cr: return current == .lf ? .prohibited : .mandatory  // LB5
        default: break
        }
        switch current {
        case .bk, .cr, .lf, .nl, .sp, .zw: return .prohibited  // LB6, LB7
        default: break
        }
        if beforeSpaces == .zw { return .allowed }  // LB8
        if isAfterJoiner { return .prohibited }  // LB8a
        if current == .wj || previous == .wj || previous == .gl { return .prohibited }  // LB11, LB12
        if current == .gl, previous != .sp, previous != .ba, previous != .hy { return .prohibited }  // LB12a
        switch current {
        case .cl, .cp, .ex, .is, .sy: return .prohibited  // LB13
        default: break
        }
        switch beforeSpaces {
        case .op: return .prohibited  // LB14
        case .qu where current == .op: return .prohibited  // LB15
        case .cl where current == .ns, .cp where current == .ns: return .prohibited  // LB16
        case .b2 where current == .b2: return .prohibited  // LB17
        default: break
        }
        if previous == .sp { return .allowed }  // LB18
        if current == .qu || previous == .qu { return .prohibited }  // LB19
        if current == .cb || previous == .cb { return .allowed }  // LB20
        return isJoined(current, properties) || isInNumber(current, next: next, in: text) ? .prohibited : .allowed
    }

    /// Rules LB21 to LB24 and LB26 to LB30b: whether `current` stays with the character before it.
    private func isJoined(_ current: LineBreakClass, _ properties: ScalarProperties) -> Bool {
        if isHebrewHyphen || previous == .bb { return true }  // LB21a, LB21
        switch current {
        case .ba, .hy, .ns, .in: return true  // LB21, LB22
        case .hl where previous == .sy: return true  // LB21b
        case .al, .hl:
            switch previous {
            // LB28, LB23, LB24, LB29
            case .al, .hl, .nu, .pr, .po, .is: return true
            default: return previous == .cp && !isEastAsian  // LB30
            }
        case .nu: return previous == .al || previous == .hl || previous == .cp && !isEastAsian  // LB23, LB30
        case .pr: return previous == .al || previous == .hl  // LB24
        case .po:
            switch previous {
            // LB24, LB23a, LB27
            case .al, .hl, .id, .eb, .em, .jl, .jv, .jt, .h2, .h3: return true
            default: return false
            }
        case .id, .eb: return previous == .pr  // LB23a
        case .em: return previous == .pr || previous == .eb || isReservedPictograph  // LB23a, LB30b
        case .jl: return previous == .jl || previous == .pr  // LB26, LB27
        case .jv, .h2, .h3:
            if current == .jv, previous == .jv || previous == .h2 { return true }  // LB26
            return previous == .jl || previous == .pr
        case .jt:
            switch previous {
            case .jv, .h2, .jt, .h3, .pr: return true  // LB26, LB27
            default: return false
            }
        case .op:
            // LB30
            guard previous == .al || previous == .hl || previous == .nu else { return false }
            switch properties.eastAsianWidth {
            case .fullwidth, .wide, .halfwidth: return false
            default: return true
            }
        case .ri: return previous == .ri && isOddRegional  // LB30a
        default: return false
        }
    }

    /// Rule LB25 in the form of section 8.2, example 7: ( PR | PO )? ( OP | HY )? NU (NU | SY | IS)* (CL | CP)? ( PR | PO )?
    private func isInNumber(_ current: LineBreakClass, next: Int, in text: [Unicode.Scalar]) -> Bool {
        switch current {
        case .nu:
            switch previous {
            case .pr, .po, .op, .hy: return true
            default: return number == .digits
            }
        case .pr, .po: return number != .none
        case .op, .hy:
            guard previous == .pr || previous == .po else { return false }
            // The first character after marks: does a number begin?
            for offset in next..<max(next, text.count) {
                let following = LineBreakContext.resolved(ScalarProperties(text[offset]))
                if !LineBreakContext.isMark(following) { return following == .nu }
            }
            return false
        default: return false
        }
    }
}
