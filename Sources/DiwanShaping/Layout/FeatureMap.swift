import DiwanFont

/// The features that a plan asks for, and what they become: the lookups of each stage, with the bits of the mask that turn them on for a
/// glyph. The order of the work is that of HarfBuzz, whose results are the reference.
struct FeatureMap {
    /// How a feature behaves.
    struct Options: OptionSet {
        let rawValue: UInt8
        /// On for every glyph.
        static let global = Options(rawValue: 1)
        /// The shaper does something when the font has no such feature.
        static let hasFallback = Options(rawValue: 2)
        /// ZWNJ is not skipped in matching.
        static let manualZWNJ = Options(rawValue: 4)
        /// ZWJ is not skipped in matching.
        static let manualZWJ = Options(rawValue: 8)
        /// Picks an alternate at random.
        static let random = Options(rawValue: 16)

        static let manualJoiners: Options = [.manualZWNJ, .manualZWJ]
    }

    /// What is done between two stages of substitution.
    enum Pause: UInt8 {
        case none
        case recordStretch
        case arabicFallback
    }

    private struct Request {
        var tag: Tag
        var order: Int
        var options: Options
        var maximum: UInt32
        var standard: UInt32
        var stage: Int
    }

    private struct Entry {
        var tag: Tag
        var substitution: Int?
        var positioning: Int?
        var stage: Int
        var shift: UInt32
        var mask: UInt32
        var options: Options
        var needsFallback: Bool
    }

    /// A lookup of a stage.
    struct PlannedLookup {
        /// The index in the table.
        var index: Int32
        /// The glyphs that have any of these bits take part.
        var mask: UInt32
        /// Whether matching skips ZWNJ in contexts, and ZWJ everywhere.
        var skipsZWNJ: Bool
        var skipsZWJ: Bool
        /// Whether the lookup is of the feature `rand`.
        var isRandom: Bool
    }

    /// Lookups that run in the order of their indexes, and what is done after them.
    struct Stage {
        /// The end of the stage in the list of lookups.
        var end: Int
        var pause: Pause
    }

    /// The bit of the mask that every glyph has.
    static let globalBit: UInt32 = 0x8000_0000
    private static let globalShift: UInt32 = 31
    /// Bit 0 of a mask is the flag "unsafe to break".
    private static let firstShift: UInt32 = 1
    private static let maximumBits = 8
    /// The value of an alternate that stands for a random one.
    static let randomValue: UInt32 = 255

    private var requests: [Request] = []
    private var substitutionStage = 0
    private var pauses: [Pause] = []
    private var entries: [Entry] = []
    /// The mask that every glyph begins with.
    private(set) var globalMask: UInt32 = globalBit
    private(set) var substitutionLookups: [PlannedLookup] = []
    private(set) var positioningLookups: [PlannedLookup] = []
    private(set) var substitutionStages: [Stage] = []

    /// Asks for `tag`, off until a mask turns it on.
    mutating func add(_ tag: Tag, _ options: Options = [], value: UInt32 = 1) {
        requests.append(
            Request(
                tag: tag, order: requests.count, options: options, maximum: value, standard: options.contains(.global) ? value : 0,
                stage: substitutionStage))
    }

    /// Asks for `tag` for every glyph.
    mutating func enable(_ tag: Tag, _ options: Options = [], value: UInt32 = 1) {
        add(tag, options.union(.global), value: value)
    }

    /// Ends a stage of substitution.
    mutating func endStage(_ pause: Pause = .none) {
        pauses.append(pause)
        substitutionStage += 1
    }

    /// Whether `tag` was asked for.
    func has(_ tag: Tag) -> Bool { requests.contains { $0.tag == tag } }

    /// The bits of `tag`, 0 when the font has no such feature.
    func mask(_ tag: Tag) -> (mask: UInt32, shift: UInt32) {
        guard let entry = entries.first(where: { $0.tag == tag }) else { return (0, 0) }
        return (entry.mask, entry.shift)
    }

    /// The bit that means value 1 of `tag`, 0 when the font has no such feature.
    func bit(_ tag: Tag) -> UInt32 {
        let (mask, shift) = mask(tag)
        return 1 << shift & mask
    }

    /// Whether `tag` was asked for with a fallback, and the font has no such feature.
    func needsFallback(_ tag: Tag) -> Bool { entries.first { $0.tag == tag }?.needsFallback ?? false }

    /// Whether GPOS has `tag`.
    func positions(_ tag: Tag) -> Bool { entries.first { $0.tag == tag }?.positioning != nil }

    /// Chooses bits and collects the lookups of both tables.
    mutating func compile(
        substitution: LayoutTable?, _ substitutionSystem: LanguageSystem, positioning: LayoutTable?, _ positioningSystem: LanguageSystem
    ) {
        let required = (substitution?.requiredFeature(in: substitutionSystem), positioning?.requiredFeature(in: positioningSystem))
        var requiredStage = 0
        var nextBit = FeatureMap.firstShift
        for request in merged() {
            let isGlobal = request.options.contains(.global) && request.maximum == 1
            let bits = isGlobal ? 0 : UInt32(min(FeatureMap.maximumBits, 32 - request.maximum.leadingZeroBitCount))
            if request.maximum == 0 || nextBit + bits > FeatureMap.globalShift { continue }
            let inSubstitution = substitution?.feature(request.tag, in: substitutionSystem)
            let inPositioning = positioning?.feature(request.tag, in: positioningSystem)
            if let feature = required.0, feature.tag == request.tag { requiredStage = request.stage }
            let isFound = inSubstitution != nil || inPositioning != nil
            guard isFound || request.options.contains(.hasFallback) else { continue }
            var entry = Entry(
                tag: request.tag, substitution: inSubstitution, positioning: inPositioning, stage: request.stage,
                shift: FeatureMap.globalShift, mask: FeatureMap.globalBit,
                options: request.options, needsFallback: !isFound)
            if !isGlobal {
                entry.shift = nextBit
                entry.mask = (1 << (nextBit + bits)) - (1 << nextBit)
                nextBit += bits
                globalMask |= request.standard << entry.shift & entry.mask
            }
            entries.append(entry)
        }
        endStage()
        for stage in 0..<substitutionStage {
            var found: [PlannedLookup] = []
            if let table = substitution {
                if let feature = required.0, requiredStage == stage { add(table, feature.index, nil, to: &found) }
                for entry in entries where entry.stage == stage { add(table, entry.substitution, entry, to: &found) }
            }
            substitutionLookups += FeatureMap.sorted(found)
            substitutionStages.append(Stage(end: substitutionLookups.count, pause: pauses[stage]))
        }
        if let table = positioning {
            var found: [PlannedLookup] = []
            if let feature = required.1 { add(table, feature.index, nil, to: &found) }
            for entry in entries { add(table, entry.positioning, entry, to: &found) }
            positioningLookups = FeatureMap.sorted(found)
        }
    }

    /// The requests by tag, those of one tag made into one: the last global one decides the value, the first one the stage.
    private func merged() -> [Request] {
        var result: [Request] = []
        for request in requests.sorted(by: { ($0.tag, $0.order) < ($1.tag, $1.order) }) {
            guard let last = result.last, last.tag == request.tag else {
                result.append(request)
                continue
            }
            var merged = last
            if request.options.contains(.global) {
                merged.options.insert(.global)
                merged.maximum = request.maximum
                merged.standard = request.standard
            } else {
                if merged.options.contains(.global) { merged.options.remove(.global) }
                merged.maximum = max(merged.maximum, request.maximum)
            }
            merged.options.formUnion(request.options.intersection(.hasFallback))
            merged.stage = min(merged.stage, request.stage)
            result[result.count - 1] = merged
        }
        return result
    }

    private func add(_ table: LayoutTable, _ feature: Int?, _ entry: Entry?, to found: inout [PlannedLookup]) {
        guard let feature else { return }
        let options = entry?.options ?? []
        for lookup in table.lookups(ofFeature: feature) {
            found.append(
                PlannedLookup(
                    index: Int32(lookup), mask: entry?.mask ?? FeatureMap.globalBit, skipsZWNJ: !options.contains(.manualZWNJ),
                    skipsZWJ: !options.contains(.manualZWJ), isRandom: options.contains(.random)))
        }
    }

    /// The lookups in the order of their indexes, each once.
    private static func sorted(_ found: [PlannedLookup]) -> [PlannedLookup] {
        var result: [PlannedLookup] = []
        for (_, lookup) in found.enumerated().sorted(by: { ($0.element.index, $0.offset) < ($1.element.index, $1.offset) }) {
            if let last = result.last, last.index == lookup.index {
                result[result.count - 1].mask |= lookup.mask
                result[result.count - 1].skipsZWNJ = last.skipsZWNJ && lookup.skipsZWNJ
                result[result.count - 1].skipsZWJ = last.skipsZWJ && lookup.skipsZWJ
            } else {
                result.append(lookup)
            }
        }
        return result
    }
}
