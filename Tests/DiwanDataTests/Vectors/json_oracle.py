# Reads hexadecimal lines, each a JSON text; prints "refused" or the value in canonical form, numbers as strings with "N" before.
# Python's json takes NaN, doubled names and lone surrogates; here they are refused.
import json
import sys


def pairs(items):
    result = dict(items)
    if len(result) != len(items):
        raise ValueError
    return result


def constant(name):
    raise ValueError


def number(text):
    return "N" + text


for line in sys.stdin:
    try:
        data = bytes.fromhex(line.strip())
        if data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        value = json.loads(
            data.decode("utf-8"), parse_int=number, parse_float=number, parse_constant=constant, object_pairs_hook=pairs)
        print(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8").hex())
    except (ValueError, RecursionError):
        print("refused")
