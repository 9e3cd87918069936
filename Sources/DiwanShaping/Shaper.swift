public import DiwanDocument
public import DiwanFont
public import DiwanUnicode
import Synchronization

/// Turns characters into the glyphs of one font and their places, as HarfBuzz does: normalisation to what the font has, joining, and the
/// font's own substitutions (`GSUB`) and positions (`GPOS`). Made once for each font; any number of threads may share it.
public final class Shaper: Sendable {
    /// The font.
    public let font: Font
    private let layout: FontLayout
    private let plans = Mutex<[ShapePlan]>([])

    /// A shaper of `font`.
    public init(_ font: Font) {
        self.font = font
        layout = FontLayout(font)
    }

    /// The plan for texts of `script` in `direction` and `language` (BCP 47, "" for none), with the caller's `features`. Plans are kept:
    /// to ask again is cheap, but a caller that shapes words should keep its plan.
    public func plan(
        script: Script, direction: TextDirection, language: String = "", features: [FeatureSetting] = []
    ) -> ShapePlan {
        plans.withLock { known in
            for plan in known
            where plan.script == script && plan.direction == direction && plan.language == language && plan.features == features {
                return plan
            }
            let plan = ShapePlan(layout, script: script, direction: direction, language: language, features: features)
            known.append(plan)
            return plan
        }
    }

    /// Shapes the characters of `range` of `text`. What is around the range is context: letters join across it. The glyphs are in
    /// `buffer.glyphs` afterwards, from left to right, in font units; a glyph's cluster is the index in `text` of its first character.
    public func shape(
        _ text: UnsafeBufferPointer<Unicode.Scalar>, range: Range<Int>, plan: ShapePlan, into buffer: ShapingBuffer
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range is not in the text")
        shape(text, range, plan, &buffer.core)
        buffer.core.copyGlyphs(to: &buffer.glyphs)
    }

    /// The same, for an array.
    public func shape(_ text: [Unicode.Scalar], range: Range<Int>? = nil, plan: ShapePlan, into buffer: ShapingBuffer) {
        text.withUnsafeBufferPointer { shape($0, range: range ?? 0..<text.count, plan: plan, into: buffer) }
    }

    /// The glyphs of all of `text`.
    public func glyphs(
        of text: [Unicode.Scalar], script: Script, direction: TextDirection, language: String = "", features: [FeatureSetting] = []
    ) -> [Glyph] {
        let buffer = ShapingBuffer()
        shape(text, plan: plan(script: script, direction: direction, language: language, features: features), into: buffer)
        return buffer.glyphs
    }

    /// How far the space takes part in what the font does to texts of `plan`. Found out at the first call.
    public func spaceInfluence(_ plan: ShapePlan) -> SpaceInfluence {
        plan.spaceInfluence.withLock { known in
            if let known { return known }
            let answer = findSpaceInfluence(plan)
            known = answer
            return answer
        }
    }

    private func findSpaceInfluence(_ plan: ShapePlan) -> SpaceInfluence {
        let glyph = UInt32(layout.space)
        guard glyph != 0, Int(glyph) < layout.font.glyphCount, !plan.appliesKernTable else { return .everywhere }
        let props = layout.glyphProps[Int(glyph)]
        guard props & GlyphInfo.markGlyph == 0 else { return .everywhere }
        var context = SpaceContext(glyphCount: layout.font.glyphCount)
        for program in [plan.substitution, plan.positioning] {
            guard let table = program.table else { continue }
            let lookups = (0..<program.count).map { Int(program.lookups[$0].index) }
            var search = InvolvementSearch(table, context)
            if search.involves(glyph, props, in: lookups) { return .everywhere }
            context = search.context
        }
        return context.isEmpty ? .none : .between(context)
    }

    // MARK: The order of the work

    private func shape(
        _ text: UnsafeBufferPointer<Unicode.Scalar>, _ range: Range<Int>, _ plan: ShapePlan, _ buffer: inout GlyphBuffer
    ) {
        buffer.reset(range.count)
        if range.isEmpty { return }
        buffer.addCharacters(text, range, plan.globalMask)
        buffer.formClusters()
        // Fonts are made for the direction of the script; a run the other way is turned round, and turned back at the end.
        var isForward = plan.direction == .leftToRight
        let isNative = plan.isScriptRightToLeft.map { $0 != isForward || $0 && isForward && buffer.isNumeric() } ?? true
        if !isNative {
            buffer.turnRound()
            isForward.toggle()
        }
        buffer.isForward = isForward

        if plan.direction == .rightToLeft { buffer.mirror(layout, plan.mirrorMask) }
        buffer.normalize(layout, plan)
        buffer.markFractions(plan)
        if plan.isArabic {
            buffer.joinArabic(
                plan, before: Shaper.joiningColumn(text, stride(from: range.lowerBound - 1, through: 0, by: -1)),
                after: Shaper.joiningColumn(text, stride(from: range.upperBound, to: text.count, by: 1)))
        }
        buffer.markPartialFeatures(plan)
        if plan.placesMarksItself { buffer.recategorizeMarks() }
        buffer.beginSubstitution(layout)
        substitute(plan, &buffer)

        buffer.setAdvances(layout)
        position(plan, &buffer)
        if !isForward { buffer.reverse() }
        buffer.hideIgnorables(layout)
        if plan.isArabic { buffer.stretch(layout) }
        buffer.spreadUnsafeBreaks()
        // A turned run comes out in visual order already.
    }

    private func substitute(_ plan: ShapePlan, _ buffer: inout GlyphBuffer) {
        var hasLookups = buffer.begin(plan.substitution, layout)
        var start = 0
        for stage in plan.stages {
            let end = min(stage.end, plan.substitution.count)
            if hasLookups, start < end { buffer.run(plan.substitution, start..<end) }
            start = end
            switch stage.pause {
            case .none: break
            case .recordStretch: buffer.recordStretch(plan)
            case .arabicFallback:
                guard let fallback = plan.arabicFallback, buffer.begin(fallback, layout) else { break }
                buffer.run(fallback, 0..<fallback.count)
                hasLookups = buffer.begin(plan.substitution, layout)
            }
        }
    }

    private func position(_ plan: ShapePlan, _ buffer: inout GlyphBuffer) {
        if plan.appliesPositioning, buffer.begin(plan.positioning, layout) {
            buffer.run(plan.positioning, 0..<plan.positioning.count)
        }
        if plan.appliesKernTable, let kern = layout.kern { buffer.kern(kern, plan.kernMask) }
        let movesBack = plan.placesMarksItself && buffer.isForward
        buffer.zeroMarkWidths(movesBack: movesBack)
        buffer.zeroIgnorableWidths()
        buffer.resolveAttachments()
        if plan.placesMarksItself { buffer.placeMarks(layout, movesBack: movesBack) }
    }

    /// The joining column of the first character at `places` that is not transparent, or nil.
    private static func joiningColumn(_ text: UnsafeBufferPointer<Unicode.Scalar>, _ places: some Sequence<Int>) -> UInt8? {
        for place in places {
            let column = ArabicJoining.column(ScalarProperties(text[place]))
            if column != ArabicJoining.transparent { return column }
        }
        return nil
    }
}
