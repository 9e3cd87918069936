import DiwanFont
import DiwanUnicode

extension Script {
    /// The OpenType tag of the script is made of this, its ISO 15924 tag.
    var isoTag: Tag { Tag(rawValue: tagValue) }

    /// Whether the script runs from right to left; nil where both ways are native.
    var isRightToLeft: Bool? {
        if ["Hung", "Ital", "Runr", "Tfng"].contains(isoTag) { return nil }
        return Script.rightToLeftTags.contains(isoTag)
    }

    private static let rightToLeftTags: Set<Tag> = [
        "Adlm", "Arab", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Hatr", "Hebr", "Khar", "Lydi", "Mand", "Mani", "Mend", "Merc", "Mero",
        "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc",
        "Thaa", "Yezi",
    ]
}
