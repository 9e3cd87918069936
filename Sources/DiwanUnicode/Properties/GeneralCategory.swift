/// General_Category (UAX #44, table 12), named by the short aliases of the specification.
public enum GeneralCategory: UInt8, Hashable, Sendable, CaseIterable {
    /// Uppercase letter.
    case lu
    /// Lowercase letter.
    case ll
    /// Titlecase letter.
    case lt
    /// Modifier letter.
    case lm
    /// Other letter.
    case lo
    /// Nonspacing mark.
    case mn
    /// Spacing mark.
    case mc
    /// Enclosing mark.
    case me
    /// Decimal digit.
    case nd
    /// Letter number.
    case nl
    /// Other number.
    case no
    /// Connector punctuation.
    case pc
    /// Dash punctuation.
    case pd
    /// Opening punctuation.
    case ps
    /// Closing punctuation.
    case pe
    /// Initial quote.
    case pi
    /// Final quote.
    case pf
    /// Other punctuation.
    case po
    /// Mathematical symbol.
    case sm
    /// Currency symbol.
    case sc
    /// Modifier symbol.
    case sk
    /// Other symbol.
    case so
    /// Space separator.
    case zs
    /// Line separator.
    case zl
    /// Paragraph separator.
    case zp
    /// Control.
    case cc
    /// Format.
    case cf
    /// Surrogate.
    case cs
    /// Private use.
    case co
    /// Unassigned.
    case cn

    /// Whether this is a mark: Mn, Mc or Me.
    @inlinable public var isMark: Bool { rawValue >= GeneralCategory.mn.rawValue && rawValue <= GeneralCategory.me.rawValue }

    /// Whether this is a letter: Lu, Ll, Lt, Lm or Lo.
    @inlinable public var isLetter: Bool { rawValue <= GeneralCategory.lo.rawValue }

    /// Whether this is a number: Nd, Nl or No.
    @inlinable public var isNumber: Bool { rawValue >= GeneralCategory.nd.rawValue && rawValue <= GeneralCategory.no.rawValue }

    /// Whether this is punctuation: Pc, Pd, Ps, Pe, Pi, Pf or Po.
    @inlinable public var isPunctuation: Bool { rawValue >= GeneralCategory.pc.rawValue && rawValue <= GeneralCategory.po.rawValue }
}
