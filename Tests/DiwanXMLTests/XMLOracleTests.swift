import DiwanDiagnostics
import DiwanXML
import Testing

@Suite("XML against expat")
struct XMLOracleTests {
    private func answers(_ inputs: [[UInt8]]) throws -> [String?] {
        try PythonOracle.answers("xml_oracle.py", inputs.map(PythonOracle.hexadecimal)).map {
            $0 == "refused" ? nil : PythonOracle.text($0)
        }
    }

    /// The tree in the oracle's form.
    private func events(_ element: XMLElement, _ result: inout [String]) {
        let place = element.position
        let pairs = element.attributes.map { "\($0.name)=\($0.value)" }.joined(separator: "\u{1D}")
        result.append("E \(place.line) \(place.column) \(element.namespace) \(element.name) \(pairs)")
        for child in element.children {
            switch child {
            case .element(let element): events(element, &result)
            case .text(let text): result.append("T \(text.position.line) \(text.position.column) \(text.value)")
            }
        }
    }

    /// Checks by the source alone that an attribute's name and value stand where it says.
    private func attributesStandWhereTheySay(_ element: XMLElement) -> Bool {
        let bytes = element.source.bytes
        for attribute in element.attributes {
            guard bytes[attribute.offset...].starts(with: attribute.name.utf8) || bytes[attribute.offset...].contains(UInt8(ascii: ":")),
                bytes[attribute.valueOffset - 1] == UInt8(ascii: "\"") || bytes[attribute.valueOffset - 1] == UInt8(ascii: "'")
            else { return false }
            let quote = bytes[attribute.valueOffset - 1]
            let end = bytes[attribute.valueOffset...].firstIndex(of: quote)!
            let closing = attribute.position(atUTF8Offset: attribute.value.utf8.count)
            if closing != element.source.position(at: end) { return false }
        }
        return element.elements.allSatisfy(attributesStandWhereTheySay)
    }

    @Test("Seeded mutations are read and refused as expat does, with equal content and places", arguments: [1, 2, 3])
    func oracle(seed: UInt64) throws {
        let seeds = [
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <template xmlns="urn:diwan:template:1" id="decision" lang='ar'>\r
              <title>خطاب قرار &amp; لجنة</title>\t<!-- <x a="b"> -->
              <field name = "amount" constraint=". &gt; 0
             and 1" x:y="&#x645;&#1605;" xmlns:x="urn:x"><![CDATA[<a b="c">]]>نص</field><br/>
              <p\u{20}
                class="a>b" id='"'>a<?pi b?>c<b>d</b>e</p>
            </template>

            """, "<a><b x='1'>ع</b><c/><![CDATA[]]>t]] &gt;</a><!-- end -->\n",
            "\u{FEFF}<x:a xmlns:x='u' x:b='1'><x:c/>\u{1F600}<d x:e='2'/></x:a>",
        ].map { Array($0.utf8) }
        let pieces = [
            "<", ">", "/", "\"", "'", "=", "&", ";", "&lt;", "<b>", "</b>", "<!--", "-->", "<![CDATA[", "]]>", " x='1'", " ", "\n", "\r",
            "ع", "xmlns=''", "x:", "?>",
            "<?p?>", "\u{1}", "&#0;", "&#x10FFFF;", "&y;", "<!DOCTYPE a>",
        ].map { Array($0.utf8) }
        var random = SeededGenerator(seed: seed)
        var inputs = seeds
        while inputs.count < 4000 {
            var bytes = seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random)!, at: place)
                case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
                default: bytes.replaceSubrange(place..<(place + 1), with: pieces.randomElement(using: &random)!)
                }
            }
            inputs.append(bytes)
        }
        var accepted = 0
        for (input, answer) in zip(inputs, try answers(inputs)) {
            let document: XMLDocument
            do { document = try XMLParser().parse(input, file: "t.xml") } catch {
                let isOurRule = answer == nil || isStricter(error)
                #expect(isOurRule, "\(error): \(String(decoding: input, as: UTF8.self))")
                continue
            }
            accepted += 1
            var found: [String] = []
            events(document.root, &found)
            #expect(found.joined(separator: "\u{1E}") == answer, "\(String(decoding: input, as: UTF8.self))")
            #expect(attributesStandWhereTheySay(document.root))
        }
        #expect(accepted > 300, "\(accepted)")
    }

    /// Where we refuse and expat need not: another declared encoding or version, a namespace that is no URI.
    private func isStricter(_ error: XMLError) -> Bool {
        switch error {
        case .encoding(_, let words): words.contains("declares")
        case .malformed(_, let words): words.contains("is not a URI") || words.contains("XML declaration is malformed")
        default: false
        }
    }

    @Test(
        "The exclusive canonical form is what Python writes",
        arguments: [
            "<b z='1'  a=\"2\"\n>x &lt;&gt;&amp;\"&#13;</b>",
            "<a xmlns='urn:u' xmlns:x='urn:v'><x:b y='&quot;&#9;&#10;\n'/><!-- c --><c xmlns=''/></a>",
            "<?xml version='1.0'?>\r\n<a>عربي<![CDATA[<&>]]><?p  q ?></a>\n<!-- end -->",
        ])
    func canonical(text: String) throws {
        let source = SourceText(file: "t.xml", bytes: Array(text.utf8))
        let wanted = try PythonOracle.answers("canonical_oracle.py", [PythonOracle.hexadecimal(source.bytes)]).map(PythonOracle.text)
        #expect(String(decoding: try XMLCanonicalizer.canonical(source, .exclusive), as: UTF8.self) == wanted[0])
    }

    @Test("The inclusive canonical form keeps namespaces that are not used, sorts attributes and writes empty elements out")
    func inclusive() throws {
        let source = SourceText(file: "t.xml", bytes: Array("<a xmlns:y='urn:y' xmlns:x='urn:x' c='1' b='2'><d/></a>".utf8))
        #expect(
            String(decoding: try XMLCanonicalizer.canonical(source), as: UTF8.self)
                == #"<a xmlns:x="urn:x" xmlns:y="urn:y" b="2" c="1"><d></d></a>"#)
    }

    @Test("A document type is refused before a canonical form is made")
    func canonicalRefusal() {
        let source = SourceText(file: "t.xml", bytes: Array("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>".utf8))
        #expect(throws: XMLError.documentType(SourcePosition(file: "t.xml", line: 1, column: 1))) { try XMLCanonicalizer.canonical(source) }
    }
}
