import Diwan
import DiwanCMS
import DiwanPDF
import DiwanTestSupport
import Testing

/// What is found in signed files that were changed, by programs of others and by hand.
@Suite("Reading signatures")
struct SignatureReadingTests {
    /// Whether our reading accepts every signature of a file.
    private func isAccepted(_ bytes: [UInt8], _ fixture: SealingFixture) -> Bool {
        guard let checks = try? fixture.checks(bytes), !checks.isEmpty else { return false }
        return checks.allSatisfy(\.isPassed)
    }

    @Test(
        "After certification a form is filled in where that is allowed, as pyHanko judges too",
        arguments: [nil] + DocumentPermission.allCases.map { $0 })
    func fills(permission: DocumentPermission?) throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.form(), certifies: permission)
        for (command, arguments, changes, least) in [
            ("fill", ["ben.name", "اسم"], [PDFChange.filledIn("ben.name")], 2), ("note", [], [.notes(page: 1)], 3),
            ("title", [], [.other(.pageContent(1))], 9),
        ] {
            let changed = try fixture.changed(sealed, command, arguments)
            let check = try #require(try fixture.checks(changed).first)
            #expect(check.signature.isFollowed)
            #expect(check.signature.changes.filter { $0 != .changeDate } == changes, "\(command)")
            let isAllowed = least <= (permission?.rawValue ?? 3)
            #expect(check.isPassed == isAllowed, "\(command) \(check.problems)")
            // pyHanko judges no notes.
            if command == "note" { continue }
            let other = try #require(try fixture.pyhanko(changed).first)
            #expect(other.isTrue("bottom") == isAllowed, "\(command): \(other)")
        }
    }

    @Test("Signatures and timestamps that pyHanko adds are found", arguments: DocumentPermission.allCases)
    func foreignSignatures(permission: DocumentPermission) throws {
        let fixture = try SealingFixture()
        let keys = [fixture.authority.folder.path("chair.pem"), fixture.authority.folder.path("chair.key")]
        let tsa = [fixture.authority.folder.path("tsa.pem"), fixture.authority.folder.path("tsa.key")]
        let certified = try fixture.changed(try SealingFixture.form(), "sign", keys + ["Cert", "\(permission.rawValue)"])
        let own = try #require(
            try fixture.checks(certified, roots: fixture.authority.file("root.pem") + fixture.authority.file("middle.pem")).first)
        #expect(own.isPassed && own.signature.permission == permission, "\(own.problems) \(own.trust)")
        let stamped = try fixture.changed(certified, "stamp", tsa)
        let checks = try fixture.checks(stamped, roots: fixture.authority.file("root.pem") + fixture.authority.file("middle.pem"))
        #expect(checks.count == 2 && checks[1].signature.kind == .documentTimestamp && checks[1].timestampTime != nil)
        for check in checks { #expect(check.isPassed, "\(check.problems) \(check.signature.changes)") }
    }

    @Test("Every flipped bit of a signed file is found")
    func flips() throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.letter())
        let signature = try #require(try PDFFile(sealed).signatures().first)
        let covered = try #require(signature.covered)
        // Of the value, what is no padding: the first bytes say how long it is.
        let length = 4 + Int(signature.value[2]) << 8 + Int(signature.value[3])
        #expect(signature.value[1] == 0x82)
        var random = SeededGenerator(seed: 44)
        var places = (0..<120).map { _ in Int.random(in: 0..<sealed.count, using: &random) }
        // Around the edges of the ranges, and in the value.
        for edge in [covered.before.upperBound, covered.after.lowerBound, sealed.count - 1] {
            places += max(0, edge - 3)..<min(sealed.count, edge + 3)
        }
        places += (0..<60).map { _ in covered.before.upperBound + 1 + Int.random(in: 0..<2 * length, using: &random) }
        for place in places {
            var damaged = sealed
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            // A digit in another case is the same value.
            let isSame = (covered.before.upperBound..<covered.after.lowerBound).contains(place) && (damaged[place] ^ sealed[place]) == 0x20
            if isSame { continue }
            #expect(!isAccepted(damaged, fixture), "byte \(place): \(sealed[place]) became \(damaged[place])")
        }
    }

    @Test("A file that is cut at any length is an error, or has no signature that passes")
    func truncation() throws {
        let fixture = try SealingFixture()
        let first = try fixture.seal(try SealingFixture.letter(), field: "A")
        let second = try fixture.seal(first, by: "chair", field: "B")
        var lengths = Array(stride(from: 0, to: second.count, by: 997))
        lengths += (first.count - 40)...(first.count + 40)
        lengths += (second.count - 40)..<second.count
        for length in lengths {
            // What is cut after the first seal is the first seal; its last end of line may be missing from none.
            if length == first.count { continue }
            #expect(!isAccepted(Array(second[..<length]), fixture), "\(length) of \(second.count), first \(first.count)")
        }
        #expect(isAccepted(first, fixture) && isAccepted(second, fixture))
    }

    // MARK: Attacks

    /// `file` with an update by hand: objects, and a table of theirs.
    private func updated(_ file: [UInt8], _ objects: [(number: Int, body: String)], root: String? = nil) throws -> [UInt8] {
        var bytes = file
        var rows = ""
        for (number, body) in objects {
            let offset = String(bytes.count)
            rows += "\(number) 1\n" + String(repeating: "0", count: 10 - offset.count) + "\(offset) 00000 n \n"
            bytes += Array("\(number) 0 obj\n\(body)\nendobj\n".utf8)
        }
        let read = try PDFFile(file)
        let tail = String(decoding: file.suffix(40), as: UTF8.self)
        let previous = try #require(tail.split(separator: "\n").dropLast().last)
        let start = bytes.count
        let number = read.trailer["Root"]?.referenceNumber ?? 0
        let information = read.trailer["Info"]?.referenceNumber.map { "/Info \($0) 0 R" } ?? ""
        bytes += Array(
            "xref\n\(rows)trailer\n<</Size 9999/Root \(root ?? "\(number) 0 R")\(information)/Prev \(previous)>>\nstartxref\n\(start)\n%%EOF\n"
                .utf8)
        return bytes
    }

    @Test("Incremental saving, hidden content, another root and stray bytes are found")
    func shadows() throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.letter(isPlain: true))
        let file = try PDFFile(sealed)
        let page = try #require(try file.pages().first)
        let content = try #require(page["Contents"]?.referenceNumber)
        let catalog = try #require(file.trailer["Root"]?.referenceNumber)
        #expect(isAccepted(sealed, fixture))
        // Another content of the first page.
        let other = try updated(sealed, [(content, "<</Length 12>>\nstream\n0 0 9 9 re f\nendstream")])
        #expect(try fixture.checks(other).first?.problems == [.change(.other(.pageContent(1)))])
        // Another catalogue, in the place of the old one and beside it.
        let form = try number(file, "AcroForm")
        let empty = "<</Type/Catalog/Pages 9001 0 R/AcroForm \(form) 0 R>>"
        let pages = (9_001, "<</Type/Pages/Kids[]/Count 0>>")
        for bytes in [try updated(sealed, [(catalog, empty), pages]), try updated(sealed, [(9_000, empty), pages], root: "9000 0 R")] {
            #expect(try fixture.checks(bytes).first?.isPassed == false)
        }
        // An update of nothing is nothing.
        #expect(try fixture.checks(updated(sealed, [])).first?.isPassed == true)
        // Bytes that are no update.
        for tail in ["\n", "%", "junk", "\nstartxref\n12\n%%EOF\n"] {
            #expect(!isAccepted(sealed + Array(tail.utf8), fixture), "\(tail)")
        }
        // What was missing when it was signed is there now: the page draws an XObject that did not exist.
        let dangling = try updated(
            try SealingFixture.letter(isPlain: true), [(content, "<</Length 9500 0 R>>\nstream\n/Z Do\nendstream"), (9_500, "6")])
        let signed = try fixture.seal(dangling)
        #expect(isAccepted(signed, fixture))
        let grown = try updated(signed, [(9_500, "3")])
        #expect(!isAccepted(grown, fixture))
    }

    private func number(_ file: PDFFile, _ key: String) throws -> Int { try #require(try file.catalog()[key]?.referenceNumber) }

    @Test("Content that a signed file refers to and does not have may not come later")
    func dangling() throws {
        let fixture = try SealingFixture()
        let letter = try SealingFixture.letter(isPlain: true)
        let file = try PDFFile(letter)
        let number = try #require(try file.pages().first?["Resources"]?.referenceNumber)
        let resources = try #require(try file.object(number).entries)
        let fonts = (resources["Font"]?.entries ?? [:]).compactMap { key, value in value.referenceNumber.map { "/\(key) \($0) 0 R" } }
        let signed = try fixture.seal(
            try updated(letter, [(number, "<</Font<<\(fonts.sorted().joined())>>/XObject<</Z 9100 0 R>>>>")]))
        #expect(isAccepted(signed, fixture))
        let later = try updated(
            signed, [(9_100, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<>>/Length 12>>\nstream\n0 0 9 9 re f\nendstream")])
        #expect(!isAccepted(later, fixture))
    }

    @Test("Ranges that are wrong, or leave out more than the value, are found")
    func ranges() throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.letter())
        let text = Array("/ByteRange[".utf8)
        let place = try #require(sealed.indices.first { sealed[$0...].starts(with: text) }) + text.count
        let end = try #require(sealed[place...].firstIndex(of: UInt8(ascii: "]")))
        let covered = try #require(try PDFFile(sealed).signatures().first?.covered)
        let (a, b, c) = (covered.before.upperBound, covered.after.lowerBound, covered.after.count)
        for (range, fault) in [
            ("0 \(a) \(b) \(c - 2)", PDFSignature.Fault.end), ("1 \(a) \(b) \(c)", .range), ("0 \(a + 1) \(b) \(c)", .hole),
            ("0 \(a) \(b - 1) \(c)", .hole), ("0 \(a) \(b + 2) \(c - 2)", .hole), ("0 \(b) \(a) \(c)", .range),
            ("0 \(a) \(b) \(c + 1)", .range),
            ("0 \(a) \(b)", .range), ("0 \(a) \(b) -1", .range), ("0 \(a - 20) \(b) \(c)", .hole), ("", .range),
            ("0 \(a) \(b) 99999999999999", .range),
        ] {
            var changed = sealed
            changed.replaceSubrange(place..<end, with: Array(range.utf8) + [UInt8](repeating: 0x20, count: end - place - range.utf8.count))
            let check = try #require(try fixture.checks(changed).first)
            #expect(check.problems.contains(.coverage(fault)), "\(range): \(check.problems)")
        }
    }

    @Test("A signature that was wrapped, by a copy of its dictionary elsewhere, is found")
    func wrapping() throws {
        let fixture = try SealingFixture()
        let sealed = try fixture.seal(try SealingFixture.letter())
        let file = try PDFFile(sealed)
        let signature = try #require(try file.signatures().first)
        let field = try #require(
            try file.catalog()["AcroForm"].flatMap { try file.dictionary($0)?["Fields"]?.elements?.first?.referenceNumber })
        let number = try #require(try file.object(field).entries?["V"]?.referenceNumber)
        let covered = try #require(signature.covered)
        let value = String(decoding: sealed[covered.before.upperBound..<covered.after.lowerBound], as: UTF8.self)
        let range = "[0 \(covered.before.upperBound) \(covered.after.lowerBound) \(covered.after.count)]"
        // The same dictionary again, its range that of the first: what it covers is right, and the file another.
        let copy = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange\(range)/Contents\(value)/M(D:2026)>>"
        let wrapped = try updated(sealed, [(number, copy)])
        #expect(try fixture.checks(wrapped).first?.problems.contains(.coverage(.hole)) == true)
        // With the key twice, so that readers disagree on which counts.
        var twice = sealed
        let name = Array("/Filter/Adobe.PPKLite".utf8)
        let place = try #require(twice.indices.last { twice[$0...].starts(with: name) })
        twice.replaceSubrange(place..<place + name.count, with: Array("/Contents<00>/Fil/Abc".utf8))
        #expect(!isAccepted(twice, fixture))
    }

    @Test("Damaged signed files are errors or fail, never more, and say the same each time")
    func fuzz() throws {
        let fixture = try SealingFixture()
        let blank = SignatureField(name: "B", label: "توقيع")
        let first = try fixture.seal(try SealingFixture.letter(), field: "A", certifies: .fillingIn, blank: [blank])
        let filled = try fixture.seal(first, by: "chair", field: "B")
        var random = SeededGenerator(seed: 1919)
        for _ in 0..<200 {
            var bytes = filled
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                // Most of it near the end, where the updates are.
                let isNearEnd = Bool.random(using: &random)
                let place = Int.random(in: (isNearEnd ? bytes.count - 75_000 : 0)..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: bytes[max(0, place - 30)..<place], at: place)
                default: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0..<10, using: &random)
                }
            }
            guard let file = try? PDFFile(bytes), let read = try? file.signatures() else { continue }
            let again = try PDFFile(bytes).signatures()
            #expect(read.map(\.faults) == again.map(\.faults) && read.map(\.changes) == again.map(\.changes))
        }
    }
}
