/// Mappings from one code point to others: mirror images, brackets, decompositions and composition.
public enum ScalarMapping {
    /// Bidi_Mirroring_Glyph (UAX #9, rule L4): the character whose glyph is the mirror image of that of `scalar`, or nil.
    public static func mirroringGlyph(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard ScalarProperties(scalar).hasMirroringGlyph else { return nil }
        let table = ScalarMappingTable.mirrors
        let position = firstPosition(in: table, atLeast: UInt64(scalar.value) << 32)
        return Unicode.Scalar(UInt32(truncatingIfNeeded: table[position]))
    }

    /// Bidi_Paired_Bracket (UAX #9, definitions BD14 and BD15): the other bracket of the pair, or nil when `scalar` is no bracket.
    public static func pairedBracket(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let properties = ScalarProperties(scalar)
        return properties.isOpeningBracket || properties.isClosingBracket ? mirroringGlyph(of: scalar) : nil
    }

    /// One step of the canonical decomposition (Unicode 15.0, section 3.7), or nil: the first may decompose further, `second` is
    /// nil for a singleton. Hangul syllables decompose by arithmetic (section 3.12).
    public static func canonicalDecomposition(of scalar: Unicode.Scalar) -> (first: Unicode.Scalar, second: Unicode.Scalar?)? {
        guard ScalarProperties(scalar).hasCanonicalDecomposition else { return nil }
        if let pair = Hangul.decomposition(of: scalar.value) { return (codePoint(pair.first), codePoint(pair.second)) }
        let table = ScalarMappingTable.canonicalDecompositions
        let entry = table[firstPosition(in: table, atLeast: UInt64(scalar.value) << 42)]
        let second = UInt32(truncatingIfNeeded: entry & 0x1F_FFFF)
        return (codePoint(UInt32(truncatingIfNeeded: entry >> 21 & 0x1F_FFFF)), second == 0 ? nil : codePoint(second))
    }

    /// The primary composite of `first` and `second` (Unicode 15.0, definition D114), or nil when they do not compose. Characters
    /// excluded from composition are not given (UAX #15, section 5).
    public static func primaryComposite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        guard ScalarProperties(second).composesWithPrevious else { return nil }
        if let syllable = Hangul.composite(first.value, second.value) { return codePoint(syllable) }
        let table = ScalarMappingTable.compositions
        let pair = UInt64(first.value) << 42 | UInt64(second.value) << 21
        let position = firstPosition(in: table, atLeast: pair)
        guard position < table.count, table[position] & ~0x1F_FFFF == pair else { return nil }
        return codePoint(UInt32(truncatingIfNeeded: table[position] & 0x1F_FFFF))
    }

    /// The full compatibility decomposition (Unicode 15.0, definition D65) of a character that has a compatibility mapping, or nil;
    /// for U+FEFB it is lam and alef. Canonical mappings alone are not followed here: see `canonicalDecomposition(of:)`.
    public static func compatibilityDecomposition(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard ScalarProperties(scalar).hasCompatibilityDecomposition else { return nil }
        let table = ScalarMappingTable.compatibilityDecompositions
        let entry = table[firstPosition(in: table, atLeast: UInt64(scalar.value) << 42)]
        let start = Int(entry >> 21 & 0x1F_FFFF)
        let count = Int(entry & 0x1F_FFFF)
        return (start..<start + count).map { position in
            codePoint(UInt32(truncatingIfNeeded: ScalarMappingTable.compatibilityPool[position >> 1] &>> UInt64((position & 1) << 5)))
        }
    }

    /// The position of the first element of the sorted `table` that is at least `key`; the count when none is.
    private static func firstPosition(in table: [UInt64], atLeast key: UInt64) -> Int {
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) >> 1
            if table[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A code point of the tables: none is a surrogate.
    private static func codePoint(_ value: UInt32) -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(value) else { preconditionFailure("a table holds a surrogate") }
        return scalar
    }
}
