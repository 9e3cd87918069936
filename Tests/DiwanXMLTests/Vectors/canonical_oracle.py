# Reads hexadecimal lines, each an XML text, and prints its canonical form (C14N 2.0 without options, which has the bytes of
# exclusive C14N 1.0 without comments) in hexadecimal.
import sys
import xml.etree.ElementTree

for line in sys.stdin:
    print(xml.etree.ElementTree.canonicalize(bytes.fromhex(line.strip()).decode("utf-8-sig")).encode("utf-8").hex())
