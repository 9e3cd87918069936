/// The file with the trie from code points to records, the distinct records and the sets of scripts.
func scalarTableSource(_ scalars: ScalarRecords) -> String {
    // The distinct records, in the order of the first code point that has each. The record of an unassigned code point that
    // no range treats specially must be the first, since it stands for values beyond U+10FFFF.
    let unassigned = scalars.records[0x5_0000]
    var records: [UInt64] = [unassigned]
    var numbers: [UInt64: Int] = [unassigned: 0]
    let values = scalars.records.map { record in
        if let number = numbers[record] { return number }
        numbers[record] = records.count
        records.append(record)
        return records.count - 1
    }
    let trie = Trie(values, blockSize: 64)
    var starts = [0]
    var members: [Int] = []
    for set in scalars.scriptSets {
        members += set
        starts.append(members.count)
    }
    var source = SwiftSource("/// The properties of every code point; `ScalarProperties` gives them meaning.")
    source.add("enum ScalarTable {")
    source.add("    /// Of 16 bits: the number of the block of each 64 code points.")
    source.addWords("index", packed(trie.index, bits: 16))
    source.add("    /// Of 16 bits: the number of the record of each code point of a block.")
    source.addWords("blocks", packed(trie.blocks, bits: 16))
    source.add("    /// The distinct records.")
    source.addWords("records", records)
    source.add("    /// Of 16 bits: where each set of scripts begins in `scriptSetMembers`, and where the last ends.")
    source.addWords("scriptSetStarts", packed(starts, bits: 16))
    source.add("    /// Of 8 bits: raw values of `Script`.")
    source.addWords("scriptSetMembers", packed(members, bits: 8))
    source.add("}")
    return source.text
}

/// The file with the enumeration of scripts and their tags.
func scriptSource(_ scripts: [(short: String, long: String)]) -> String {
    var source = SwiftSource("/// The Script property (UAX #24). In the order of PropertyValueAliases.txt.")
    source.add("public enum Script: UInt8, Hashable, Sendable, CaseIterable {")
    for script in scripts {
        let words = script.long.split(separator: "_")
        let name = words[0].lowercased() + words.dropFirst().joined()
        source.add("    /// \(words.joined(separator: " ")), ISO 15924 `\(script.short)`.")
        source.add("    case \(name)")
    }
    source.add("}")
    source.add("")
    source.add("enum ScriptTagTable {")
    source.add("    /// Of 32 bits: the ISO 15924 tag of each script, its first letter in the highest byte.")
    let tags = scripts.map { $0.short.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
    source.addWords("tags", packed(tags, bits: 32))
    source.add("}")
    return source.text
}
