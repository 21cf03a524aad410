"""What everybody reads of the safeguards: one line each, with what shows it, and the open numbers (SG17)."""

import ast
import csv
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cases import cast
from tests.law.proposal_story import pack
from tests.safeguarding import stage
from tests.sponsorship import stage as sponsors
from tests.sponsorship.coming_stage import Drawn, drawn
from veer.access.who import SYSTEM
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.acts import seal
from veer.openness.models import Count
from veer.people.models import Fact
from veer.safeguarding.promises import HOLDS, PROMISES
from veer.sponsorship.models import Application, Identity
from veer.sponsorship.queries import published_until

pytestmark = pytest.mark.django_db
NEAR = "sponsor-recognition/conditions.near"  # a rule of the law, as a reason of a refusal


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    sponsors.activate_law()


def page(**asked: str) -> str:
    return Client().get(reverse("safeguarding:safeguards"), **asked).content.decode()


def test_each_safeguard_has_one_line_and_nothing_is_claimed_without_a_test() -> None:
    assert [(one.id, one.state) for one in PROMISES] == [(f"SG{number}", HOLDS) for number in range(1, 21)]
    for one in PROMISES:
        file, name = one.proof
        tree = ast.parse((Path(__file__).parents[2] / file).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, one.id


def test_the_page_says_what_holds() -> None:
    parts = dict(re.findall(r'<section[^>]* id="(SG\d+)"(.*?)</section>', page(), re.DOTALL))
    assert len(parts) == 20
    assert all("holds</span>" in part for part in parts.values())
    assert "20 of them hold." in page()
    assert reverse("openness:numbers") in parts["SG17"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "ar"])
def test_the_page_speaks_each_language(language: str) -> None:
    said = page(headers={"accept-language": language})
    assert f'lang="{language}"' in said
    with translation.override("en"):
        english = [str(one.words) for one in PROMISES]
    assert not [words for words in english if words in said]


def test_small_figures_are_hidden_and_none_tells_that_somebody_reported_just_now(at: Callable[..., datetime]) -> None:
    at(2026, 2, 28, 9)
    stage.reported(None)
    assert "reported: 0; waiting: 0; too late: 0" in page()
    at(2026, 3, 2, 9)
    assert "reported: fewer than 5; waiting: fewer than 5; too late: 0" in page()
    at(2026, 2, 28, 9)
    for _ in range(4):
        stage.reported(None)
    at(2026, 3, 2, 9)
    stage.reported(None)
    assert "when this month began, reported: 5; waiting: 5; too late: 0" in page()
    assert "sealed last: never" in page()
    seal()
    assert "sealed last: 2 March 2026" in page()
    stage.alerted()
    assert "alerts that wait for somebody: fewer than 5" in page()


# ---------- The open numbers ----------


def test_SG17_small_numbers_are_hidden() -> None:
    _group, people, case, _work = stage.sponsored()
    cast.act(case, "withdraw", people[0])
    call_command("count")
    address = reverse("openness:numbers_of", args=[case.law.pack, case.route])
    assert "not shown" in Client().get(address).content.decode()


def also(case: Case, number: int, nationality: str, sex: str, born: str) -> None:
    """So many more people who are asked for in a file, beside those whom the group wrote down there."""
    now = clock.now()
    told = {"family_name": "Alke", "nationality": nationality, "sex": sex, "born": born, "number": "N 2"}
    Identity.objects.bulk_create(
        Identity(application_id=case.pk, given_name=f"A{n}", adult=True, written_at=now, written_by=case.pk, **told)
        for n in range(number)
    )


def counted(table: str) -> dict[tuple[str, str], int | None]:
    call_command("count", verbosity=0)
    rows = Count.objects.filter(table=table).order_by("row_place", "column_place")
    return {(one.row, one.column): one.number for one in rows}


def test_SG17_who_was_asked_for_is_counted_by_nationality_sex_and_age_once_a_month_and_nobody_is_found(
    at: Callable[..., datetime],
) -> None:
    _group, _lead, case = drawn(sponsors.Cell(), 2, 3)  # five of SYR, X, 1990
    also(case, 9, "SYR", "F", "1988-03")
    also(case, 3, "AFG", "M", "2010-02-27")
    assert counted("people.without_visa") == {}, "not while the month still runs"
    at(2026, 4, 1, 1)
    assert counted("people.without_visa") == {}, "of fewer than twenty nothing is told"
    also(case, 9, "AFG", "F", "1950")
    at(2026, 5, 4, 9)
    found = counted("people.without_visa")
    assert found["*", "*"] == 26
    assert found["SYR", "F.18"] == 9
    assert found["AFG", "M.0"] is None
    assert found["SYR", "M.0"] == 0
    assert [found["AFG", column] for column in ("F.65", "*")].count(None) == 1, "or the three would be computed"
    address = reverse("openness:numbers_of", args=[case.law.pack, case.route])
    told = Client().get(address).content.decode()
    for words in ("have no visa", 'colspan="2">F: woman</th>', "0 to 17 years", "sex and age, once a month"):
        assert words in told, words
    assert "no country and no answer of anybody is read" not in told.partition("People are counted")[2]
    awaited = told.partition("have a visa</h2>")[2]
    assert "at least 20 people" in awaited
    assert "next on 1 June 2026" in awaited
    cells = csv.DictReader(Client().get(f"{address}numbers.csv").content.decode().splitlines())
    assert {one["how"] for one in cells if one["row"] == "AFG" and one["column"] == "M.0"} == {"hidden"}
    cast.act(case, "name", SYSTEM)
    cast.act(case, "visa_given", SYSTEM)
    assert counted("people.with_visa") == {}
    at(2026, 6, 1, 9)
    assert counted("people.with_visa") == found, "the same people, who now have a visa"
    assert counted("people.without_visa") == {}


def test_SG17_ties_forms_reasons_and_breakdowns_are_public_and_the_small_ones_are_not(
    at: Callable[..., datetime],
) -> None:
    home = Drawn()
    home.arrived()
    cast.act(home.case, "concern", home.support)
    _group, _people, refused, work = stage.sponsored()
    cast.act(refused, "propose_refusal", work.bram, reasons=[{"id": NEAR, "text": "Far.", "source": ""}])
    cast.act(refused, "sign", work.chantal, letter=cast.shown_letter(refused, work.chantal))
    at(2026, 4, 1, 9)
    found = {(name, route): counted for name, (_pack, route), counted in published_until(clock.now())}
    assert found == {
        ("ties", "sponsor-application"): {"named_family": 1},
        ("forms", "sponsor-recognition"): {"group": 1},
        ("reasons", "sponsor-recognition"): {NEAR: 1},
        ("breakdowns", "humanitarian-visa"): {"raised": 1},
    }
    assert counted("ties") == counted("reasons") == counted("breakdowns") == {}, "a single one is nobody's to read"
    many(home.application, {"named_family": 11, "named_friend": 3, "matched_vulnerable": 6})
    assert counted("ties") == {
        ("named_family", "*"): 12, ("matched_vulnerable", "*"): None, ("named_friend", "*"): None, ("*", "*"): 21,
    }  # fmt: skip
    address = reverse("openness:numbers_of", args=[home.application.law.pack, "sponsor-application"])
    told = Client().get(address).content.decode()
    for words in ("Requests by tie", "Vulnerable people whom the sponsor does not choose", "when the month began"):
        assert words in told, words


def many(case: Case, ways: dict[str, int]) -> None:
    """So many more requests of each way, sent on the day of this one."""
    group = Application.objects.get(case=case).group_id
    for way, number in ways.items():
        for _n in range(number):
            one = Case.objects.get(pk=case.pk)
            one.pk, one._state.adding = uuid4(), True
            one.save()
            Application.objects.create(case=one, group_id=group, made_at=clock.now())
            told = {"subject_kind": "case", "purpose_kind": "case", "purpose_id": one.pk, "state": "stated"}
            by = {"source_kind": "person", "recorded_at": clock.now(), "by_kind": "account", "by_id": one.pk}
            Fact.objects.create(subject_id=one.pk, fact="bring.way", value=way, **told, **by)


def test_SG17_no_rule_score_draw_or_placement_reads_nationality_sex_or_age_of_who_is_asked_for() -> None:
    rooms = ("rules", "draw", "placement", "quotas", "matching")
    readers = [one for name in rooms for one in Path("veer", name).rglob("*.py")]
    for file in [*readers, Path("veer/sponsorship/acts/drawing.py"), Path("veer/sponsorship/acts/places.py")]:
        if file != Path("veer/rules/load/facts.py"):  # which refuses that anybody be asked to change them
            assert not re.search(r"\b(nationality|sex|Identity|identities)\b", file.read_text()), file
    attribute = re.compile(r"nationality|\bsex\b|\bage\b|\bborn\b")
    for name in ("sponsor-recognition", "sponsor-application", "humanitarian-visa"):
        rules = re.sub(r"notes:.*|#.*", "", pack().files[f"routes/{name}.yaml"])
        assert not attribute.search(rules), name
