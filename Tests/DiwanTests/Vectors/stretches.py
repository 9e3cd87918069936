"""Prints the text of PDF files as pdf.js 6, the reader in Firefox, puts it together, as far as files of Diwan need it.

The characters between two moves of the pen, within one sequence of marked content, are one stretch. Directional marks that stand alone
are left out, and spaces that stand alone count only between letters. A stretch is turned round when three characters of ten are
right-to-left, and put after the one before it: a space between two stretches is there only if a code has it together with a mark.
"""

import sys
import unicodedata

import pikepdf

FORMAT = {"\u200e", "\u200f"}


def characters(font):
    """What each code means."""
    table = {}
    for line in bytes(font.ToUnicode.read_bytes()).decode("latin-1").splitlines():
        if line.startswith("<") and "[" in line:
            first = int(line[1:5], 16)
            for step, text in enumerate(line[line.index("[") + 2 : line.rindex("]") - 1].split("><")):
                table[first + step] = bytes.fromhex(text).decode("utf-16-be")
    return table


def turned(stretch):
    text = "".join(stretch)
    letters = sum(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)
    if letters == 0 or (letters * 10 < len(text) * 3 and len(text) > 4):
        return text
    return text[::-1]


def main():
    for path in sys.argv[1:]:
        file = pikepdf.open(path)
        for page in file.pages:
            fonts = {name: characters(font) for name, font in page.Resources.Font.items()}
            stretch, baseline, last = [], None, None
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("Tm", "Td", "BDC", "EMC"):
                    while stretch and stretch[-1] == " ":
                        stretch.pop()
                    print(end=turned(stretch))
                    stretch = []
                if name == "Tm":
                    if baseline is not None and abs(float(operands[5]) - baseline) > 5:
                        print()
                    baseline = float(operands[5])
                if name == "Tf":
                    font = fonts[str(operands[0])]
                if name == "TJ":
                    for string in operands[0]:
                        if isinstance(string, pikepdf.String):
                            codes = bytes(string)
                            for index in range(0, len(codes), 2):
                                text = font[codes[index] << 8 | codes[index + 1]]
                                if text not in FORMAT and (text != " " or stretch):
                                    stretch.append(text)
            print(turned(stretch))


main()
