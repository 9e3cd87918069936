# Reads hexadecimal lines, each a CSV text with commas; prints "refused" or a JSON list of rows (empty lines left out), in hexadecimal.
import csv
import io
import json
import sys

for line in sys.stdin:
    try:
        text = bytes.fromhex(line.strip()).decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
        print(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8").hex())
    except (ValueError, csv.Error):
        print("refused")
