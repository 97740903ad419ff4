# SPDX-License-Identifier: GPL-2.0
"""What can be changed in one line of C.

Works on the words of a line, in the kernel's coding style: a binary operator stands
between blanks, and a unary one does not.
"""
import re

WORD = re.compile(r"""
    (?P<comment> /\*.*?\*/ | //[^\n]* )
  | (?P<text>    "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
  | (?P<number>  (?:0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*\b )
  | (?P<name>    [A-Za-z_]\w* )
  | (?P<sign>    <<= | >>= | -> | \+\+ | -- | [-+*/%&|^<>=!]= | && | \|\| | << | >> | \S )
""", re.X | re.S)

TYPES = {"struct", "union", "enum", "static", "const", "unsigned", "signed", "int", "long",
         "short", "char", "bool", "void", "extern", "typedef", "inline", "size_t"}
CONTROL = {"if", "else", "while", "for", "do", "switch", "case", "default", "return"}
OTHER = {"<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"], "==": ["!="], "!=": ["=="]}
OPERATOR = {"&&": "||", "||": "&&", "+": "-", "-": "+", "&": "|", "|": "&", "<<": ">>",
            ">>": "<<", "+=": "-=", "-=": "+=", "|=": "&=", "++": "--", "--": "++"}
OPEN, CLOSE = "([{", ")]}"


class Word:
    def __init__(self, match, start):
        self.kind = match.lastgroup
        self.text = match.group()
        self.start = match.start() - start
        self.end = match.end() - start


def words_of(source):
    """The words of each line, without comments: a list for each line, from 1 on."""
    starts = [0] + [m.end() for m in re.finditer("\n", source)]
    lines = [[] for _ in range(len(starts) + 1)]
    number = 1
    for match in WORD.finditer(source):
        while number < len(starts) and starts[number] <= match.start():
            number += 1
        if match.lastgroup != "comment":
            lines[number].append(Word(match, starts[number - 1]))
    return lines


def balanced(words):
    depth = 0
    for word in words:
        depth += (word.text in OPEN) - (word.text in CLOSE)
        if depth < 0:
            return False
    return depth == 0


def closing(words, first):
    """The index of the word that closes the bracket @first, or None."""
    depth = 0
    for i in range(first, len(words)):
        depth += (words[i].text in OPEN) - (words[i].text in CLOSE)
        if not depth:
            return i
    return None


def between_blanks(line, word):
    return line[word.start - 1:word.start] in (" ", "\t") and \
        line[word.end:word.end + 1] in (" ", "")


def replaced(line, start, end, text):
    return line[:start] + text + line[end:]


def conditions(line, words):
    """Conditions that begin and end in this line: (start, end, is it a loop's)."""
    for i, word in enumerate(words[:-1]):
        if word.text in ("if", "while") and words[i + 1].text == "(":
            last = closing(words, i + 1)
            if last and last > i + 2:
                yield words[i + 2].start, words[last - 1].end, word.text == "while"
    texts = [word.text for word in words]
    if texts[:1] == ["return"] and "?" in texts[2:] and balanced(words[:texts.index("?")]) and \
            texts[texts.index("?") + 1:][:1] != [":"]:
        yield words[1].start, words[texts.index("?") - 1].end, False


def change_conditions(line, words):
    for start, end, loop in conditions(line, words):
        text = line[start:end]
        yield "condition never true", replaced(line, start, end, f"({text}) && 0")
        # A loop that never ends shows nothing but the time that it takes.
        if not loop:
            yield "condition negated", replaced(line, start, end, f"!({text})")
            yield "condition always true", replaced(line, start, end, f"({text}) || 1")


def is_declaration(words):
    if words[0].text in TYPES:
        return True
    names = [word.kind == "name" for word in words[:3]]
    if names[:2] == [True, True] and words[0].text not in ("goto", "return"):
        return True
    return names == [True, False, True] and words[1].text == "*" and \
        words[1].end == words[2].start


def drop_statement(line, words, begins):
    if not begins or words[-1].text != ";" or not balanced(words) or \
            words[0].text in CONTROL or words[0].text in "{}" or is_declaration(words):
        return
    if words[0].kind == "name" or words[0].text in ("*", "++", "--", "("):
        yield "statement dropped", replaced(line, words[0].start, words[-1].end, ";")


def change_signs(line, words):
    for i, word in enumerate(words):
        if word.kind != "sign":
            continue
        for other in OTHER.get(word.text, []):
            yield "comparison changed", replaced(line, word.start, word.end, other)
        if word.text == "!" and (not i or words[i - 1].text != "!"):
            yield "condition negated", replaced(line, word.start, word.end, "")
        elif word.text in OPERATOR and (word.text in ("++", "--") or between_blanks(line, word)):
            yield "operator changed", replaced(line, word.start, word.end, OPERATOR[word.text])


def numbers_near(text):
    digits = text.rstrip("uUlL")
    octal = digits[:1] == "0" and digits[1:].isdigit()
    value = int(digits, 8 if octal else 0)
    for other in (value + 1, value - 1):
        if other >= 0:
            yield (f"0{other:o}" if octal else str(other)) + text[len(digits):]


def change_constants(line, words):
    for i, word in enumerate(words):
        if word.kind == "number":
            for other in numbers_near(word.text):
                yield "constant changed", replaced(line, word.start, word.end, other)
        elif word.text in ("true", "false"):
            other = "false" if word.text == "true" else "true"
            what = "return value changed" if i and words[i - 1].text == "return" else "constant changed"
            yield what, replaced(line, word.start, word.end, other)
        elif re.fullmatch("E[A-Z]{3,}", word.text) and i and words[i - 1].text == "-":
            other = "EPERM" if word.text != "EPERM" else "EINVAL"
            yield "constant changed", replaced(line, word.start, word.end, other)


def change_return(line, words):
    if len(words) < 3 or words[0].text != "return" or words[-1].text != ";" or not balanced(words):
        return
    value = line[words[1].start:words[-2].end]
    # The first two are change_constants()'s; NULL and 0 are the same.
    if value in ("true", "false", "NULL"):
        return
    for other in ("0", "-EINVAL") if value == "0" else ("0",):
        if other != value:
            yield "return value changed", replaced(line, words[1].start, words[-2].end, other)


def changes(line, words, begins):
    """(kind, new line) for each change. @begins: a statement begins in this line."""
    if not words:
        return
    if line.lstrip().startswith("#"):
        if re.match(r"\s*#\s*define\s+\w+\s", line):
            yield from change_constants(line, words)
        return
    yield from change_conditions(line, words)
    yield from drop_statement(line, words, begins)
    yield from change_signs(line, words)
    yield from change_constants(line, words)
    yield from change_return(line, words)
