/// How many cells of a terminal a scalar takes, so that a caret stands under what it marks.
enum CellWidth {
    /// 0 for marks and format controls, 2 for wide East Asian scalars and emoji, 1 for all others.
    ///
    /// Right-to-left letters are counted in the order of the file: a terminal that does not reorder shows the caret in its
    /// place, and one that does shows it as far from the start of the line.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    /// The blocks whose scalars are East Asian Wide or Fullwidth (UAX #11), in whole blocks.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
