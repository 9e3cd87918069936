// The parts of libxml2 that DiwanXML calls.
//
// Debian's libxml2 pulls in ICU's headers for one structure that we never touch; they clash with the ICU inside Foundation.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxml/c14n.h>
#include <libxml/xmlerror.h>

// xmlFree is a variable that holds a function, which Swift 6 will not read.
static inline void diwan_xmlFree(void *memory) { xmlFree(memory); }
