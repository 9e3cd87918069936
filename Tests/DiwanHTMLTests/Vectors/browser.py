"""Opens pages in Chromium, once for all of them, and writes down what is seen there.

Arguments: a folder. In it `work.json` says what is to be done with files beside it:

- `pages`: pages to look at;
- `submit`: form pages whose button is pressed at once, each with the file that takes what is posted;
- `fill`: form pages that are filled in by keys and clicks, with the file that has the data (JSON) and the one that takes what is posted.

Out: `report.json`, for each page

- `parse`: errors of html5lib's strict parser, `nesting`: what its tree has that HTML does not allow;
- `wide`: for some widths of the window, how much wider the page is;
- `violations`: what axe-core finds; of a form, its contrast in a dark scheme too;
- `console`: what the browser's console says, `loaded`: what the page loaded besides itself;
- `text`: the words that are shown;
- `printed`: the words of the PDF file that the browser prints, as pdftotext reads them.

With DIWAN_PICTURES set, pictures of each page stand beside it, for people: NAME.320.png, NAME.1000.png.
"""
import base64
import functools
import http.server
import importlib.util
import json
import os
import subprocess
import sys
import threading
import time

import html5lib
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

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


def violations(driver, axe, rules=None):
    if driver.execute_script("return typeof axe === 'undefined'"):
        driver.execute_script(axe)
    result = driver.execute_async_script(
        "const [options, done] = arguments; axe.run(document, options).then(done, e => done({error: String(e)}));",
        {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})})
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
            if name not in ("option", "optgroup"):
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
    is_form = path.endswith(".form.html") or path.endswith("faulty.html")
    for width in WIDTHS:
        resize(driver, width)
        driver.get("file://" + path)
        over = driver.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        report["wide"][str(width)] = over
        if width == WIDTHS[0]:
            report["violations"] = violations(driver, axe)
            # A page to read is the same in the dark; a form has other colours.
            if is_form:
                scheme(driver, "dark")
                report["violations"] += ["dark: " + line for line in violations(driver, axe, ["color-contrast"])]
                scheme(driver, "light")
        if os.environ.get("DIWAN_PICTURES"):
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
    if is_form:
        report["printed"] = ""
        return report
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    with open(path + ".pdf", "wb") as file:
        file.write(base64.b64decode(printed["data"]))
    report["printed"] = words_of_pdf(path + ".pdf")
    return report


class Poster(http.server.SimpleHTTPRequestHandler):
    """Serves the folder, and keeps what was posted last."""

    posted = None

    def do_POST(self):
        Poster.posted = (self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>done</title><p id=done>done")

    def log_message(self, *arguments):
        pass


def press(driver, path):
    """Presses the button, and writes down what is posted."""
    Poster.posted = None
    faulty = driver.execute_script("return [...document.querySelectorAll('input:invalid,select:invalid,textarea:invalid')].map(e => e.name)")
    if faulty:
        return f"the browser refuses {faulty}"
    driver.find_element(By.CSS_SELECTOR, "form button").click()
    # The click may return before the next page is there.
    deadline = time.monotonic() + 60
    while Poster.posted is None or not driver.find_elements(By.ID, "done"):
        if time.monotonic() > deadline:
            return f"nothing was posted: {driver.title}"
        time.sleep(0.01)
    kind, body = Poster.posted
    if kind != "application/x-www-form-urlencoded":
        return f"posted as {kind}"
    with open(path, "wb") as file:
        file.write(body)
    return ""


def flat(value, path=""):
    """The paths of values and what is typed for them."""
    if isinstance(value, dict) and set(value) == {"calendar", "date"}:
        yield path, value["date"] + ("هـ" if value["calendar"] == "umalqura" else "")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from flat(inner, f"{path}[{index + 1}]")
    else:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def fill(driver, data):
    for summary in driver.find_elements(By.CSS_SELECTOR, "summary"):
        summary.click()
    for path, text in flat(data):
        many = path.rsplit("[", 1)[0]
        box = driver.find_elements(By.CSS_SELECTOR, f'input[type=checkbox][name^="{many}["][value="{text}"]')
        controls = driver.find_elements(By.NAME, path)
        if box:
            box[0].click()
        elif controls[0].tag_name == "select":
            driver.find_element(By.CSS_SELECTOR, f'[name="{path}"] option[value="{text}"]').click()
        elif controls[0].get_attribute("type") == "radio":
            next(control for control in controls if control.get_attribute("value") == text).click()
        else:
            controls[0].send_keys(text)


def main(folder):
    driver = start()
    try:
        axe = axe_source()
        with open(os.path.join(folder, "work.json"), encoding="utf-8") as file:
            work = json.load(file)
        report = {"pages": {name: look(driver, axe, os.path.join(folder, name)) for name in work["pages"]}, "posts": {}}
        handler = functools.partial(Poster, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_address[1]}/"
        resize(driver, 400)
        for name, output in work["submit"]:
            driver.get(place + name)
            report["posts"][output] = press(driver, os.path.join(folder, output))
        for name, source, output in work["fill"]:
            driver.get(place + name)
            with open(os.path.join(folder, source), encoding="utf-8") as file:
                fill(driver, json.load(file))
            report["posts"][output] = press(driver, os.path.join(folder, output))
        server.shutdown()
        with open(os.path.join(folder, "report.json"), "w", encoding="utf-8") as file:
            json.dump(report, file, ensure_ascii=False, indent=1)
    finally:
        driver.quit()


if __name__ == "__main__":
    main(sys.argv[1])
