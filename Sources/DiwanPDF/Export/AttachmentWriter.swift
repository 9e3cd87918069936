internal import DiwanBytes

/// Writes the files that travel with a document (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).
enum AttachmentWriter {
    /// What the catalogue says of them.
    struct Written {
        /// The associated files, in the order of their keys.
        var specifications: [ObjectReference] = []
        /// The keys of the name tree, one for each.
        var keys: [String] = []

        /// Adds the entries of the catalogue: `AF`, and the names under which readers list the files.
        func writeEntries(in catalog: inout ObjectWriter) {
            guard !specifications.isEmpty else { return }
            catalog.array("/AF") { for specification in specifications { $0.element(specification) } }
            catalog.dictionary("/Names") { names in
                names.dictionary("/EmbeddedFiles") { files in
                    files.array("/Names") { array in
                        for (key, specification) in zip(keys, specifications) {
                            array.bytes.append(textString: key)
                            array.element(specification)
                        }
                    }
                }
            }
        }
    }

    /// Writes `attachments`, sorted by their names as a name tree wants it (7.9.6); two of one name are a mistake of the caller's and trap.
    static func write(_ attachments: [PDFAttachment], date: PDFDate?, to file: inout PDFFileWriter) -> Written {
        var written = Written()
        if attachments.isEmpty { return written }
        // The keys are compared byte by byte.
        let sorted = attachments.map { (key: keyBytes($0.name), attachment: $0) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (index, entry) in sorted.enumerated() {
            precondition(index == 0 || sorted[index - 1].key != entry.key, "two attachments of the name \(entry.attachment.name)")
            written.keys.append(entry.attachment.name)
            written.specifications.append(write(entry.attachment, date: date, to: &file))
        }
        return written
    }

    private static func write(_ attachment: PDFAttachment, date: PDFDate?, to file: inout PDFFileWriter) -> ObjectReference {
        // The embedded file (Tables 45 and 46).
        let stream = file.writeStream(attachment.content) { dictionary in
            dictionary.name("/Type", "/EmbeddedFile")
            dictionary.name("/Subtype", text: attachment.mediaType)
            dictionary.dictionary("/Params") { parameters in
                if let date { parameters.text("/ModDate", date.informationText) }
                parameters.integer("/Size", attachment.content.count)
                parameters.bytes.append(ascii: "/CheckSum")
                parameters.bytes.append(hexString: MD5.hash(attachment.content))
            }
        }
        // The specification (Table 44). Both names are there; programs of old read the first, so it is ASCII.
        return file.write { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Filespec")
                dictionary.text("/F", plainName(attachment.name))
                dictionary.bytes.append(ascii: "/UF")
                // In UTF-16 also where ASCII would do (7.9.2.2).
                dictionary.bytes.append(literalString: utf16(attachment.name))
                dictionary.text("/Desc", attachment.description)
                dictionary.name("/AFRelationship", text: attachment.relationship.rawValue)
                dictionary.dictionary("/EF") { files in
                    files.reference("/F", stream)
                    files.reference("/UF", stream)
                }
            }
        }
    }

    /// The name with a hyphen for each character beyond ASCII.
    private static func plainName(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F ? $0 : "-" }))
    }

    /// The bytes of a name as a text string: ASCII as it is, any other in UTF-16.
    private static func keyBytes(_ name: String) -> [UInt8] {
        name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? Array(name.utf8) : utf16(name)
    }

    private static func utf16(_ text: String) -> [UInt8] {
        [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
}
