"""Checks PDF files against the rules of PDF/A-3a and PDF/UA-1 that a program can see, with pikepdf: check.py FILE...

Prints one line for each broken rule, with the clause, and "checked N" at the end.
"""
import hashlib
import io
import re
import sys
import xml.etree.ElementTree as ET

import pikepdf
from PIL import Image, ImageCms

sys.dont_write_bytecode = True
from conformance_form import FormCheck

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/", "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
STANDARD = {
    "Document", "Part", "Div", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD",
    "Note", "Figure", "Span", "Reference", "Form", "Annot",
}
PAINT = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", '"', "Do", "sh", "BI"}
INSIDE = {
    "L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"THead", "TBody", "TR"}, "THead": {"TR"}, "TBody": {"TR"}, "TR": {"TH", "TD"},
}
ONLY_IN = {"LI": {"L"}, "LBody": {"LI"}, "THead": {"Table"}, "TBody": {"Table"}, "TR": {"Table", "THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}}


def srgb_error(data, known={}):
    """How far a profile is from the sRGB that LittleCMS has built in, of 255, over a grid of colours, both ways."""
    if data not in known:
        steps = range(0, 256, 17)
        grid = Image.new("RGB", (len(steps), len(steps) ** 2))
        grid.putdata([(r, g, b) for r in steps for g in steps for b in steps])
        ours, theirs = ImageCms.getOpenProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
        known[data] = max(
            abs(x - y)
            for source, target in ((ours, theirs), (theirs, ours))
            for before, after in zip(grid.getdata(), ImageCms.profileToProfile(grid, source, target, renderingIntent=1).getdata())
            for x, y in zip(before, after))
    return known[data]


class Check:
    def __init__(self, path):
        self.path, self.faults = path, []
        self.raw = open(path, "rb").read()
        self.pdf = pikepdf.open(path)

    def fault(self, clause, words):
        self.faults.append(f"{self.path}: {clause}: {words}")

    def need(self, condition, clause, words):
        if not condition:
            self.fault(clause, words)

    def run(self):
        self.file()
        self.catalogue()
        self.metadata()
        self.fonts()
        self.images()
        self.used, self.subtypes = {}, set()
        self.rtl = str(self.pdf.Root.get("/ViewerPreferences", {}).get("/Direction", "")) == "/R2L"
        for number, page in enumerate(self.pdf.pages):
            self.content(number, page)
        self.structure()
        self.files()
        FormCheck(self).run()
        return self.faults

    # Embedded files (6.8; ISO 32000-1, 7.9.6 and 7.11; ISO 14289-1, 7.11)
    def files(self):
        root = self.pdf.Root
        tree = root.get("/Names", {}).get("/EmbeddedFiles", {})
        names = list(tree.get("/Names", []))
        keys = [bytes(key) for key in names[0::2]]
        self.need(keys == sorted(set(keys)), "3a 6.8", "keys of the embedded files are not in order")
        associated = {item.objgen for item in root.get("/AF", [])}
        self.need(associated == {item.objgen for item in names[1::2]}, "3a 6.8", "AF and EmbeddedFiles name the same files")
        for item in self.pdf.objects:
            if not isinstance(item, pikepdf.Dictionary) or "/EF" not in item:
                continue
            self.need(item.objgen in associated, "3a 6.8", "a file that is associated with nothing")
            self.need(str(item.get("/Type")) == "/Filespec", "7.11.3", "Type of the file specification")
            self.need(str(item.get("/F", "")) and str(item.get("/UF", "")), "3a 6.8; ua1 7.11", "F and UF")
            self.need(all(byte < 128 for byte in bytes(item.F)), "7.11.2", "F is ASCII")
            self.need(str(item.get("/Desc", "")), "ua1 7.11", "Desc")
            kinds = ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified")
            self.need(str(item.get("/AFRelationship")) in kinds, "3a 6.8", "AFRelationship")
            stream = item.EF.F
            self.need(item.EF.UF.objgen == stream.objgen, "7.11.4", "F and UF are one stream")
            self.need(str(stream.get("/Type")) == "/EmbeddedFile", "7.11.4", "Type of the embedded file")
            self.need(re.fullmatch(r"/[a-z0-9.+-]+/[a-zA-Z0-9.+-]+", str(stream.get("/Subtype"))), "3a 6.8", "media type")
            data, parameters = stream.read_bytes(), stream.get("/Params", {})
            self.need(int(parameters.get("/Size", -1)) == len(data), "7.11.4", "Size")
            self.need(bytes(parameters.get("/CheckSum", b"")) == hashlib.md5(data).digest(), "7.11.4", "CheckSum")

    # File structure (ISO 19005-3, 6.1)
    def file(self):
        self.need(self.raw.startswith(b"%PDF-1.7\n%") and all(b > 127 for b in self.raw[10:14]), "3a 6.1.2", "header")
        self.need(self.raw.rstrip(b"\r\n").endswith(b"%%EOF") and not self.raw.endswith(b"\n\n"), "3a 6.1.3", "nothing after the end")
        ids = self.pdf.trailer.get("/ID")
        self.need(ids is not None and len(ids) == 2 and all(len(bytes(i)) > 0 for i in ids), "3a 6.1.3", "trailer ID")
        self.need("/Encrypt" not in self.pdf.trailer, "3a 6.1.3", "encrypted")
        for item in self.pdf.objects:
            self.limits(item, 0)

    def limits(self, item, depth):
        if depth > 20:
            return
        if isinstance(item, pikepdf.Dictionary) or isinstance(item, pikepdf.Stream):
            for key, value in item.items():
                self.need(len(key) <= 128, "3a 6.1.13", f"long name {key[:20]}")
                self.limits(value, depth + 1) if not getattr(value, "is_indirect", False) else None
            if isinstance(item, pikepdf.Stream):
                filters = item.get("/Filter")
                self.need(filters is None or str(filters) in ("/FlateDecode", "/DCTDecode"), "3a 6.1.7.2", f"filter {filters}")
        elif isinstance(item, pikepdf.Array):
            for value in item:
                self.limits(value, depth + 1) if not getattr(value, "is_indirect", False) else None
        elif isinstance(item, pikepdf.String):
            self.need(len(bytes(item)) < 32768, "3a 6.1.13", "long string")

    def catalogue(self):
        root = self.pdf.Root
        self.need(root.get("/MarkInfo", {}).get("/Marked") is True, "3a 6.7.2.2", "Marked")
        self.need(re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", str(root.get("/Lang", ""))), "ua1 7.2", "Lang")
        self.need(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True, "ua1 7.1", "DisplayDocTitle")
        for key in ("/AA", "/NeedsRendering", "/Requirements", "/OCProperties", "/Version"):
            self.need(key not in root, "3a 6", f"catalogue {key}")
        intents = root.get("/OutputIntents", [])
        self.need(len(intents) == 1, "3a 6.2.3", "one output intent")
        for intent in intents:
            self.need(str(intent.S) == "/GTS_PDFA1" and "/OutputConditionIdentifier" in intent, "3a 6.2.3", "output intent")
            profile = intent.DestOutputProfile
            data = profile.read_bytes()
            self.need(int(profile.N) == 3 and data[12:24] == b"mntrRGB XYZ " and data[36:40] == b"acsp", "3a 6.2.3", "profile")
            self.need(int.from_bytes(data[0:4], "big") == len(data) and data[8] < 5, "3a 6.2.3", "profile size and version")
            self.need(srgb_error(data) <= 1, "3a 6.2.3", f"the profile is not sRGB: colours differ by {srgb_error(data)} of 255")

    # Metadata (6.6)
    def metadata(self):
        stream = self.pdf.Root.get("/Metadata")
        self.need(str(stream.get("/Type")) == "/Metadata" and str(stream.get("/Subtype")) == "/XML", "3a 6.6.2.1", "metadata stream")
        packet = stream.read_bytes().decode("utf-8")
        self.need(packet in self.raw.decode("utf-8", "replace"), "3a 6.6.2.1", "the packet is not plain")
        header = packet.split("?>", 1)[0]
        self.need("bytes=" not in header and "encoding=" not in header, "3a 6.6.2.1", "xpacket attributes")
        root = ET.fromstring(packet[packet.index("<x:xmpmeta"):packet.rindex("<?xpacket end")])
        def one(path):
            found = root.findall(f".//{path}", NS)
            return found[0] if len(found) == 1 else None
        def text(path):
            found = one(path)
            return None if found is None else (found.text or "")
        self.need(text("pdfaid:part") == "3" and text("pdfaid:conformance") == "A", "3a 6.6.4", "claim of PDF/A-3a")
        self.need(text("pdfuaid:part") == "1", "ua1 5", "claim of PDF/UA-1")
        self.need("pdfaExtension:schemas" in packet and "pdfaProperty:name>part<" in packet, "3a 6.6.2.3", "extension schema of pdfuaid")
        titles = root.findall(".//dc:title/rdf:Alt/rdf:li", NS)
        lang = "{http://www.w3.org/XML/1998/namespace}lang"
        self.need(titles and titles[0].get(lang) == "x-default" and titles[0].text, "ua1 7.1", "title")
        info = self.pdf.docinfo
        def same(key, value, words):
            given = info.get(key)
            self.need((None if given is None else str(given)) == value, "3a 6.6", f"{words}: Info and XMP differ")
        same("/Title", titles[0].text if titles else None, "title")
        creators = root.findall(".//dc:creator/rdf:Seq/rdf:li", NS)
        same("/Author", creators[0].text if creators else None, "author")
        same("/Producer", text("pdf:Producer"), "producer")
        same("/Keywords", text("pdf:Keywords"), "keywords")
        created = text("xmp:CreateDate")
        if created:
            digits = re.sub(r"[^0-9]", "", created)
            self.need(re.sub(r"[^0-9]", "", str(info.get("/CreationDate"))) == digits, "3a 6.6", "dates: Info and XMP differ")

    # Fonts (6.2.11)
    def fonts(self):
        self.codes, self.characters = {}, {}
        for page in self.pdf.pages:
            self.need("/Resources" in page.obj, "3a 6.2.2", "resources of the page itself")
            for name, font in page.Resources.get("/Font", {}).items():
                if name not in self.codes:
                    self.font(name, font)

    def font(self, name, font, is_whole=False):
        descendant = font.DescendantFonts[0]
        descriptor = descendant.FontDescriptor
        names = {str(font.BaseFont), str(descendant.BaseFont), str(descriptor.FontName)}
        has_tag = re.match(r"/[A-Z]{6}\+", max(names)) is not None
        self.need(len(names) == 1 and has_tag != is_whole, "3a 6.2.11.4", f"names of a font {names}")
        self.need(str(font.Encoding) == "/Identity-H" and str(descendant.CIDToGIDMap) == "/Identity", "3a 6.2.11.3", "encoding")
        program = descriptor.FontFile2.read_bytes()
        self.need(int(descriptor.FontFile2.Length1) == len(program), "3a 6.2.11", "Length1")
        self.need(int(descriptor.Flags) & 36 in (4, 32), "3a 6.2.11", "flags")
        count, advances, em = self.truetype(program)
        widths = {}
        for first, row in zip(list(descendant.W)[0::2], list(descendant.W)[1::2]):
            widths.update((int(first) + step, float(width)) for step, width in enumerate(row))
        for gid, width in widths.items():
            self.need(abs(width - advances[gid] * 1000 / em) <= 1, "3a 6.2.11.5", f"width of glyph {gid}")
        cmap = font.ToUnicode.read_bytes().decode("ascii")
        targets = {int(code, 16): target for code, target in re.findall(r"<([0-9A-F]{4})><([0-9A-F]{4,8})>\n", cmap)}
        for first, last, values in re.findall(r"<([0-9A-F]{4})><([0-9A-F]{4})>\[([^\]]*)\]", cmap):
            values = re.findall(r"<([0-9A-F]{4,8})>", values)
            first, last = int(first, 16), int(last, 16)
            self.need(len(values) == last - first + 1 and first >> 8 == last >> 8, "3a 6.2.11.7", f"range from {first}")
            targets.update({first + at: value for at, value in enumerate(values)})
        self.need(set(targets) <= set(widths) and max(widths) < count, "3a 6.2.11.5", "widths of all codes")
        for code, target in targets.items():
            value = int(target, 16)
            self.need(value not in (0, 0xFEFF, 0xFFFE) and not 0xE000 <= value <= 0xF8FF, "3a 6.2.11.7", f"code {code} is {target}")
        self.need("/CIDSet" not in descriptor, "3a 6.2.11.4.2", "CIDSet")
        self.codes[name] = (set(targets), count)
        self.characters[name] = {code: bytes.fromhex(target).decode("utf-16-be") for code, target in targets.items()}

    @staticmethod
    def truetype(program):
        def u16(at):
            return int.from_bytes(program[at:at + 2], "big")
        tables = {}
        for row in range(u16(4)):
            at = 12 + 16 * row
            tables[program[at:at + 4]] = int.from_bytes(program[at + 8:at + 12], "big")
        count, long, em = u16(tables[b"maxp"] + 4), u16(tables[b"hhea"] + 34), u16(tables[b"head"] + 18)
        return count, [u16(tables[b"hmtx"] + 4 * min(gid, long - 1)) for gid in range(count)], em

    # Content (ISO 14289-1, 7.1; ISO 32000-1, 14.6)
    # Images, forms and transparency (ISO 19005-3, 6.2.8 to 6.2.10; ISO 14289-1, 7.20)
    def images(self):
        masks, forms, drawing = set(), set(), set("w J j M d m l c h S f f* B B* g G rg RG".split())
        for item in self.pdf.objects:
            if not isinstance(item, pikepdf.Stream) or str(item.get("/Type", "")) != "/XObject":
                continue
            self.need("/OPI" not in item and "/Alternates" not in item, "3a 6.2.8", "OPI or Alternates")
            if str(item.Subtype) == "/Form":
                self.need(not {"/PS", "/Subtype2", "/Ref"} & set(item.keys()), "3a 6.2.9", "PS, Subtype2 or Ref of a form")
                self.need("/Resources" in item, "3a 6.2.2", "a form without resources")
                continue
            self.need(str(item.Subtype) == "/Image", "3a 6.2.9", f"XObject {item.Subtype}")
            self.need("/Interpolate" not in item and "/Mask" not in item, "3a 6.2.8", "Interpolate or Mask")
            bits, space = int(item.BitsPerComponent), item.ColorSpace
            self.need(bits in (1, 2, 4, 8, 16), "3a 6.2.8", f"{bits} bits")
            if isinstance(space, pikepdf.Array):
                palette = bytes(space[3]) if isinstance(space[3], pikepdf.String) else space[3].read_bytes()
                self.need(str(space[0]) == "/Indexed" and str(space[1]) == "/DeviceRGB", "3a 6.2.4.3", "colour space of a palette")
                self.need(len(palette) == 3 * (int(space[2]) + 1) and int(space[2]) < 2 ** bits, "8.6.6.3", "length of a palette")
            else:
                self.need(str(space) in ("/DeviceGray", "/DeviceRGB"), "3a 6.2.4.3", f"colour space {space}")
            samples = 3 if not isinstance(space, pikepdf.Array) and str(space) == "/DeviceRGB" else 1
            if str(item.Filter) == "/DCTDecode":
                coded = Image.open(io.BytesIO(item.read_raw_bytes()))
                self.need(coded.size == (int(item.Width), int(item.Height)), "8.9.5.1", "size of a JPEG picture")
                self.need(len(coded.getbands()) == samples and bits == 8, "8.9.5.1", "components of a JPEG picture")
            else:
                row = (int(item.Width) * bits * samples + 7) // 8
                self.need(len(item.read_bytes()) == row * int(item.Height), "8.9.5.1", "number of samples")
            mask = item.get("/SMask")
            if mask is not None:
                self.need(str(mask.ColorSpace) == "/DeviceGray" and "/SMask" not in mask, "11.6.5.3", "soft mask")
                self.need((mask.Width, mask.Height) == (item.Width, item.Height), "11.6.5.3", "size of a soft mask")
                masks.add(item.objgen)
        for number, page in enumerate(self.pdf.pages):
            names = page.obj.Resources.get("/XObject", {})
            drawn = {str(operands[0]) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "Do"}
            self.need(drawn <= set(names.keys()), "3a 6.2.2", f"page {number + 1}: XObject that is not in the resources")
            for form in (names[name] for name in drawn if str(names[name].Subtype) == "/Form"):
                if form.objgen in forms:
                    continue
                forms.add(form.objgen)
                for operands, operator in pikepdf.parse_content_stream(form):
                    self.need(str(operator) in drawing, "ua1 7.20", f"{operator} in a drawing")
            group = page.obj.get("/Group")
            self.need((group is not None) == any(names[name].objgen in masks for name in drawn), "3a 6.2.10", f"page {number + 1}: Group")
            if group is not None:
                self.need(str(group.S) == "/Transparency" and str(group.CS) == "/DeviceRGB", "3a 6.2.10", "Group")

    def content(self, number, page):
        self.need(str(page.obj.get("/Tabs")) == "/S", "ua1 7.18.3", "Tabs")
        self.need("/StructParents" in page.obj, "ua1 7.1", "StructParents")
        stack, used, font, depth, text = [], {}, None, 0, False
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC" or name == "BMC":
                tag = str(operands[0])
                if tag == "/Artifact" and name == "BDC" and str(operands[1].get("/Type")) == "/Pagination":
                    self.subtypes.add(str(operands[1].get("/Subtype", "")))
                mcid = operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
                if tag == "/Artifact":
                    self.need(not stack, "ua1 7.1", "artifact inside something")
                if mcid is not None:
                    self.need(not stack, "ua1 7.1", "tagged content inside something")
                    self.need(int(mcid) not in used, "ua1 7.1", f"page {number + 1}: MCID {mcid} twice")
                    used[int(mcid)] = tag
                stack.append((tag, mcid, text))
            elif name == "EMC":
                self.need(stack and stack[-1][2] == text, "ua1 7.1", "marked content straddles a text object")
                stack.pop()
            elif name in PAINT:
                self.need(stack and (stack[0][0] == "/Artifact" or stack[0][1] is not None), "ua1 7.1", f"page {number + 1}: {name} untagged")
            if name == "q":
                depth += 1
            elif name == "Q":
                depth -= 1
            elif name == "BT":
                text = True
            elif name == "ET":
                text = False
            elif name == "Tf":
                font = str(operands[0])
                self.need(font in self.codes, "3a 6.2.2", f"font {font} is not in the resources")
            elif name in ("Tj", "TJ"):
                strings = operands[0] if name == "TJ" else [operands[0]]
                known, count = self.codes[font]
                for string in strings:
                    if isinstance(string, pikepdf.String):
                        data = bytes(string)
                        for at in range(0, len(data), 2):
                            code = int.from_bytes(data[at:at + 2], "big")
                            self.need(0 < code < count, "3a 6.2.11.8", f"code {code} has no glyph")
                            self.need(code in known, "3a 6.2.11.7.2", f"code {code} has no character")
        self.need(not stack and depth == 0 and not text, "3a 6.2.2", "unbalanced content")
        self.used[number] = used

    # Structure (ISO 14289-1, 7)
    def structure(self):
        self.need(self.subtypes <= {"", "/Header", "/Footer"}, "ua1 7.8", f"kinds of running heads {self.subtypes}")
        root = self.pdf.Root.StructTreeRoot
        numbers = self.leaves(root.ParentTree, "/Nums")
        parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        keys = [int(numbers[i]) for i in range(0, len(numbers), 2)]
        self.need(keys == sorted(set(keys)), "ua1 7.18.4", "keys of the ParentTree")
        # The annotations that elements hold, in the order of reading, with their elements.
        self.parents, self.objects = parents, {}
        self.need(int(root.ParentTreeNextKey) > max(parents, default=-1), "ua1 7.1", "ParentTreeNextKey")
        pages = {page.obj.objgen: (number, int(page.obj.StructParents)) for number, page in enumerate(self.pdf.pages)}
        reached, self.level, self.ids = {n: set() for n in self.used}, 0, set()
        self.walk(root.K[0], root, "StructTreeRoot", pages, parents, reached, 0)
        names = self.leaves(root.get("/IDTree", {}), "/Names")
        self.need([str(name) for name in names[::2]] == sorted(self.ids), "ua1 7.9", "the identifiers in IDTree")
        for name, element in zip(names[::2], names[1::2]):
            self.need(str(element.get("/ID", "")) == str(name), "ua1 7.9", f"IDTree leads to another element from {name}")
        for number, used in self.used.items():
            self.need(reached[number] == set(used), "ua1 7.1", f"page {number + 1}: content that no element has")

    def leaves(self, node, key):
        """The entries of a number or name tree, whose leaves say truly from where to where they go."""
        if "/Kids" in node:
            return [entry for kid in node.Kids for entry in self.leaves(kid, key)]
        entries = list(node.get(key, []))
        if "/Limits" in node:
            self.need([str(n) for n in node.Limits] == [str(entries[0]), str(entries[-2])], "ua1 7.1", f"limits of a leaf of {key[1:]}")
        return entries

    def walk(self, element, parent, parent_tag, pages, parents, reached, depth):
        tag = str(element.S)[1:]
        self.need(tag in STANDARD, "3a 6.7.3.4", f"type {tag}")
        self.need(element.P.objgen == parent.objgen, "ua1 7.1", f"parent of {tag}")
        self.need(depth > 0 or tag == "Document", "ua1 7.1", "Document at the top")
        if parent_tag in INSIDE:
            self.need(tag in INSIDE[parent_tag], "ua1 7.2", f"{tag} in {parent_tag}")
        if tag in ONLY_IN:
            self.need(parent_tag in ONLY_IN[tag], "ua1 7.2", f"{tag} in {parent_tag}")
        attributes = element.get("/A", {})
        if re.fullmatch("H[1-6]", tag):
            level = int(tag[1])
            self.need(level <= self.level + 1, "ua1 7.4.2", f"H{level} after H{self.level}")
            self.level = level
        if tag == "TH":
            self.need(str(attributes.get("/Scope", "")) in ("/Column", "/Row", "/Both"), "ua1 7.5", "scope of a heading cell")
        if tag == "L":
            marked = any(str(kid.S) == "/Lbl" and self.kids(kid) for item in self.kids(element) for kid in self.kids(item))
            numbering = str(attributes.get("/ListNumbering", ""))
            self.need(numbering in (("/Decimal", "/Disc") if marked else ("/None",)), "ua1 7.6", f"ListNumbering {numbering}")
        if tag == "Figure":
            self.need(str(element.get("/Alt", "")).strip(), "ua1 7.3", "alternative of a figure")
            self.box(element, attributes)
        if tag == "Document" and self.rtl:
            self.need(str(attributes.get("/WritingMode", "")) == "/RlTb", "ua1 7.2", "direction of the document")
        if tag == "Note":
            identifier = str(element.get("/ID", ""))
            self.need(identifier and identifier not in self.ids, "ua1 7.9", "ID of a note")
            self.ids.add(identifier)
        if tag in ("Form", "Annot"):
            self.need(isinstance(element.get("/K"), pikepdf.Dictionary), "ua1 7.18.4", "a Form or Annot element has its annotation alone")
        if tag == "Table":
            self.grid(element)
        for kid in self.kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self.walk(kid, element, tag, pages, parents, reached, depth + 1)
                continue
            if isinstance(kid, pikepdf.Dictionary) and str(kid.get("/Type")) == "/OBJR":
                self.need(tag in ("Form", "Annot") and len(self.kids(element)) == 1, "ua1 7.18.4", f"an annotation in {tag}")
                self.need(kid.Pg.objgen in pages and kid.Obj.objgen not in self.objects, "ua1 7.18.4", "an annotation in two elements")
                self.objects[kid.Obj.objgen] = element.objgen
                continue
            if isinstance(kid, pikepdf.Dictionary):
                page, mcid = kid.Pg, int(kid.MCID)
            else:
                page, mcid = element.Pg, int(kid)
            number, key = pages[page.objgen]
            self.need(parents[key][mcid].objgen == element.objgen, "ua1 7.1", f"ParentTree of page {number + 1}, MCID {mcid}")
            self.need(self.used[number].get(mcid) == "/" + tag, "ua1 7.1", f"tag of page {number + 1}, MCID {mcid}")
            self.need(mcid not in reached[number], "ua1 7.1", f"page {number + 1}: MCID {mcid} in two elements")
            reached[number].add(mcid)

    def box(self, figure, attributes):
        edges = [float(edge) for edge in attributes.get("/BBox", [])]
        self.need(len(edges) == 4 and str(attributes.get("/O", "")) == "/Layout", "ua1 7.3", "BBox of a figure")
        if len(edges) == 4:
            left, bottom, right, top = edges
            page = [float(edge) for edge in figure.Pg.MediaBox]
            self.need(left < right and bottom < top, "ua1 7.3", f"empty BBox of a figure {edges}")
            self.need(page[0] <= left and page[1] <= bottom and right <= page[2] and top <= page[3], "ua1 7.3", f"BBox off the page {edges}")

    @staticmethod
    def kids(element):
        kids = element.get("/K", [])
        return list(kids) if isinstance(kids, pikepdf.Array) else [kids]

    def grid(self, table):
        sections = self.kids(table)
        tags = [str(kid.S) for kid in sections]
        self.need(tags.count("/THead") <= 1 and ("/THead" not in tags or "/TBody" in tags), "ua1 7.2", "sections of a table")
        rows = [row for section in sections for row in ([section] if str(section.S) == "/TR" else self.kids(section))]
        taken, widths = {}, set()
        for at, row in enumerate(rows):
            column = 0
            for cell in self.kids(row):
                attributes = cell.get("/A", {})
                wide, high = int(attributes.get("/ColSpan", 1)), int(attributes.get("/RowSpan", 1))
                while (at, column) in taken:
                    column += 1
                for y in range(at, at + high):
                    for x in range(column, column + wide):
                        self.need((y, x) not in taken, "ua1 7.2", "cells overlap")
                        taken[(y, x)] = cell
                column += wide
        for at in range(len(rows)):
            widths.add(sum(1 for (y, _) in taken if y == at))
        self.need(len(widths) <= 1 and max((y for y, _ in taken), default=-1) < len(rows), "ua1 7.2", f"grid of a table: {sorted(widths)}")


def main():
    faults = []
    for path in sys.argv[1:]:
        faults += Check(path).run()
    for fault in faults:
        print(fault)
    print("checked", len(sys.argv) - 1)


main()
