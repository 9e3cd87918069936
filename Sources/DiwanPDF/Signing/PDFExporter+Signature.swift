internal import DiwanBytes
internal import DiwanDocument

/// Signing is updating: the file stays as it is, and what follows its end adds the signature (ISO 32000-1, 12.8; ETSI EN 319 142-1).
extension PDFExporter {
    /// `bytes` with an update that has everything of the signature but its value.
    ///
    /// The file may be of any maker. What PDF/A-3 and PDF/UA-1 ask for holds after as before: a new field is part of the structure, with words
    /// and an appearance; the metadata stay.
    public func prepareSignature(of bytes: [UInt8], _ request: SignatureRequest) throws(SigningError) -> PreparedSignature {
        let refusal: SigningError?
        let file: PDFFile
        do throws(PDFError) {
            file = try PDFFile(bytes)
            refusal = try Self.refusal(of: request, in: file)
        } catch {
            throw .file(error)
        }
        if let refusal { throw refusal }
        do throws(PDFError) {
            return try prepare(file, request)
        } catch {
            throw .file(error)
        }
    }

    /// Why the file may not be signed so; `nil` when it may.
    private static func refusal(of request: SignatureRequest, in file: PDFFile) throws(PDFError) -> SigningError? {
        let pages = try file.pagesWithNumbers().count
        let fields = try file.signatureFields()
        let names = try file.fieldNames()
        let certification = try file.certification()
        if certification?.permission == .nothing { return .changesForbidden }
        if request.certification != nil, certification != nil || fields.contains(where: { $0.signature != nil }) { return .certifiesLate }
        let known = fields.first { $0.name == request.field.name }
        if known?.signature != nil { return .signed(request.field.name) }
        if known == nil, certification != nil { return .certified(field: request.field.name) }
        if certification != nil, let blank = request.blankFields.first { return .certified(field: blank.name) }
        var made: Set<String> = []
        for field in (known == nil ? [request.field] : []) + request.blankFields {
            if names.contains(field.name) { return .notForSignatures(field.name) }
            if field.name.isEmpty || field.name.contains(".") || !made.insert(field.name).inserted { return .fieldName(field.name) }
            if !(0..<pages).contains(field.page) { return .noPage(field.page) }
        }
        return nil
    }

    private func prepare(_ file: PDFFile, _ request: SignatureRequest) throws(PDFError) -> PreparedSignature {
        guard let catalog = file.trailer["Root"]?.referenceNumber else { throw .malformed(.structure, offset: 0) }
        var update = PDFUpdate(file, deflater: deflater)
        let signature = update.writer.reserve()
        let form = try update.dictionary("AcroForm", of: catalog, initial: ["Fields": .array([])])
        for field in request.blankFields { try add(field, appearance: nil, signature: nil, form: form, catalog: catalog, &update) }
        if let known = try file.signatureFields().first(where: { $0.name == request.field.name }) {
            try update.set(known.number, "V", .reference(signature.number))
            if let frame = request.appearance {
                let size = (known.rectangle[2] - known.rectangle[0], known.rectangle[3] - known.rectangle[1])
                let look = try writeAppearance(frame, width: size.0, height: size.1, &update.writer)
                try update.set(known.widget, "AP", .dictionary(["N": .reference(look.number)]))
            }
        } else {
            try add(request.field, appearance: request.appearance, signature: signature, form: form, catalog: catalog, &update)
        }
        // Signatures exist, and the file is only appended to (Table 219).
        let flags = try update.resolve(try update.entries(form)["SigFlags"]).integer ?? 0
        if flags & 3 != 3 { try update.set(form, "SigFlags", .integer(flags | 3)) }
        if request.certification != nil {
            let permissions = try update.dictionary("Perms", of: catalog)
            try update.set(permissions, "DocMDP", .reference(signature.number))
        }
        update.writeValues()
        let places = Self.write(request, as: signature, to: &update.writer)
        var bytes = file.bytes
        bytes += update.writer.finishUpdate()
        // All but the hole, to the end (12.8.1). What the numbers leave of their room stays blank.
        var range: [UInt8] = []
        range.append(ascii: "[0 ")
        range.append(integer: places.hole.lowerBound)
        range.append(UInt8(ascii: " "))
        range.append(integer: places.hole.upperBound)
        range.append(UInt8(ascii: " "))
        range.append(integer: bytes.count - places.hole.upperBound)
        range += repeatElement(UInt8(ascii: " "), count: places.range.count - range.count - 1)
        range.append(UInt8(ascii: "]"))
        bytes.replaceSubrange(places.range, with: range)
        return PreparedSignature(bytes: bytes, hole: places.hole)
    }

    /// Writes the signature dictionary (Table 252; EN 319 142-1, 6.3), and gives the places of the range and of the value in the file.
    private static func write(
        _ request: SignatureRequest, as signature: ObjectReference, to file: inout PDFFileWriter
    ) -> (range: Range<Int>, hole: Range<Int>) {
        var range = 0..<0
        var hole = 0..<0
        let before = file.length - file.file.bytes.count
        file.write(signature) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/Sig")
                dictionary.name("/Filter", "/Adobe.PPKLite")
                dictionary.name("/SubFilter", "/ETSI.CAdES.detached")
                dictionary.bytes.append(ascii: "/ByteRange")
                let rangeStart = before + dictionary.bytes.count
                dictionary.bytes += repeatElement(UInt8(ascii: " "), count: "[0 1234567890 1234567890 1234567890]".utf8.count)
                range = rangeStart..<before + dictionary.bytes.count
                dictionary.bytes.append(ascii: "/Contents")
                let holeStart = before + dictionary.bytes.count
                dictionary.bytes.append(hexString: repeatElement(0, count: request.room))
                hole = holeStart..<before + dictionary.bytes.count
                dictionary.text("/M", request.time.informationText)
                if let signer = request.signer { dictionary.text("/Name", signer) }
                if let reason = request.reason { dictionary.text("/Reason", reason) }
                if let location = request.location { dictionary.text("/Location", location) }
                guard let permission = request.certification else { return }
                dictionary.array("/Reference") { array in
                    array.dictionary { reference in
                        reference.name("/Type", "/SigRef")
                        reference.name("/TransformMethod", "/DocMDP")
                        reference.dictionary("/TransformParams") { parameters in
                            parameters.name("/Type", "/TransformParams")
                            parameters.integer("/P", permission.rawValue)
                            parameters.name("/V", "/1.2")
                        }
                    }
                }
            }
        }
        return (range, hole)
    }

    // MARK: Fields

    /// Adds a field that is one object with its place (12.5.6.19, 12.7.4.5): printed, locked, never hidden.
    private func add(
        _ field: SignatureField, appearance: Frame?, signature: ObjectReference?, form: Int, catalog: Int, _ update: inout PDFUpdate
    ) throws(PDFError) {
        let pages = try update.file.pagesWithNumbers()
        guard let page = pages[field.page].number else { throw .malformed(.structure, offset: 0) }
        let widget = update.add(.null)
        var entries: [String: PDFValue] = [
            "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "T": Self.text(field.name),
            "TU": Self.text(field.label),
            "F": .integer(132), "P": .reference(page), "Rect": .array(Array(repeating: .integer(0), count: 4)),
        ]
        if let place = field.place {
            entries["Rect"] = .array(try Self.rectangle(of: place, on: pages[field.page].entries, update).map { .real($0) })
            let look = try writeAppearance(
                appearance, width: place.size.width.points, height: place.size.height.points, &update.writer)
            entries["AP"] = .dictionary(["N": .reference(look.number)])
        }
        if let signature { entries["V"] = .reference(signature.number) }
        // What nobody sees may stand outside the structure (ISO 14289-1, 7.18.1); once a file is signed it does, since others who check the
        // signatures before take no change of the structure.
        let isSigned = try update.file.signatureFields().contains { $0.signature != nil }
        let isTagged = field.place != nil || !isSigned
        if isTagged, let key = try update.addElement(.form, for: widget, page: page, catalog: catalog) {
            entries["StructParent"] = .integer(key)
        }
        update.set(widget, .dictionary(entries))
        try update.append(.reference(widget), to: "Fields", of: form)
        try update.append(.reference(widget), to: "Annots", of: page)
        if try update.entries(page)["Tabs"] == nil { try update.set(page, "Tabs", .name("S")) }
    }

    /// Where a place of a page is, in the coordinates of its file: left, bottom, right, top.
    static func rectangle(of place: Rectangle, on page: [String: PDFValue], _ update: PDFUpdate) throws(PDFError) -> [Double] {
        var box: [Double] = []
        for edge in try update.resolve(page["MediaBox"]).elements ?? [] { box.append(try update.resolve(edge).number ?? 0) }
        guard box.count == 4 else { throw .malformed(.structure, offset: 0) }
        let (left, top) = (min(box[0], box[2]) + place.origin.x.points, max(box[1], box[3]) - place.origin.y.points)
        return [left, top - place.size.height.points, left + place.size.width.points, top]
    }

    /// A form XObject that shows `frame` in the middle of its place, smaller where it does not fit; nothing when there is none.
    func writeAppearance(_ frame: Frame?, width: Double, height: Double, _ file: inout PDFFileWriter) throws(PDFError)
        -> ObjectReference
    {
        let resources = file.reserve()
        let options = PDFOptions()
        var writer = pageWriter(
            PagedDocument(
                metadata: DocumentMetadata(title: ""), direction: .rightToLeft, pages: [], structure: StructureTree(), outline: []), options
        )
        var content: [UInt8] = []
        if let frame, width > 0, height > 0, frame.size.width > .zero, frame.size.height > .zero {
            let (ownWidth, ownHeight) = (frame.size.width.points, frame.size.height.points)
            let scale = min(1, width / ownWidth, height / ownHeight)
            content.append(ascii: "q ")
            for number in [scale, 0, 0, scale, (width - ownWidth * scale) / 2, (height - ownHeight * scale) / 2] {
                content.append(millionths: Int((number * 1_000_000).rounded()))
                content.append(UInt8(ascii: " "))
            }
            content.append(ascii: "cm\n")
            content += try writer.appearance(of: frame, &file)
            content.append(ascii: "Q\n")
        }
        try writeShared(writer, options, to: &file)
        Self.writeResources(writer, as: resources, to: &file)
        return file.writeStream(content, isPlain: content.count < 80) { dictionary in
            dictionary.name("/Type", "/XObject")
            dictionary.name("/Subtype", "/Form")
            dictionary.array("/BBox") { box in
                box.bytes.append(ascii: "0 0 ")
                box.element(thousandths: Int((width * 1000).rounded()))
                box.bytes.append(thousandths: Int((height * 1000).rounded()))
            }
            dictionary.reference("/Resources", resources)
        }
    }

    /// A text string (7.9.2.2).
    static func text(_ text: String) -> PDFValue {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return .string(Array(text.utf8)) }
        return .string([0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
    }
}

extension Length {
    /// The length in points.
    fileprivate var points: Double { Double(rawValue) / 65_536 }
}
