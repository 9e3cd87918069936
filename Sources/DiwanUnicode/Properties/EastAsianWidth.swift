/// East_Asian_Width (UAX #11).
public enum EastAsianWidth: UInt8, Hashable, Sendable, CaseIterable {
    /// N.
    case neutral
    /// A.
    case ambiguous
    /// H.
    case halfwidth
    /// W.
    case wide
    /// F.
    case fullwidth
    /// Na.
    case narrow
}
