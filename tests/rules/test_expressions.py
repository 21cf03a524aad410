"""Python's grammar, restricted: what is let through, and where the rest is refused."""

import ast

import pytest

from veer.rules.expressions import MAX_CHARACTERS, dotted, parse
from veer.rules.problems import Place, Problems


def refused(text: str) -> tuple[str, int, str]:
    """Code, column from 1 and hint of the one finding."""
    problems = Problems()
    assert parse(text, Place("f.yaml", 7, 1), problems) is None
    (found,) = problems.found
    assert found.place.line == 7
    return found.code, found.place.column, found.hint


@pytest.mark.parametrize(
    "text",
    [
        "a and b or not c",
        "18 <= age < 30",
        "x in {'a', 'b'}",
        "x not in {1, 2}",
        "a + 2 * b - c // 3 % 4",
        "-a",
        "1 if c else 0",
        "count_true(a, b, c)",
        "sum(work.months, where=work.country == 'CA')",
        "date(2020, 1, 31) <= on",
        "true or false",
        "points.total >= points.pass",
        "a\nand b",
    ],
)
def test_the_language_is_let_through(text):
    problems = Problems()
    assert parse(text, Place("f.yaml", 1, 1), problems) is not None
    assert problems.found == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a / b", 1),
        ("x == y[0]", 6),
        ("lambda: 1", 1),
        ("a is b", 1),
        ("[a, b]", 1),
        ("(a, b)", 1),
        ("{'a': 1}", 1),
        ("f'{a}'", 1),
        ("a ** 2", 1),
        ("[x for x in y]", 1),
        ("a and (b := c)", 8),
        ("a @ b", 1),
        ("a | b", 1),
        ("None == a", 1),
        ("a == b''", 6),
        ("a == ...", 6),
    ],
)
def test_the_rest_of_python_is_refused_where_it_stands(text, column):
    code, at, _ = refused(text)
    assert (code, at) == ("E103", column)


def test_a_hint_says_what_to_write_instead():
    assert "//" in refused("a / b")[2]
    assert "==" in refused("a is b")[2]
    assert "sum" in refused("x[0]")[2]


@pytest.mark.parametrize("text", ["a +", "(a", "a b", "1 +* 2", ")", "a = 1", "'open", "import os"])
def test_what_is_not_an_expression_is_said(text):
    assert refused(text)[0] == "E102"


def test_five_thousand_minus_signs_are_refused_like_anything_too_deep():
    assert refused("-" * 1900 + "a")[:2] == ("E102", 1)
    assert refused("(" * 900 + "a" + ")" * 900)[0] == "E102"
    assert refused("-" * 5000 + "a")[:2] == ("E101", 1)


def test_an_expression_has_at_most_two_thousand_characters():
    assert parse("a" * MAX_CHARACTERS, Place("f.yaml", 1, 1), Problems()) is not None
    assert refused("a" * (MAX_CHARACTERS + 1))[0] == "E101"


def test_the_mark_keeps_its_name_though_pass_is_a_word_of_python():
    expr = parse("points.total >= points.pass", Place("f.yaml", 1, 1), Problems())
    assert expr is not None
    assert isinstance(expr.tree, ast.Compare)
    assert dotted(expr.tree.comparators[0]) == "points.pass"


def test_a_part_of_an_expression_knows_its_column():
    expr = parse("age >= 18 and nonsense", Place("f.yaml", 3, 10), Problems())
    assert expr is not None
    assert isinstance(expr.tree, ast.BoolOp)
    assert str(expr.at(expr.tree.values[1])) == "f.yaml:3:24"


def test_only_names_have_dots():
    assert dotted(ast.parse("a.b.c", mode="eval").body) == "a.b.c"
    assert dotted(ast.parse("f().b", mode="eval").body) is None
