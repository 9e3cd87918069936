import DiwanUnicode

/// Names of people as identity cards write them: cleaning for storage, keys for search, and order.
public enum PersonName {
    /// The name to store. Only what is invisible or a matter of encoding changes: bidirectional and zero-width marks and
    /// tatweel go, presentation forms become letters (ﷲ: الله), Persian and Urdu letters become the Arabic ones,
    /// the text is NFC and has single spaces. Hamza, ة, ى and harakat stay as they are.
    public static func cleaned(_ name: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0xFB50...0xFDFF, 0xFE70...0xFEFC: scalars += letters(of: scalar)
            default: scalars.append(scalar)
            }
        }
        scalars = NormalizationForm.nfc.normalize(scalars.filter { !InvisibleMarks.contains($0) && $0 != "\u{640}" })
        var out = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in scalars {
            if InvisibleMarks.isSpace(scalar) {
                pendingSpace = !out.isEmpty
                continue
            }
            if pendingSpace { out.append(" ") }
            pendingSpace = false
            out.append(arabic(scalar))
        }
        return String(out)
    }

    /// The letters of a presentation form. A mark's isolated form is mapped to a space and the mark; the space is not kept,
    /// since the mark belongs to the letter before it.
    private static func letters(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard let letters = ScalarMapping.compatibilityDecomposition(of: scalar) else { return [scalar] }
        let isMark = letters.count > 1 && letters[0] == " " && NameKey.fold(letters[1]) == nil
        return isMark ? Array(letters.dropFirst()) : letters
    }

    /// The Arabic letter for a Persian or Urdu one of the same kind.
    private static func arabic(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x6CC: "ي"
        case 0x6A9: "ك"
        case 0x6C1, 0x6BE: "ه"
        default: scalar
        }
    }

    /// The key under which spellings of one name fall together: «محمد بن علي» and «محمد علي», «عبد الله» and «عبدالله».
    ///
    /// Harakat are removed; أإآٱ→ا, ؤ→و, ئ→ي, ى→ي, ة→ه; ء is dropped; «بن», «ابن» and «بنت» are dropped unless they follow
    /// «عبد», «أبو», «أم» or «آل», which belong to the next word; digits are ASCII; there are no spaces.
    /// Equal keys are possible duplicates, never proof of one person.
    public static func searchKey(_ name: String) -> String {
        var key = ""
        var joinsNext = false
        for word in cleaned(name).split(separator: " ") {
            let folded = NameKey.folded(String(word))
            if !joinsNext, folded == "بن" || folded == "ابن" || folded == "بنت" { continue }
            key += folded
            joinsNext = folded == "عبد" || folded == "ابو" || folded == "ام" || folded == "ال"
        }
        return key
    }

    /// A second key, the search key without the article at its start, for family names: «العتيبي» and «عتيبي».
    public static func searchKeyWithoutArticle(_ name: String) -> String {
        let key = searchKey(name)
        return key.hasPrefix("ال") && key.unicodeScalars.count > 4 ? String(key.unicodeScalars.dropFirst(2)) : key
    }

    /// Names in alphabetical order: by their search keys, code point by code point, then by the stored name.
    public static func sorted(_ names: [String]) -> [String] {
        names.map { (key: Array(searchKey($0).unicodeScalars), name: Array($0.unicodeScalars), text: $0) }
            .sorted { a, b in a.key == b.key ? a.name.lexicographicallyPrecedes(b.name) : a.key.lexicographicallyPrecedes(b.key) }
            .map(\.text)
    }

    /// The parts of a name with «بن» or «بنت» between a person and the fathers: «نورة بنت سعد بن فهد العتيبي».
    /// `family` follows without it. With `filiation` off the parts stand alone.
    public static func full(given: String, ancestors: [String], family: String?, gender: Gender, filiation: Bool) -> String {
        var words = [given]
        for (index, ancestor) in ancestors.enumerated() {
            if filiation { words.append(index == 0 && gender == .feminine ? "بنت" : "بن") }
            words.append(ancestor)
        }
        if let family { words.append(family) }
        return words.joined(separator: " ")
    }
}
