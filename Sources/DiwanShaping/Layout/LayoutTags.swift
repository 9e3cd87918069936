import DiwanFont
import DiwanUnicode

/// The tags by which fonts name scripts and languages (OpenType 1.9.1, "Script tags" and "Language system tags").
enum LayoutTags {
    /// The tags for `script`, best first: the newer ones of the Indic scripts come before the older one.
    static func scripts(_ script: Script) -> [Tag] {
        let value = script.tagValue
        // The first letter made small; the scripts whose tag is not made so are listed.
        let plain = Tag(rawValue: value | 0x2000_0000)
        switch Tag(rawValue: value) {
        case "Beng": return ["bng3", "bng2", plain]
        case "Deva": return ["dev3", "dev2", plain]
        case "Gujr": return ["gjr3", "gjr2", plain]
        case "Guru": return ["gur3", "gur2", plain]
        case "Knda": return ["knd3", "knd2", plain]
        case "Mlym": return ["mlm3", "mlm2", plain]
        case "Orya": return ["ory3", "ory2", plain]
        case "Taml": return ["tml3", "tml2", plain]
        case "Telu": return ["tel3", "tel2", plain]
        case "Mymr": return ["mym2", plain]
        case "Hira": return ["kana"]
        case "Laoo": return ["lao "]
        case "Yiii": return ["yi  "]
        case "Nkoo": return ["nko "]
        case "Vaii": return ["vai "]
        default: return [plain]
        }
    }

    /// The tag for the language `language` (BCP 47, as `ar` or `ar-SA`), or nil when fonts have none.
    static func language(_ language: String) -> Tag? {
        let primary = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
        if let known = languages[primary] { return known }
        for (tag, members) in members where members.contains(primary) { return tag }
        // What ISO 639-3 has in three letters is written the same in capitals.
        return primary.utf8.count == 3 ? Tag(primary.uppercased()) : nil
    }

    /// The single languages that ISO 639-3 counts with a larger one.
    private static let members: [(tag: Tag, members: Set<String>)] = [
        (
            "ARA",
            [
                "aao", "abh", "abv", "acm", "acq", "acw", "acx", "acy", "adf", "aeb", "aec", "afb", "ajp", "apc", "apd", "arb", "arq",
                "ars", "ary", "arz", "auz", "avl", "ayh", "ayl", "ayn", "ayp", "bbz", "pga", "shu", "ssh",
            ]
        ),
        ("FAR", ["pes", "prs"]), ("KUR", ["ckb", "kmr", "sdh"]), ("AZE", ["azb", "azj"]), ("UZB", ["uzn", "uzs"]),
        ("PAS", ["pbt", "pbu", "pst"]), ("MLY", ["zlm", "zsm"]),
    ]

    private static let languages: [String: Tag] = [
        "am": "AMH", "ar": "ARA", "az": "AZE", "ba": "BSH", "be": "BEL", "bg": "BGR", "bn": "BEN", "bo": "TIB", "bs": "BOS", "ca": "CAT",
        "crh": "CRT",
        "cs": "CSY", "cy": "WEL", "da": "DAN", "de": "DEU", "dv": "DIV", "el": "ELL", "en": "ENG", "es": "ESP", "et": "ETI", "eu": "EUQ",
        "fa": "FAR", "fi": "FIN", "fr": "FRA", "ga": "IRI", "gl": "GAL", "gu": "GUJ", "ha": "HAU", "he": "IWR", "hi": "HIN", "hr": "HRV",
        "hu": "HUN", "hy": "HYE0", "id": "IND", "is": "ISL", "it": "ITA", "ja": "JAN", "ka": "KAT", "kaa": "KRK", "kk": "KAZ", "km": "KHM",
        "kn": "KAN",
        "ko": "KOR", "ks": "KSH", "ku": "KUR", "ky": "KIR", "lo": "LAO", "lt": "LTH", "lv": "LVI", "mh": "MAH", "mk": "MKD", "ml": "MAL",
        "mn": "MNG", "mo": "MOL", "mr": "MAR", "ms": "MLY", "mt": "MTS", "my": "BRM", "nb": "NOR", "ne": "NEP", "nl": "NLD", "nn": "NYN",
        "no": "NOR", "nv": "NAV",
        "or": "ORI", "pa": "PAN", "pl": "PLK", "ps": "PAS", "pt": "PTG", "ro": "ROM", "ru": "RUS", "sd": "SND", "se": "NSM", "si": "SNH",
        "sk": "SKY", "sl": "SLV", "sjd": "KSM", "sma": "SSM", "smj": "LSM", "smn": "ISM", "sms": "SKS", "so": "SML", "sq": "SQI",
        "sr": "SRB", "sv": "SVE", "sw": "SWK", "syr": "SYR", "ta": "TAM", "te": "TEL",
        "tg": "TAJ", "th": "THA", "tk": "TKM", "tr": "TRK", "tt": "TAT", "ug": "UYG", "uk": "UKR", "ur": "URD", "uz": "UZB", "vi": "VIT",
        "wo": "WLF", "yi": "JII", "yo": "YBA", "zh": "ZHS", "zu": "ZUL",
    ]
}
