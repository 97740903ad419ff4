# SPDX-License-Identifier: GPL-2.0
"""Lines of a kernel source, and what they are in."""
import re


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def lines_of(path):
    return read(path).removesuffix("\n").split("\n")


def one_blank(text):
    """@text without the white space around it, and with one blank for that inside."""
    return " ".join(text.split())


def function_at(lines, number):
    """The name of the function, macro or label that line @number is in, or -."""
    for line in reversed(lines[:number]):
        if line.startswith("}"):
            break
        match = re.match(r"(?:#define\s+|SYM_\w+\(|ENTRY\(|(?:[\w*]+\s+)*\**)(\w+)[(,)]", line)
        if match and match[1] != "asm":
            return match[1]
    return "-"
