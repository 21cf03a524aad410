"""Two laws side by side on a public page: versions of one law, and two policies on the same way."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.openness.test_pages import seen
from veer.access.who import SYSTEM
from veer.cases import law
from veer.openness import queries
from veer.rules import Pack

pytestmark = pytest.mark.django_db
PAGE = ("be-proposal", "talent")


def changed(name: str, file: str, was: str, now: str) -> Any:
    """A bundled pack with one line of law written otherwise."""
    document = json.loads(queries.bundled()[name].canonical())
    text = document["files"][file]
    assert was in text
    document["files"][file] = text.replace(was, now, 1)
    document["files"]["pack.yaml"] = document["files"]["pack.yaml"].replace('version: "2026.1"', 'version: "2026.2"')
    return Pack.from_canonical(json.dumps(document).encode())


def address(pack: str, route: str, **query: str) -> str:
    return reverse("openness:law_compare", args=[pack, route], query=query)


def test_two_policies_on_the_same_way_side_by_side(client: Client) -> None:
    from_law = client.get(reverse("openness:law_route", args=["be-current", "asylum"])).content.decode()
    assert f'href="{address("be-current", "asylum")}"' in from_law
    asked = client.get(address("be-current", "asylum"))
    (choice,) = re.findall(r'<option value="(be-proposal/[0-9a-f]+)"', asked.content.decode())
    assert "differences" not in seen(asked)
    answer = client.get(asked.request["PATH_INFO"], {"with": choice, "of": asked.context["here"]})
    said = seen(answer)
    assert f"{answer.context['compared']['count']} differences" in said
    assert "Belgian law as it stands , 2026.1" in said
    assert "Proposal for a Belgian migration policy , 2026.1" in said
    parts = {part["id"]: part["rows"] for part in answer.context["compared"]["parts"]}
    assert {"way", "dates", "rights", "if-no", "facts"} <= parts.keys()
    assert {row["only"] for row in parts["dates"]} == {"", "here", "there"}
    only_here = next(row for row in parts["dates"] if row["only"] == "here")
    assert only_here["here"]
    assert not only_here["there"]


def test_an_older_version_of_the_law_beside_the_newer_one(client: Client) -> None:
    older = law.activate(queries.bundled()["be-proposal"], SYSTEM)
    law.activate(changed("be-proposal", "routes/talent.yaml", "pass: ", "pass: 1"), SYSTEM)
    was = queries.short(older.law_hash)
    choice = f"be-proposal/{was}"
    answer = client.get(address(*PAGE, **{"with": choice}))
    (row,) = [row for part in answer.context["compared"]["parts"] if part["id"] == "points" for row in part["rows"]]
    assert [line["key"] for line in row["here"]] == ["pass"]
    assert row["here"][0]["said"] == "1" + row["there"][0]["said"]
    assert row["there"][0]["said"] in seen(answer)
    turned = client.get(address(*PAGE, of=was, **{"with": f"be-proposal/{answer.context['here']}"}))
    (back,) = [row for part in turned.context["compared"]["parts"] if part["id"] == "points" for row in part["rows"]]
    assert (back["here"], back["there"]) == (row["there"], row["here"])
    of_the_old = client.get(reverse("openness:law_version", args=[*PAGE, was])).content.decode()
    assert address(*PAGE, of=was) in of_the_old


def test_an_address_kept_from_when_the_other_law_was_newer_still_opens(client: Client) -> None:
    older = law.activate(queries.bundled()["be-proposal"], SYSTEM)
    law.activate(changed("be-proposal", "routes/talent.yaml", "pass: ", "pass: 1"), SYSTEM)
    kept = f"be-proposal/{queries.short(older.law_hash)}"
    page = client.get(address("be-current", "return", **{"with": kept}))
    assert (page.status_code, page.context["compared"]["there"]["version"]) == (200, "2026.1")
    assert f'<option value="{kept}" selected>' in page.content.decode()


def test_who_is_affected_is_told_by_the_worked_cases(client: Client) -> None:
    older = law.activate(queries.bundled()["be-proposal"], SYSTEM)
    law.activate(changed("be-proposal", "routes/talent.yaml", "pass: ", "pass: 1"), SYSTEM)
    answer = client.get(address(*PAGE, **{"with": f"be-proposal/{queries.short(older.law_hash)}"}))
    affected = answer.context["compared"]["affected"]
    assert affected["rows"]
    assert len(affected["rows"]) <= affected["of"]
    for row in affected["rows"]:  # a mark nobody reaches: the way closes for those for whom it was open
        assert (str(row["here"]["outcome"]), row["here"]["total"]) == ("the way is closed", row["there"]["total"])
        assert str(row["there"]["outcome"]) != "the way is closed"
    said = seen(answer)
    assert f"Of {affected['of']} worked cases that both can read, {len(affected['rows'])} get another answer." in said


def test_only_words_of_the_readers_language_are_laid_side_by_side(client: Client) -> None:
    older = law.activate(queries.bundled()["be-proposal"], SYSTEM)
    text = queries.bundled()["be-proposal"].text("talent", "title", "nl")
    law.activate(changed("be-proposal", "texts/talent.nl.yaml", f"title: {text}", f"title: {text}!"), SYSTEM)
    beside = {"with": f"be-proposal/{queries.short(older.law_hash)}"}
    dutch = client.get(address(*PAGE, lang="nl", **beside))
    assert dutch.context["compared"]["count"] == 1
    assert f"{text}!" in seen(dutch)
    english = client.get(address(*PAGE, lang="en", **beside))
    assert "On this way both say the same." in seen(english)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "ar"])
def test_it_reads_in_every_language(client: Client, language: str) -> None:
    digest = queries.short(queries.bundled()["be-proposal"].law_hash)
    answer = client.get(address("be-current", "return", lang=language, **{"with": f"be-proposal/{digest}"}))
    body = answer.content.decode()
    assert f'<html lang="{language}"' in body
    assert not re.search(r"[0-9] differences", seen(answer))
    titles = {row["title"] for part in answer.context["compared"]["parts"] for row in part["rows"]}
    assert queries.bundled()["be-current"].text("return", "title", language) in titles


@pytest.mark.parametrize("query", [{"with": "be-proposal/0000"}, {"with": "x"}, {"of": "0" * 16}])
def test_what_is_not_there_is_not_found(client: Client, query: dict[str, str]) -> None:
    assert client.get(address("be-current", "return", **query)).status_code == 404


def test_a_way_of_one_law_alone_says_so(client: Client) -> None:
    alone = seen(client.get(address("de-chancenkarte", "chancenkarte")))
    assert "There is no other version of this law here yet" in alone
    page = client.get(reverse("openness:law_route", args=["de-chancenkarte", "chancenkarte"]))
    assert "compare/" not in page.content.decode()


def test_a_short_summary_comes_before_all_the_differences(client: Client) -> None:
    choice = f"be-current/{queries.short(queries.bundled()['be-current'].law_hash)}"
    answer = client.get(address("be-proposal", "asylum", **{"with": choice}), {"lang": "en", "with": choice})
    compared, body = answer.context["compared"], answer.content.decode()
    matter = compared["matter"]
    assert len(matter) == 10
    assert {"Dates", "Your rights", "If it is a no"} <= {str(row["part"]) for row in matter}
    assert body.index('id="matter"') < body.index("<details")
    said = seen(answer)
    for part in compared["parts"]:
        assert f"<li>{part['title']}: {len(part['rows'])}</li>" in body  # no list with a narrow column for an icon
    for row in matter:
        assert row["title"] in said


@pytest.mark.parametrize("route", ["asylum", "return"])
def test_every_line_is_in_the_words_of_a_reader(client: Client, route: str) -> None:
    choice = f"be-current/{queries.short(queries.bundled()['be-current'].law_hash)}"
    answer = client.get(address("be-proposal", route), {"lang": "nl", "with": choice})
    lines = [
        line
        for part in answer.context["compared"]["parts"]
        for row in part["rows"]
        for line in (*row["here"], *row["there"])
    ]
    assert lines
    assert not [(one["key"], one["said"]) for one in lines if one["key"] and not (one["label"] and one["words"])]
    said = seen(answer)
    assert "act80, article" not in said
    assert "vervalt met: withdraw" not in said


def test_only_facts_that_the_way_reads_are_laid_side_by_side(client: Client) -> None:
    choice = f"be-current/{queries.short(queries.bundled()['be-current'].law_hash)}"
    answer = client.get(address("be-proposal", "asylum"), {"with": choice})
    facts = {row["id"] for part in answer.context["compared"]["parts"] for row in part["rows"] if part["id"] == "facts"}
    assert facts
    assert not [fact for fact in facts if fact.startswith(("facts.sponsor.", "facts.home.", "facts.occupation."))]
