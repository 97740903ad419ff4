#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""page.py CELL LINES MUTANTS: a page of the lines that the series adds, on standard output.

LINES is what lines.py wrote, MUTANTS the directory of the cell's mutants. A line is never
run, or run by programs of which none noticed a change of it (make mutants RANDOM=), or all
changes of it that were tried were noticed, or none was tried.
"""
import glob
import json
import os
import sys
from xml.etree import ElementTree

STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em }
table { border-collapse: collapse; font: 13px/1.35 ui-monospace, monospace; width: 100% }
td { padding: 0 .5em; vertical-align: top } td.line { white-space: pre-wrap; tab-size: 8 }
td.number { text-align: right; color: #667 } td.who { color: #667 }
tr.never { background: #fdd } tr.survived { background: #fe9 } tr.killed { background: #dfd }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #ddd }
  tr.never { background: #511 } tr.survived { background: #540 } tr.killed { background: #132 }
}
"""
WORDS = {
    "never": "never run",
    "survived": "run, and no test noticed a change of it",
    "killed": "run, and each change of it that was tried was noticed",
    "run": "run; no change of it was tried",
    "code": "no code of its own, or assembly, which is not counted",
}


def changed_line(mutants, name):
    """The line that a mutant changes, as it was, or None."""
    path = os.path.join(mutants, "random", name + ".patch")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return next((line[1:].rstrip("\n") for line in file
                         if line.startswith("-") and not line.startswith("--- ")), None)
    except OSError:
        return None


def changes_tried(mutants):
    """{(file, line, text): [(kind, fate, by)]} of the cell's mutants by chance.

    Since they were made the series may have changed, so the text counts too.
    """
    tried = {}
    for path in sorted(glob.glob(os.path.join(mutants, "random-*", "mutant.json"))):
        with open(path, encoding="utf-8") as file:
            mutant = json.load(file)
        place, _, kind = mutant["title"].partition(" ")
        name, _, number = place.rpartition(":")
        fate = fate_in_debug(path, mutant)
        line = changed_line(mutants, os.path.basename(os.path.dirname(path)))
        tried.setdefault((name, int(number), line), []).append((kind, fate, mutant["by"]))
    return tried


def fate_in_debug(path, mutant):
    """What survives in a cell may be killed in its debug flavor."""
    if mutant["fate"] != "SURVIVED":
        return "killed" if mutant["fate"] == "OTHER" else mutant["fate"]
    parts = path.split(os.sep)
    parts[-3] = "debug"
    try:
        with open(os.sep.join(parts), encoding="utf-8") as file:
            return "killed" if json.load(file)["fate"] in ("killed", "OTHER") else "SURVIVED"
    except OSError:
        return "SURVIVED"


def kind_of(ran, tried):
    fates = {fate for _, fate, _ in tried}
    if "SURVIVED" in fates:
        return "survived"
    if ran == []:
        return "never"
    if "killed" in fates:
        return "killed"
    return "code" if ran is None else "run"


def add(parent, tag, text=None, **attributes):
    """An element; the underscore of class_ is for Python's sake."""
    child = ElementTree.SubElement(parent, tag, {key.rstrip("_"): value for key, value in attributes.items()})
    child.text = text
    return child


def add_line(table, line, tried):
    number, text, ran = line
    kind = kind_of(ran, tried)
    row = add(table, "tr", class_=kind)
    add(row, "td", str(number), class_="number")
    add(row, "td", text, class_="line")
    who = "" if ran is None else f"{len(ran)} programs" if len(ran) > 3 else ", ".join(ran)
    notes = [f"{what}: {fate}" + (f" ({by})" if fate == "killed" else "") for what, fate, by in tried]
    add(row, "td", "; ".join([who] * bool(who) + notes), class_="who", title=", ".join(ran or []))
    return kind


def page(cell, lines, tried):
    html = ElementTree.Element("html", lang="en")
    head = add(html, "head")
    add(head, "meta", charset="utf-8")
    add(head, "title", f"{cell}: lines of the series")
    add(head, "style", STYLE)
    body = add(html, "body")
    add(body, "h1", f"{cell}: lines of the series")
    summary = add(body, "table", class_="summary")
    counts = dict.fromkeys(WORDS, 0)
    for name, found in lines.items():
        if not found:
            continue
        add(body, "h2", name)
        table = add(body, "table")
        for line in found:
            counts[add_line(table, line, tried.get((name, line[0], line[1]), []))] += 1
    for kind, words in WORDS.items():
        row = add(summary, "tr", class_=kind)
        add(row, "td", str(counts[kind]), class_="number")
        add(row, "td", words)
    return html


def main(cell, lines, mutants):
    with open(lines, encoding="utf-8") as file:
        found = json.load(file)
    print("<!DOCTYPE html>")
    print(ElementTree.tostring(page(cell, found, changes_tried(mutants)), encoding="unicode", method="html"))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
