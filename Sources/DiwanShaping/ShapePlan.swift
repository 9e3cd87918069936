public import DiwanDocument
import DiwanFont
public import DiwanUnicode
import Synchronization

/// What a text of one script, direction and language needs of a font: made once, used for any number of texts.
///
/// Immutable. The pointers live as long as the object.
public final class ShapePlan: @unchecked Sendable {
    // Unchecked is sound: nothing but `spaceInfluence` is written after `init`.

    /// The script.
    public let script: Script
    /// The direction.
    public let direction: TextDirection
    /// The language (BCP 47), or "".
    public let language: String
    /// What the caller turned on or off.
    public let features: [FeatureSetting]

    let isScriptRightToLeft: Bool?
    let isArabic: Bool
    let isHebrew: Bool
    /// Whether letters and points are composed that Unicode leaves apart, since the font does not place marks.
    let composesHebrewForms: Bool
    let stages: [FeatureMap.Stage]
    let globalMask: UInt32
    let mirrorMask: UInt32
    let numeratorMask: UInt32
    let denominatorMask: UInt32
    let fractionMask: UInt32
    let hasFractions: Bool
    let kernMask: UInt32
    /// For each `ArabicAction`, the bit that turns its feature on.
    let actionMasks: [UInt32]
    let hasStretch: Bool
    /// What stands in for the joining features in a font that has none of them.
    let arabicFallback: LookupProgram?
    let appliesPositioning: Bool
    let appliesKernTable: Bool
    let placesMarksItself: Bool
    let partialFeatures: [(range: Range<Int>, bits: UInt32, mask: UInt32)]
    /// The part of the space in the lookups; nil until it is asked for.
    let spaceInfluence = Mutex<SpaceInfluence?>(nil)
    let substitution: LookupProgram
    let positioning: LookupProgram

    init(
        _ layout: FontLayout, script: Script, direction: TextDirection, language: String, features: [FeatureSetting]
    ) {
        self.script = script
        self.direction = direction
        self.language = language
        self.features = features
        let scripts = LayoutTags.scripts(script)
        let tag = LayoutTags.language(language)
        let none = LanguageSystem(script: nil, offset: nil)
        let inGSUB = layout.substitution?.languageSystem(scripts: scripts, language: tag) ?? none
        let inGPOS = layout.positioning?.languageSystem(scripts: scripts, language: tag) ?? none
        isArabic = script == .arabic || script == .syriac && inGSUB.script != nil && inGSUB.script != "DFLT"

        isScriptRightToLeft = script.isRightToLeft
        isHebrew = script == .hebrew
        var map = FeatureMap()
        ShapePlan.request(&map, script, direction, isArabic: isArabic, features)
        map.compile(substitution: layout.substitution, inGSUB, positioning: layout.positioning, inGPOS)

        stages = map.substitutionStages
        globalMask = map.globalMask
        mirrorMask = map.bit("rtlm")
        fractionMask = map.bit("frac")
        numeratorMask = map.bit("numr")
        denominatorMask = map.bit("dnom")
        hasFractions = fractionMask != 0 || numeratorMask != 0 && denominatorMask != 0
        kernMask = map.mask("kern").mask
        actionMasks = ArabicAction.features.map { map.bit($0) } + [0]
        hasStretch = isArabic && map.bit("stch") != 0
        arabicFallback = script == .arabic && ShapePlan.lacksForms(map) ? ShapePlan.fallback(layout, map) : nil
        composesHebrewForms = isHebrew && map.bit("mark") == 0
        // What GPOS has for another script does more harm than good in Hebrew.
        appliesPositioning = layout.positioning != nil && !(isHebrew && inGPOS.script != "hebr")
        appliesKernTable = layout.kern != nil && (!appliesPositioning || !map.positions("kern"))
        placesMarksItself = !appliesPositioning && !(appliesKernTable && (layout.kern?.hasCrossStream ?? false))
        partialFeatures = features.compactMap { setting in
            guard let range = setting.range else { return nil }
            let (mask, shift) = map.mask(setting.tag)
            return mask == 0 ? nil : (range, min(setting.value, FeatureMap.randomValue) << shift & mask, mask)
        }
        substitution = LookupProgram(map.substitutionLookups, layout.substitution, glyphCount: layout.font.glyphCount)
        positioning = LookupProgram(map.positioningLookups, layout.positioning, glyphCount: layout.font.glyphCount)
    }

    /// Whether the font has none of the features for the joining forms of Arabic.
    private static func lacksForms(_ map: FeatureMap) -> Bool {
        for tag in ["isol", "fina", "medi", "init"] as [Tag] where !map.needsFallback(tag) { return false }
        return true
    }

    private static func fallback(_ layout: FontLayout, _ map: FeatureMap) -> LookupProgram? {
        let fallback = ArabicFallback(layout.font)
        guard let table = fallback.table else { return nil }
        let planned = fallback.features.enumerated().map { index, tag in
            FeatureMap.PlannedLookup(index: Int32(index), mask: map.bit(tag), skipsZWNJ: true, skipsZWJ: true, isRandom: false)
        }
        return LookupProgram(planned, table, glyphCount: layout.font.glyphCount)
    }

    /// Asks for the features that every text gets, those of the shaper, and the caller's, in the order that makes their stages.
    private static func request(
        _ map: inout FeatureMap, _ script: Script, _ direction: TextDirection, isArabic: Bool, _ features: [FeatureSetting]
    ) {
        map.enable("rvrn")
        map.endStage()
        if direction == .leftToRight {
            map.enable("ltra")
            map.enable("ltrm")
        } else {
            map.enable("rtla")
            map.add("rtlm")
        }
        map.add("frac")
        map.add("numr")
        map.add("dnom")
        map.enable("rand", .random, value: FeatureMap.randomValue)
        if isArabic { requestArabic(&map, script) }
        for tag in ["abvm", "blwm", "ccmp", "locl"] as [Tag] { map.enable(tag) }
        map.enable("mark", .manualJoiners)
        map.enable("mkmk", .manualJoiners)
        map.enable("rlig")
        for tag in ["calt", "clig", "curs", "dist"] as [Tag] { map.enable(tag) }
        map.enable("kern", .hasFallback)
        for tag in ["liga", "rclt"] as [Tag] { map.enable(tag) }
        for setting in features {
            map.add(setting.tag, setting.range == nil ? .global : [], value: min(setting.value, FeatureMap.randomValue))
        }
    }

    /// The stages of Arabic: one for each form, so that contextual forms come in the order of the specification; a pause between `rlig`
    /// and `calt`, and between `calt` and the ligatures. In Arabic ZWJ stops a ligature just as ZWNJ does, hence the manual joiners.
    private static func requestArabic(_ map: inout FeatureMap, _ script: Script) {
        map.enable("stch")
        map.endStage(.recordStretch)
        map.enable("ccmp", .manualZWJ)
        map.enable("locl", .manualZWJ)
        map.endStage()
        for tag in ArabicAction.features {
            let isSyriac = tag == "fin2" || tag == "fin3" || tag == "med2"
            map.add(tag, script == .arabic && !isSyriac ? [.manualZWJ, .hasFallback] : .manualZWJ)
            map.endStage()
        }
        map.enable("rlig", [.manualZWJ, .hasFallback])
        if script == .arabic { map.endStage(.arabicFallback) }
        map.enable("calt", .manualZWJ)
        if !map.has("rclt") {
            map.endStage()
            map.enable("rclt", .manualZWJ)
        }
        map.enable("liga", .manualZWJ)
        map.enable("clig", .manualZWJ)
        map.enable("mset", .manualZWJ)
    }
}
