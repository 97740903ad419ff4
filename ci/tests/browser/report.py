#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The report's page in a real browser: report.py KIT-REPORT OUTDIR

Makes the report of the golden cells in OUTDIR, opens it in Debian's Chromium,
looks at it as a reader would, and leaves screenshots next to it. Prints TAP.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

TESTS = pathlib.Path(__file__).resolve().parent.parent
CELLS = [f"golden/cells/{base}/{arch}/plain" for base in ("6.1", "7.3")
         for arch in ("x86", "arm64", "s390", "riscv")]
ASKED = "6.1/x86/debug"     # asked for, and nothing came of it
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --hide-scrollbars""".split()

# The contrast of every piece of text with what is behind it (WCAG 2).
CONTRAST = """
const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const colour = (s) => s.match(/[\\d.]+/g).map(Number);
const behind = (node) => {
    for (; node; node = node.parentElement) {
        const c = colour(getComputedStyle(node).backgroundColor);
        if (c.length === 3 || c[3] === 1)
            return c;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
};
const poor = [];
let seen = 0;
for (const node of document.body.querySelectorAll("*")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !node.checkVisibility())
        continue;
    const a = light(colour(getComputedStyle(node).color)), b = light(behind(node));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    seen++;
    if (ratio < 4.5)
        poor.push(`${node.tagName}.${node.className} ${ratio.toFixed(2)} "${node.textContent.slice(0, 30)}"`);
}
return [seen, poor];
"""


class Page:
    """The browser with the report in it."""

    def __init__(self, out, profile):
        self.out = out
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in FLAGS + [f"--user-data-dir={profile}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            service=Service("/usr/bin/chromedriver"), options=options)

    def open(self, width=1280, scheme="light", script=True):
        """Load the page anew, with a window of this width."""
        for command, parameters in (
                ("Emulation.setScriptExecutionDisabled", {"value": not script}),
                ("Emulation.setEmulatedMedia", {"features": [
                    {"name": "prefers-color-scheme", "value": scheme}]}),
                ("Emulation.setDeviceMetricsOverride", {
                    "width": width, "height": 900, "deviceScaleFactor": 1,
                    "mobile": width < 600})):
            self.driver.execute_cdp_cmd(command, parameters)
        self.driver.get((self.out / "index.html").as_uri())

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def js(self, code, *args):
        return self.driver.execute_script(code, *args)

    def shot(self, name):
        """The whole page as a picture."""
        height = self.js("return document.documentElement.scrollHeight")
        width = self.js("return innerWidth")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": min(height, 8000),
            "deviceScaleFactor": 1, "mobile": False})
        path = self.out / f"{name}.png"
        path.unlink(missing_ok=True)
        assert self.driver.save_screenshot(str(path))
        assert path.stat().st_size > 20000, f"{path} is nearly empty"


def opens_without_errors(page):
    page.open()
    log = page.driver.get_log("browser")
    assert not log, log
    assert page.driver.title == "Direct calls"


def matrix_has_all_cells(page):
    page.open()
    assert len(page.all("table.matrix td a")) == len(CELLS) + 1
    words = [b.text for b in page.all("table.matrix td a b")]
    assert words == ["PASS", "none", "CRASH", "none", "XFAIL", "PASS", "FAIL",
                     "BUILD", "no verdict"], words


def each_link_leads_to_its_section(page):
    page.open()
    for link in page.all("table.matrix td a"):
        link.click()
        target = link.get_attribute("href").rsplit("#", 1)[1]
        section = page.driver.find_element(By.ID, target)
        assert section.is_displayed(), target
        top = page.js("return arguments[0].getBoundingClientRect().top", section)
        assert -1 <= top < 900, f"{target} is at {top}"


def the_splat_is_shown(page):
    page.open()
    excerpt = page.all("#cell-6\\.1-s390-plain .splat pre")[0]
    assert excerpt.is_displayed()
    assert "Krnl PSW" in excerpt.text


def details_open(page):
    page.open()
    closed = [d for d in page.all("details") if d.get_attribute("open") is None]
    assert len(closed) >= 10, len(closed)
    for details in closed:
        body = details.find_element(By.CSS_SELECTOR, ".scroll")
        assert not body.is_displayed()
        details.find_element(By.TAG_NAME, "summary").click()
        assert body.is_displayed()
    failing = page.all("#cell-7\\.3-s390-plain details.tests[open]")
    assert failing, "the tests of a cell that failed are closed"


def fits(width):
    """Nothing may stick out, with all details open."""
    def check(page):
        page.open(width)
        page.js("document.querySelectorAll('details').forEach((d) => d.open = true)")
        wide = page.js("return document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} px"
        assert page.js("return innerWidth") == width
        cut = page.js("""return [...document.querySelectorAll("p, h2, dd, li, summary")]
            .filter((n) => n.checkVisibility() && n.scrollWidth > n.clientWidth + 1)
            .map((n) => n.textContent.slice(0, 40))""")
        assert not cut, cut
    return check


def contrast(scheme):
    def check(page):
        page.open(scheme=scheme)
        page.js("document.querySelectorAll('details').forEach((d) => d.open = true)")
        dark = page.js("return matchMedia('(prefers-color-scheme: dark)').matches")
        assert dark == (scheme == "dark")
        seen, poor = page.js(CONTRAST)
        assert seen > 400, seen
        assert not poor, poor
    return check


def the_filter_hides_what_is_fine(page):
    page.open()
    button = page.all("button.filter")[0]
    button.click()
    left = [s for s in page.all("section.cell") if s.is_displayed()]
    assert len(left) == 4, len(left)
    page.all("table.matrix td a")[0].click()
    assert page.all("#cell-6\\.1-x86-plain")[0].is_displayed()
    assert button.get_attribute("aria-pressed") == "false"


def commands_can_be_copied(page):
    page.open()
    button = page.all("#cell-6\\.1-s390-plain .again button")[0]
    button.click()
    page.driver.implicitly_wait(0)
    for _ in range(20):
        if button.text in ("Copied", "Selected"):
            return
    raise AssertionError(button.text)


def works_without_script(page):
    page.open(script=False)
    assert not page.all("button")
    assert len(page.all("section.cell")) == len(CELLS) + 1
    assert "make rerun" in page.all("code.command")[0].text


def pictures(page):
    for name, width, scheme in (("light", 1280, "light"), ("dark", 1280, "dark"),
                                ("mobile", 360, "light")):
        page.open(width, scheme)
        page.shot(name)


CHECKS = [
    ("opens without errors", opens_without_errors),
    ("matrix has all cells", matrix_has_all_cells),
    ("each link leads to its section", each_link_leads_to_its_section),
    ("the splat is shown", the_splat_is_shown),
    ("details open", details_open),
    ("fits 360 px", fits(360)),
    ("fits 1280 px", fits(1280)),
    ("contrast in the light", contrast("light")),
    ("contrast in the dark", contrast("dark")),
    ("the filter hides what is fine", the_filter_hides_what_is_fine),
    ("commands can be copied", commands_can_be_copied),
    ("works without script", works_without_script),
    ("pictures", pictures),
]


def run(page):
    failed = 0
    print(f"TAP version 13\n1..{len(CHECKS)}")
    for number, (name, check) in enumerate(CHECKS, 1):
        try:
            check(page)
            print(f"ok {number} - {name}", flush=True)
        except Exception:   # pylint: disable=broad-except
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} - {name}", flush=True)
    return 1 if failed else 0


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, out = (pathlib.Path(p).resolve() for p in sys.argv[1:])
    made = subprocess.run(
        [program, "--out", out, "--cells", ASKED, *CELLS], cwd=TESTS,
        stdout=subprocess.DEVNULL, check=False)
    if made.returncode != 1:
        sys.exit(f"kit-report ended with {made.returncode}, not 1")
    with tempfile.TemporaryDirectory() as profile:
        os.environ["HOME"] = profile
        page = Page(out, profile)
        try:
            status = run(page)
        finally:
            page.driver.quit()
    sys.exit(status)


if __name__ == "__main__":
    main()
