/// The mappings of one code point to others: mirror images, decompositions, composition.
struct ScalarMappingTables {
    /// Bidi_Mirroring_Glyph, ordered by source.
    private var mirrors: [(UInt32, UInt32)] = []
    /// Canonical decompositions as UnicodeData.txt has them: one or two code points, ordered by source.
    private var canonical: [(source: UInt32, target: [UInt32])] = []
    /// Compatibility decompositions, applied until nothing changes, ordered by source.
    private var compatibility: [(source: UInt32, target: [UInt32])] = []
    /// Full_Composition_Exclusion.
    private var excluded: Set<UInt32> = []

    init(folder: String) {
        for line in UCDFile(folder + "/BidiMirroring.txt").lines {
            mirrors.append((UInt32(line.range.lowerBound), codePoints(line.fields[0])[0]))
        }
        var steps: [UInt32: [UInt32]] = [:]
        var sources: [UInt32] = []
        for line in UCDFile(folder + "/UnicodeData.txt").lines where !line.fields[4].isEmpty {
            let source = UInt32(line.range.lowerBound)
            if line.fields[4].hasPrefix("<") {
                steps[source] = codePoints(String(line.fields[4].drop { $0 != ">" }.dropFirst()))
                sources.append(source)
            } else {
                let target = codePoints(line.fields[4])
                if target.count > 2 { fail("a canonical decomposition of more than two") }
                steps[source] = target
                canonical.append((source, target))
            }
        }
        func full(_ codePoint: UInt32) -> [UInt32] { steps[codePoint].map { $0.flatMap(full) } ?? [codePoint] }
        compatibility = sources.map { ($0, full($0)) }
        for line in UCDFile(folder + "/DerivedNormalizationProps.txt").lines where line.fields[0] == "Full_Composition_Exclusion" {
            excluded.formUnion(line.range.map(UInt32.init))
        }
        mirrors.sort { $0.0 < $1.0 }
        canonical.sort { $0.source < $1.source }
        compatibility.sort { $0.source < $1.source }
    }

    /// The text of the generated file.
    func source() -> String {
        var source = SwiftSource("/// Mappings between code points; `ScalarMapping` searches them.")
        source.add("enum ScalarMappingTable {")
        source.add("    /// Source, mirror image: 32 bits each, the source in the higher.")
        source.addWords("mirrors", mirrors.map { UInt64($0.0) << 32 | UInt64($0.1) })
        source.add("    /// Source, first, second: 21 bits each, the source in the highest; the second is 0 when there is none.")
        source.addWords(
            "canonicalDecompositions",
            canonical.map { triple($0.source, $0.target[0], $0.target.count > 1 ? $0.target[1] : 0) })
        source.add("    /// First, second, composite: 21 bits each, the first in the highest.")
        let composites = canonical.filter { $0.target.count == 2 && !excluded.contains($0.source) }
        source.addWords("compositions", composites.map { triple($0.target[0], $0.target[1], $0.source) }.sorted())
        var pool: [UInt32] = []
        var entries: [UInt64] = []
        for (codePoint, target) in compatibility {
            entries.append(triple(codePoint, UInt32(pool.count), UInt32(target.count)))
            pool += target
        }
        source.add("    /// Source, start in `compatibilityPool`, count: 21 bits each, the source in the highest.")
        source.addWords("compatibilityDecompositions", entries)
        source.add("    /// Of 32 bits: code points.")
        source.addWords("compatibilityPool", packed(pool, bits: 32))
        source.add("}")
        return source.text
    }

    private func triple(_ high: UInt32, _ middle: UInt32, _ low: UInt32) -> UInt64 {
        UInt64(high) << 42 | UInt64(middle) << 21 | UInt64(low)
    }
}
