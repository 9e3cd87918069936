/// Bidi_Class (UAX #9, table 4), named by the short aliases of the specification.
public enum BidiClass: UInt8, Hashable, Sendable, CaseIterable {
    /// Left-to-right letters.
    case l
    /// Right-to-left letters that are not Arabic.
    case r
    /// Arabic letters.
    case al
    /// European numbers.
    case en
    /// Arabic numbers.
    case an
    /// Separators of European numbers.
    case es
    /// Terminators of European numbers.
    case et
    /// Separators of all numbers.
    case cs
    /// Nonspacing marks.
    case nsm
    /// Boundary neutrals.
    case bn
    /// Paragraph separators.
    case b
    /// Segment separators.
    case s
    /// White space.
    case ws
    /// Other neutrals.
    case on
    /// Left-to-right embedding.
    case lre
    /// Left-to-right override.
    case lro
    /// Right-to-left embedding.
    case rle
    /// Right-to-left override.
    case rlo
    /// Pop directional format.
    case pdf
    /// Left-to-right isolate.
    case lri
    /// Right-to-left isolate.
    case rli
    /// First strong isolate.
    case fsi
    /// Pop directional isolate.
    case pdi
}
