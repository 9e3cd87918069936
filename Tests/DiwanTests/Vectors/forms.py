"""What other programs make of the fields of a form: forms.py read|fill|tabs FILE ...

read FILE: a JSON object of pypdf's fields, each with type and value. fill FILE OUT NAME=VALUE...: fills in text fields by pypdf.
tabs FILE: for each page the fields in the order of the structure tree, as "name x y" with the upper right corner, by pikepdf.
"""
import json
import sys

import pikepdf
import pypdf


def read(path):
    fields = pypdf.PdfReader(path).get_fields() or {}
    return {name: [str(field.get("/FT")), field.get("/V")] for name, field in fields.items() if "/FT" in field}


def fill(path, out, values):
    writer = pypdf.PdfWriter()
    writer.clone_document_from_reader(pypdf.PdfReader(path))
    for page in writer.pages:
        for annotation in page.get("/Annots", []):
            annotation = annotation.get_object()
            names, field, owner = [], annotation, None
            while field is not None:
                if "/T" in field:
                    names.insert(0, field["/T"])
                    owner = owner or field
                field = field["/Parent"].get_object() if "/Parent" in field else None
            name = ".".join(names)
            if name in values:
                owner[pypdf.generic.NameObject("/V")] = pypdf.generic.TextStringObject(values[name])
    writer.write(out)


def tabs(path):
    pdf = pikepdf.open(path)
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []

    def walk(element):
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and str(kid.get("/Type")) == "/OBJR":
                names, field = [], kid.Obj
                while field is not None:
                    if "/T" in field:
                        names.insert(0, str(field.T))
                    field = field.get("/Parent")
                box = [float(edge) for edge in kid.Obj.Rect]
                found.append((pages[kid.Pg.objgen], ".".join(names), box[2], box[3]))
            elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return found


if sys.argv[1] == "read":
    print(json.dumps(read(sys.argv[2]), ensure_ascii=False, default=str))
elif sys.argv[1] == "fill":
    fill(sys.argv[2], sys.argv[3], dict(pair.split("=", 1) for pair in sys.argv[4:]))
elif sys.argv[1] == "tabs":
    print(json.dumps(tabs(sys.argv[2]), ensure_ascii=False))
