#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""generate.py TREE SOURCE CELL NUMBER SEED OUT [MAP]: make mutants by chance.

TREE is a source with the series, SOURCE the same without it. Writes NUMBER mutants to OUT,
each a patch that changes one of the lines that the series adds to what the architecture of
CELL (ARCH/FLAVOR, or ARCH) compiles, with the header of Documentation/formats.rst, and
prints their names and files. Equal arguments make equal mutants, whatever the flavor. A
change that ci/mutants/equivalent records for CELL gets "Caught-by: nobody".

MAP is the file map of make coverage: which programs of the suites run a line.
"""
import hashlib
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import change_asm  # noqa: E402
import change_c  # noqa: E402
import equivalent  # noqa: E402
from source import function_at, lines_of, read  # noqa: E402

VERDICTS = ("FAIL", "SPLAT", "LOST", "HANG", "SILENT", "CRASH")
# Every boot has these two.
FRAME = ["guest", "health"]
# Without a map: what is quick, and runs nearly every line.
FIRST = "guest,ftrace_direct,health"


def added_lines(old, new):
    """The numbers of the lines that are in @new and not in @old."""
    diff = subprocess.run(["diff", "--unchanged-line-format=", "--old-line-format=",
                           "--new-line-format=%dn\n", old if os.path.exists(old) else "/dev/null",
                           new], stdout=subprocess.PIPE, check=False, text=True)
    if diff.returncode > 1:
        sys.exit(f"kit: diff of {old} and {new} failed")
    return [int(number) for number in diff.stdout.split()]


def files_of(tree, arch):
    """The files of the series that @arch compiles, but for the samples, which are to read."""
    place = re.compile(rf"(kernel|include|arch/{re.escape(arch)})/.*\.[chS]")
    with open(os.path.join(tree, ".kit", "touched"), encoding="utf-8") as touched:
        names = [line.rstrip("\n") for line in touched]
    return [name for name in names
            if place.fullmatch(name) and os.path.isfile(os.path.join(tree, name))]


class Change:
    """One line, changed."""

    def __init__(self, place, kind, old, new):
        self.file, self.number, self.function = place
        self.kind, self.old, self.new = kind, old, new

    def rank(self, seed):
        text = "\0".join((seed, self.file, self.function, self.old.strip(), self.new.strip()))
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def changes_in(tree, source, name):
    """The changes that are possible in a file: a list for each added line."""
    lines = lines_of(os.path.join(tree, name))
    words = change_c.words_of("\n".join(lines))
    for number in added_lines(os.path.join(source, name), os.path.join(tree, name)):
        line = lines[number - 1]
        if name.endswith(".S"):
            found = [] if line.startswith("#") else change_asm.changes(line)
        else:
            before = [word for word in sum(words[max(0, number - 12):number], [])][-1:]
            begins = line[:1] == "\t" and before and before[0].text in (";", "{", "}", ")", ":", "else")
            found = list(change_asm.changes_in_string(line)) or \
                change_c.changes(line, words[number], begins)
        place = (name, number, function_at(lines, number))
        yield [Change(place, kind, line, new) for kind, new in found if new != line]


def choose(lines, number, seed):
    """Of each line one change by turns, in an order that the seed decides."""
    lines = [sorted(line, key=lambda change: change.rank(seed)) for line in lines if line]
    lines.sort(key=lambda line: line[0].rank(seed + "\0line"))
    chosen, turn = [], 0
    while len(chosen) < number and any(len(line) > turn for line in lines):
        chosen += [line[turn] for line in lines if len(line) > turn]
        turn += 1
    return chosen[:number]


def patch_of(change, lines):
    """A patch of one line."""
    first, last = max(0, change.number - 4), min(len(lines), change.number + 3)
    body = []
    for i in range(first, last):
        if i + 1 == change.number:
            body += ["-" + lines[i], "+" + change.new]
        else:
            body.append(" " + lines[i])
    count = last - first
    return "\n".join([f"--- a/{change.file}", f"+++ b/{change.file}",
                      f"@@ -{first + 1},{count} +{first + 1},{count} @@"] + body) + "\n"


def mutant(change, number, lines, first, why):
    """The text of a mutant's file."""
    caught = ["nobody"] if why else ["*"] + list(VERDICTS)
    head = [f"Mutant: {number}",
            f"Title: {change.file}:{change.number} {change.function}: {change.kind}",
            "Range: [,)", "Breaks: any"]
    head += [f"Caught-by: {word}" for word in caught]
    head += [f"First: {first}"] if first else []
    reason = why or f"Made by chance: {change.kind}."
    return "\n".join(head) + f"\n\n{reason}\n\n" + patch_of(change, lines)


def programs_first(runs, change):
    """The programs that run the line, or what is quick if it is unknown."""
    if runs is None:
        return FIRST
    programs = runs.get((change.file, change.old.strip()))
    programs = [name for name in programs or [] if name not in FRAME]
    return ",".join(FRAME[:1] + programs + FRAME[1:]) if programs else FIRST


def read_map(path):
    """{(file, line): [program]} of the lines that a program runs."""
    runs = {}
    for line in read(path).splitlines():
        name, programs, text = line.split("\t", 2)
        runs[name, text.strip()] = programs.split(",") if programs else []
    return runs


def main(tree, source, cell, number, seed, out, *more):
    runs = read_map(more[0]) if more else None
    known = equivalent.Equivalent(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "equivalent"))
    lines = [line for name in files_of(tree, cell.split("/")[0]) for line in changes_in(tree, source, name)]
    chosen = choose(lines, int(number), seed)
    os.makedirs(out, exist_ok=True)
    for i, change in enumerate(chosen, 1):
        name = f"random-{seed}-{i:03}"
        path = os.path.join(out, name + ".patch")
        text = mutant(change, i, lines_of(os.path.join(tree, change.file)),
                      programs_first(runs, change), known.why(change, cell))
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        print(i, name, path)


if __name__ == "__main__":
    if len(sys.argv) not in (7, 8):
        sys.exit(__doc__)
    main(*sys.argv[1:])
