/// Line_Break (UAX #14, table 1), named by the short aliases of the specification.
public enum LineBreakClass: UInt8, Hashable, Sendable, CaseIterable {
    /// Unknown.
    case xx
    /// Ambiguous, alphabetic or ideographic.
    case ai
    /// Alphabetic.
    case al
    /// Break opportunity before and after.
    case b2
    /// Break after.
    case ba
    /// Break before.
    case bb
    /// Mandatory break.
    case bk
    /// Contingent break opportunity.
    case cb
    /// Conditional Japanese starter.
    case cj
    /// Close punctuation.
    case cl
    /// Combining mark.
    case cm
    /// Close parenthesis.
    case cp
    /// Carriage return.
    case cr
    /// Emoji base.
    case eb
    /// Emoji modifier.
    case em
    /// Exclamation and interrogation.
    case ex
    /// Non-breaking glue.
    case gl
    /// Hangul LV syllable.
    case h2
    /// Hangul LVT syllable.
    case h3
    /// Hebrew letter.
    case hl
    /// Hyphen.
    case hy
    /// Ideographic.
    case id
    /// Inseparable.
    case `in`
    /// Infix numeric separator.
    case `is`
    /// Hangul L jamo.
    case jl
    /// Hangul T jamo.
    case jt
    /// Hangul V jamo.
    case jv
    /// Line feed.
    case lf
    /// Next line.
    case nl
    /// Nonstarter.
    case ns
    /// Numeric.
    case nu
    /// Open punctuation.
    case op
    /// Postfix numeric.
    case po
    /// Prefix numeric.
    case pr
    /// Quotation.
    case qu
    /// Regional indicator.
    case ri
    /// Complex context, South East Asian.
    case sa
    /// Surrogate.
    case sg
    /// Space.
    case sp
    /// Symbols allowing break after.
    case sy
    /// Word joiner.
    case wj
    /// Zero width space.
    case zw
    /// Zero width joiner.
    case zwj
}
