"""Opens pages in Chromium, once for all of them, and writes down what is seen there.

Arguments: a folder. In it `pages.json` lists the pages (names of files beside it). Out: `report.json`, for each page

- `parse`: errors of html5lib's strict parser, `nesting`: what its tree has that HTML does not allow;
- `wide`: for some widths of the window, how much wider the page is;
- `violations`: what axe-core finds, in a light and in a dark scheme, wide and narrow;
- `console`: what the browser's console says, `loaded`: what the page loaded besides itself;
- `text`: the words that are shown;
- `printed`: the words of the PDF file that the browser prints, as pdftotext reads them.

Pictures of each page stand beside it, for people: NAME.320.png, NAME.1000.png, NAME.pdf.
"""
import base64
import importlib.util
import json
import os
import subprocess
import sys

import html5lib
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTHS = (320, 1000)


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def axe_source():
    # The package needs a browser driver of its own to be imported; its copy of axe-core is what is wanted.
    folder = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    with open(os.path.join(folder, "axe.min.js"), encoding="utf-8") as file:
        return file.read()


def resize(driver, width, height=900):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


def scheme(driver, value):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": value}]})


def violations(driver, axe):
    driver.execute_script(axe)
    result = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(done, e => done({error: String(e)}));")
    if "error" in result:
        return [result["error"]]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in result["violations"] for node in rule["nodes"]]


PHRASING = set(
    "a abbr b bdi bdo br button cite code data dfn em i img input kbd label mark output q s samp select small span strong sub sup "
    "svg textarea time u var wbr".split())


def nesting(tree):
    """What the content models of HTML forbid and a parser takes without a word."""
    found = []
    seen = set()

    def visit(element, inside):
        tag = element.tag
        if not isinstance(tag, str):
            return
        name = tag.split("}")[-1]
        if tag.startswith("{http://www.w3.org/2000/svg}"):
            return
        identifier = element.get("id")
        if identifier is not None:
            if identifier in seen:
                found.append(f"two elements have the id {identifier}")
            seen.add(identifier)
        if inside in PHRASING | {"p", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend"} and name not in PHRASING:
            if not (inside == "legend" and name in ("h2", "h3")) and name not in ("option", "optgroup"):
                found.append(f"<{name}> in <{inside}>")
        if name in ("ul", "ol") and any(child.tag.split("}")[-1] != "li" for child in element):
            found.append(f"<{name}> has other children than <li>")
        if "style" in element.attrib:
            found.append(f"<{name}> has a style attribute")
        for child in element:
            visit(child, name)

    visit(tree, None)
    return found


def words_of_pdf(path):
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def look(driver, axe, path):
    report = {}
    with open(path, "rb") as file:
        source = file.read()
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    tree = parser.parse(source.decode("utf-8"))
    report["parse"] = [f"{position}: {code} {data}" for position, code, data in parser.errors]
    report["nesting"] = nesting(tree)
    report["wide"] = {}
    report["violations"] = []
    for width in WIDTHS:
        resize(driver, width)
        driver.get("file://" + path)
        over = driver.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        report["wide"][str(width)] = over
        schemes = ("light", "dark") if width == WIDTHS[-1] else ("light",)
        for name in schemes:
            scheme(driver, name)
            report["violations"] += [f"{name} {width}: {line}" for line in violations(driver, axe)]
        scheme(driver, "light")
        height = driver.execute_script("return document.documentElement.scrollHeight")
        resize(driver, width, height)
        picture = driver.execute_cdp_cmd("Page.captureScreenshot", {})
        with open(f"{path}.{width}.png", "wb") as file:
            file.write(base64.b64decode(picture["data"]))
    report["text"] = driver.execute_script(
        "for (const e of document.querySelectorAll('.unseen')) e.remove(); return document.body.innerText")
    driver.get("file://" + path)
    report["loaded"] = driver.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    report["console"] = [line["message"] for line in driver.get_log("browser")]
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    with open(path + ".pdf", "wb") as file:
        file.write(base64.b64decode(printed["data"]))
    report["printed"] = words_of_pdf(path + ".pdf")
    return report


def main(folder):
    driver = start()
    try:
        axe = axe_source()
        with open(os.path.join(folder, "pages.json"), encoding="utf-8") as file:
            names = json.load(file)
        report = {name: look(driver, axe, os.path.join(folder, name)) for name in names}
        with open(os.path.join(folder, "report.json"), "w", encoding="utf-8") as file:
            json.dump(report, file, ensure_ascii=False, indent=1)
    finally:
        driver.quit()


if __name__ == "__main__":
    main(sys.argv[1])
