"""What pyHanko makes of the signatures of PDF files, and changes that it makes after them.

signatures.py verify FILE ROOT...        one line of JSON for each signature
signatures.py fill IN OUT FIELD VALUE    fills in a text field by an update
signatures.py note IN OUT                adds a note to the first page by an update
signatures.py title IN OUT               changes the page's content by an update
signatures.py stamp IN OUT CERT KEY      a timestamp over the whole file
signatures.py sign IN OUT CERT KEY FIELD [B]  signs, or certifies with permission B
"""
import asyncio
import json
import sys

from pyhanko import stamp
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def verify(path, roots):
    context = ValidationContext(trust_roots=[load_cert_from_pemder(root) for root in roots], allow_fetching=False)
    reader = PdfFileReader(open(path, "rb"), strict=True)
    for signature in reader.embedded_regular_signatures:
        status = validate_pdf_signature(signature, context, ts_validation_context=context)
        print(json.dumps({
            "field": signature.field_name, "intact": status.intact, "valid": status.valid, "trusted": status.trusted,
            "whole": status.coverage.name == "ENTIRE_FILE", "level": None if status.modification_level is None else status.modification_level.name,
            "docmdp": status.docmdp_ok, "bottom": status.bottom_line,
            "stamp": None if status.timestamp_validity is None else bool(status.timestamp_validity.valid and status.timestamp_validity.intact),
            "form": str(signature.sig_object["/SubFilter"]),
        }))


def update(source, target, change):
    with open(source, "rb") as file:
        writer = IncrementalPdfFileWriter(file, strict=True)
        change(writer)
        with open(target, "wb") as out:
            writer.write(out)


def fill(writer, name, value):
    for found, _, reference in fields.enumerate_sig_fields(writer.prev):
        pass
    def walk(items, prefix):
        for item in items:
            field = item.get_object()
            full = prefix + str(field.get("/T", ""))
            if full == name:
                field["/V"] = generic.TextStringObject(value)
                writer.mark_update(item if hasattr(item, "idnum") else field)
                return True
            if "/Kids" in field and walk([field["/Kids"].raw_get(i) for i in range(len(field["/Kids"]))], full + "."):
                return True
        return False
    form = writer.root["/AcroForm"]
    assert walk([form["/Fields"].raw_get(i) for i in range(len(form["/Fields"]))], ""), name


def note(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = writer.add_object(generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Text"), pdf_name("/F"): generic.NumberObject(4),
        pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (10, 10, 30, 30)]),
        pdf_name("/Contents"): generic.TextStringObject("note"),
    }))
    if "/Annots" in page:
        page["/Annots"].append(note)
        writer.update_container(page["/Annots"])
    else:
        page["/Annots"] = generic.ArrayObject([note])
    writer.update_container(page)


def title(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    more = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.update_container(page)


def sign(source, target, certificate, key, field, permission=None):
    signer = signers.SimpleSigner.load(key, certificate)
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=permission is not None,
        **({"docmdp_permissions": fields.MDPPerm(int(permission))} if permission else {}))
    with open(source, "rb") as file, open(target, "wb") as out:
        signers.sign_pdf(IncrementalPdfFileWriter(file), metadata, signer=signer, output=out)


def document_timestamp(source, target, certificate, key):
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
    from pyhanko.keys import load_private_key_from_pemder
    stamper = DummyTimeStamper(load_cert_from_pemder(certificate), load_private_key_from_pemder(key, None))
    with open(source, "rb") as file, open(target, "wb") as out:
        signers.PdfTimeStamper(stamper).timestamp_pdf(IncrementalPdfFileWriter(file), "sha256", output=out)


command, source, *rest = sys.argv[1:]
if command == "verify":
    verify(source, rest)
elif command == "fill":
    update(source, rest[0], lambda writer: fill(writer, rest[1], rest[2]))
elif command == "note":
    update(source, rest[0], note)
elif command == "title":
    update(source, rest[0], title)
elif command == "sign":
    sign(source, *rest)
elif command == "stamp":
    document_timestamp(source, *rest)
