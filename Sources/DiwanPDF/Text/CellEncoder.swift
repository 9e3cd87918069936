internal import DiwanDocument
internal import DiwanFont

/// Writes glyph runs as codes of an embedded font, one code a character, with the adjustments that keep every glyph in its place.
struct CellEncoder {
    /// How a run stands among its neighbours on the line.
    struct Surroundings: Hashable {
        /// Whether text that is read from left to right begins at the run's right end.
        var isFollowedByIsland = false
        /// Whether the run is such text itself and has no right-to-left run at its left.
        var needsMarkBefore = false
        /// The room without a space between the run and what was written before it on the same height.
        var roomBefore: Length?
        /// Whether the line ends with the run.
        var isLast = false
        /// The character after the run in logical order.
        var next: Unicode.Scalar?

        var isSpecialAtLeft: Bool { needsMarkBefore || roomBefore != nil || isLast }
        var isSpecialAtRight: Bool { isFollowedByIsland || roomBefore != nil }
    }

    /// A part of a run: glyphs, and the characters that they show.
    private struct Cluster {
        var glyphs: Range<Int>
        var characters: Range<Int>
        /// In font units.
        var advance: Int
    }

    private struct Piece {
        var character: UInt32
        var kind: Kind
        var width: Int

        enum Kind { case letter, mark, control }
    }

    /// Whether LRM and RLM are written where readers need them to find the order of words.
    private let usesControls: Bool
    private let classes: CharacterClasses
    // Kept from one run to the next.
    private var clusters: [Cluster] = []
    private var segments: [Range<Int>] = []
    private var pieces: [Piece] = []
    private var drawing: [SubsetComponent] = []
    /// A drawing of one glyph in its place.
    private var plainDrawing = [SubsetComponent(glyph: 0, x: 0, y: 0)]
    /// How far the pen must move before the next code, in font units.
    private var adjustment = 0
    private var isInString = false
    private var highestCode: UInt16 = 0

    init(_ classes: CharacterClasses, usesControls: Bool) {
        self.classes = classes
        self.usesControls = usesControls
    }

    /// Appends `run` as the operand and the operator of a `TJ` (ISO 32000-1, 9.4.3). Throws when the font has no code left.
    ///
    /// A run that needs no code but those of the font's base comes out alike in every file, and is remembered.
    mutating func encode(
        _ run: GlyphRun, _ surroundings: Surroundings, _ font: EmbeddedFont, into content: inout [UInt8]
    ) throws(PDFError) {
        let known = font.writer.knownRuns
        let key = KnownRuns.key(run, surroundings)
        if let operators = known.find(run, surroundings, key) {
            content.append(contentsOf: operators)
            return
        }
        let start = content.count
        highestCode = 0
        try encodeAnew(run, surroundings, font, &font.cells, into: &content)
        if Int(highestCode) <= font.cells.baseCount { known.insert(run, surroundings, key, content[start...]) }
    }

    private mutating func encodeAnew(
        _ run: GlyphRun, _ surroundings: Surroundings, _ font: EmbeddedFont, _ cells: inout CellTable, into content: inout [UInt8]
    ) throws(PDFError) {
        let isRightToLeft = run.level & 1 == 1
        findClusters(run, isRightToLeft)
        joinNarrowClusters(run, font.unitsPerEm)
        cutIntoSegments(run)
        // The cluster at whose left end the line of text (9.4.2) begins.
        var start = 0
        for segment in segments {
            if segment.lowerBound != start {
                var way = 0
                for index in min(segment.lowerBound, start)..<max(segment.lowerBound, start) { way += clusters[index].advance }
                let size = run.size.thousandthsOfPoint
                way = (way * size + font.unitsPerEm / 2) / font.unitsPerEm
                content.append(thousandths: segment.lowerBound < start ? -way : way)
                content.append(ascii: " 0 Td\n")
                start = segment.lowerBound
            }
            adjustment = 0
            isInString = false
            content.append(UInt8(ascii: "["))
            try encode(segment, run, surroundings, font, &cells, &content)
            if isInString { content.append(UInt8(ascii: ")")) }
            content.append(ascii: "]TJ\n")
        }
    }

    /// Writes neighbouring clusters from left to right.
    private mutating func encode(
        _ segment: Range<Int>, _ run: GlyphRun, _ surroundings: Surroundings, _ font: EmbeddedFont, _ cells: inout CellTable,
        _ content: inout [UInt8]
    ) throws(PDFError) {
        for index in segment {
            let cluster = clusters[index]
            if try encodeSimply(cluster, run, surroundings, index, font, &cells, &content) { continue }

            collectPieces(cluster, run, surroundings, index, in: segment)
            guard !pieces.isEmpty else {
                adjustment += cluster.advance
                continue
            }
            collectDrawing(cluster, run, font)
            var total = cluster.advance
            if drawing.isEmpty, classes.of(run.text[cluster.characters.lowerBound]) == .space {
                total = spaceWidth(cluster, run, font)
                adjustment += cluster.advance - total
                if usesControls, run.level & 1 == 1, index + 1 < segment.upperBound {
                    markSpace(isWide: total > font.unitsPerEm / 2, before: clusters[index + 1], run)
                }
            }
            setWidths(total: total, font.unitsPerEm)
            if index == clusters.count - 1 && segment.count > 1 { widenSpaceAtRight(surroundings.roomBefore, run, font.unitsPerEm) }
            try put(font, &cells, &content)
            // Nothing is left unless the advance is below zero: then the pen goes back.
            adjustment += total - pieces.reduce(0) { $0 + $1.width }
        }
    }

    /// Gives a space in the middle of a run a mark where pdf.js would not read one space: where it is wide, and where marks end the word at
    /// its right, for which pdf.js does not move the pen.
    private mutating func markSpace(isWide: Bool, before word: Cluster, _ run: GlyphRun) {
        guard isWide || word.characters.last.map({ classes.of(run.text[$0]) == .mark }) ?? false else { return }
        for index in pieces.indices where pieces[index].character == 0x20 {
            pieces[index].character = MarkedCharacter.value(of: 0x20, isRightToLeft: true)
        }
    }

    /// Sets `segments` to the clusters of a run in the order of writing.
    private mutating func cutIntoSegments(_ run: GlyphRun) {
        segments.removeAll(keepingCapacity: true)
        guard run.level & 1 == 1, usesControls else {
            segments.append(clusters.indices)
            return
        }
        // From right to left, which is the logical order.
        var end = clusters.count
        for index in clusters.indices.reversed() where clusters[index].characters.contains(where: { classes.of(run.text[$0]) == .mirrored })
        {
            addSegment(index + 1..<end, run)
            segments.append(index..<index + 1)
            end = index
        }
        addSegment(0..<end, run)
    }

    /// Adds neighbouring clusters, one by one if pdf.js would take them for left-to-right text: it wants three letters in ten characters.
    private mutating func addSegment(_ range: Range<Int>, _ run: GlyphRun) {
        guard !range.isEmpty else { return }
        var letters = 0
        var count = 2
        for index in range {
            for place in clusters[index].characters where classes.of(run.text[place]) == .rightToLeftLetter { letters &+= 1 }
            count &+= clusters[index].characters.count
        }
        if letters &* 10 >= count &* 3 {
            segments.append(range)
        } else {
            for index in range.reversed() { segments.append(index..<index + 1) }
        }
    }

    /// Writes a cluster of one glyph and one character that needs nothing else; false if it is not one.
    @inline(__always)
    private mutating func encodeSimply(
        _ cluster: Cluster, _ run: GlyphRun, _ surroundings: Surroundings, _ index: Int, _ font: EmbeddedFont, _ cells: inout CellTable,
        _ content: inout [UInt8]
    ) throws(PDFError) -> Bool {
        guard cluster.glyphs.count == 1, cluster.characters.count == 1 else { return false }
        let glyph = run.glyphs[cluster.glyphs.lowerBound]
        guard glyph.xOffset == 0, glyph.yOffset == 0, !font.writer.isBlank(glyph.id) else { return false }
        guard !(index == 0 && surroundings.isSpecialAtLeft), !(index == clusters.count &- 1 && surroundings.isSpecialAtRight) else {
            return false
        }
        let scalar = run.text[cluster.characters.lowerBound]
        switch classes.of(scalar) {
        case .rightToLeftLetter, .otherLetter, .digit: break
        case .neutral, .mirrored: guard run.level & 1 == 0 || !usesControls else { return false }
        case .mark, .space, .joiner, .dropped: return false
        }
        // A little kerning moves the pen; more of it is a width of its own, so that no reader takes it for a space.
        let natural = font.font.horizontal.advance(glyph.id)
        let kerning = cluster.advance &- natural
        guard natural > 0, kerning.magnitude &* 10 <= UInt(font.unitsPerEm) else { return false }
        plainDrawing[0].glyph = glyph.id
        try show(plainDrawing, scalar.value, advance: natural, font, &cells, &content)
        adjustment &+= kerning
        return true
    }

    private mutating func findClusters(_ run: GlyphRun, _ isRightToLeft: Bool) {
        clusters.removeAll(keepingCapacity: true)
        var glyph = 0
        while glyph < run.glyphs.count {
            let first = glyph
            let cluster = run.glyphs[glyph].cluster
            var advance = 0
            while glyph < run.glyphs.count && run.glyphs[glyph].cluster == cluster {
                advance &+= Int(run.glyphs[glyph].xAdvance)
                glyph &+= 1
            }
            let start = Int(cluster)
            precondition(start >= 0 && start < run.text.count, "a cluster begins inside the text of its run")
            if isRightToLeft {
                // Clusters go down from left to right: this one ends where the one at its left begins.
                let end = clusters.last.map(\.characters.lowerBound) ?? run.text.count
                clusters.append(Cluster(glyphs: first..<glyph, characters: min(start, end)..<end, advance: advance))
            } else {
                if let last = clusters.indices.last {
                    let before = clusters[last].characters.lowerBound
                    clusters[last].characters = before..<max(before, start)
                }
                clusters.append(Cluster(glyphs: first..<glyph, characters: start..<run.text.count, advance: advance))
            }
        }
    }

    /// Joins a letter that takes no room of its own (the alef of a lam-alef in some fonts) with the letter at its right, or else at its
    /// left: a reader cannot tell the order of cells without a width.
    private mutating func joinNarrowClusters(_ run: GlyphRun, _ unitsPerEm: Int) {
        var index = 0
        while index < clusters.count {
            let cluster = clusters[index]
            guard cluster.advance * 20 < unitsPerEm, isLetter(cluster, run) else {
                index += 1
                continue
            }
            if index + 1 < clusters.count, isLetter(clusters[index + 1], run) {
                join(index, index + 1)
            } else if index > 0, isLetter(clusters[index - 1], run) {
                join(index - 1, index)
            } else {
                index += 1
            }
        }
    }

    private func isLetter(_ cluster: Cluster, _ run: GlyphRun) -> Bool {
        guard let first = run.text[cluster.characters].first else { return false }
        return classes.of(first) == .rightToLeftLetter || classes.of(first) == .otherLetter
    }

    private mutating func join(_ left: Int, _ right: Int) {
        let other = clusters.remove(at: right)
        clusters[left].glyphs = clusters[left].glyphs.lowerBound..<other.glyphs.upperBound
        clusters[left].characters =
            min(
                clusters[left].characters.lowerBound, other.characters.lowerBound)..<max(
                clusters[left].characters.upperBound, other.characters.upperBound)
        clusters[left].advance += other.advance
    }

    /// Sets `pieces` to the cells of a cluster from left to right, with the controls around them, their widths still open.
    private mutating func collectPieces(
        _ cluster: Cluster, _ run: GlyphRun, _ surroundings: Surroundings, _ index: Int, in segment: Range<Int>
    ) {
        pieces.removeAll(keepingCapacity: true)
        let isRightToLeft = run.level & 1 == 1
        let isAtLeft = index == 0
        let isAtRight = index == clusters.count - 1
        let isAlone = segment.count == 1
        let needsSpace = surroundings.roomBefore != nil && usesControls
        // pdf.js turns Arabic digits round, so that what begins the run stands at its right end.
        let beginsAtRight = isRightToLeft ? !isAlone : (0x0660...0x0669).contains(run.text[0].value)
        let space = MarkedCharacter.value(of: 0x20, isRightToLeft: isRightToLeft || beginsAtRight)
        if isAtLeft && surroundings.needsMarkBefore { addControl(MarkedCharacter.rightToLeftMark) }
        if needsSpace && !beginsAtRight && (isRightToLeft ? isAtRight : isAtLeft) { addControl(space) }
        if isAtLeft && surroundings.isLast && usesControls && isRightToLeft && !isAlone, let last = run.text.last, classes.of(last) == .mark
        {
            addControl(space)
        }
        for step in 0..<cluster.characters.count {
            let place = isRightToLeft ? cluster.characters.upperBound - 1 - step : cluster.characters.lowerBound + step
            let scalar = run.text[place]
            let kind = classes.of(scalar)
            guard kind != .dropped else { continue }
            let isMirrored = usesControls && isRightToLeft && kind == .mirrored
            // A neutral takes the direction of what follows, so it is told that this is still right to left.
            if isMirrored || (usesControls && isRightToLeft && kind.isNeutral && !isBeforeLetter(place, run, surroundings.next)) {
                addControl(MarkedCharacter.rightToLeftMark)
            }
            // Some readers mirror brackets by the letters around them, so each stands among left-to-right marks.
            if isMirrored { addControl(MarkedCharacter.leftToRightMark) }
            let isEdge =
                kind == .space && usesControls && cluster.characters.count == 1
                && (index == segment.lowerBound || index == segment.upperBound - 1)
            let character = isEdge ? MarkedCharacter.value(of: scalar.value, isRightToLeft: isRightToLeft) : scalar.value
            pieces.append(Piece(character: character, kind: kind == .mark || kind == .joiner ? .mark : .letter, width: 0))
            if isMirrored { addControl(MarkedCharacter.leftToRightMark) }
            // PDFium takes a mark and the punctuation after it for one left-to-right piece, unless something stands between.
            if usesControls && isRightToLeft && kind == .neutral && place > 0 && classes.of(run.text[place - 1]) == .mark {
                addControl(MarkedCharacter.rightToLeftMark)
            }
        }
        guard !pieces.isEmpty, isAtRight else { return }
        if needsSpace && beginsAtRight {
            addControl(space)
        }
        if surroundings.isFollowedByIsland { addControl(MarkedCharacter.rightToLeftMark) }
    }

    private mutating func addControl(_ character: UInt32) {
        pieces.append(Piece(character: character, kind: .control, width: 0))
    }

    /// Whether a right-to-left letter follows the character at `place`.
    private func isBeforeLetter(_ place: Int, _ run: GlyphRun, _ next: Unicode.Scalar?) -> Bool {
        var following = place + 1
        while following < run.text.count {
            let kind = classes.of(run.text[following])
            if kind != .joiner && kind != .dropped { return kind == .rightToLeftLetter }
            following += 1
        }
        return next.map { classes.of($0) == .rightToLeftLetter } ?? false
    }

    /// Sets `drawing` to the glyphs of a cluster that have ink, from the cluster's left end.
    private mutating func collectDrawing(_ cluster: Cluster, _ run: GlyphRun, _ font: EmbeddedFont) {
        drawing.removeAll(keepingCapacity: true)
        var pen = 0
        for index in cluster.glyphs {
            let glyph = run.glyphs[index]
            if !font.writer.isBlank(glyph.id) {
                drawing.append(SubsetComponent(glyph: glyph.id, x: pen + Int(glyph.xOffset), y: Int(glyph.yOffset)))
            }
            pen += Int(glyph.xAdvance)
        }
    }

    /// The width of a space's cell: that of the font's own space, or some steps of 1/20 em wider, so that justified lines share few codes;
    /// what is left over moves the pen.
    private func spaceWidth(_ space: Cluster, _ run: GlyphRun, _ font: EmbeddedFont) -> Int {
        let natural = font.font.horizontal.advance(run.glyphs[space.glyphs.lowerBound].id)
        let step = max(1, font.unitsPerEm / 20)
        let difference = space.advance - natural
        let steps = difference >= 0 ? difference / step : -((-difference + step - 1) / step)
        return max(0, natural + steps * step)
    }

    private func markWidth(_ unitsPerEm: Int) -> Int { unitsPerEm / 50 }

    /// Divides `total` among the pieces: marks have 0.02 em, controls 0.001 em, the letters share the rest.
    ///
    /// pdf.js leaves controls out and does not move on for them, so that wider ones would add up to a gap.
    private mutating func setWidths(total: Int, _ unitsPerEm: Int) {
        let total = max(0, total)
        var letters = 0
        var marks = 0
        var controls = 0
        for piece in pieces {
            switch piece.kind {
            case .letter: letters += 1
            case .mark: marks += 1
            case .control: controls += 1
            }
        }
        var markWidth = self.markWidth(unitsPerEm)
        var controlWidth = max(1, unitsPerEm / 1000)
        // What is left must be something for each letter, or for the only mark.
        if marks * markWidth + controls * controlWidth + letters * markWidth > total || letters == 0 {
            let share = total / (2 * (letters + marks + controls))
            markWidth = letters == 0 ? (total - controls * min(share, controlWidth)) / max(1, marks) : min(share, markWidth)
            controlWidth = min(share, controlWidth)
        }
        var rest = total - marks * markWidth - controls * controlWidth
        for index in pieces.indices {
            switch pieces[index].kind {
            case .mark: pieces[index].width = markWidth
            case .control: pieces[index].width = controlWidth
            case .letter:
                pieces[index].width = rest / letters
                rest -= rest / letters
                letters -= 1
            }
        }
    }

    /// Gives a space that parts the run from a list's mark at its right the whole room: poppler would take marks and items for columns.
    private mutating func widenSpaceAtRight(_ room: Length?, _ run: GlyphRun, _ unitsPerEm: Int) {
        guard let room, room < run.size * 2, run.level & 1 == 1,
            let last = pieces.lastIndex(where: { $0.kind == .control && MarkedCharacter.parts(of: $0.character).mark != nil })
        else { return }
        let step = unitsPerEm / 10
        pieces[last].width = max(pieces[last].width, room.thousandthsOfPoint * unitsPerEm / run.size.thousandthsOfPoint / step * step)
    }

    /// Shows the pieces; the first that is no control draws the cluster, which begins where the first piece does.
    private mutating func put(_ font: EmbeddedFont, _ cells: inout CellTable, _ content: inout [UInt8]) throws(PDFError) {
        // A cluster of controls alone cannot be: they come with a character.
        let carrier = pieces.firstIndex { $0.kind != .control } ?? 0
        var before = 0
        for index in 0..<carrier { before += pieces[index].width }
        if before != 0 { for index in drawing.indices { drawing[index].x -= before } }
        for index in pieces.indices {
            let piece = pieces[index]
            try show(index == carrier ? drawing : [], piece.character, advance: piece.width, font, &cells, &content)
        }
    }

    /// Appends the code of a cell to the string, after the adjustment that is due.
    @inline(__always)
    private mutating func show(
        _ drawing: [SubsetComponent], _ character: UInt32, advance: Int, _ font: EmbeddedFont, _ cells: inout CellTable,
        _ content: inout [UInt8]
    ) throws(PDFError) {
        guard let code = cells.code(drawing: drawing, advance: advance, character: character) else { throw .tooManyCodes(font.id) }
        if adjustment != 0 {
            if isInString { content.append(UInt8(ascii: ")")) }
            isInString = false
            // Thousandths of an em that the pen goes to the left.
            let units = -adjustment &* 1_000_000
            content.append(thousandths: (units &+ (units < 0 ? -font.unitsPerEm : font.unitsPerEm) / 2) / font.unitsPerEm)
            adjustment = 0
        }
        if !isInString {
            content.append(UInt8(ascii: "("))
            isInString = true
        }
        highestCode = max(highestCode, code)
        content.append(inLiteralString: UInt8(truncatingIfNeeded: code &>> 8))
        content.append(inLiteralString: UInt8(truncatingIfNeeded: code))
    }
}
