import DiwanFont

/// The adjustments of GPOS. Positions are changed in place; device and variation tables are ignored.
extension GlyphBuffer {
    // MARK: Values

    /// Adds the value record at `start` of format `format` to the position of glyph `number`; whether anything was not 0.
    private mutating func addValue(_ format: Int, at start: Int, to number: Int) -> Bool {
        if format == 0 { return false }
        var at = start
        var isChanged = false
        if format & 1 != 0 {
            let value = data.i16(at)
            positions[number].xOffset &+= Int32(truncatingIfNeeded: value)
            isChanged = isChanged || value != 0
            at &+= 2
        }
        if format & 2 != 0 {
            let value = data.i16(at)
            positions[number].yOffset &+= Int32(truncatingIfNeeded: value)
            isChanged = isChanged || value != 0
            at &+= 2
        }
        if format & 4 != 0 {
            let value = data.i16(at)
            positions[number].xAdvance &+= Int32(truncatingIfNeeded: value)
            isChanged = isChanged || value != 0
        }
        return isChanged
    }

    @inline(__always) private static func valueSize(_ format: Int) -> Int { 2 &* format.nonzeroBitCount }

    // MARK: Types 1 and 2

    mutating func positionSingle(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let (base, format) = (subtable.pointee.base, subtable.pointee.format1)
        if subtable.pointee.kind == .positionSingle1 {
            _ = addValue(format, at: base &+ 6, to: index)
        } else {
            guard covered < data.u16(base &+ 6) else { return false }
            _ = addValue(format, at: base &+ 8 &+ GlyphBuffer.valueSize(format) &* covered, to: index)
        }
        index &+= 1
        return true
    }

    mutating func positionPair(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let base = subtable.pointee.base
        guard covered < data.u16(base &+ 8), let second = nextVisible(index, lookupFlags) else { return false }
        let set = base &+ data.u16(base &+ 10 &+ 2 &* covered)
        let (format1, format2) = (subtable.pointee.format1, subtable.pointee.format2)
        let size1 = GlyphBuffer.valueSize(format1)
        let size = 2 &+ size1 &+ GlyphBuffer.valueSize(format2)
        let wanted = Int(info[second].codepoint)
        var low = 0
        var high = data.u16(set)
        while low < high {
            let middle = (low &+ high) / 2
            let record = set &+ 2 &+ size &* middle
            let found = data.u16(record)
            if found < wanted {
                low = middle &+ 1
            } else if found > wanted {
                high = middle
            } else {
                let first = addValue(format1, at: record &+ 2, to: index)
                let isChanged = addValue(format2, at: record &+ 2 &+ size1, to: second) || first
                if isChanged { unsafeToBreak(index, second &+ 1) }
                index = format2 != 0 ? second &+ 1 : second
                return true
            }
        }
        return false
    }

    mutating func positionClassPair(_ subtable: UnsafePointer<Subtable>) -> Bool {
        guard let second = nextVisible(index, lookupFlags) else { return false }
        let class2 = subtable.pointee.third.value(info[second].codepoint, pool)
        let class1 = subtable.pointee.second.value(info[index].codepoint, pool)
        guard class1 < subtable.pointee.count0, class2 < subtable.pointee.count1 else { return false }
        let (format1, format2) = (subtable.pointee.format1, subtable.pointee.format2)
        let size1 = GlyphBuffer.valueSize(format1)
        let size = size1 &+ GlyphBuffer.valueSize(format2)
        let record = subtable.pointee.base &+ 16 &+ size &* (class1 &* subtable.pointee.count1 &+ class2)
        let first = addValue(format1, at: record, to: index)
        let isChanged = addValue(format2, at: record &+ size1, to: second) || first
        if isChanged { unsafeToBreak(index, second &+ 1) }
        index = format2 != 0 ? second &+ 1 : second
        return true
    }

    // MARK: Attachments

    /// The point of the anchor table at `start`: formats 1 to 3 all begin with it.
    @inline(__always) private func anchor(_ start: Int) -> (x: Int32, y: Int32) {
        (Int32(truncatingIfNeeded: data.i16(start &+ 2)), Int32(truncatingIfNeeded: data.i16(start &+ 4)))
    }

    /// Type 3: the exit of the glyph before meets the entry of the current one.
    mutating func attachCursive(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let base = subtable.pointee.base
        let count = data.u16(base &+ 4)
        guard covered < count else { return false }
        let entryOffset = data.u16(base &+ 6 &+ 4 &* covered)
        guard entryOffset != 0, let before = previousVisible(index, lookupFlags) else { return false }
        let beforeCovered = subtable.pointee.coverage.value(info[before].codepoint, pool) &- 1
        guard beforeCovered >= 0, beforeCovered < count else { return false }
        let exitOffset = data.u16(base &+ 8 &+ 4 &* beforeCovered)
        guard exitOffset != 0 else { return false }
        let here = index
        unsafeToBreak(before, here &+ 1)
        let exit = anchor(base &+ exitOffset)
        let entry = anchor(base &+ entryOffset)
        if isForward {
            positions[before].xAdvance = exit.x &+ positions[before].xOffset
            let moved = entry.x &+ positions[here].xOffset
            positions[here].xAdvance &-= moved
            positions[here].xOffset &-= moved
        } else {
            let moved = exit.x &+ positions[before].xOffset
            positions[before].xAdvance &-= moved
            positions[before].xOffset &-= moved
            positions[here].xAdvance = entry.x &+ positions[here].xOffset
        }
        // Across the line, the child follows its parent: with the flag RightToLeft the last glyph stays on the baseline.
        var (child, parent) = (before, here)
        var yOffset = entry.y &- exit.y
        if lookupFlags & Lookup.rightToLeft == 0 {
            (child, parent) = (here, before)
            yOffset = 0 &- yOffset
        }
        reverseAttachment(child, newParent: parent)
        positions[child].isMarkAttachment = false
        positions[child].attachChain = Int32(truncatingIfNeeded: parent &- child)
        hasAttachments = true
        positions[child].yOffset = yOffset
        // Two glyphs cannot hang on each other.
        if positions[parent].attachChain == 0 &- positions[child].attachChain {
            positions[parent].attachChain = 0
            positions[parent].yOffset = 0
        }
        index &+= 1
        return true
    }

    /// What `glyph` hung on now hangs on it, and so on along the chain, so that the whole chain follows the new parent.
    private mutating func reverseAttachment(_ glyph: Int, newParent: Int) {
        var current = glyph
        var chain = positions[current].attachChain
        if chain == 0 || positions[current].isMarkAttachment { return }
        positions[current].attachChain = 0
        var offset = positions[current].yOffset
        while true {
            let next = current &+ Int(chain)
            if next == newParent || next < 0 || next >= length { return }
            let nextChain = positions[next].attachChain
            let nextOffset = positions[next].yOffset
            let goesOn = nextChain != 0 && !positions[next].isMarkAttachment
            positions[next].yOffset = 0 &- offset
            positions[next].attachChain = 0 &- chain
            positions[next].isMarkAttachment = false
            if !goesOn { return }
            current = next
            chain = nextChain
            offset = nextOffset
        }
    }

    /// Attaches the current glyph, mark `covered` of the mark array, to row `row` of the anchors at `anchors` of glyph `target`.
    private mutating func attachMark(
        _ subtable: UnsafePointer<Subtable>, _ covered: Int, row: Int, anchors: Int, to target: Int
    ) -> Bool {
        let marks = subtable.pointee.base &+ data.u16(subtable.pointee.base &+ 8)
        guard covered < data.u16(marks) else { return false }
        let record = marks &+ 2 &+ 4 &* covered
        let (markClass, classCount) = (data.u16(record), subtable.pointee.count0)
        guard markClass < classCount, row < data.u16(anchors) else { return false }
        let offset = data.u16(anchors &+ 2 &+ 2 &* (row &* classCount &+ markClass))
        // No anchor for this class: other subtables have a chance.
        guard offset != 0 else { return false }
        unsafeToBreak(target, index &+ 1)
        let markOffset = data.u16(record &+ 2)
        let mark = markOffset == 0 ? (x: 0, y: 0) : anchor(marks &+ markOffset)
        let base = anchor(anchors &+ offset)
        positions[index].xOffset = base.x &- mark.x
        positions[index].yOffset = base.y &- mark.y
        positions[index].isMarkAttachment = true
        positions[index].attachChain = Int32(truncatingIfNeeded: target &- index)
        hasAttachments = true
        index &+= 1
        return true
    }

    /// Type 4.
    mutating func attachMarkToBase(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        var search = index
        while let base = previousVisible(search, Lookup.ignoreMarks) {
            if isFirstOfMultiplied(base) {
                let row = subtable.pointee.second.value(info[base].codepoint, pool) &- 1
                guard row >= 0 else { return false }
                let anchors = subtable.pointee.base &+ data.u16(subtable.pointee.base &+ 10)
                return attachMark(subtable, covered, row: row, anchors: anchors, to: base)
            }
            search = base
        }
        return false
    }

    /// A mark attaches to the first glyph of those that one became, unless there was a mark between.
    @inline(__always) private func isFirstOfMultiplied(_ base: Int) -> Bool {
        let glyph = info[base]
        if !glyph.isMultiplied || glyph.ligatureComponent == 0 || base == 0 { return true }
        let before = info[base &- 1]
        return before.isMark || !before.isMultiplied || glyph.ligatureID != before.ligatureID
            || glyph.ligatureComponent != before.ligatureComponent &+ 1
    }

    /// Type 5: to the component that the mark belongs to, else to the last.
    mutating func attachMarkToLigature(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        guard let ligature = previousVisible(index, Lookup.ignoreMarks) else { return false }
        let number = subtable.pointee.second.value(info[ligature].codepoint, pool) &- 1
        let ligatures = subtable.pointee.base &+ data.u16(subtable.pointee.base &+ 10)
        guard number >= 0, number < data.u16(ligatures) else { return false }
        let anchors = ligatures &+ data.u16(ligatures &+ 2 &+ 2 &* number)
        let count = data.u16(anchors)
        guard count > 0 else { return false }
        let id = info[ligature].ligatureID
        let component = Int(info[index].ligatureComponent)
        let row = id != 0 && id == info[index].ligatureID && component > 0 ? min(count, component) &- 1 : count &- 1
        return attachMark(subtable, covered, row: row, anchors: anchors, to: ligature)
    }

    /// Type 6: to the mark before, of the same base or the same component.
    mutating func attachMarkToMark(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        guard let before = previousVisible(index, lookupFlags & ~Lookup.ignoreFlags), info[before].isMark else { return false }
        let (id1, id2) = (info[index].ligatureID, info[before].ligatureID)
        let (component1, component2) = (info[index].ligatureComponent, info[before].ligatureComponent)
        if id1 == id2 {
            if id1 != 0, component1 != component2 { return false }
        } else if !(id1 > 0 && component1 == 0 || id2 > 0 && component2 == 0) {
            // Of different ligatures; one of the two may be a ligature of marks itself.
            return false
        }
        let row = subtable.pointee.second.value(info[before].codepoint, pool) &- 1
        guard row >= 0 else { return false }
        let anchors = subtable.pointee.base &+ data.u16(subtable.pointee.base &+ 10)
        return attachMark(subtable, covered, row: row, anchors: anchors, to: before)
    }

    // MARK: The end of positioning

    /// Takes along the offsets of the glyphs that others are attached to.
    mutating func resolveAttachments() {
        guard hasAttachments else { return }
        for position in 0..<length where positions[position].attachChain != 0 { resolveAttachment(position, GlyphBuffer.maximumDepth) }
    }

    private mutating func resolveAttachment(_ glyph: Int, _ depthLeft: Int) {
        let chain = positions[glyph].attachChain
        if chain == 0 { return }
        positions[glyph].attachChain = 0
        let target = glyph &+ Int(chain)
        guard target >= 0, target < length, depthLeft > 0 else { return }
        resolveAttachment(target, depthLeft &- 1)
        if !positions[glyph].isMarkAttachment {
            positions[glyph].yOffset &+= positions[target].yOffset
            return
        }
        positions[glyph].xOffset &+= positions[target].xOffset
        positions[glyph].yOffset &+= positions[target].yOffset
        guard target < glyph else { return }
        if isForward {
            for between in target..<glyph { positions[glyph].xOffset &-= positions[between].xAdvance }
        } else {
            for between in (target &+ 1)...glyph { positions[glyph].xOffset &+= positions[between].xAdvance }
        }
    }
}
