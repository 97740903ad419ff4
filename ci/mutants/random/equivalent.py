#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Changes of which a person has found that no test can notice them: ci/mutants/equivalent.

Paragraphs of "Key: value" lines; a line that begins with a blank continues the value:

	File: kernel/trace/ftrace.c
	In: the function, macro or label
	Line: the line, without the white space around it
	Change: the same, changed
	Why: a sentence or more

"Change: *" stands for every change of the line. White space inside counts as one blank.

equivalent.py TREE FILE: is each line of FILE still in TREE, a source with the series, in
that function, and once? Of two such lines only one may be meant.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from source import function_at, lines_of, one_blank  # noqa: E402

KEYS = ["File", "In", "Line", "Change", "Why"]


class Equivalent:
    """The recorded changes."""

    def __init__(self, path):
        self.changes = {}
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
        if [key for key, _ in fields] != KEYS or not all(one_blank(value) for _, value in fields):
            sys.exit(f"kit: {self.path}: a paragraph has the lines {', '.join(KEYS)}, in this order, not:\n{paragraph}")
        name, function, old, new, why = (one_blank(value) for _, value in fields)
        self.changes[name, function, old, new] = why

    def why(self, change):
        """Why nobody can notice this change, or None if that is not recorded."""
        place = change.file, change.function, one_blank(change.old)
        return self.changes.get(place + (one_blank(change.new),)) or self.changes.get(place + ("*",))


def places(file, function, old):
    """The numbers of the lines that are @old and in @function."""
    lines = lines_of(file) if os.path.exists(file) else []
    return [number for number, line in enumerate(lines, 1)
            if one_blank(line) == old and function_at(lines, number) == function]


def main(tree, path):
    """Print what is recorded of lines that are gone, or not the only ones."""
    wrong = []
    for name, function, old, _ in Equivalent(path).changes:
        found = places(os.path.join(tree, name), function, old)
        if not found:
            wrong.append(f"{path}: {name} has no line any more that is: {old} (in {function})")
        elif len(found) > 1:
            wrong.append(f"{path}: {name} has {len(found)} lines that are: {old} (in {function})")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
