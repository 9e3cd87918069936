/// The address that the square code on a document leads to: `https://SITE/v/CODE?n=NUMBER`, as `Templates/parts/verification.xml` has it; the
/// number may be left out.
struct VerificationAddress: Hashable, Sendable {
    /// The code.
    let code: VerificationCode
    /// The number, as the address has it.
    let number: String?

    /// The longest address that is looked at, in bytes.
    private static let longest = 512

    /// The address that `text` is, to the last character; `nil` for all else.
    /// - Parameter site: the office's own site. Addresses of others are none.
    init?(_ text: String, site: String) {
        let beginning = "https://\(site)/v/"
        guard !site.isEmpty, text.utf8.count <= Self.longest, text.hasPrefix(beginning) else { return nil }
        let parts = text.dropFirst(beginning.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let code = VerificationCode(String(parts[0])), code.text == parts[0] else { return nil }
        self.code = code
        guard parts.count == 2 else {
            number = nil
            return
        }
        guard parts[1].hasPrefix("n=") else { return nil }
        number = String(parts[1].dropFirst(2))
    }
}
