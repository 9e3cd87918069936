import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanTemplate
import Testing

/// The review of words and kinds by `Templates/style.json`.
@Suite("The style of templates")
struct TemplatesStyleTests {
    private static let guideBytes = (try? FileBytes.read(TemplatesFixture.root + "/style.json")) ?? []
    private let guide: StyleGuide
    private let office: TemplatesFixture

    init() throws {
        let (guide, diagnostics) = StyleGuide.read(Self.guideBytes, file: "style.json")
        #expect(diagnostics.map(\.message) == [])
        self.guide = try #require(guide)
        office = try TemplatesFixture()
    }

    /// A finding: what is marked in the source, and what is said of it.
    private struct Finding: Equatable, CustomStringConvertible {
        var marked: String
        var message: String
        var isError: Bool
        var description: String { "\(marked) | \(message)" }
    }

    private func review(_ path: String, _ files: [String: String] = [:], words: Bool = true, guide: StyleGuide?) -> Template.Review {
        Template.review(path, guide: guide, words: words, profile: office.profile) { path in
            files[path].map { Array($0.utf8) } ?? (try? FileBytes.read(TemplatesFixture.root + "/" + path))
        }
    }

    private static func template(_ body: String, _ attributes: String = "") -> String {
        """
        <template xmlns="urn:diwan:template:1" id="t" version="1" \(attributes)><title>كتاب</title>
        <fields><field name="ben" type="person"><label>الاسم</label></field><field name="no" type="text"><label>الرقم</label></field>
        <field name="reasons" type="text" repeats="true"><label>الأسباب</label></field></fields>
        \(body)
        </template>
        """
    }

    /// The findings of a template with `body`; the one of the whole document's reading measure only with `measures`.
    private func findings(_ body: String, _ attributes: String = "", measures: Bool = false) throws -> [Finding] {
        let text = Self.template(body, attributes)
        let compiled = office.compile("t/template.xml", replacing: ["t/template.xml": text])
        #expect(compiled.diagnostics.map(\.message) == [], "\(body)")
        let review = review("t/template.xml", ["t/template.xml": text], guide: guide)
        let told = review.diagnostics.filter { measures || !$0.message.hasPrefix("the document is hard to read") }
        return try told.map { diagnostic in
            let position = try #require(diagnostic.position)
            let source = try #require(review.sources.first { $0.file == position.file })
            let line = try #require(source.line(position.line)).unicodeScalars
            let marked = line.dropFirst(position.column - 1).prefix(diagnostic.length ?? 1)
            return Finding(
                marked: String(String.UnicodeScalarView(marked)), message: diagnostic.message, isError: diagnostic.severity == .error)
        }
    }

    // MARK: Words

    /// The phrases of every list, each with what is wrong with it.
    private static let phrases: [(phrase: String, fault: String)] = {
        let json = try? JSONParser().parse(guideBytes, file: "style.json")
        return (json?["words"]?.members ?? []).flatMap { list in
            (list.value["entries"]?.elements ?? []).flatMap { entry -> [(phrase: String, fault: String)] in
                let says = entry["say"]?.elements ?? [entry["say"], entry["m"]].compactMap { $0 }
                return says.compactMap(\.string).map { ($0, list.value["fault"]?.string ?? "") }
            }
        }
    }()

    @Test("Every listed word is found where it stands: alone, after a conjunction, with diacritics and tatweel, and cut by an element")
    func listedWords() throws {
        #expect(Self.phrases.count > 100)
        func firstLetter(_ phrase: String) -> (first: String, rest: String) {
            (String(phrase.unicodeScalars.prefix(1)), String(String.UnicodeScalarView(phrase.unicodeScalars.dropFirst())))
        }
        for way in ["alone", "after a conjunction", "marked", "cut"] {
            var body = ""
            var expected: [(marked: String?, message: String)] = []
            for (phrase, fault) in Self.phrases {
                let (first, rest) = firstLetter(phrase)
                let written =
                    switch way {
                    case "alone", "cut": phrase
                    case "marked": first + "\u{640}\u{64E}" + rest
                    default: "و" + phrase
                    }
                let fixed = way == "cut" ? "<strong>\(first)</strong><span>\(rest)</span>" : written
                body += "<p>كلام قبله \(fixed) وكلام بعده.</p>\n"
                expected.append((way == "cut" ? nil : written, "«\(written)» \(fault)"))
            }
            let found = try findings(body)
            for (marked, message) in expected {
                #expect(found.contains { $0.message == message && (marked == nil || $0.marked == marked) }, "\(way): \(message)")
            }
        }
    }

    @Test("Both forms of agree, and what is isolated, are left alone; so are words that only look alike")
    func nearMisses() throws {
        for body in [
            "<agree of=\"ben\" m=\"المكرم\" f=\"المكرمة\"/>",
            "<agree of=\"ben\" m=\"المستفيد\" f=\"المستفيدة\"/>", "<bdi>نرفض</bdi>", "المكرمة حفظها الله",
            "المستفيدة والمستفيدون والمستفيدات",
            "كانت كاملة، وأملًا في القبول", "طلبكم وإليكم ولكم وعليكم وبكم", "يحتاج ويفتقر وافتقار", "رفضت اللجنة التأجيل", "قيام الليل",
            "ما عرفناه من قبل", "رضا المستفيد وملف المستفيد", "من يقوم به", "المحتاط",
            "نر<bdi>فض</bdi>", "نر<br/>فض", "نعتذر؛ إليكم عن قريب", "مذكرة وسيدات وأخوات",
        ] { #expect(try findings("<p>\(body)</p>") == [], "\(body)") }
    }

    @Test("A kind can be free of a list, and words for the clerk are held against the lists that reach everywhere")
    func reach() throws {
        #expect(try findings("<p>وصل طلبك.</p>").map(\.marked) == ["طلبك"])
        #expect(try findings("<p>وصل طلبك.</p>", "kind=\"message\"") == [])
        let labels = "<fields><field name=\"x\" type=\"text\"><label>المستفيد الفقير</label></field></fields><p>نص</p>"
        #expect(try findings(labels).map(\.marked) == ["الفقير"])
    }

    @Test("A finding names the better wording, and agree with the template's own person")
    func hints() throws {
        let text = Self.template("<p>المكرم</p><p>نرفض</p>")
        let review = review("t/template.xml", ["t/template.xml": text], guide: guide)
        #expect(
            review.diagnostics.map(\.hint) == [
                "write both: <agree of=\"ben\" m=\"المكرم\" f=\"المكرمة\"/>", "rather: نعتذر إليكم عن",
            ])
        #expect(review.diagnostics.map { $0.position?.column } == [4, 17])
    }

    // MARK: Sentences

    private func words(_ count: Int) -> String { (0..<count).map { ["نص", "كلام", "قول"][$0 % 3] }.joined(separator: " ") }

    @Test("A sentence of more words than the bound is found at its first word; a value is one word")
    func longSentence() throws {
        #expect(try findings("<p>\(words(55)).</p>") == [])
        #expect(try findings("<p>\(words(54)) <value of=\"no\"/>.</p>") == [])
        let message = "the sentence has 56 words; 55 are the most"
        #expect(try findings("<p>تمهيد. \(words(55)) <value of=\"no\"/>.</p>").map(\.description) == ["نص | \(message)"])
        #expect(try findings("<p><strong>\(words(30))</strong> <span>\(words(26))</span></p>").map(\.message) == [message])
        // A colon, a semicolon, a line and a paragraph end it.
        for end in [":", "؛", "؟", ".", "<br/>", "</p><p>"] { #expect(try findings("<p>\(words(30))\(end) \(words(30))</p>") == []) }
        // The point of a number does not.
        #expect(try findings("<p>\(words(30)) ١٫٥ و١.٥ \(words(25))</p>").map(\.message) == ["the sentence has 57 words; 55 are the most"])
    }

    @Test("Of the branches of a choice, the longest counts")
    func choice() throws {
        let choice = "<choose><when test=\"no\">\(words(20))</when><otherwise>\(words(25))</otherwise></choose>"
        #expect(try findings("<p>\(words(30)) \(choice)</p>") == [])
        #expect(try findings("<p>\(words(31)) \(choice)</p>").map(\.message) == ["the sentence has 56 words; 55 are the most"])
    }

    @Test("The hint says where a long sentence can be cut")
    func cut() {
        let text = Self.template("<p>\(words(28))، \(words(5))، حيث \(words(30)).</p>")
        let hints = review("t/template.xml", ["t/template.xml": text], guide: guide).diagnostics.compactMap(\.hint)
        #expect(hints.sorted().first == "make two sentences of it, or a list; one could begin at «حيث»")
    }

    @Test("Passives are counted, by their openers and by the damma on the first letter")
    func passives() throws {
        let three = "تم الحفظ ويتم الإرسال وسيُرفع الطلب"
        #expect(try findings("<p>\(three) ونكتب لكم.</p>") == [])
        let four = try findings("<p>\(three) وقُيّد الرقم.</p>")
        #expect(
            four.map(\.description) == ["تم | the sentence has 4 passives («تم», «ويتم», «وسيُرفع», «وقُيّد»); 3 are the most"])
        #expect(try findings("<p>\(three). قُيّد الرقم.</p>") == [])
        #expect(try findings("<p>\(three) كُلّ مُستفيد مُكرَم عنده.</p>") == [])
    }

    @Test("Clauses within clauses are counted")
    func clauses() throws {
        let four = "الذي وصل التي طلبت إذا حضر مما يلزم"
        #expect(try findings("<p>\(four)</p>") == [])
        #expect(try findings("<p>\(four) لأن هذا</p>").map(\.description) == ["الذي | the sentence nests 5 clauses; 4 are the most"])
    }

    @Test("A document of long sentences and long words is hard to read, and a notice is held to more")
    func readingMeasure() throws {
        let sentence = "<p>" + (0..<20).map { $0 % 4 == 0 ? "استفساراتكم" : "نص" }.joined(separator: " ") + ".</p>"
        let message = "the document is hard to read: 20 words in a sentence and 25 long words in a hundred make 45; 40 is the most"
        #expect(try findings(sentence + sentence, measures: true).map(\.description) == ["<template | \(message)"])
        let plain = "<p>" + (0..<20).map { $0 % 10 == 0 ? "استفساراتكم" : "نص" }.joined(separator: " ") + ".</p>"
        #expect(try findings(plain, measures: true) == [])
        #expect(try findings(plain, "kind=\"notice\"", measures: true).map(\.message).first?.hasSuffix("make 30; 25 is the most") == true)
    }

    // MARK: Numbers and pictures

    @Test(
        "Numbers that come out in another order, and digits unlike the document's, are found",
        arguments: [
            ("الجوال ٠٥٠-١٢٣-٤٥٦٧ هنا", "٠٥٠-١٢٣-٤٥٦٧"), ("الهاتف +٩٦٦٥٠١ هنا", "+٩٦٦٥٠١"), ("الرمز (٤٧٣١١-١٢٣٤) هنا", "٤٧٣١١-١٢٣٤"),
            ("الهوية ******٠٠٠٨ هنا", "******٠٠٠٨"), ("الرصيد -٥ ريالات", "-٥"), ("العام 1447 هجرية", "1447"),
            ("المادة 15 والمادة ١٦", "15"),
        ])
    func numbers(text: String, marked: String) throws {
        let found = try findings("<p>\(text)</p>")
        #expect(found.map(\.marked) == [marked], "\(found)")
        #expect(try findings("<p>\(text.replacing(marked, with: "<bdi dir=\"ltr\">\(marked)</bdi>"))</p>") == [])
    }

    @Test(
        "Numbers that come out right are left alone",
        arguments: [
            "١٤٤٧/٠٥/١٤هـ", "١٬٢٥٠٫٧٥ ريال", "الساعة ١٠:٣٠", "DW-1447-00123", "كوفيد-١٩", "من ٣ إلى ٥", "٣ – ٥", "٨–٢",
            "رقم <value of=\"no\"/>-أ",
            "أ+ب", "بند - ثم بند", "١. أولًا",
        ])
    func goodNumbers(text: String) throws {
        #expect(try findings("<p>\(text)</p>") == [])
    }

    @Test("The digits are those of the template, else of the profile; a plus before a value is found too")
    func digits() throws {
        #expect(try findings("<p>العام 1447</p>", "digits=\"latn\"") == [])
        #expect(try findings("<p>العام ١٤٤٧</p>", "digits=\"latn\"").map(\.marked) == ["١٤٤٧"])
        #expect(try findings("<p>الهاتف +<value of=\"no\"/></p>").map(\.marked) == ["+"])
    }

    @Test("A code that tells nothing to those who do not see it is found")
    func alternatives() throws {
        #expect(try findings("<qr of=\"no\" alt=\"رقم الطلب\"/>") == [])
        for alt in ["", " ", "رمز", "صورة"] {
            #expect(try findings("<qr of=\"no\" alt=\"\(alt)\"/>").map(\.marked) == ["<qr"])
            #expect(try findings("<barcode of=\"no\" alt=\"\(alt)\"/>").map(\.marked) == ["<barcode"])
        }
    }

    // MARK: Outcomes

    @Test("An outcome without its reason is found, in the branch that it is printed in")
    func outcomes() throws {
        let outcome = "<p>نعتذر إليكم عن قبول الطلب.</p>"
        let message = "«نعتذر إليكم عن» tells an outcome, and nothing beside it tells why"
        #expect(try findings(outcome).map(\.message) == [message])
        #expect(try findings("<p>نعتذر إليكم عن قبول الطلب؛ لما يأتي:</p>") == [])
        #expect(try findings(outcome + "<p>وذلك بسبب تكرار الطلب.</p>") == [])
        func choice(_ first: String, _ second: String) -> String {
            "<choose><when test=\"no\">\(first)</when><otherwise>\(second)</otherwise></choose>"
        }
        #expect(try findings(choice("<p>قُبل الطلب، بناءً على ما قُدم.</p>", outcome)).map(\.message) == [message])
        #expect(try findings(choice("<p>قُبل الطلب.</p>", outcome + "<p>للأسباب الآتية.</p>")) == [])
        #expect(try findings(choice("<p>قُبل الطلب.</p>", outcome) + "<p>للأسباب الآتية.</p>") == [])
        // What an if may leave out is no reason for what stands outside it.
        #expect(try findings(outcome + "<if test=\"no\"><p>للأسباب الآتية.</p></if>").map(\.message) == [message])
        #expect(try findings("<if test=\"no\">\(outcome)<p>للأسباب الآتية.</p></if>") == [])
    }

    // MARK: Kinds

    private static let rights = "<include href=\"parts/rights-notice.xml\"/>"

    @Test("A receipt or decision without the rights notice is a mistake, and so is one that prints it on a condition alone")
    func rightsNotice() throws {
        let body = "<p>وصل الطلب.</p>"
        #expect(try findings(body + Self.rights, "kind=\"receipt\"") == [])
        let missing = try findings(body, "kind=\"receipt\"")
        #expect(missing.map(\.isError) == [true])
        #expect(
            missing.map(\.description) == [
                "<template | a receipt («إشعار استلام») includes \"parts/rights-notice.xml\", and this template does not"
            ])
        let conditional = try findings(body + "<if test=\"no\">\(Self.rights)</if>", "kind=\"receipt\"")
        #expect(conditional.map(\.marked) == ["<include"] && conditional.allSatisfy(\.isError))
        let list = "<ul><for-each select=\"reasons\"><li><value of=\".\"/></li></for-each></ul>"
        #expect(try findings(list + Self.rights, "kind=\"decision\"") == [])
        #expect(
            try findings(body + Self.rights, "kind=\"decision\"").map(\.message) == [
                "a decision («قرار») tells its reasons, and this template prints none of: basis, reasons, findings"
            ])
    }

    @Test("Without --style the kinds are checked all the same, and words are not")
    func plainCheck() {
        let text = Self.template("<p>نرفض</p>", "kind=\"receipt\"")
        let found = review("t/template.xml", ["t/template.xml": text], words: false, guide: guide).diagnostics
        #expect(found.map(\.severity) == [.error])
    }

    @Test("A kind is inherited, and a contract that leaves a section empty is refused")
    func contract() throws {
        let path = "undertaking/template.xml"
        let text = String(decoding: try FileBytes.read("\(TemplatesFixture.root)/\(path)"), as: UTF8.self)
        for section in ["performance", "default", "liability"] {
            let without = text.replacing(
                try Regex("(?s)<block name=\"\(section)\">.*?</block>"), with: "<block name=\"\(section)\"></block>")
            #expect(
                review(path, [path: without], words: false, guide: guide).diagnostics.map(\.message) == [
                    "a contract («عقد») fills the block \"\(section)\", and this template does not"
                ])
        }
    }

    @Test("A kind that the guide does not have is a mistake, with the nearest one; so is any kind where there is no guide")
    func unknownKind() throws {
        let found = try findings("<p>نص</p>", "kind=\"decison\"")
        #expect(found.map(\.description) == ["decison | the style guide has no kind \"decison\""])
        let text = Self.template("<p>نرفض</p>", "kind=\"receipt\"")
        let none = review("t/template.xml", ["t/template.xml": text], guide: nil).diagnostics
        #expect(none.map(\.hint) == ["style.json in the templates root says what each kind must have; there is none"])
        #expect(review("t/template.xml", ["t/template.xml": Self.template("<p>نرفض</p>")], guide: nil).diagnostics.isEmpty)
    }

    @Test("A template that looks like a decision and names no kind is found")
    func likeness() throws {
        let fields = "<fields><group name=\"decision\"><field name=\"no\" type=\"text\"><label>ق</label></field></group></fields>"
        let minutes = fields.replacing("decision", with: "minutes")
        #expect(try findings(fields + "<p>نص</p>") == [])
        let found = try findings(fields + minutes + "<p>نص</p>")
        #expect(
            found.map(\.message) == ["the template has \"decision/no\", \"minutes/no\" as a decision («قرار») has, and names no kind"])
    }

    // MARK: The repository

    @Test("The charity's own templates give no findings", arguments: TemplatesFixture.ids)
    func ownTemplates(id: String) {
        let review = review("\(id)/template.xml", guide: guide)
        #expect(DiagnosticPrinter(sources: review.sources).text(review.diagnostics) == "")
    }

    @Test("Every receipt, decision and contract of the charity names its kind")
    func ownKinds() throws {
        for id in [
            "receipt-notice", "completion-confirmation", "objection-receipt", "suggestion-receipt", "decision-acceptance",
            "decision-rejection",
            "decision-deferral", "objection-decision", "support-suspension", "undertaking", "volunteer-agreement",
        ] {
            let path = "\(id)/template.xml"
            let none = review(path, ["parts/rights-notice.xml": "<part xmlns=\"urn:diwan:template:1\"/>"], guide: guide)
            #expect(none.diagnostics.isEmpty, "the part is included, whatever it holds")
            let text = String(decoding: try FileBytes.read("\(TemplatesFixture.root)/\(path)"), as: UTF8.self)
            let without = text.replacing(/<include href="parts\/rights-notice.xml"\/>/, with: "")
                .replacing(/(?s)<block name="liability">.*?<\/block>/, with: "")
            #expect(review(path, [path: without], words: false, guide: guide).diagnostics.hasErrors, "\(id)")
        }
    }

    @Test("The guide's examples in the author's guide are read")
    func guideExamples() throws {
        let text = String(decoding: try FileBytes.read(TemplatesFixture.root + "/README.md"), as: UTF8.self)
        let blocks = text.matches(of: /(?s)\n```json\n(.*?)\n```/).map { String($0.1) }.filter { $0.contains("\"kinds\"") }
        #expect(blocks.count == 1)
        for block in blocks { #expect(StyleGuide.read(Array(block.utf8), file: "README.md").diagnostics.map(\.message) == []) }
    }

    @Test(
        "A damaged guide is refused, with the place of each mistake",
        arguments: [
            ("[]", "1:1: a style guide is an object { … }"), ("{\"kinds\": 1}", "1:11: an object { … } is wanted"),
            ("{\"kindz\": {}}", "1:2: a style guide has no \"kindz\" here"),
            ("{\"limits\": {\"clauses\": 0}}", "1:24: a whole number from 1 to 1000 is wanted"),
            ("{\"kinds\": {\"a\": {}}}", "1:17: the kind \"a\" has no \"label\""),
            ("{\"kinds\": {\"a\": {\"label\": \"أ\", \"free-of\": [\"x\"]}}}", "1:44: there is no list of words \"x\""),
            ("{\"words\": {\"a\": {\"fault\": \"f\", \"entries\": [{\"m\": \"كاتب\"}]}}}", "1:44: the forms are two, \"m\" and \"f\""),
            ("{\"words\": {\"a\": {\"fault\": \"f\", \"entries\": [{\"say\": \"…\", \"rather\": \"x\"}]}}}", "1:52: \"…\" has no word"),
            ("{\"allowed\": [\"أ\"", "1:17: "),
        ])
    func damaged(text: String, message: String) throws {
        let (read, diagnostics) = StyleGuide.read(Array(text.utf8), file: "style.json")
        #expect(read == nil)
        let first = try #require(diagnostics.first)
        let place = first.position.map { "\($0.line):\($0.column): " } ?? ""
        #expect((place + first.message).hasPrefix(message), "\(place)\(first.message)")
    }
}
