# Reads hexadecimal lines, each an XML text, and parses it with expat. Prints "refused", or the elements and texts with their
# places: "E line column namespace name attribute=value… " and "T line column text", parted by U+001E, in hexadecimal.
import sys
import xml.parsers.expat


class Refused(Exception):
    pass


def events(data):
    parser = xml.parsers.expat.ParserCreate("utf-8", namespace_separator="\x1f")
    parser.ordered_attributes = True
    parser.buffer_text = False
    result = []
    run = []

    def flush():
        if run and any(piece for _, _, piece in run):
            result.append("T %d %d %s" % (run[0][0], run[0][1], "".join(piece for _, _, piece in run)))
        run.clear()

    def place():
        return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1

    def start(name, attributes):
        flush()
        parts = name.split("\x1f")
        uri, local = (parts[0], parts[1]) if len(parts) == 2 else ("", parts[0])
        pairs = ["%s=%s" % (attributes[i].split("\x1f")[-1], attributes[i + 1]) for i in range(0, len(attributes), 2)]
        result.append("E %d %d %s %s %s" % (*place(), uri, local, "\x1d".join(pairs)))

    def doctype(*_):
        raise Refused

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: flush()
    parser.CommentHandler = lambda text: flush()
    parser.ProcessingInstructionHandler = lambda target, text: flush()
    parser.CharacterDataHandler = lambda text: run.append((*place(), text))
    parser.StartCdataSectionHandler = lambda: run.append((*place(), ""))
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(data, True)
    return "\x1e".join(result)


for line in sys.stdin:
    try:
        # expat counts a byte order mark as a column.
        print(events(bytes.fromhex(line.strip()).removeprefix(b"\xef\xbb\xbf")).encode("utf-8").hex() or "00")
    except (Refused, xml.parsers.expat.ExpatError, ValueError):
        print("refused")
