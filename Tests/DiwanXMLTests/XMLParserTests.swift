import DiwanDiagnostics
import DiwanXML
import Testing

@Suite("Parsing XML")
struct XMLParserTests {
    private func parse(_ text: String, _ limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLDocument {
        try XMLParser(limits: limits).parse(Array(text.utf8), file: "t.xml")
    }

    private func refusal(_ bytes: [UInt8], _ limits: XMLLimits = XMLLimits()) -> XMLError? {
        do {
            _ = try XMLParser(limits: limits).parse(bytes, file: "t.xml")
            return nil
        } catch { return error }
    }

    private func refusal(_ text: String, _ limits: XMLLimits = XMLLimits()) -> XMLError? { refusal(Array(text.utf8), limits) }

    @Test("Elements, attributes and text have names, namespaces and places")
    func tree() throws {
        let document = try parse(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a <b c="d"> -->
            <template xmlns="urn:t" xmlns:x="urn:x"
              id='a&amp;b'   x:k = "&gt; 1
            2">
              <p>نص <![CDATA[<raw>]]>&#x627; end</p><e/>
            </template>
            """)
        let root = document.root
        #expect(root.name == "template" && root.namespace == "urn:t" && root.prefix == "")
        #expect(root.position == SourcePosition(file: "t.xml", line: 3, column: 1))
        #expect(root.attributes.map(\.name) == ["id", "k"])
        #expect(root.attributes.map(\.value) == ["a&b", "> 1 2"])
        #expect(root.attributes.map(\.namespace) == ["", "urn:x"])
        #expect(root.attributes[0].position == SourcePosition(file: "t.xml", line: 4, column: 3))
        #expect(root.attributes[0].valuePosition == SourcePosition(file: "t.xml", line: 4, column: 7))
        #expect(root.attributes[1].position == SourcePosition(file: "t.xml", line: 4, column: 18))
        #expect(root.attributes[1].valuePosition == SourcePosition(file: "t.xml", line: 4, column: 25))
        let p = try #require(root.first("p"))
        #expect(p.position == SourcePosition(file: "t.xml", line: 6, column: 3))
        #expect(p.text == "نص <raw>ا end")
        #expect(p.children.count == 1)
        #expect(p.children[0].position == SourcePosition(file: "t.xml", line: 6, column: 6))
        let e = try #require(root.first("e"))
        #expect(e.position.column == 41)
        #expect(e.children.isEmpty)
        #expect(root.elements.map(\.name) == ["p", "e"])
        #expect(root["id"] == "a&b")
        #expect(root["k"] == nil)
    }

    @Test("An offset in an attribute's value is found in the source, past references and line ends")
    func attributeOffsets() throws {
        let text = "<a\n test=\". &gt; 0\r\nand &#x645;&#1605;\u{645} &lt; 5\"/>"
        let attribute = try #require(try parse(text).root.attribute("test"))
        #expect(attribute.value == ". > 0 and مم\u{645} < 5")
        let scalars = Array(text.unicodeScalars)
        // Each scalar of the value, with the source text at its place.
        let expected = [".", " ", "&", " ", "0", "\r", "a", "n", "d", " ", "&", "&", "\u{645}", " ", "&", " ", "5", "\""]
        var offset = 0
        var places = attribute.value.unicodeScalars.map { scalar in
            defer { offset += String(scalar).utf8.count }
            return offset
        }
        places.append(offset)
        for (place, wanted) in zip(places, expected) {
            let position = attribute.position(atUTF8Offset: place)
            // Column and line to an index of scalars, counted independently.
            var line = 1
            var column = 1
            var index = 0
            while line != position.line || column != position.column {
                try #require(index < scalars.count)
                if scalars[index] == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
                index += 1
            }
            #expect(String(scalars[index]) == wanted, "offset \(place)")
        }
        let span = attribute.span(ofUTF8Range: 2..<5)
        #expect(span.length == 6)
        #expect(span.position == SourcePosition(file: "t.xml", line: 2, column: 10))
    }

    @Test("A byte order mark is passed over and does not move places")
    func byteOrderMark() throws {
        let document = try XMLParser().parse([0xEF, 0xBB, 0xBF] + Array("<a b='1'>x</a>".utf8), file: "t.xml")
        #expect(document.root.position.column == 1)
        #expect(document.root.attributes[0].valuePosition.column == 7)
        #expect(document.root.children[0].position.column == 10)
    }

    @Test("Comments and processing instructions part text, and the parts have their places")
    func comments() throws {
        let document = try parse("<a>one<!-- c -->two<?pi x?>three<b/>four</a>")
        let columns = document.root.children.map(\.position.column)
        #expect(columns == [4, 17, 28, 33, 37])
        #expect(document.root.text == "onetwothreefour")
    }

    @Test(
        "Malformed XML is refused in plain words at its place",
        arguments: [
            ("", "no root element", 1, 1), ("<a>", "<a> is not closed", 1, 4), ("<a></b>", "</b> does not match <a>", 1, 4),
            ("<a>\n<b></a>", "</a> does not match <b>, opened in line 2", 2, 4), ("<a b='1' b='2'/>", "\"b\" stands twice", 1, 1),
            ("<a>&foo;</a>", "no entity &foo;", 1, 9), ("<a>a & b</a>", "&amp;", 1, 7), ("<a b=1/>", "must be in quotes", 1, 6),
            ("<a b/>", "has no value", 1, 5), ("<x:a/>", "prefix \"x\" has no namespace", 1, 1),
            ("<a/><b/>", "after the end of the root", 1, 5),
            ("<a><!-- -- --></a>", "-- may not stand", 1, 0), ("<a b='<'/>", "&lt; for <", 1, 7), ("<a>\u{1}</a>", "character", 1, 4),
            ("<a>&#0;</a>", "character number", 1, 0), ("x", "no root element", 1, 1),
        ])
    func malformed(text: String, words: String, line: Int, column: Int) throws {
        let error = try #require(refusal(text))
        guard case .malformed(let position, let found) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(found.contains(words), "\(found)")
        #expect(position.line == line, "\(found)")
        if column > 0 { #expect(position.column == column, "\(found)") }
    }

    @Test("A document type declaration is refused, whatever it holds")
    func documentType() {
        for text in [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>",
        ] {
            #expect(refusal("\n  " + text) == .documentType(SourcePosition(file: "t.xml", line: 2, column: 3)), "\(text)")
        }
    }

    @Test("Other encodings than UTF-8 are refused by name")
    func encodings() throws {
        func words(_ bytes: [UInt8]) -> String {
            if case .encoding(let position, let words)? = refusal(bytes) { "\(position.column): \(words)" } else { "" }
        }
        #expect(words([0xFF, 0xFE, 0x3C, 0]).contains("UTF-16"))
        #expect(words([0xFE, 0xFF, 0, 0x3C]).contains("UTF-16"))
        #expect(words([0x3C, 0, 0x61, 0]).contains("UTF-16"))
        #expect(words([0, 0, 0, 0x3C]).contains("UTF-32"))
        #expect(words([0xFF, 0xFE, 0, 0]).contains("UTF-"))
        #expect(
            words(Array("<?xml version='1.0' encoding='ISO-8859-6'?><a/>".utf8)).hasPrefix(
                "31: the file declares the encoding \"ISO-8859-6\""))
        #expect(words(Array("<a>".utf8) + [0xC7] + Array("</a>".utf8)) == "4: byte 3 (0xC7) is not part of valid UTF-8")
        #expect(words(Array("<a>".utf8) + [0xED, 0xA0, 0x80] + Array("</a>".utf8)).contains("byte 3"))
        #expect(refusal("<?xml version='1.0' encoding='utf-8'?><a/>") == nil)
    }

    @Test("A nest of 1,000 levels is refused where it goes too deep")
    func depth() {
        let deep = String(repeating: "<a>", count: 1000) + String(repeating: "</a>", count: 1000)
        #expect(refusal(deep) == .limit(SourcePosition(file: "t.xml", line: 1, column: 769), .depth, allowed: 256))
        let allowed = String(repeating: "<a>", count: 256) + String(repeating: "</a>", count: 256)
        #expect(refusal(allowed) == nil)
    }

    @Test("Bytes, nodes, attributes and namespaces are bounded")
    func limits() {
        var limits = XMLLimits()
        limits.bytes = 20
        #expect(
            refusal("<a>aaaaaaaaaaaaaaaaaaaaaa</a>", limits)
                == .limit(SourcePosition(file: "t.xml", line: 1, column: 1), .bytes, allowed: 20))
        limits = XMLLimits()
        limits.nodes = 3
        #expect(refusal("<a><b/><b/><b/></a>", limits) == .limit(SourcePosition(file: "t.xml", line: 1, column: 12), .nodes, allowed: 3))
        limits = XMLLimits()
        limits.attributes = 2
        #expect(refusal("<a x=\"<!--\" y='2'/>", limits) != nil)
        #expect(refusal("<a><!--<b q='1' r='2' s='3'/>--><![CDATA[<b q='1' r='2' s='3'/>]]><b x='&gt;' y='\"\"\"\"'/></a>", limits) == nil)
        #expect(
            refusal("<a>\n<b x='1' y='2' z='3'/></a>", limits)
                == .limit(SourcePosition(file: "t.xml", line: 2, column: 1), .attributes, allowed: 2))
        limits = XMLLimits()
        limits.namespaces = 2
        #expect(refusal("<a xmlns='u'><b xmlns='v'/><b xmlns='v'/><b xmlns='v'/></a>", limits) == nil)
        #expect(
            refusal("<a xmlns='u'><b xmlns='v'><b xmlns='w'/></b></a>", limits)
                == .limit(SourcePosition(file: "t.xml", line: 1, column: 27), .namespaces, allowed: 2))
    }

    @Test("A tag of a million attributes is refused at once")
    func manyAttributes() {
        var text = "<a"
        for index in 0..<1_000_000 { text += " a\(index)=''" }
        let clock = ContinuousClock()
        let time = clock.measure { #expect(refusal(text + "/>") != nil) }
        #expect(time < .seconds(5))
    }
}
