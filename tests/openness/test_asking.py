"""Ways on which the program computes nothing but who may ask: it says so plainly, and where one asks."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.openness.dropped import drop
from tests.openness.test_pages import seen
from veer.access.who import SYSTEM
from veer.cases import law
from veer.openness import finder, queries
from veer.openness.law import asking
from veer.people.models import Account
from veer.rules import load_pack

pytestmark = pytest.mark.django_db


def put_in_force(folder: Path, *changes: tuple[str, str]) -> None:
    drop(folder)
    route = folder / "routes" / "plot.yaml"
    text = route.read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    route.write_text(text)
    law.activate(load_pack(folder), SYSTEM)


FREE = (", outcome_open", "")
UNASKED = ("conditions:\n  here: lives_here\n", "")
UNSAID = ("    conditions.here: U woont in deze gemeente.\n", "")
DESK = ("procedure:\n  starts", "procedure:\n  by: [applicant, desk]\n  starts")


def test_whoever_comes_may_ask(client: Client, tmp_path: Path) -> None:
    """No condition, no points, nothing to answer: the finder has an answer all the same, and never a computed yes."""
    put_in_force(tmp_path / "garden", FREE, UNASKED, UNSAID, DESK)
    answer = client.get(reverse("openness:find", args=["garden"]), follow=True)
    assert answer.redirect_chain == [(reverse("openness:result", args=["garden"]), 302)]
    said = seen(answer)
    assert "You may ask. People decide, never a program." in said
    assert "Here, with the button below. Or there: the desk. Somebody writes it down with you." in said
    assert "Start this application" in said
    assert "Open because" not in said
    assert "open to you." not in said
    read = seen(client.get(reverse("openness:law_route", args=["garden", "plot"])))
    assert "Whoever comes may ask." in read
    assert "Who may open a case: you, the desk" in read
    body = client.get(reverse("openness:law_route", args=["garden", "plot"])).content.decode()
    assert reverse("openness:numbers_of", args=["garden", "plot"]) in body


def test_a_way_that_only_a_desk_opens_shows_no_button(client: Client, tmp_path: Path) -> None:
    put_in_force(tmp_path / "garden", FREE, UNASKED, UNSAID, (DESK[0], DESK[1].replace("applicant, ", "")))
    said = seen(client.get(reverse("openness:result", args=["garden"])))
    assert "The case is opened there: the desk." in said
    assert "Start this application" not in said
    somebody = cast.applicant().account
    client.force_login(Account.objects.get(pk=somebody), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("cases:apply", args=["garden", "plot"])).status_code == 404


def test_a_law_that_nobody_put_in_force_shows_no_button(client: Client) -> None:
    """It can be asked what it would answer; the page that opens a case knows only laws in force here."""
    client.post(reverse("openness:find_fact", args=["be-current", "whereabouts"]), {"value": "inside"})
    assert "Start this application" not in seen(client.get(reverse("openness:result", args=["be-current"])))
    law.activate(queries.bundled()["be-current"], SYSTEM)
    assert "Start this application" in seen(client.get(reverse("openness:result", args=["be-current"])))


def test_an_act_that_waits_for_the_answer_of_the_law_is_no_mere_asking(tmp_path: Path) -> None:
    put_in_force(tmp_path / "garden")
    route = queries.pack("garden").route("plot")
    assert not asking(route)
    assert finder.doors(route) == []


def test_clocks_rights_and_remedies_are_told_whole(client: Client, tmp_path: Path) -> None:
    put_in_force(
        tmp_path / "garden",
        (
            "clocks:\n",
            "clocks:\n  look:\n    starts: [walk]\n    length: {weeks: 2}\n    duty: official\n    meets: [sign]\n"
            "    first: {late: {if: plot_free, length: {working_days: 3}}}\n"
            "    extend: {walk: {by: {days: 5}, at_most: {days: 9}}}\n"
            "    suspend: {wait: {from: [take], until: [walk], at_most: {days: 4}}}\n"
            "    nothing_follows: true\n    confidence: unverified\n",
        ),
        (
            "rights: {none: {source: {rules: § 2}}}",
            "rights:\n  dig: {holder: applicant, from: [submit], after: {months: 4}, at: [sent], until: [granted]}",
        ),
        ("refused: {ends: refused}", "refused: {ends: order_issued}"),
        ("    clocks.answer:", "    clocks.look: Kijken\n    clocks.look.late: Drie dagen\n    clocks.answer:"),
    )
    said = seen(client.get(reverse("openness:law_route", args=["garden", "plot"])))
    for words in (
        "2 weeks", "or 3 working days", "Drie dagen", "not checked against the source",
        "Can be made longer by 5 days, together at most 9 days: Langs de tuin gaan",
        "Stands still, at most 4 days, from and until: Dossier nemen – Langs de tuin gaan",
        "Kept by: Tekenen", "When it is over, nothing follows by itself.",
        "From 4 months after: Aanvraag sturen", "Only while: Wij gaan naar de tuin kijken", "Until: U hebt een tuin",
        "The decision does not wait for the answer.", "within 10 days after you received the letter",
        "Here this law ends: with an order, and nothing after it.",
    ):  # fmt: skip
        assert words in said, words
