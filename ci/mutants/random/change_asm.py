# SPDX-License-Identifier: GPL-2.0
"""What can be changed in one line of assembly, or in one line of a C string of it."""
import re

# In a file: an instruction or a macro is indented, a label or an annotation is not.
IN_FILE = re.compile(r"""
    (?P<head>\s+)
    (?P<name>[A-Za-z][\w.]*)
    (?P<gap>[ \t]*)
    (?P<operands>[^:/]*?)
    (?P<tail>\s*(?:(?://|/\*|\#\s).*)?)$
""", re.X)

# In C: "	ret	x9\n", perhaps behind a line of a macro.
IN_STRING = re.compile(r"""
    (?P<head>\s*"[ \t]+)
    (?P<name>[a-z][\w.]*)
    (?P<gap>[ \t]*)
    (?P<operands>.*?)
    (?P<tail>\\n"\s*\\?)$
""", re.X)

# Each in both directions.
PAIRS = [("cbz", "cbnz"), ("tbz", "tbnz"), ("b.eq", "b.ne"), ("beq", "bne"), ("beqz", "bnez"),
         ("blt", "bge"), ("bltu", "bgeu"), ("jz", "jnz"), ("je", "jne"), ("jo", "jno"),
         ("jh", "jnh"), ("jl", "jnl"), ("jhe", "jnhe")]
INVERSE = dict(PAIRS + [(b, a) for a, b in PAIRS])

REGISTER = re.compile(r"%?[a-z]\w*")
# A number that is an offset or an amount: #8, $8, 8(sp), -8(%r15), and at the end ", 8".
NUMBER = re.compile(r"(?<![\w.%-])([#$]?-?)(\d+)(?=\s*[](,]|\s*$)")
# A name that the preprocessor makes one: #S_LR, __SF_BACKCHAIN(%r15), PT_T0(sp)
SYMBOL = re.compile(r"(?<![\w%])#?_*[A-Z][A-Z0-9_]{2,}(?=\s*[](,]|\s*$)")


def split_operands(text):
    """Operands, at commas outside of brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "[(") - (letter in "])")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def with_operands(match, operands):
    return match["head"] + match["name"] + match["gap"] + operands + match["tail"]


def without(match):
    if '"' in match["head"]:
        return match["head"].rstrip() + match["tail"][2:]
    return match["head"] + "/* dropped */" + match["tail"]


def swapped(match):
    operands = split_operands(match["operands"])
    for i, (a, b) in enumerate(zip(operands, operands[1:])):
        if a != b and REGISTER.fullmatch(a) and REGISTER.fullmatch(b):
            operands[i:i + 2] = b, a
            yield with_operands(match, ", ".join(operands))
            return


def offsets(match):
    text = match["operands"]
    for number in NUMBER.finditer(text):
        other = f"{number[1]}{int(number[2]) + 8}"
        yield with_operands(match, text[:number.start()] + other + text[number.end():])
    for symbol in SYMBOL.finditer(text):
        yield with_operands(match, text[:symbol.end()] + "+8" + text[symbol.end():])


def changes_of(match):
    yield "instruction dropped", without(match)
    # The compiler makes one string of several, whose names are no operands here.
    if '"' in match["operands"]:
        return
    for other in swapped(match):
        yield "operands swapped", other
    for other in offsets(match):
        yield "offset changed", other
    if match["name"] in INVERSE:
        start, end = match.span("name")
        yield "branch inverted", match.string[:start] + INVERSE[match["name"]] + match.string[end:]


def changes(line):
    """(kind, new line) for each change of a line of an assembly file."""
    match = IN_FILE.match(line)
    if match:
        yield from changes_of(match)


def changes_in_string(line):
    """(kind, new line) for each change of a line of C that is a string of assembly."""
    match = IN_STRING.match(line)
    if match:
        yield from changes_of(match)
