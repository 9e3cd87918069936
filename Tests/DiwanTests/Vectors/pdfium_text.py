"""Prints the text of PDF files as PDFium, the reader in Chromium, gives it."""

import sys

import pypdfium2

for path in sys.argv[1:]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        print(page.get_textpage().get_text_range())
