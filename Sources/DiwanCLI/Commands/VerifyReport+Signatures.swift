import Diwan
import DiwanBytes
import DiwanCMS
import DiwanPDF

extension VerifyReport {
    /// What came of looking at the signatures of the file.
    mutating func add(_ checks: [SignatureCheck]) {
        guard !checks.isEmpty else { return }
        for check in checks {
            let signature = check.signature
            let kind = signature.kind == .signature ? "signed by" : "stamped by"
            add("signature", "\(signature.field): \(kind) \(check.signerWords)")
            if let certificate = check.certificate { add("certificate", "SHA-256 \(Hexadecimal.text(certificate.fingerprint))") }
            if let date = signature.time.flatMap(Self.date) { add("time", "\(date) as the signer says") }
            if let time = check.timestampTime {
                let authority = check.timestampCertificate?.subject.description ?? ""
                add("timestamp", "\(UTCTime.words(time)) by \(authority)")
            }
            if let reason = signature.reason, !reason.isEmpty { add("reason", reason) }
            if let location = signature.location, !location.isEmpty { add("location", location) }
            add("covers", check.coverageWords)
            if let permission = signature.permission { add("certifies", permission.words) }
            add("trust", check.trust.words)
            if case .distrusted = check.timestampTrust, signature.kind == .signature { add("timestamp", check.timestampTrust.words) }
            for problem in check.problems { add("broken", problem.words) }
            if check.problems.isEmpty { add("intact", "the signature is right for what it covers") }
            if !check.isPassed { fail() }
        }
        addMember("signatures", "[" + checks.map(Self.json).joined(separator: ",") + "]")
    }

    private static func json(_ check: SignatureCheck) -> String {
        let signature = check.signature
        var trust = ("unknown", nil as String?)
        switch check.trust {
        case .unknown: break
        case .trusted: trust.0 = "trusted"
        case .distrusted(let reason): trust = ("distrusted", reason)
        }
        return JSONText.object([
            "field": JSONText.string(signature.field), "kind": JSONText.string(signature.kind == .signature ? "signature" : "timestamp"),
            "form": JSONText.string(signature.form), "signer": (check.certificate?.subject.description).map(JSONText.string),
            "fingerprint": check.certificate.map { JSONText.string(Hexadecimal.text($0.fingerprint)) },
            "time": signature.time.map(JSONText.string), "timestamp": check.timestampTime.map(String.init),
            "reason": signature.reason.map(JSONText.string), "location": signature.location.map(JSONText.string),
            "certifies": signature.permission.map { "\($0.rawValue)" }, "isFollowed": "\(signature.isFollowed)",
            "changes": list(signature.changes.map(\.words)), "problems": list(check.problems.map(\.words)),
            "trust": JSONText.string(trust.0), "distrust": trust.1.map(JSONText.string), "passed": "\(check.isPassed)",
        ])
    }

    /// `D:20261124100000+03'00'` as `2026-11-24 10:00:00 +03:00`; `nil` for what is no date (ISO 32000-1, 7.9.4).
    private static func date(_ text: String) -> String? {
        let digits = Array(text.unicodeScalars.dropFirst(2).prefix(14))
        guard text.hasPrefix("D:"), digits.count == 14, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        func part(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(digits[range])) }
        let zone = text.unicodeScalars.dropFirst(16).filter { ("0"..."9").contains($0) || "+-Z".unicodeScalars.contains($0) }
        let words = String(String.UnicodeScalarView(zone))
        let offset = words.count == 5 ? " \(words.prefix(3)):\(words.suffix(2))" : words.hasPrefix("Z") ? " UTC" : ""
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) \(part(8..<10)):\(part(10..<12)):\(part(12..<14))\(offset)"
    }
}
