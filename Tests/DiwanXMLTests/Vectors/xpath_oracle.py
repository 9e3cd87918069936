# Compiles each line of standard input as XPath 1.0 with libxml2 and evaluates it over the XML file named by the argument.
# Prints "refused", "failed", or the kind and the string-value, with line feeds and reverse solidi escaped.
import ctypes
import sys

xml = ctypes.CDLL("libxml2.so.2")
pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_double
for name, result, arguments in [
    ("xmlReadFile", pointer, [text, text, ctypes.c_int]),
    ("xmlXPathNewContext", pointer, [pointer]),
    ("xmlXPathCtxtCompile", pointer, [pointer, text]),
    ("xmlXPathCompiledEval", pointer, [pointer, pointer]),
    ("xmlXPathCastToString", text, [pointer]),
    ("xmlXPathFreeObject", None, [pointer]),
    ("xmlXPathFreeCompExpr", None, [pointer]),
    ("xmlDocGetRootElement", pointer, [pointer]),
    ("xmlXPathSetContextNode", ctypes.c_int, [pointer, pointer]),
    ("xmlXPathRegisterVariable", ctypes.c_int, [pointer, text, pointer]),
    ("xmlXPathNewNodeSet", pointer, [pointer]),
]:
    function = getattr(xml, name)
    function.restype, function.argtypes = result, arguments

handler = ctypes.CFUNCTYPE(None, pointer, pointer)(lambda data, error: None)
xml.xmlSetStructuredErrorFunc(None, handler)
document = xml.xmlReadFile(sys.argv[1].encode(), None, 0)
root = xml.xmlDocGetRootElement(document)
context = xml.xmlXPathNewContext(document)
xml.xmlXPathRegisterVariable(context, b"data", xml.xmlXPathNewNodeSet(root))
# xmlXPathContext's contextSize and proximityPosition.
ctypes.cast(context + 104, ctypes.POINTER(ctypes.c_int))[0] = 1
ctypes.cast(context + 108, ctypes.POINTER(ctypes.c_int))[0] = 1
kinds = {1: "nodes", 2: "boolean", 3: "number", 4: "string"}
for line in sys.stdin.buffer:
    compiled = xml.xmlXPathCtxtCompile(context, line.rstrip(b"\n"))
    if not compiled:
        print("refused")
        continue
    xml.xmlXPathSetContextNode(root, context)
    value = xml.xmlXPathCompiledEval(compiled, context)
    if value:
        kind = ctypes.cast(value, ctypes.POINTER(ctypes.c_int))[0]
        string = xml.xmlXPathCastToString(value).decode()
        print(kinds.get(kind, "?") + " " + string.replace("\\", "\\\\").replace("\n", "\\n"))
        xml.xmlXPathFreeObject(value)
    else:
        print("failed")
    xml.xmlXPathFreeCompExpr(compiled)
