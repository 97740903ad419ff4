#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""lines.py CELL TREE SOURCE ARCH GCOV OUT: which parts of the suites run which lines.

CELL is a cell's directory with the counters that its guest sent (ci/guest/coverage.c),
TREE and SOURCE are as for ci/mutants/random/generate.py, GCOV is that of the compiler.
Writes to OUT:

	parts/		the counters, a directory for each part
	lines.json	{file: [[number, text, [part, ...] or null], ...]} of the lines that
			the series adds; null: the line has no code
	map		the same of the lines with code, for generate.py
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "mutants", "random"))
# pylint: disable=wrong-import-position
import generate  # noqa: E402


def split_raw(cell, out):
    """Write each file of counters next to what the compiler noted; returns the parts."""
    obj = os.path.join(os.path.realpath(cell), "obj")
    parts = []
    with open(os.path.join(cell, "coverage.raw"), "rb") as raw:
        for head in iter(raw.readline, b""):
            part, size, path = head.decode().rstrip("\n").split(" ", 2)
            data = raw.read(int(size))
            if len(data) != int(size):
                sys.exit(f"kit: the counters of {part} end too early: {cell}/coverage.raw")
            name = os.path.relpath(path, obj)
            if name.startswith(".."):
                continue
            where = os.path.join(out, "parts", part)
            os.makedirs(where, exist_ok=True)
            flat = name.replace("/", "+")
            with open(os.path.join(where, flat), "wb") as file:
                file.write(data)
            note = os.path.join(where, flat[:-len("gcda")] + "gcno")
            if not os.path.lexists(note):
                os.symlink(os.path.join(obj, name[:-len("gcda")] + "gcno"), note)
            if part not in parts:
                parts.append(part)
    # Between the programs of a suite next to nothing runs.
    return [part for part in parts if not any(other.startswith(part + ".") for other in parts)]


def counted(gcov, where):
    """(file, line, count) of all counters in a directory."""
    files = sorted(name for name in os.listdir(where) if name.endswith(".gcda"))
    run = subprocess.run([gcov, "--json-format", "--stdout"] + files, cwd=where, check=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for text in run.stdout.splitlines():
        for file in json.loads(text)["files"]:
            for line in file["lines"]:
                yield file["file"], line["line_number"], line["count"]


def in_tree(path, names):
    """The file of the series that the compiler calls @path, or None."""
    for name in names:
        if path == name or path.endswith("/" + name):
            return name
    return None


def main(cell, tree, source, arch, gcov, out):
    names = generate.files_of(tree, arch)
    parts = split_raw(cell, out)
    runs = {}
    for part in parts:
        for path, number, count in counted(gcov, os.path.join(out, "parts", part)):
            name = in_tree(path, names)
            if name:
                ran = runs.setdefault((name, number), [])
                if count and part not in ran:
                    ran.append(part)
    lines = {}
    for name in names:
        text = generate.lines_of(os.path.join(tree, name))
        added = generate.added_lines(os.path.join(source, name), os.path.join(tree, name))
        lines[name] = [[number, text[number - 1], runs.get((name, number))] for number in added]
    with open(os.path.join(out, "lines.json"), "w", encoding="utf-8") as file:
        json.dump(lines, file, indent=0)
    merged = {}
    for name, found in lines.items():
        for _, text, ran in found:
            if ran is not None:
                known = merged.setdefault((name, text.strip()), [])
                known += [part for part in ran if part not in known]
    with open(os.path.join(out, "map"), "w", encoding="utf-8") as file:
        for (name, text), ran in merged.items():
            file.write(f"{name}\t{','.join(ran)}\t{text}\n")
    never = [(name, number) for name, found in lines.items() for number, _, ran in found if ran == []]
    with_code = sum(ran is not None for found in lines.values() for _, _, ran in found)
    print(f"kit: {with_code} lines of the series have code, {with_code - len(never)} of them run")
    for name, number in never:
        print(f"  never run: {name}:{number}: {lines_text(lines, name, number)}")


def lines_text(lines, name, number):
    return next(text.strip() for at, text, _ in lines[name] if at == number)


if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    main(*sys.argv[1:])
