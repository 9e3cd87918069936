import DiwanFont
import DiwanUnicode

/// The form of a letter, and later whether its glyph stretches.
enum ArabicAction {
    static let isolated: UInt8 = 0
    static let final: UInt8 = 1
    static let final2: UInt8 = 2
    static let final3: UInt8 = 3
    static let medial: UInt8 = 4
    static let medial2: UInt8 = 5
    static let initial: UInt8 = 6
    static let none: UInt8 = 7
    static let stretchFixed: UInt8 = 8
    static let stretchRepeating: UInt8 = 9

    /// The features of the forms, in the order of the forms and of their stages.
    static let features: [Tag] = ["isol", "fina", "fin2", "fin3", "medi", "med2", "init"]
}

/// The joining of letters as a state machine: the next letter decides the form of the one before (Unicode 15.0, sections 9.2 and 9.3).
enum ArabicJoining {
    static let rightJoining: UInt8 = 2
    static let transparent: UInt8 = 7

    /// The column of the state table for a character: U, L, R, D or C, alaph, dalath and rish; or `transparent`.
    static func column(_ properties: ScalarProperties) -> UInt8 {
        switch properties.joiningGroup {
        case .alaph: return 4
        case .dalathRish: return 5
        case .other: break
        }
        switch properties.joiningType {
        case .nonJoining: return 0
        case .leftJoining: return 1
        case .rightJoining: return rightJoining
        case .dualJoining, .joinCausing: return 3
        case .transparent: return transparent
        }
    }

    /// What a character does: the form of the letter before it, its own form for now, and the next state.
    struct Step {
        var previous: UInt8
        var current: UInt8
        var state: UInt8

        init(_ previous: UInt8, _ current: UInt8, _ state: UInt8) {
            self.previous = previous
            self.current = current
            self.state = state
        }
    }

    static let columnCount = 6

    /// The table, `columnCount` steps for each state. 0: nothing before joins. 1: after a right-joining letter. 2: after a letter that
    /// joins on, in isolated form. 3: the same, in final form. 4: after a final alaph. 5: after another alaph. 6: after dalath or rish.
    static let table: [Step] = {
        let (none, isol, fina, fin2, fin3) =
            (ArabicAction.none, ArabicAction.isolated, ArabicAction.final, ArabicAction.final2, ArabicAction.final3)
        let (medi, med2, initial) = (ArabicAction.medial, ArabicAction.medial2, ArabicAction.initial)
        func row(_ before: UInt8, _ joins: Bool, _ alaph: (UInt8, UInt8)) -> [Step] {
            let form = joins ? fina : isol
            return [
                Step(none, none, 0), Step(none, isol, 2), Step(before, form, 1), Step(before, form, joins ? 3 : 2),
                Step(before, alaph.0, alaph.1), Step(before, form, 6),
            ]
        }
        return row(none, false, (isol, 1)) + row(none, false, (fin2, 5)) + row(initial, true, (fina, 4)) + row(medi, true, (fina, 4))
            + row(med2, false, (fin2, 5)) + row(isol, false, (fin2, 5)) + row(none, false, (fin3, 5))
    }()

    /// Whether a mark is a modifier combining mark (UTR #53, section 3).
    static func isModifierMark(_ character: UInt32) -> Bool {
        switch character {
        case 0x0654, 0x0655, 0x0658, 0x06DC, 0x06E3, 0x06E7, 0x06E8, 0x08CA, 0x08CB, 0x08CD, 0x08CE, 0x08CF, 0x08D3, 0x08F3: true
        default: false
        }
    }
}

extension GlyphBuffer {
    /// Chooses the form of every letter, and turns its feature on. `before` and `after` are the states of the text around: the column of
    /// the nearest character that is not transparent, or nil.
    mutating func joinArabic(_ plan: ShapePlan, before: UInt8?, after: UInt8?) {
        ArabicJoining.table.withUnsafeBufferPointer { table in
            var state = 0
            var previous = -1
            if let before { state = Int(table[Int(before)].state) }
            for position in 0..<length {
                let column = info[position].action
                if column == ArabicJoining.transparent {
                    info[position].action = ArabicAction.none
                    continue
                }
                let step = table[state &* ArabicJoining.columnCount &+ Int(column)]
                if step.previous != ArabicAction.none, previous >= 0 {
                    info[previous].action = step.previous
                    unsafeToBreak(previous, position &+ 1)
                }
                info[position].action = step.current
                previous = position
                state = Int(step.state)
            }
            if let after, previous >= 0 {
                let step = table[state &* ArabicJoining.columnCount &+ Int(after)]
                if step.previous != ArabicAction.none {
                    info[previous].action = step.previous
                    unsafeToBreak(previous, length)
                }
            }
        }
        plan.actionMasks.withUnsafeBufferPointer { masks in
            for position in 0..<length { info[position].mask |= masks[Int(info[position].action)] }
        }
    }
}
