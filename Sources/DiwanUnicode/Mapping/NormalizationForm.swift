/// The normalisation forms of UAX #15.
public enum NormalizationForm: Hashable, Sendable, CaseIterable {
    /// Canonical decomposition.
    case nfd
    /// Canonical decomposition, then canonical composition.
    case nfc
    /// Compatibility decomposition.
    case nfkd
    /// Compatibility decomposition, then canonical composition.
    case nfkc

    /// `text` in this form. The time is linear in the text, but for a sort of each run of marks.
    public func normalize(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        if self == .nfc, NormalizationForm.isComposed(text) { return text }
        let isCompatibility = self == .nfkd || self == .nfkc
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for scalar in text { NormalizationForm.decompose(scalar, isCompatibility, into: &result) }
        let classes = NormalizationForm.order(&result)
        if self == .nfc || self == .nfkc { NormalizationForm.compose(&result, classes) }
        return result
    }

    /// Whether `text` is in NFC as the quick check can tell: false may mean that it is not known (UAX #15, section 9).
    public static func isComposed(_ text: [Unicode.Scalar]) -> Bool {
        var last: UInt8 = 0
        for scalar in text {
            if scalar.value < 0x300 {
                last = 0
                continue
            }
            let properties = ScalarProperties(scalar)
            let combiningClass = properties.combiningClass
            if !properties.isStableInNFC || combiningClass != 0 && combiningClass < last { return false }
            last = combiningClass
        }
        return true
    }

    /// Appends the full decomposition of `scalar`.
    private static func decompose(_ scalar: Unicode.Scalar, _ isCompatibility: Bool, into result: inout [Unicode.Scalar]) {
        if isCompatibility, let mapping = ScalarMapping.compatibilityDecomposition(of: scalar) {
            result += mapping
        } else if let pair = ScalarMapping.canonicalDecomposition(of: scalar) {
            decompose(pair.first, isCompatibility, into: &result)
            if let second = pair.second { decompose(second, isCompatibility, into: &result) }
        } else {
            result.append(scalar)
        }
    }

    /// The Canonical Ordering Algorithm (Unicode 15.0, definition D109): sorts each run of marks by combining class, equal ones in
    /// their order. Returns the combining classes of the ordered text.
    private static func order(_ text: inout [Unicode.Scalar]) -> [UInt8] {
        var classes = text.map { ScalarProperties($0).combiningClass }
        var start = 0
        while start < text.count {
            if classes[start] == 0 {
                start += 1
                continue
            }
            var end = start + 1
            var isOrdered = true
            while end < text.count, classes[end] != 0 {
                if classes[end] < classes[end - 1] { isOrdered = false }
                end += 1
            }
            if !isOrdered {
                let marks = (start..<end).sorted { (classes[$0], $0) < (classes[$1], $1) }
                let moved = marks.map { (text[$0], classes[$0]) }
                for (offset, mark) in moved.enumerated() { (text[start + offset], classes[start + offset]) = mark }
            }
            start = end
        }
        return classes
    }

    /// The Canonical Composition Algorithm (Unicode 15.0, definition D117) on decomposed and ordered text.
    private static func compose(_ text: inout [Unicode.Scalar], _ classes: [UInt8]) {
        var count = 0
        var starter = -1
        // The combining class of the last character kept after the starter; 0 when none is.
        var lastClass: UInt8 = 0
        for position in text.indices {
            let scalar = text[position]
            let combiningClass = classes[position]
            // Blocked (definition D115): a kept character between has the same or a higher class, or is a starter itself.
            let isAdjacent = starter == count - 1
            if starter >= 0, isAdjacent || lastClass != 0 && lastClass < combiningClass,
                let composite = ScalarMapping.primaryComposite(text[starter], scalar)
            {
                text[starter] = composite
                continue
            }
            if combiningClass == 0 { starter = count }
            lastClass = combiningClass
            text[count] = scalar
            count += 1
        }
        text.removeLast(text.count - count)
    }
}
