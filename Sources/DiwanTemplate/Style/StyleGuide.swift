import DiwanData
public import DiwanDiagnostics

/// What the house asks of the words and the parts of its templates: `style.json` in the templates root.
public struct StyleGuide: Sendable {
    /// A kind of document, as `kind` of `template` names it, and what each such document must have.
    struct Kind: Sendable {
        /// The name.
        var name: String
        /// What people call it, in Arabic.
        var label: String
        /// Parts that it includes, and not only on a condition: paths from the templates root.
        var includes: [String] = []
        /// Blocks that it fills.
        var blocks: [String] = []
        /// Fields or groups of which it prints at least one: why it was decided so.
        var reasons: [String] = []
        /// A template that declares all of these fields looks like one of this kind.
        var fields: [String] = []
        /// The bounds of its language, where they are not those of all.
        var limits: Limits
        /// The lists of words that do not bind it.
        var freeOf: [String] = []
    }

    /// Where words of a list are looked for.
    enum Reach: String, Sendable, CaseIterable {
        /// In what is printed.
        case print
        /// In what is printed and in what the clerk reads: labels, hints, alerts and options.
        case everywhere
    }

    /// Words that templates do without.
    struct WordList: Sendable {
        /// The name.
        var name: String
        /// What is wrong with them, after the word: `is harsh`.
        var fault: String
        /// Where they are looked for.
        var reach: Reach
        /// The words.
        var entries: [Entry]
    }

    /// Words that mean one thing, and what to write instead.
    struct Entry: Sendable {
        /// The words to look for, each as folded words one after the other.
        var phrases: [[String]]
        /// What says it better; empty when the forms of `agree` do.
        var rather: String
        /// The forms for a man and for a woman, for a word that leaves women out.
        var forms: (masculine: String, feminine: String)?
    }

    /// The bounds of plain language.
    struct Limits: Sendable {
        /// The greatest number of words of a sentence; a value counts as one.
        var sentenceWords = 55
        /// The greatest number of clauses that a sentence nests.
        var clauses = 4
        /// The greatest number of passives in a sentence.
        var passives = 3
        /// The greatest reading measure of a document: the words of its mean sentence, and the long words in a hundred.
        var reading = 40
        /// A word of more letters, without its prefixes, is long.
        var longWord = 6
    }

    /// The kinds.
    var kinds: [Kind] = []
    /// The lists of words.
    var lists: [WordList] = []
    /// Phrases in which words of the lists are in their place, as folded words.
    var allowed: [[String]] = []
    /// Words that open a passive: «تم».
    var passives: [[String]] = []
    /// Words that open a clause within a clause: «الذي».
    var clauses: [[String]] = []
    /// Words that announce a decision against someone: «نعتذر».
    var outcomes: [[String]] = []
    /// Words that announce a reason: «لما يأتي».
    var reasons: [[String]] = []
    /// Words that tell nothing of a picture: «صورة».
    var emptyAlternatives: [[String]] = []
    /// The bounds, where a kind has none of its own.
    var limits = Limits()

    /// The kind called `name`.
    func kind(_ name: String) -> Kind? { kinds.first { $0.name == name } }

    /// Reads a guide from the bytes of a JSON file; `nil` when it has errors.
    public static func read(_ bytes: [UInt8], file: String) -> (guide: StyleGuide?, diagnostics: [Diagnostic]) {
        let source = SourceText(file: file, bytes: bytes)
        do throws(DataError) {
            var reader = StyleGuideReader(source: source)
            let guide = reader.read(try JSONParser().parse(source))
            return (reader.diagnostics.hasErrors ? nil : guide, reader.diagnostics.sortedForPrinting())
        } catch {
            return (nil, [error.diagnostic])
        }
    }
}
