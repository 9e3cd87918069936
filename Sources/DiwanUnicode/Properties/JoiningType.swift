/// Joining_Type (Unicode 15.0, table 9-3). Unlisted marks and format characters are transparent.
public enum JoiningType: UInt8, Hashable, Sendable, CaseIterable {
    /// U: joins on no side.
    case nonJoining
    /// R: joins with the letter before it (at its right), as alef does.
    case rightJoining
    /// L: joins with the letter after it (at its left).
    case leftJoining
    /// D: joins on both sides, as beh does.
    case dualJoining
    /// C: makes its neighbours join and does not change, as tatweel and ZWJ do.
    case joinCausing
    /// T: joining looks through it, as through a mark.
    case transparent
}

/// The groups of Joining_Group that have joining rules of their own (Syriac, Unicode 15.0, section 9.3).
public enum JoiningGroup: UInt8, Hashable, Sendable, CaseIterable {
    /// Every other group, and no group.
    case other
    /// Alaph: its forms depend on the letter before it.
    case alaph
    /// Dalath and rish.
    case dalathRish
}
