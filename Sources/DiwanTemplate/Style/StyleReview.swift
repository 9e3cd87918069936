import DiwanDiagnostics
import DiwanDomain
import DiwanXML

/// Holds the words of a template against the style guide.
struct StyleReview {
    private let reading: TemplateReading
    private let guide: StyleGuide
    private let limits: StyleGuide.Limits
    private let lists: [StyleGuide.WordList]
    /// The digits of the document's numbers.
    private let digits: DigitSystem
    /// How `agree` calls the person that the document is for.
    private let person: String
    private(set) var diagnostics: [Diagnostic] = []

    /// Reviews what is read of `template`, which is of `kinds`. `digits` are those of its numbers, `person` is a field of a person.
    init(
        _ template: XMLElement, _ reading: TemplateReading, guide: StyleGuide, kinds: [StyleGuide.Kind], digits: DigitSystem,
        person: String?
    ) {
        self.reading = reading
        self.guide = guide
        // The nearest template's kind is the last.
        limits = kinds.last?.limits ?? guide.limits
        lists = guide.lists.filter { list in !kinds.contains { $0.freeOf.contains(list.name) } }
        self.digits = digits
        self.person = person ?? "…"
        let wordLists = lists.map { (list: $0, index: PhraseIndex($0.entries.map(\.phrases))) }
        let allowed = PhraseIndex([guide.allowed])
        let passives = PhraseIndex([guide.passives])
        let clauses = PhraseIndex([guide.clauses])
        let outcomes = PhraseIndex([guide.outcomes])
        let reasons = PhraseIndex([guide.reasons])
        var measure = ReadingMeasure(longWord: limits.longWord)
        var outcomePlaces: [(passage: Passage, range: Range<Int>, branch: Int)] = []
        var reasonBranches = reading.uses.filter { use in kinds.contains { Self.names($0.reasons, in: use.expression) } }.map(\.branch)

        for passage in reading.passages {
            let words = passage.words
            let inPlace = allowed.matches(in: words)
            for (list, index) in wordLists where passage.reader != .clerk || list.reach == .everywhere {
                for match in index.matches(in: words) where !inPlace.contains(where: { $0.words.overlaps(match.words) }) {
                    report(list, list.entries[match.entry], passage, passage.range(of: match.words, in: words))
                }
            }
            guard passage.reader == .print else { continue }
            for match in outcomes.matches(in: words) {
                outcomePlaces.append((passage, passage.range(of: match.words, in: words), words[match.words.lowerBound].branch))
            }
            reasonBranches += reasons.matches(in: words).map { words[$0.words.lowerBound].branch }
            reviewSentences(passage, words, passives, clauses, &measure)
            reviewNumbers(passage)
        }
        for (passage, range, branch) in outcomePlaces where !reasonBranches.contains(where: { reading.isSure($0, beside: branch) }) {
            warn(
                "«\(passage.text(range))» tells an outcome, and nothing beside it tells why", passage, range,
                hint: "print its reasons after it, in the same branch: «…، لما يأتي:»")
        }
        for picture in reading.pictures { reviewPicture(picture) }
        if measure.value > limits.reading {
            let words =
                "the document is hard to read: \(measure.meanSentence) words in a sentence and \(measure.longShare) long words in a "
                + "hundred make \(measure.value); \(limits.reading) is the most"
            diagnostics.append(
                Diagnostic(
                    .warning, words, at: template.position, length: template.nameLength,
                    hint: "shorten its longest sentences, and say it in shorter words"))
        }
    }

    /// Whether an expression names one of `fields`: as a whole, or as a group in its path.
    static func names(_ fields: [String], in expression: String) -> Bool {
        let path = "/" + expression.replacing("$data/", with: "") + "/"
        return fields.contains { path.contains("/\($0)/") }
    }

    // MARK: Words

    private mutating func report(_ list: StyleGuide.WordList, _ entry: StyleGuide.Entry, _ passage: Passage, _ range: Range<Int>) {
        let hint =
            if let forms = entry.forms {
                "write both: <agree of=\"\(person)\" m=\"\(forms.masculine)\" f=\"\(forms.feminine)\"/>"
                    + (entry.rather.isEmpty ? "" : ", or \(entry.rather)")
            } else {
                "rather: \(entry.rather)"
            }
        warn("«\(passage.text(range))» \(list.fault)", passage, range, hint: hint)
    }

    // MARK: Sentences

    private mutating func reviewSentences(
        _ passage: Passage, _ words: [Passage.Word], _ passives: PhraseIndex, _ clauses: PhraseIndex, _ measure: inout ReadingMeasure
    ) {
        let passiveWords = passives.matches(in: words).map(\.words.lowerBound)
        let clauseWords = clauses.matches(in: words).map(\.words.lowerBound)
        var start = words.startIndex
        while start < words.endIndex {
            let end = words[start...].firstIndex { $0.sentence != words[start].sentence } ?? words.endIndex
            let sentence = start..<end
            start = end
            let counted = sentence.filter { words[$0].counts }
            measure.add(counted.map { words[$0] })
            if counted.count > limits.sentenceWords {
                warn(
                    "the sentence has \(counted.count) words; \(limits.sentenceWords) are the most", passage,
                    passage.range(of: counted[0]..<counted[0] + 1, in: words), hint: Self.splitHint(passage, words, counted))
            }
            let passive = sentence.filter { words[$0].counts && (passiveWords.contains($0) || isMarkedPassive(passage, words[$0])) }
            if passive.count > limits.passives {
                let list = passive.map { "«\(passage.text(words[$0].range))»" }.joined(separator: ", ")
                warn(
                    "the sentence has \(passive.count) passives (\(list)); \(limits.passives) are the most", passage,
                    passage.range(of: passive[0]..<passive[0] + 1, in: words),
                    hint: "say who does it: «قررت اللجنة» for «تم اتخاذ القرار»")
            }
            let nested = clauseWords.filter { sentence.contains($0) && words[$0].counts }
            if nested.count > limits.clauses {
                warn(
                    "the sentence nests \(nested.count) clauses; \(limits.clauses) are the most", passage,
                    passage.range(of: nested[0]..<nested[0] + 1, in: words), hint: Self.splitHint(passage, words, counted))
            }
        }
    }

    /// Where a long sentence can be cut: after the comma nearest to its middle.
    private static func splitHint(_ passage: Passage, _ words: [Passage.Word], _ counted: [Int]) -> String {
        let middle = counted.count / 2
        let afterComma = counted.indices.dropFirst().filter { index in
            let before = words[counted[index - 1]].range.upperBound..<words[counted[index]].range.lowerBound
            return !words[counted[index]].readings.isEmpty && passage.letters[before].contains { $0.scalar == "،" || $0.scalar == "," }
        }
        guard let nearest = afterComma.min(by: { abs($0 - middle) < abs($1 - middle) }) else {
            return "make two sentences of it, or a list"
        }
        return "make two sentences of it, or a list; one could begin at «\(passage.text(words[counted[nearest]].range))»"
    }

    /// Whether a word is a verb that a damma on its first letter marks as passive: «يُصرف», «سيُرفع», «قُيّد».
    private func isMarkedPassive(_ passage: Passage, _ word: Passage.Word) -> Bool {
        guard let folded = word.readings.first, (2...7).contains(folded.unicodeScalars.count) else { return false }
        let scalars = passage.letters[word.range].map(\.scalar)
        guard let damma = scalars.firstIndex(of: "\u{64F}"), damma > 0 else { return false }
        let first = scalars[damma - 1]
        let prefixes = scalars[..<(damma - 1)]
        if "يتنأ".unicodeScalars.contains(first) {
            return prefixes.isEmpty || prefixes.elementsEqual(["و"]) || prefixes.elementsEqual(["ف"]) || prefixes.elementsEqual(["س"])
                || prefixes.elementsEqual(["و", "س"]) || prefixes.elementsEqual(["ف", "س"])
        }
        // A perfect verb; a noun with a damma («مُستفيد», «كُلّ») is longer, or begins with م or ك.
        return first != "م" && first != "ك" && (prefixes.isEmpty || prefixes.elementsEqual(["و"])) && folded.unicodeScalars.count <= 5
    }

    // MARK: Numbers

    private mutating func reviewNumbers(_ passage: Passage) {
        let letters = passage.letters
        var index = 0
        while index < letters.count {
            if Self.ends(letters[index].scalar) {
                index += 1
                continue
            }
            let end = letters[index...].firstIndex { Self.ends($0.scalar) } ?? letters.count
            reviewNumbers(passage, index..<end)
            index = end
        }
    }

    private static func ends(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == Passage.gap || scalar == Passage.end
    }

    /// Reviews what stands between two spaces.
    private mutating func reviewNumbers(_ passage: Passage, _ chunk: Range<Int>) {
        let scalars = passage.letters.map(\.scalar)
        func isDigit(_ index: Int) -> Bool { chunk.contains(index) && DigitSystem.value(of: scalars[index]) != nil }
        func isSign(_ index: Int) -> Bool { chunk.contains(index) && "+-*\u{2212}".unicodeScalars.contains(scalars[index]) }
        // What begins with a Latin letter is read from left to right as a whole.
        let hasLatin = chunk.contains { scalars[$0].isASCII && scalars[$0].properties.isAlphabetic }
        let first = chunk.first { FoldedWords.isPart(scalars[$0]) || isSign($0) }
        if let first, scalars[first].isASCII, scalars[first].properties.isAlphabetic { return }

        for index in chunk where isSign(index) && !isSign(index - 1) {
            var after = index
            while isSign(after) { after += 1 }
            let hasNumberBefore = isDigit(index - 1) || chunk.contains(index - 1) && scalars[index - 1] == Passage.value
            // After a letter the sign and the number come out in their order.
            let isAfterLetter = chunk.contains(index - 1) && !hasNumberBefore && FoldedWords.isPart(scalars[index - 1])
            let goesBeforeValue = chunk.contains(after) && scalars[after] == Passage.value && scalars[index] != "-" && !hasNumberBefore
            guard isDigit(after) || goesBeforeValue, !isAfterLetter else { continue }
            var start = index
            while isDigit(start - 1) { start -= 1 }
            var end = after
            while isDigit(end) || isSign(end) && isDigit(end + 1) { end += 1 }
            let number = passage.text(start..<end).replacing(String(Passage.value), with: "…")
            warn(
                "«\(number)» comes out in another order among Arabic words", passage, start..<max(end, index + 1),
                hint: "set it apart: <bdi dir=\"ltr\">\(number)</bdi>; a range is «من … إلى …»")
            break
        }
        guard !hasLatin, let other = chunk.first(where: { isDigit($0) && !isOwn(scalars[$0]) }) else { return }
        var end = other
        while isDigit(end), !isOwn(scalars[end]) { end += 1 }
        let number = passage.text(other..<end)
        warn(
            "the digits of «\(number)» are not those of the document's numbers", passage, other..<end,
            hint: "write «\(digits.digits(in: number))», or set it apart: <bdi dir=\"ltr\">\(number)</bdi>")
    }

    private func isOwn(_ digit: Unicode.Scalar) -> Bool { digits.digits(in: String(digit)) == String(digit) }

    // MARK: Pictures

    private mutating func reviewPicture(_ picture: XMLElement) {
        guard let attribute = picture.attribute("alt") else {
            // Where alt is required, compiling asks for it.
            if Self.replaceable.contains(picture.name) { warn(picture) }
            return
        }
        let words = FoldedWords.of(attribute.value)
        // What a file or the template itself draws may be decoration; what the data give, or a machine reads, is not.
        let maySayNothing = (picture.name == "img" || picture.name == "svg") && picture["of"] == nil
        if words.isEmpty ? maySayNothing : attribute.value != picture["src"] && !guide.emptyAlternatives.contains(words) { return }
        warn(picture)
    }

    /// Elements whose place a picture may take.
    static let replaceable: Set<String> = ["signature", "stamp"]

    private mutating func warn(_ picture: XMLElement) {
        diagnostics.append(
            Diagnostic(
                .warning, "\"\(picture.name)\" says nothing to those who do not see it", at: picture.position, length: picture.nameLength,
                hint: "add alt=\"…\": what it shows, in a few words"))
    }

    private mutating func warn(_ message: String, _ passage: Passage, _ range: Range<Int>, hint: String) {
        let (position, length) = passage.span(range)
        diagnostics.append(Diagnostic(.warning, message, at: position, length: length, hint: hint))
    }
}

/// How hard a text is to read: the words of its mean sentence, and the long words in a hundred, added up.
///
/// Björnsson's readability index (LIX, 1968) has this form and asks nothing of a language but words and sentences; what is long in
/// Arabic is counted without the article and what stands before it.
struct ReadingMeasure {
    let longWord: Int
    private var sentences = 0
    private var words = 0
    private var longWords = 0

    init(longWord: Int) {
        self.longWord = longWord
    }

    /// Adds the words of a sentence. What has fewer than four words is a heading or a cell, not a sentence.
    mutating func add(_ sentence: [Passage.Word]) {
        guard sentence.count > 3 else { return }
        sentences += 1
        words += sentence.count
        longWords += sentence.filter { $0.readings.first.map { FoldedWords.length($0) > longWord } ?? false }.count
    }

    /// The words of the mean sentence.
    var meanSentence: Int { sentences == 0 ? 0 : (words + sentences / 2) / sentences }
    /// The long words in a hundred.
    var longShare: Int { words == 0 ? 0 : (longWords * 100 + words / 2) / words }
    /// The measure.
    var value: Int { meanSentence + longShare }
}
