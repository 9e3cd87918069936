"""Draws the first page of a PDF file, with its fields, as PDFium does: pdfium_page.py FILE OUT.pgm DPI."""

import sys

import pypdfium2

document = pypdfium2.PdfDocument(sys.argv[1])
document.init_forms()
image = document[0].render(scale=float(sys.argv[3]) / 72, grayscale=True, may_draw_forms=True)
data = bytes(image.buffer)
rows = [data[row * image.stride:row * image.stride + image.width] for row in range(image.height)]
with open(sys.argv[2], "wb") as file:
    file.write(b"P5 %d %d 255\n" % (image.width, image.height) + b"".join(rows))
