"""A rule is read in words; what the program reads stands behind it."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.rules.small import pack_of
from veer.openness import queries
from veer.openness.rule_words import Speaker, spoken
from veer.rules import Pack

SENTENCES = {
    "nl": "Uw diploma is uit Canada of is minder dan vijf jaar geleden beoordeeld",
    "fr": "Votre diplôme est canadien ou a été évalué il y a moins de cinq ans",
    "de": "Ihr Abschluss ist aus Kanada oder wurde vor weniger als fünf Jahren bewertet",
    "en": "Your diploma is from Canada or was assessed less than five years ago",
}
RULE = re.compile(r'<details class="rule">.*?</details>', re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("name", ["openness:law_route", "openness:score"])
def test_a_named_rule_is_said_before_the_code(client: Client, name: str, language: str) -> None:
    address = reverse(name, args=["ca-express-entry", "crs"])
    page = html.unescape(client.get(f"{address}?lang={language}", follow=True).content.decode())
    before = [page[: found.start()][-400:] for found in RULE.finditer(page) if ">education_counts<" in found[0]]
    assert before
    assert all(SENTENCES[language] in text for text in before)


FACTS = """
facts:
  where: {of: person, type: enum, values: [here, border, away]}
  months: {of: person, type: int, unit: month, domain: [0, 99]}
  born: {of: person, type: date}
  held: {of: person, type: bool}
  number: {of: person, type: text, pattern: "[0-9]+", optional: true}
"""
LAW = """
let: {grown: "years_between(born, on) >= 18", early: "born < date(2000, 3, 1)"}
conditions: {c: {if: held}}
"""
WORDS = {
    "texts/facts.en.yaml": (
        "where: {label: Place, question: Where?, values: {here: here, border: at the border, away: abroad}}\n"
        "months: {label: Work}\nborn: {label: Birth}\nheld: {label: Held}\nnumber: {label: Number}\n"
    ),
    "texts/r.en.yaml": "let.grown: You are an adult\n",
}


@pytest.fixture(scope="module")
def small() -> Pack:
    return pack_of(FACTS, LAW, **WORDS)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("where == 'here'", "Place: here"),
        ("where in {'here', 'border'}", "Place: “here” or “at the border”"),
        ("not where == 'here'", "Place: not “here”"),
        ("months >= 12", "Work: at least 12 months"),
        ("not months >= 12", "not so: Work: at least 12 months"),
        ("born <= on", "Birth: on or before the day that is asked about"),
        ("held and not grown", "all of these: Held: Yes; not so: You are an adult"),
        ("not (held or early)", "none of these: Held: Yes; Birth: before 1 March 2000"),
        (
            "held or grown and given(number)",
            "one of these is enough: Held: Yes; (all of these: You are an adult; Number: filled in)",
        ),
        ("months + 6 < 2 * months", "Work + 6: less than 2 × Work"),
        ("held and months.unheard > 3", ""),
    ],
)
def test_what_an_expression_says(small: Pack, code: str, said: str) -> None:
    with translation.override("en"):
        assert spoken(small, "r", code, truth=True) == said


def rules_of(route: Any) -> Iterator[Any]:
    """Every rule that the page of a route shows."""
    todo = [*route.conditions, *(route.points.sections if route.points else ())]
    while todo:
        node = todo.pop()
        todo += [*getattr(node, "children", ()), *getattr(node, "unless", ())]
        todo += [*getattr(node, "parts", ()), *getattr(node, "first", ())]
        yield from (rule for rule in (getattr(node, "expr", None), getattr(node, "when", None)) if rule is not None)
    for one in (*route.rights.values(), *route.remedies.values()):
        found = (one.when, getattr(one, "suspends", None))
        yield from (rule for rule in found if rule is not None and not isinstance(rule, str))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en", "ar"])
def test_no_rule_of_a_bundled_law_is_code_alone(language: str) -> None:
    with translation.override(language):
        for pack in queries.bundled().values():
            for route in pack.routes.values():
                speaker = Speaker(pack, route)
                silent = [rule.text for rule in rules_of(route) if not (speaker.rule(rule) or speaker.flat(rule))]
                assert not silent, (pack.id, route.id)
