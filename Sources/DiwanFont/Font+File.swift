import DiwanBytes

extension Font {
    /// The font as a file by itself: the file that it was read from or, of a collection, its own tables in a file of their own.
    public var file: [UInt8] {
        let all = data.all
        guard all.u32(0) == 0x7474_6366 else { return all.withBytes { Array($0) } }  // 'ttcf'
        var file: [UInt8] = []
        // The directory (OpenType 1.9.1, "Table Directory"), with the search fields of its number of tables.
        let records = tables.sorted { $0.tag.rawValue < $1.tag.rawValue }
        let power = records.isEmpty ? 0 : Int.bitWidth - 1 - records.count.leadingZeroBitCount
        file.appendUInt32(0x0001_0000)
        for field in [records.count, 16 << power, power, 16 * records.count - 16 << power] { file.appendUInt16(UInt16(field)) }
        var offset = 12 + 16 * records.count
        for record in records {
            let length = all.part(at: record.offset, length: record.length).count
            file.appendUInt32(record.tag.rawValue)
            file.appendUInt32(record.checksum)
            file.appendUInt32(UInt32(offset))
            file.appendUInt32(UInt32(length))
            offset += (length + 3) & ~3
        }
        for record in records {
            all.part(at: record.offset, length: record.length).withBytes { file.append(contentsOf: $0) }
            while file.count & 3 != 0 { file.append(0) }
        }
        return file
    }
}
