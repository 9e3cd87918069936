/// Clusters: glyphs and the characters that they came from can no longer be told apart. A cluster's number is that of its first character,
/// and the numbers ascend in the text.
extension GlyphBuffer {
    @inline(__always)
    private static func setCluster(_ glyph: UnsafeMutablePointer<GlyphInfo>, _ cluster: Int32, _ flags: UInt32 = 0) {
        if glyph.pointee.cluster != cluster {
            glyph.pointee.mask = glyph.pointee.mask & ~GlyphInfo.unsafeToBreak | flags & GlyphInfo.unsafeToBreak
        }
        glyph.pointee.cluster = cluster
    }

    /// Makes the glyphs from `start` up to `end` one cluster, with all of the clusters that they belong to.
    mutating func mergeClusters(_ start: Int, _ end: Int) {
        guard end &- start >= 2 else { return }
        var (start, end) = (start, end)
        var cluster = info[start].cluster
        for position in (start &+ 1)..<end { cluster = min(cluster, info[position].cluster) }
        if cluster != info[end &- 1].cluster {
            while end < length, info[end &- 1].cluster == info[end].cluster { end &+= 1 }
        }
        if cluster != info[start].cluster {
            while index < start, info[start &- 1].cluster == info[start].cluster { start &-= 1 }
        }
        if index == start, info[start].cluster != cluster {
            var position = outputLength
            while position > 0, output[position &- 1].cluster == info[start].cluster {
                GlyphBuffer.setCluster(output + (position &- 1), cluster)
                position &-= 1
            }
        }
        for position in start..<end { GlyphBuffer.setCluster(info + position, cluster) }
    }

    /// Makes the written glyphs from `start` up to `end` one cluster.
    mutating func mergeOutputClusters(_ start: Int, _ end: Int) {
        guard end &- start >= 2 else { return }
        var (start, end) = (start, end)
        var cluster = output[start].cluster
        for position in (start &+ 1)..<end { cluster = min(cluster, output[position].cluster) }
        while start > 0, output[start &- 1].cluster == output[start].cluster { start &-= 1 }
        while end < outputLength, output[end &- 1].cluster == output[end].cluster { end &+= 1 }
        if end == outputLength {
            var position = index
            while position < length, info[position].cluster == output[end &- 1].cluster {
                GlyphBuffer.setCluster(info + position, cluster)
                position &+= 1
            }
        }
        for position in start..<end { GlyphBuffer.setCluster(output + position, cluster) }
    }

    /// Leaves the current glyph out; its cluster goes to a neighbour when no other glyph has it.
    mutating func deleteGlyph() {
        let cluster = info[index].cluster
        let survives =
            index &+ 1 < length && cluster == info[index &+ 1].cluster || outputLength > 0 && cluster == output[outputLength &- 1].cluster
        if !survives {
            if outputLength > 0 {
                if cluster < output[outputLength &- 1].cluster {
                    let flags = info[index].mask
                    let old = output[outputLength &- 1].cluster
                    var position = outputLength
                    while position > 0, output[position &- 1].cluster == old {
                        GlyphBuffer.setCluster(output + (position &- 1), cluster, flags)
                        position &-= 1
                    }
                }
            } else if index &+ 1 < length {
                mergeClusters(index, index &+ 2)
            }
        }
        skipGlyph()
    }

    /// Leaves out the glyphs that are default ignorable, after positioning.
    mutating func deleteIgnorables() {
        var kept = 0
        var position = 0
        while position < length {
            defer { position &+= 1 }
            guard info[position].isDefaultIgnorable else {
                if kept != position {
                    info[kept] = info[position]
                    positions[kept] = positions[position]
                }
                kept &+= 1
                continue
            }
            let cluster = info[position].cluster
            if position &+ 1 < length, cluster == info[position &+ 1].cluster { continue }
            if kept > 0 {
                if cluster < info[kept &- 1].cluster {
                    let flags = info[position].mask
                    let old = info[kept &- 1].cluster
                    var back = kept
                    while back > 0, info[back &- 1].cluster == old {
                        GlyphBuffer.setCluster(info + (back &- 1), cluster, flags)
                        back &-= 1
                    }
                }
            } else if position &+ 1 < length {
                mergeClusters(position, position &+ 2)
            }
        }
        length = kept
    }

    // MARK: Places where a line must not break

    /// Marks the glyphs from `start` up to `end` but those of the first cluster: a break before them would change the glyphs.
    @inline(__always) mutating func unsafeToBreak(_ start: Int, _ end: Int) {
        let end = min(end, length)
        guard end &- start >= 2 else { return }
        hasUnsafeBreaks = true
        var cluster = Int32.max
        for position in start..<end { cluster = min(cluster, info[position].cluster) }
        for position in start..<end where info[position].cluster != cluster { info[position].mask |= GlyphInfo.unsafeToBreak }
    }

    /// The same, where `start` is a place of the output and `end` one of the text.
    mutating func unsafeToBreakFromOutput(_ start: Int, _ end: Int) {
        guard hasOutput else {
            unsafeToBreak(start, end)
            return
        }
        let end = min(end, length)
        guard start <= outputLength, index <= end else { return }
        hasUnsafeBreaks = true
        var cluster = Int32.max
        for position in start..<outputLength { cluster = min(cluster, output[position].cluster) }
        for position in index..<end { cluster = min(cluster, info[position].cluster) }
        for position in start..<outputLength where output[position].cluster != cluster { output[position].mask |= GlyphInfo.unsafeToBreak }
        for position in index..<end where info[position].cluster != cluster { info[position].mask |= GlyphInfo.unsafeToBreak }
    }

    /// Gives the flag to all glyphs of a cluster that has it.
    mutating func spreadUnsafeBreaks() {
        guard hasUnsafeBreaks else { return }
        var start = 0
        while start < length {
            var end = start &+ 1
            var flags = info[start].mask
            while end < length, info[end].cluster == info[start].cluster {
                flags |= info[end].mask
                end &+= 1
            }
            if flags & GlyphInfo.unsafeToBreak != 0 {
                for position in start..<end { info[position].mask |= GlyphInfo.unsafeToBreak }
            }
            start = end
        }
    }
}
