"""From FEEL to our expressions, token by token; what has no counterpart is left out with its reason."""

import re

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*")|(?P<duration>years\ and\ months\ duration)|(?P<range>\[\s*(\S+?)\s*\.\.\s*(\S+?)\s*\])
    |(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<mark><=|>=|!=|[-=<>()+*,{}]))""",
    re.VERBOSE,
)
SAME = {"and", "or", "true", "false", "not", "in", "date", "if", "then", "else"}


class Left(Exception):
    """An expression that is left out; says why."""


def tokens(text):
    place, found = 0, []
    while place < len(text.rstrip()):
        token = TOKEN.match(text, place)
        if token is None:
            raise Left("lists, contexts, times, durations and ranges of other kinds")
        found.append((token.lastgroup if token.lastgroup != "range" else "range", token[0].strip()))
        place = token.end()
    return found


def expression(text, names=()):
    """Our words for one FEEL expression over named inputs."""
    out, todo = [], tokens(text)
    while todo:
        kind, word = todo.pop(0)
        if kind == "word" and word == "null":
            raise Left("null as a value: with us a fact that is not known, not a word of the law")
        if kind == "word" and word not in SAME and word not in names:
            raise Left("functions that the language has not, and names of other models")
        if kind == "word" and word == "date":
            out.append(a_date(todo))
        elif kind == "duration":
            out.append("months_between")
        elif kind == "text":
            out.append(f"'{word[1:-1]}'")
        else:
            out.append({"=": "=="}.get(word, word))
    return conditional(out)


def a_date(todo):
    """`date("2017-12-31")` or `date(2017, 12, 31)`."""
    inside = []
    while todo and not (inside and inside[-1] == ")"):
        inside.append(todo.pop(0)[1])
    numbers = "".join(inside).strip("()")
    parts = numbers.strip('"').split("-") if numbers.startswith('"') else numbers.split(",")
    if len(parts) != 3 or not all(re.fullmatch(r"\d+", part) for part in parts):
        raise Left("dates with a time, before the year 0, or that are no dates")
    return f"date({', '.join(str(int(part)) for part in parts)})"


def conditional(out):
    """`if c then a else b`."""
    if "if" not in out:
        return " ".join(out)
    if out[0] != "if" or out.count("if") > 1:
        raise Left("a condition inside a condition")
    then, other = out.index("then"), out.index("else")
    return f"({' '.join(out[then + 1 : other])} if {' '.join(out[1:then])} else {' '.join(out[other + 1 :])})"
