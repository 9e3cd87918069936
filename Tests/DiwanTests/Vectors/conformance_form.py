"""The rules of PDF/A-3a and PDF/UA-1 on the fields of forms that a program can see, and those that no validator looks at: for conformance.py."""
import re
from collections import Counter

import pikepdf

ARABIC = re.compile("[\u0621-\u064A]")
RADIO, COMBO, MULTILINE = 1 << 15, 1 << 17, 1 << 12


class FormCheck:
    """Checks the fields of a file; `check` has read its fonts and walked through its structure."""

    def __init__(self, check):
        self.check, self.pdf, self.need = check, check.pdf, check.need
        self.widgets, self.names = {}, set()

    def run(self):
        form = self.pdf.Root.get("/AcroForm")
        on_pages = {}
        for number, page in enumerate(self.pdf.pages):
            for annotation in page.obj.get("/Annots", []):
                if str(annotation.Subtype) == "/Stamp":
                    self.stamp(annotation)
                    continue
                self.need(str(annotation.Subtype) == "/Widget", "3a 6.3.1", f"annotation {annotation.Subtype}")
                self.need(annotation.objgen not in on_pages, "ua1 7.18", "an annotation on two pages")
                on_pages[annotation.objgen] = number
        self.need((form is None) == (not on_pages), "3a 6.4", "fields without a form, or a form without fields")
        if form is None:
            return
        self.need(form.get("/NeedAppearances", False) is False, "3a 6.4.1", "NeedAppearances")
        for key in ("/XFA", "/CO"):
            self.need(key not in form, "3a 6.4", f"form {key}")
        self.fonts = form.get("/DR", {}).get("/Font", {})
        for name, font in self.fonts.items():
            self.check.font(name, font, is_whole=True)
        for field in form.Fields:
            self.need("/Parent" not in field, "32000 12.7.3", "a field of the form with a parent")
            self.field(field, [], {})
        self.need(set(self.widgets) == set(on_pages), "32000 12.7.3", "widgets of pages and of fields differ")
        for objgen, (widget, field) in self.widgets.items():
            if objgen in on_pages:
                self.widget(widget, field, on_pages[objgen])
        self.order()

    def stamp(self, stamp):
        """A rubber stamp: printed and never hidden, one look, words, and an element of the structure that is named by them."""
        self.need(int(stamp.get("/F", 0)) & 0x2F == 4, "3a 6.3.2", f"stamp F {stamp.get('/F')}")
        self.need(list(stamp.get("/AP", {}).keys()) == ["/N"] and isinstance(stamp.AP.N, pikepdf.Stream), "3a 6.3.3", "stamp AP")
        self.need(str(stamp.get("/Contents", "")), "ua1 7.18.1", "stamp without words")
        element = self.check.parents.get(int(stamp.get("/StructParent", -1)))
        self.need(element is not None and str(element.S) == "/Annot" and str(element.get("/Alt", "")), "ua1 7.18.1", "stamp without an element")

    def field(self, field, names, inherited):
        name = str(field.get("/T", ""))
        names = names + [name]
        full = ".".join(names)
        self.need(name and "." not in name, "32000 12.7.3", f"part of a name {full}")
        for key in ("/A", "/AA", "/RV"):
            self.need(key not in field, "3a 6.4.1", f"{full}: {key}")
        merged = dict(inherited)
        merged.update({key: field[key] for key in ("/FT", "/Ff", "/V", "/DA", "/Q", "/TU", "/Opt") if key in field})
        kids = field.get("/Kids", None)
        if kids is not None and "/T" in kids[0]:
            for kid in kids:
                self.need(kid.Parent.objgen == field.objgen, "32000 12.7.3", f"{full}: Parent")
                self.field(kid, names, merged)
            return
        self.need(full not in self.names, "32000 12.7.3", f"two fields {full}")
        self.names.add(full)
        self.terminal(full, field, merged)
        widgets = [field] if kids is None else list(kids)
        for widget in widgets:
            if kids is not None:
                self.need(widget.Parent.objgen == field.objgen and "/T" not in widget, "32000 12.7.3", f"{full}: Parent of a widget")
            entries = dict(merged)
            entries.update({key: widget[key] for key in ("/DA", "/Q") if key in widget})
            self.need(widget.objgen not in self.widgets, "32000 12.7.3", f"{full}: a widget of two fields")
            self.widgets[widget.objgen] = (widget, (full, entries))

    def terminal(self, full, field, entries):
        kind = str(entries.get("/FT"))
        self.need(kind in ("/Tx", "/Ch", "/Btn", "/Sig"), "32000 12.7.3", f"{full}: type {kind}")
        words = str(entries.get("/TU", ""))
        self.need(ARABIC.search(words), "ua1 7.18.1", f"{full}: no words in Arabic")
        flags = int(entries.get("/Ff", 0))
        value = entries.get("/V")
        if kind == "/Sig":
            if value is not None:
                self.signature(full, value)
        elif value is not None:
            self.need(field.get("/DV") == value, "32000 12.7.3", f"{full}: the value to go back to")
        if kind == "/Ch":
            self.need(flags & COMBO, "32000 12.7.4.4", f"{full}: a list")
            options = [str(option[0]) for option in entries["/Opt"]]
            self.need(len(set(options)) == len(options), "32000 12.7.4.4", f"{full}: options")
            self.need(value is None or str(value) in options, "32000 12.7.4.4", f"{full}: the value is no option")
        if kind == "/Btn":
            widgets = list(field.get("/Kids", [field]))
            states = [key for widget in widgets for key in widget.AP.N.keys() if key != "/Off"]
            self.need(len(states) == len(widgets), "32000 12.7.4.2", f"{full}: one state for each button")
            if not flags & RADIO:
                self.need(len(set(states)) == 1, "32000 12.7.4.2", f"{full}: boxes of one name are one")
            self.need(value is not None and (str(value) == "/Off" or str(value) in states), "32000 12.7.4.2", f"{full}: the value is no state")
            for widget in widgets:
                own = next(key for key in widget.AP.N.keys() if key != "/Off")
                wanted = own if str(value) == own else "/Off"
                self.need(str(widget.get("/AS")) == wanted, "32000 12.5.5", f"{full}: state {widget.get('/AS')}, not {wanted}")

    def signature(self, full, value):
        """A signature (ISO 19005-3, 6.1.12 and 6.4.3; ETSI EN 319 142-1, 6.3)."""
        root, form, raw = self.pdf.Root, self.pdf.Root.AcroForm, self.check.raw
        self.need(int(form.get("/SigFlags", 0)) & 3 == 3, "32000 12.7.2", f"{full}: SigFlags")
        self.need(str(value.get("/SubFilter")) == "/ETSI.CAdES.detached", "EN 319 142-1", f"{full}: form {value.get('/SubFilter')}")
        self.need("/Cert" not in value and "/M" in value, "EN 319 142-1", f"{full}: Cert or no M")
        numbers = [int(number) for number in value.ByteRange]
        hole = raw[numbers[1]:numbers[2]]
        self.need(numbers[0] == 0 and hole[:1] == b"<" and hole[-1:] == b">", "3a 6.4.3", f"{full}: ByteRange {numbers}")
        self.need(bytes.fromhex(hole[1:-1].decode()) == bytes(value.Contents), "3a 6.4.3", f"{full}: what the range leaves out")
        self.need(raw[:numbers[2] + numbers[3]].rstrip(b"\r\n").endswith(b"%%EOF"), "3a 6.4.3", f"{full}: the end of the range")
        self.need(set(root.get("/Perms", {}).keys()) <= {"/DocMDP", "/UR3"}, "3a 6.1.12", "Perms")
        for reference in value.get("/Reference", []):
            self.need(not {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(reference.keys()), "3a 6.1.12", f"{full}: Reference")

    def widget(self, widget, field, number):
        full, entries = field
        kind = str(entries.get("/FT"))
        self.need(int(widget.get("/F", 0)) in (4, 132), "3a 6.3.2", f"{full}: flags {widget.get('/F')}")
        for key in ("/A", "/AA"):
            self.need(key not in widget, "3a 6.4.1", f"{full}: {key}")
        page = self.pdf.pages[number]
        self.need("/P" in widget and widget.P.objgen == page.obj.objgen, "32000 12.5.2", f"{full}: page")
        left, bottom, right, top = [float(edge) for edge in widget.Rect]
        if kind == "/Sig" and left == bottom == right == top == 0:
            # Seen by nobody, and in need of no look (6.3.3).
            self.need("/AP" not in widget, "3a 6.3.3", f"{full}: the look of a place without size")
            if "/StructParent" in widget:
                self.element(full, widget)
            return
        self.element(full, widget)
        box = [float(edge) for edge in page.MediaBox]
        self.need(box[0] <= left < right <= box[2] and box[1] <= bottom < top <= box[3], "3a 6.3.3", f"{full}: place {left, bottom, right, top}")
        self.need(list(widget.get("/AP", {}).keys()) == ["/N"], "3a 6.3.3", f"{full}: appearances")
        normal = widget.AP.N
        if kind == "/Btn":
            self.need(isinstance(normal, pikepdf.Dictionary) and not isinstance(normal, pikepdf.Stream), "3a 6.3.3", f"{full}: states")
            self.need("/Off" in normal and str(widget.AS) in normal, "32000 12.5.5", f"{full}: Off, or the state, has no look")
            for _, stream in normal.items():
                self.appearance(full, stream, widget, entries)
        else:
            self.need(isinstance(normal, pikepdf.Stream), "3a 6.3.3", f"{full}: appearance")
            self.appearance(full, normal, widget, entries)
        if kind in ("/Tx", "/Ch"):
            font = re.match(r"(/\S+) [0-9.]+ Tf ", str(entries.get("/DA", "")))
            self.need(font and font.group(1) in self.fonts, "3a 6.2.11.4", f"{full}: default appearance {entries.get('/DA')}")
            self.need(int(entries.get("/Q", -1)) in (0, 1, 2), "32000 12.7.3.3", f"{full}: alignment")

    def element(self, full, widget):
        # The element (ISO 14289-1, 7.18.4).
        key = int(widget.get("/StructParent", -1))
        element = self.check.parents.get(key)
        is_form = isinstance(element, pikepdf.Dictionary) and str(element.get("/S")) == "/Form"
        self.need(is_form, "ua1 7.18.4", f"{full}: no Form element")
        if is_form:
            self.need(self.check.objects.get(widget.objgen) == element.objgen, "ua1 7.18.4", f"{full}: the element is not of this widget")

    def appearance(self, full, stream, widget, entries):
        size = [float(edge) for edge in stream.BBox]
        left, bottom, right, top = [float(edge) for edge in widget.Rect]
        self.need(abs(size[2] - (right - left)) < 0.01 and abs(size[3] - (top - bottom)) < 0.01, "32000 12.5.5", f"{full}: size of the look")
        self.need("/Resources" in stream, "3a 6.2.2", f"{full}: resources of the appearance")
        for key in ("/Ref", "/OPI", "/PS", "/StructParents"):
            self.need(key not in stream, "3a 6.2.9", f"{full}: {key}")
        fonts = stream.Resources.get("/Font", {})
        depth, marks, font, text, shown = 0, 0, None, False, []
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            depth += {"q": 1, "Q": -1}.get(name, 0)
            marks += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
            self.need(name != "BDC", "ua1 7.1", f"{full}: tagged inside an appearance")
            text = name == "BT" or text and name != "ET"
            if name == "Tf":
                font = str(operands[0])
                self.need(font in fonts, "3a 6.2.2", f"{full}: font {font}")
            if name in ("Tj", "TJ"):
                codes, count = self.check.codes[font]
                for string in operands[0] if name == "TJ" else [operands[0]]:
                    if isinstance(string, pikepdf.String):
                        data = bytes(string)
                        for at in range(0, len(data), 2):
                            code = int.from_bytes(data[at:at + 2], "big")
                            self.need(0 < code < count and code in codes, "3a 6.2.11.7", f"{full}: code {code}")
                            shown.append(self.check.characters[font].get(code, ""))
        self.need(depth == 0 and marks == 0 and not text, "3a 6.2.2", f"{full}: unbalanced appearance")
        if str(entries.get("/FT")) in ("/Tx", "/Ch"):
            value = str(entries.get("/V", ""))
            if str(entries.get("/FT")) == "/Ch":
                value = {str(option[0]): str(option[1]) for option in entries["/Opt"]}.get(value, "")
            self.need(self.letters("".join(shown)) == self.letters(value), "32000 12.7.3.3", f"{full}: the look says {shown}, the value {value}")

    @staticmethod
    def letters(text):
        """The characters that are seen, however they are ordered. A tatweel of justification is none."""
        return Counter(c for c in text if not c.isspace() and c not in "\u0640\u061C\u200E\u200F\u2066\u2067\u2068\u2069")

    def order(self):
        """Tabs go by the structure; a viewer that goes by the list of annotations goes the same way."""
        for number, page in enumerate(self.pdf.pages):
            listed = [annotation.objgen for annotation in page.obj.get("/Annots", []) if "/StructParent" in annotation]
            walked = [objgen for objgen in self.check.objects if objgen in set(listed)]
            self.need(listed == walked, "ua1 7.18.3", f"page {number + 1}: the order of annotations is not that of the structure")
