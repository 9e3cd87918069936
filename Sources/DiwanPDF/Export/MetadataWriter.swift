internal import DiwanDocument

/// What a file says about itself, twice: in the Info dictionary (ISO 32000-1, 14.3.3) and as XMP (14.3.2). Both say the same.
struct MetadataWriter: Equatable {
    let metadata: DocumentMetadata
    let date: PDFDate?
    let producer: String
    let standards: PDFStandards

    /// Writes the Info dictionary.
    func writeInformation(to file: inout PDFFileWriter) -> ObjectReference {
        file.write { object in
            object.dictionary { dictionary in
                if !metadata.title.isEmpty { dictionary.text("/Title", metadata.title) }
                if !metadata.author.isEmpty { dictionary.text("/Author", metadata.author) }
                if !metadata.subject.isEmpty { dictionary.text("/Subject", metadata.subject) }
                if !metadata.keywords.isEmpty { dictionary.text("/Keywords", metadata.keywords.joined(separator: ", ")) }
                dictionary.text("/Producer", producer)
                if let date {
                    dictionary.text("/CreationDate", date.informationText)
                    dictionary.text("/ModDate", date.informationText)
                }
            }
        }
    }

    /// Writes the XMP `packet`, uncompressed so that any program finds it.
    static func write(_ packet: [UInt8], to file: inout PDFFileWriter) -> ObjectReference {
        file.writeStream(packet, isPlain: true) { dictionary in
            dictionary.name("/Type", "/Metadata")
            dictionary.name("/Subtype", "/XML")
        }
    }

    /// The XMP packet.
    var packet: [UInt8] {
        var text = """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
            xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <dc:format>application/pdf</dc:format>

            """
        if !metadata.title.isEmpty { text += element("dc:title", alternatives(metadata.title)) }
        if !metadata.author.isEmpty { text += element("dc:creator", "<rdf:Seq><rdf:li>\(escaped(metadata.author))</rdf:li></rdf:Seq>") }
        if !metadata.subject.isEmpty { text += element("dc:description", alternatives(metadata.subject)) }
        if !metadata.language.isEmpty {
            text += element("dc:language", "<rdf:Bag><rdf:li>\(escaped(metadata.language))</rdf:li></rdf:Bag>")
        }
        if !metadata.keywords.isEmpty { text += element("pdf:Keywords", escaped(metadata.keywords.joined(separator: ", "))) }
        text += element("pdf:Producer", escaped(producer))
        if let date {
            for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] { text += element(name, date.xmpText) }
        }
        text += "</rdf:Description>\n" + claims
        return Array((text + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>").utf8)
    }

    /// The identification of the standards (ISO 19005-3, 6.6.4; ISO 14289-1, 5). PDF/A knows no property of PDF/UA, so the packet describes it
    /// (ISO 19005-3, 6.6.2.3).
    private var claims: String {
        var text = ""
        if let archival = standards.archival {
            text += """
                <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\
                <pdfaid:part>3</pdfaid:part><pdfaid:conformance>\(archival.rawValue)</pdfaid:conformance></rdf:Description>

                """
        }
        guard standards.isAccessible else { return text }
        text += """
            <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>

            """
        guard standards.archival != nil else { return text }
        return text + """
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
            <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
            <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
            <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
            <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
            <pdfaProperty:category>internal</pdfaProperty:category>\
            <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
            </rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>

            """
    }

    private func element(_ name: String, _ content: String) -> String {
        "<\(name)>\(content)</\(name)>\n"
    }

    /// The same text as the default and in the document's language.
    private func alternatives(_ value: String) -> String {
        "<rdf:Alt><rdf:li xml:lang=\"x-default\">\(escaped(value))</rdf:li>"
            + "<rdf:li xml:lang=\"\(escaped(metadata.language))\">\(escaped(value))</rdf:li></rdf:Alt>"
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default:
                // XML 1.0 has no other control characters, escaped or not.
                if scalar.value < 0x20 && scalar.value != 9 && scalar.value != 10 { continue }
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
