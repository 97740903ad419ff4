#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Changes of which a person has found that no test can notice them: ci/mutants/equivalent.

Paragraphs of "Key: value" lines; a line that begins with a blank continues the value:

	File: kernel/trace/ftrace.c
	In: the function, macro or label
	Line: the line, without the white space around it
	Change: the same, changed
	Where: arm64 */plain
	Why: a sentence or more

There may be several changes. "Change: *" stands for every change of the line, and "Line: *"
for every line of the function. "Lines" instead of "Line" means all lines that read so.
"Where" names the cells that this is true of, as ARCH/FLAVOR with shell patterns or as ARCH;
without it, it is true of all. White space inside counts as one blank.

equivalent.py TREE FILE: is each line of FILE still in TREE, a source with the series, in
that function, and once? Of two such lines only one may be meant, unless "Lines" says that
it is all.
"""
import fnmatch
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from source import function_at, lines_of, one_blank  # noqa: E402

KEYS = "File In Lines?( Change)+( Where)? Why"


def is_one_of(cell, patterns):
    """Is @cell, ARCH/FLAVOR or ARCH, one of those? No patterns stand for all."""
    return not patterns or any(
        fnmatch.fnmatchcase(cell, pattern if "/" in pattern else pattern + "*")
        for pattern in patterns)


class Equivalent:
    """The recorded changes."""

    def __init__(self, path):
        self.changes = {}
        self.all = set()
        self.path = path
        with open(path, encoding="utf-8") as file:
            text = "".join(line for line in file if not line.startswith("#"))
        for paragraph in text.split("\n\n"):
            if paragraph.strip():
                self.add(paragraph.strip("\n"))

    def add(self, paragraph):
        fields = []
        for line in paragraph.split("\n"):
            if line[:1].isspace() and fields:
                fields[-1][1] += " " + line.strip()
            else:
                fields.append(list(line.partition(": ")[::2]))
        fields = [(key, one_blank(value)) for key, value in fields]
        if not re.fullmatch(KEYS, " ".join(key for key, _ in fields)) or not all(value for _, value in fields):
            sys.exit(f"kit: {self.path}: a paragraph has the lines File, In, Line, Change, "
                     f"perhaps Where, and Why, in this order, not:\n{paragraph}")
        one = dict(fields)
        place = one["File"], one["In"], one.get("Line") or one["Lines"]
        if "Lines" in one:
            self.all.add(place)
        for new in (value for key, value in fields if key == "Change"):
            self.changes.setdefault(place + (new,), []).append(
                (one.get("Where", "").split(), one["Why"]))

    def why(self, change, cell):
        """Why nobody can notice this change in @cell, or None if that is not recorded."""
        for old in (one_blank(change.old), "*"):
            for new in (one_blank(change.new), "*"):
                for where, why in self.changes.get((change.file, change.function, old, new), []):
                    if is_one_of(cell, where):
                        return why
        return None


def places(file, function, old):
    """The numbers of the lines that are @old and in @function."""
    lines = lines_of(file) if os.path.exists(file) else []
    return [number for number, line in enumerate(lines, 1)
            if old in ("*", one_blank(line)) and function_at(lines, number) == function]


def main(tree, path):
    """Print what is recorded of lines that are gone, or not the only ones."""
    wrong = []
    known = Equivalent(path)
    for name, function, old in sorted({key[:3] for key in known.changes}):
        found = places(os.path.join(tree, name), function, old)
        if not found:
            wrong.append(f"{path}: {name} has no line any more that is: {old} (in {function})")
        elif len(found) > 1 and old != "*" and (name, function, old) not in known.all:
            wrong.append(f"{path}: {name} has {len(found)} lines that are: {old} (in {function})")
    if wrong:
        print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
