import DiwanLedger
import DiwanTestSupport
import Testing

@Suite("Ed25519")
struct Ed25519Tests {
    /// RFC 8032, 7.1: public key, message, signature.
    private static let published = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    @Test(
        "The signatures of RFC 8032 hold, and no longer when a bit of them or of the key is another", arguments: published)
    func publishedVectors(key: String, message: String, signature: String) {
        let (key, message, signature) = (bytes(hexadecimal: key), bytes(hexadecimal: message), bytes(hexadecimal: signature))
        #expect(Ed25519.verify(signature, of: message, by: key))
        for bit in stride(from: 0, to: 512, by: 13) {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Ed25519.verify(changed, of: message, by: key), "bit \(bit) of the signature")
        }
        for bit in stride(from: 0, to: 256, by: 13) {
            var changed = key
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Ed25519.verify(signature, of: message, by: changed), "bit \(bit) of the key")
        }
        #expect(!Ed25519.verify(signature, of: message + [0], by: key))
        #expect(!Ed25519.verify(signature + [0], of: message, by: key))
        #expect(!Ed25519.verify(Array(signature.dropLast()), of: message, by: key))
        #expect(!Ed25519.verify(signature, of: message, by: key + [0]))
        #expect(!Ed25519.verify([], of: message, by: []))
    }

    @Test("The signatures that Go has from the first publication of Ed25519 hold")
    func firstPublication() throws {
        // The file comes with Debian's golang-go.
        let find = try ProgramRun("sh", ["-c", "gzip -dc /usr/lib/go-*/src/crypto/ed25519/testdata/sign.input.gz"])
        try #require(find.status == 0, "\(find.errorText)")
        var count = 0
        for line in find.outputText.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            try #require(fields.count == 5)
            let key = bytes(hexadecimal: fields[1])
            let message = bytes(hexadecimal: fields[2])
            let signature = Array(bytes(hexadecimal: fields[3])[..<64])
            #expect(Ed25519.verify(signature, of: message, by: key))
            if count % 16 == 0 { #expect(!Ed25519.verify(signature, of: message + [1], by: key)) }
            count += 1
        }
        #expect(count >= 128)
    }

    @Test("A signature with S at or above the order, and points written another way, are refused")
    func strictness() {
        let order = bytes(hexadecimal: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        for (key, message, signature) in Self.published {
            // S + L is the same number modulo L: whoever takes it lets a signature be written twice.
            var malleable = bytes(hexadecimal: signature)
            var carry = 0
            for index in 0..<32 {
                let sum = Int(malleable[32 + index]) + Int(order[index]) + carry
                malleable[32 + index] = UInt8(sum & 255)
                carry = sum >> 8
            }
            #expect(!Ed25519.verify(malleable, of: bytes(hexadecimal: message), by: bytes(hexadecimal: key)))
        }
        // The neutral point signs everything with S = 0: as R, (0, 1) is taken in its one way of writing only.
        let neutral: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(Ed25519.verify(neutral + zero, of: [1, 2], by: neutral))
        // y = p + 1, the sign bit of x = 0, and y = p + 1 with it.
        let aboveModulus: [UInt8] = [0xEE] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        let signed: [UInt8] = [1] + [UInt8](repeating: 0, count: 30) + [0x80]
        let both: [UInt8] = [0xEE] + [UInt8](repeating: 0xFF, count: 31)
        for other in [aboveModulus, signed, both] {
            #expect(!Ed25519.verify(other + zero, of: [1, 2], by: neutral))
            #expect(!Ed25519.verify(neutral + zero, of: [1, 2], by: other))
            #expect(throws: NoteError.malformed(.verifierKey, line: 1)) { try VerifierKey(name: "a", key: other) }
        }
        #expect(!Ed25519.verify(neutral + order, of: [1, 2], by: neutral))
        // y = 2 is on no point of the curve.
        #expect(!Ed25519.verify(neutral + zero, of: [1, 2], by: [2] + [UInt8](repeating: 0, count: 31)))
    }
}
