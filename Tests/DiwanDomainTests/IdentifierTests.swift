import Testing

@testable import DiwanDomain

@Suite struct IdentifierTests {
    @Test("Every row of ids.jsonl holds") func vectors() throws {
        let rows = try Vectors.rows("ids")
        #expect(rows.count >= 100)
        for row in rows {
            let kind = try #require(row["kind"] as? String)
            let input = try #require(row["input"] as? String)
            let fields = InspectionFields.identifier(kind, input)
            guard row["valid"] as? Bool == true else {
                #expect(fields.first == "invalid", "\(kind) \(input): \(fields)")
                try expectReason(fields[1], try #require(row["reason"] as? String))
                continue
            }
            #expect(fields[0] == "valid", "\(kind) \(input): \(fields)")
            let identifier = try Identifier(kind == "mask_national_id" ? .nationalID : #require(IdentifierKind(rawValue: kind)), input)
            if let expected = row["normalized"] as? String { #expect(fields[1] == expected) }
            if let expected = row["masked"] as? String ?? row["mask"] as? String { #expect(fields[2] == expected) }
            if let expected = row["masked_arab"] as? String { #expect(identifier.masked(.arab) == expected) }
            if let expected = row["holder"] as? String { #expect(identifier.holder?.rawValue == expected) }
            if let expected = row["bank"] as? String { #expect(identifier.bankCode == expected) }
            if let expected = row["print"] as? String ?? row["display"] as? String { #expect(identifier.printed() == expected) }
        }
    }

    /// The vectors describe the fault in prose; the reason must be the same in kind.
    private func expectReason(_ reason: String, _ expected: String) throws {
        if expected == "adjacent digits swapped" {
            #expect(reason == "check digit")
        } else if let word = [
            "mod 97", "length", "check digits", "postal region", "letter O", "not Saudi", "toll free", "not accepted", "9200", "052",
        ]
        .first(where: expected.contains) {
            #expect(reason.contains(word), "\(reason), expected \(expected)")
        } else if expected.hasPrefix("first digit must be") {
            #expect(reason == "must start with 1 or 2")
        } else if reason == "length 9" {
            #expect(expected == "non-digit")
        } else {
            #expect(reason == expected)
        }
    }

    @Test("The Luhn check finds every wrong digit and every adjacent swap but 09 and 90") func luhn() throws {
        var count = 0
        for serial in stride(from: 0, to: 100_000_000, by: 1_234_577) {
            for head in ["1", "2"] {
                let body = Array((head + DigitSystem.latn.string(serial, width: 8)).utf8)
                // Exactly one last digit passes.
                let valid = (0...9).map { String(decoding: body + [UInt8(0x30 + $0)], as: UTF8.self) }.filter {
                    IdentifierRules.luhnRemainder($0) == 0
                }
                #expect(valid.count == 1)
                let digits = Array(valid[0].utf8)
                for position in 0..<10 {
                    for wrong in UInt8(0x30)...0x39 where wrong != digits[position] {
                        var other = digits
                        other[position] = wrong
                        #expect(IdentifierRules.luhnRemainder(String(decoding: other, as: UTF8.self)) != 0)
                    }
                    guard position < 9, digits[position] != digits[position + 1] else { continue }
                    var other = digits
                    other.swapAt(position, position + 1)
                    let isBlind = Set([digits[position], digits[position + 1]]) == [0x30, 0x39]
                    #expect((IdentifierRules.luhnRemainder(String(decoding: other, as: UTF8.self)) == 0) == isBlind)
                }
                count += 1
            }
        }
        #expect(count > 150)
    }

    @Test("Of the hundred check digits of an account exactly one is accepted") func iban() throws {
        for account in ["80000000608010167519", "00000000000000000000", "99ABCDEFGHIJKLMNOPQR", "05123456789012345678"] {
            let valid = (0..<100).map { "SA" + DigitSystem.latn.string($0, width: 2) + account }.filter {
                (try? Identifier(.iban, $0)) != nil
            }
            #expect(valid.count == 1)
            #expect(try IdentifierRules.mod97(#require(valid.first)) == 1)
        }
        #expect(try Identifier(.iban, "sa03 8000 0000 6080 1016 7519").normalized == "SA0380000000608010167519")
        #expect(try Identifier(.iban, "SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩").normalized == "SA0380000000608010167519")
    }

    @Test(
        "Spellings of the other kinds are normalised",
        arguments: [
            (IdentifierKind.mobile, "00966 50 123 4567", "+966501234567"), (.mobile, "501234567", "+966501234567"),
            (.mobile, "+966 0 50 123 4567", "+966501234567"), (.mobile, "\u{202A}+966501234567\u{202C}", "+966501234567"),
            (.mobile, "0579812345", "+966579812345"), (.phone, "014 422 0000", "+966144220000"), (.phone, "920012345", "920012345"),
            (.phone, "8001234567", "8001234567"), (.phone, "0501234567", "+966501234567"), (.postalCode, "12987-7318", "12987-7318"),
            (.postalCode, "١٢٩٨٧ - ٧٣١٨", "12987-7318"), (.shortAddress, "rrrd-2929", "RRRD2929"), (.iqama, "2000000006", "2000000006"),
            (.otherID, "3000000012", "3000000012"), (.familyRecord, "1020304059/2", "1020304059-2"),
            (.vatNumber, "300000000000003", "300000000000003"),
            (.charityLicence, "٣٤٠٩", "3409"), (.unifiedNumber, "7034272463", "7034272463"),
            (.commercialRegister, "1010010000", "1010010000"),
            (.additionalNumber, "7318", "7318"), (.nationalID, "1020304059\u{200E}", "1020304059"),
        ])
    func spellings(kind: IdentifierKind, text: String, expected: String) throws {
        #expect(try Identifier(kind, text).normalized == expected)
    }

    @Test(
        "Values that are not of the kind are refused with the reason",
        arguments: [
            (IdentifierKind.nationalID, "0000000000", IdentifierFault.start("1 or 2")), (.nationalID, "1000000008.0", .nonDigit),
            (.nationalID, "-1000000008", .nonDigit), (.nationalID, "   ", .empty), (.nationalID, "१०००००००८", .foreignDigits),
            (.iqama, "1000000008", .start("2")), (.mobile, "0579912345", .unassignedPrefix("05799")), (.mobile, "050123456", .length(8)),
            (.mobile, "05012345678", .length(10)), (.mobile, "+1 212 555 0100", .notSaudi), (.mobile, "05+01234567", .nonDigit),
            (.iban, "SA03800000006080101675", .length(22)), (.iban, "SA038000000O608010167519", .mod97),
            (.iban, "SAO380000000608010167519", .letterO),
            (.iban, "0380000000608010167519", .notSaudi), (.postalCode, "473111234", .length(9)),
            (.shortAddress, "RRR12929", .misplaced("digit among letters")),
            (.shortAddress, "RRRD29A9", .misplaced("letter among digits")), (.shortAddress, "RRRD292", .length(7)),
            (.vatNumber, "400000000000003", .start("3")),
            (.unifiedNumber, "1034272463", .start("7")), (.charityLicence, "12", .length(2)), (.charityLicence, "12345678901", .length(11)),
            (.phone, "0812345678", .start("01, 05, 9200 or 800")), (.phone, "0181234567", .unassignedPrefix("018")),
        ])
    func refused(kind: IdentifierKind, text: String, fault: IdentifierFault) {
        #expect(throws: DomainError.identifier(fault)) { try Identifier(kind, text) }
    }

    @Test("A mask shows the last four digits and no other") func masks() throws {
        #expect(try Identifier(.mobile, "0501234567").masked() == "05XXXX4567")
        #expect(try Identifier(.mobile, "0501234567").masked(.arab) == "٠٥XXXX٤٥٦٧")
        #expect(try Identifier(.familyRecord, "1020304059-2").masked() == "******4059-2")
        #expect(try Identifier(.buildingNumber, "1234").masked() == nil)
        #expect(InspectionFields.identifier("building_number", "1234") == ["valid", "1234", ""])
        #expect(InspectionFields.identifier("shoe_size", "42") == ["invalid", "unknown kind"])
    }

    @Test("No text makes a kind trap, and a normalised form is normalised") func fuzz() throws {
        var random = Repeatable(seed: 19)
        let alphabet = Array("0123456789٠٥۵12SAsaOo+-/. \u{200F}\u{66B}أ१")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...26, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            for kind in IdentifierKind.allCases {
                guard let identifier = try? Identifier(kind, text) else { continue }
                #expect(try Identifier(kind, identifier.normalized) == identifier)
                _ = identifier.masked(.arab)
                _ = identifier.printed(.arab)
            }
        }
    }
}
