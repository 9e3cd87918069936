import DiwanBytes
import DiwanData

/// What follows a decision: the register, the service, and what people say of it.
extension Transaction {
    /// Enters the request in the register: takes its number there.
    mutating func register(_ number: String) throws(OfficeError) -> String {
        guard let series = office.configuration.settings.series("register") else {
            throw .argument("office.json has no series \"register\"", hint: nil)
        }
        let entry = self.number(series)
        try advance(number, by: .requestRegistered, [("number", .string(entry.text))])
        return entry.text
    }

    /// The service was given, and who got it signed for it.
    mutating func deliver(_ number: String, signed method: SigningMethod, receipt: AttachedFile, witness: String?) throws(OfficeError) {
        if method == .thumb, witness?.isEmpty ?? true {
            throw .refused(PolicyRefusal("witness", "a thumbprint wants a witness", "لا تُقبل البصمة إلا بشاهد"))
        }
        var evidence: [(name: String, value: JSONValue)] = [
            ("receipt", try put(file: receipt.bytes, mediaType: receipt.mediaType))
        ]
        if let witness { evidence.append(("witness", .string(witness))) }
        try advance(
            number, by: .serviceDelivered,
            [("signed", .string(method.rawValue)), ("receipt", .string(Hexadecimal.text(SHA256.hash(receipt.bytes))))],
            evidence: .object(evidence))
    }

    /// An answer to the survey: of the service, and of the request only where whoever answers wants it so.
    mutating func survey(
        service: String, score: Int, words: String?, request number: String?, channel: String
    ) throws(OfficeError) {
        try know(channel: channel)
        guard (1...5).contains(score) else { throw .argument("a score is from 1 to 5, and this is \(score)", hint: nil) }
        let request = try number.map { number throws(OfficeError) in try self.request(number) }
        try append(
            .surveyAnswered, request: request, channel: channel, [("service", .string(service)), ("score", .integer(score))],
            evidence: words.map { .object([("words", .string($0))]) })
    }
}
