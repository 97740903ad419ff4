#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""abi.py CELL NONE KIT TABLE < PATCHES: compare the symbol versions of two builds.

NONE and KIT are cells' directories: the kernel without the series and with it. kbuild
left there Module.symvers and, next to each object that exports something, a file
.symtypes with the types that genksyms made the versions from. PATCHES are the patches of
the series. TABLE is kit-table. Exit status 1: a version changed, or a symbol is gone.
"""
import os
import re
import subprocess
import sys

KINDS = {"s": "struct", "u": "union", "e": "enum", "t": "typedef", "E": "constant"}


def fact(cell, key):
    with open(os.path.join(cell, "meta"), encoding="utf-8") as meta:
        values = [line.split(" ", 1)[1].strip() for line in meta
                  if line.startswith(key + " ")]
    return values[-1] if values else ""


def symvers(cell):
    """Symbol: (version, object, kind of export)."""
    symbols = {}
    with open(os.path.join(cell, "obj", "Module.symvers"), encoding="utf-8") as table:
        for line in table:
            field = line.rstrip("\n").split("\t")
            symbols[field[1]] = (field[0], field[2], field[3])
    return symbols


def symtypes(cell):
    """File: {type or symbol: definition}. Types are s#name, u#name and so on."""
    files = {}
    top = os.path.join(cell, "obj")
    for where, _, names in os.walk(top):
        for name in names:
            if not name.endswith(".symtypes"):
                continue
            path = os.path.join(where, name)
            with open(path, encoding="utf-8", errors="replace") as lines:
                types = dict(line.strip().split(" ", 1) for line in lines
                             if " " in line.strip())
            files[os.path.relpath(path, top)] = types
    return files


def references(definition):
    return re.findall(r"\b[suetE]#[^ ]+", definition)


def is_unknown(definition):
    return definition.endswith("{ UNKNOWN }")


def reached(types, symbol):
    """The types that a symbol's version depends on."""
    seen, todo = set(), [symbol]
    while todo:
        for name in references(types.get(todo.pop(), "")):
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def readable(name):
    return KINDS[name[0]] + " " + name[2:].strip("'") if name[1:2] == "#" else name


class Patches:
    """Which lines each patch adds to and removes from which file."""

    def __init__(self, names):
        self.lines = {}
        for name in names:
            path = None
            with open(name, encoding="utf-8") as patch:
                for line in patch:
                    if line.startswith("+++ "):
                        path = line[4:].split("\t")[0].strip()[2:]
                    elif path and line[0] in "+-" and not line.startswith("--- "):
                        text = line[1:].strip()
                        if text and not re.match(r"(/\*|\*|//)", text):
                            self.lines.setdefault((name, path), set()).add(text)

    def touch(self, path, text):
        """The patches that change one of these lines of a file."""
        lines = {line.strip() for line in text.split("\n")} - {"", "{", "}", "};"}
        return {name for (name, where), changed in self.lines.items()
                if where == path and changed & lines}

    def headers(self):
        return {path for _, path in self.lines if path.endswith(".h")}

    def include(self):
        """The patches that include another header in a header or a source."""
        return {name for (name, _), changed in self.lines.items()
                if any(line.startswith("#include") for line in changed)}

    def mention(self, symbol):
        word = re.compile(r"\b" + re.escape(symbol) + r"\b")
        return {name for (name, _), changed in self.lines.items()
                if any(word.search(line) for line in changed)}


def definition_in(tree, path, name):
    """The text of a type's definition in a header, or an empty string."""
    try:
        with open(os.path.join(tree, path), encoding="utf-8", errors="replace") as file:
            source = file.read()
    except FileNotFoundError:
        return ""
    found = re.search(r"^\s*(?:typedef\s+)?" + KINDS[name[0]] + r"\s+" +
                      re.escape(name[2:]) + r"\b[^;{]*\{", source, re.M)
    if not found:
        return ""
    depth, end = 1, found.end()
    while depth and end < len(source):
        depth += {"{": 1, "}": -1}.get(source[end], 0)
        end += 1
    return source[found.start():end]


def causes(name, before, after, trees, patches):
    """The patches that change a type: its definition's lines, or what is included."""
    if any(is_unknown(b) != is_unknown(a) for b, a in zip(before, after)):
        return patches.include()
    if name[0] in "Et":
        return patches.mention(name[2:])
    found = set()
    for path in patches.headers():
        for tree in trees:
            text = definition_in(tree, path, name)
            if text:
                found |= patches.touch(path, text)
    return found


def changed_types(before, after):
    """Type: (definitions before, definitions after), one of each for a file."""
    changed = {}
    for file in before.keys() & after.keys():
        for name in before[file].keys() & after[file].keys():
            if name[1:2] == "#" and before[file][name] != after[file][name]:
                pair = changed.setdefault(name, ([], []))
                pair[0].append(before[file][name])
                pair[1].append(after[file][name])
    return changed


def how(pair):
    """In one phrase, how a type changed."""
    one, other = pair[0][0], pair[1][0]
    if is_unknown(one):
        return "is known now: its header is included"
    if is_unknown(other):
        return "is not known any more: its header is not included"
    if "{" not in one or "{" not in other:
        return f"{one} -> {other}"
    members = [[m.strip() for m in re.split(r" [;,] ", text.partition("{")[2]
                                            .rpartition("}")[0])]
               for text in (one, other)]
    new = [m for m in members[1] if m and m not in members[0]]
    old = [m for m in members[0] if m and m not in members[1]]
    words = ["+ " + m.rstrip(" ;") for m in new] + ["- " + m.rstrip(" ;") for m in old]
    text = ", ".join(re.sub(r"\b([suet])#", lambda m: KINDS[m.group(1)] + " ", w)
                     for w in words[:3])
    return (text or "the order of its members") + (" ..." if len(words) > 3 else "")


def table(program, rows):
    text = "".join("\t".join(str(field) for field in row) + "\n" for row in rows)
    sys.stdout.flush()
    subprocess.run([program], input=text, text=True, check=True)


def short(patches):
    return ", ".join(sorted(re.sub(r"/patches/", "/", p).removesuffix(".patch")
                            for p in patches)) or "none of the patches: the configuration"


def main():
    cell, none, kit, program = sys.argv[1:]
    patches = Patches(line.strip() for line in sys.stdin if line.strip())
    old, new = symvers(none), symvers(kit)
    before, after = symtypes(none), symtypes(kit)
    trees = (fact(none, "tree"), fact(kit, "tree"))
    both = old.keys() & new.keys()
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    changed = sorted(s for s in both if old[s][0] != new[s][0])
    types = changed_types(before, after)

    # Which of the changed types, or its own declaration, each changed version is due to.
    due, prototypes, unexplained = {}, {}, []
    for symbol in changed:
        found = False
        for file in before.keys() & after.keys():
            if symbol not in after[file] or symbol not in before[file]:
                continue
            reach = reached(after[file], symbol) | reached(before[file], symbol)
            for name in reach & types.keys():
                due.setdefault(name, set()).add(symbol)
                found = True
            if before[file][symbol] != after[file][symbol]:
                prototypes[symbol] = (before[file][symbol], after[file][symbol])
                found = True
        if not found:
            unexplained.append(symbol)

    start = fact(none, "option KCONFIG")
    print(f"{cell}: {fact(none, 'version')}, without the series and with it"
          f"{', KCONFIG=' + os.path.basename(start) if start else ''}")
    print(f"exported symbols: {len(old)} before, {len(new)} after; "
          f"{len(added)} added, {len(removed)} removed, "
          f"{len(changed)} of {len(both)} with another version")

    blame = {}
    if due:
        print("\nTypes that changed, by the number of versions that depend on them:\n")
        rows = [("type", "versions", "change", "patch")]
        for name in sorted(due, key=lambda n: (-len(due[n]), n)):
            by = causes(name, *types[name], trees, patches)
            for patch in by or {""}:
                blame.setdefault(patch, set()).update(due[name])
            rows.append((readable(name), len(due[name]), how(types[name]), short(by)))
        table(program, rows)
    if prototypes:
        print("\nSymbols whose own declaration changed:\n")
        rows = [("symbol", "before", "after", "patch")]
        for symbol in sorted(prototypes):
            by = patches.mention(symbol)
            for patch in by or {""}:
                blame.setdefault(patch, set()).add(symbol)
            rows.append((symbol, *prototypes[symbol], short(by)))
        table(program, rows)
    for title, symbols, which in (("added", added, new), ("removed", removed, old)):
        if symbols:
            print(f"\nExported symbols {title}:\n")
            table(program, [(s, which[s][2], which[s][1],
                             short(patches.mention(s)) if title == "removed" else "")
                            for s in symbols])
    if unexplained:
        print(f"\nVersions that changed for a reason that the types do not show: "
              f"{' '.join(unexplained)}")
    print()
    if not changed and not removed:
        print("No version changed and no symbol is gone: modules that were built before "
              "can be loaded.")
        return 0
    print("For a stable ABI, leave out these patches, and those that need them:\n")
    table(program, [("patch", "versions")] +
          [(short({p} - {""}), len(blame[p])) for p in
           sorted(blame, key=lambda p: (-len(blame[p]), p))])
    return 1


sys.exit(main())
