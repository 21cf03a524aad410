"""The work list: the same order for everybody, the reason on each line, pages that neither skip nor repeat."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import chantal as machine_signer  # noqa: F401  (a fixture)
from tests.cases.test_machine import court, idriss, lodged, pack, presented, refused  # noqa: F401  (fixtures)
from tests.cases.test_pages import as_
from tests.cases.test_queries import copies, count_queries
from veer.access import roles
from veer.access.who import Who
from veer.cases import clocks, worklist
from veer.cases.models import NEVER, Case, Term, Turn
from veer.cases.pages import urgency
from veer.cases.standing import Standing
from veer.cases.worklist import Asked
from veer.journal import clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def shown(who: Who, wanted: Asked, today: date = TODAY) -> list[Any]:
    return [row.case.pk for row in worklist.worklist(who, wanted, "en", today).rows]


def late_beside(who: Who, wanted: Asked, today: date = TODAY) -> list[Any]:
    return [row.case.pk for row in worklist.worklist(who, wanted, "en", today, late=True).late]


def reasons(who: Who, wanted: Asked, today: date) -> str:
    (row,) = worklist.worklist(who, wanted, "en", today).rows
    return " ".join(urgency.why(row, who, "en"))


def test_the_most_urgent_first_and_the_late_ones_named(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    Case.objects.filter(pk=case.pk).update(due=TODAY + timedelta(days=3))
    early, *_rest = copies(case, 1)
    Case.objects.filter(pk=early.pk).update(due=TODAY - timedelta(days=2))
    page = worklist.worklist(bram, Asked("all"), "nl", TODAY)
    assert [(row.case.pk, row.late_by, row.days_left) for row in page.rows] == [(early.pk, 2, -2), (case.pk, 0, 3)]
    counts = worklist.counts(bram, "", TODAY)
    assert {name: n for name, n in counts.items() if n} == {"free": 2, "late": 1, "all": 2}


def test_a_count_goes_so_far_and_no_further(amina: Who, bram: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "MOST", 3)
    copies(cast.submitted(amina), 5)
    assert worklist.counts(bram, "", TODAY)["all"] == 3
    assert "3 or more" in as_(bram).get(reverse("cases:work") + "?show=all").content.decode()


def test_a_late_file_is_seen_first_whatever_list_is_looked_at(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    late, later, *_rest = copies(case, 3)
    for one, days in ((late, 1), (later, 9)):
        Case.objects.filter(pk=one.pk).update(due=TODAY - timedelta(days=days))
    for chosen in ("mine", "sign", "waiting"):
        assert late_beside(chantal, Asked(chosen)) == [later.pk, late.pk], chosen
    for chosen in ("free", "late", "all"):  # these hold them already, most urgent first
        assert late_beside(bram, Asked(chosen)) == []
    Case.objects.filter(pk=late.pk).update(holder=bram.account)
    assert late_beside(bram, Asked("free")) == [late.pk]
    assert late_beside(bram, Asked("all", holder=str(bram.account))) == [later.pk]
    with CaptureQueriesContext(connection) as alone:
        assert shown(bram, Asked("mine"))
    with CaptureQueriesContext(connection) as beside:
        late_beside(bram, Asked("mine"))
    assert len(beside) == len(alone) + 1, "which they are, and nothing else: what their lines show is asked once"


def test_the_list_a_signer_begins_at_hides_no_late_file(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    late = cast.submitted(amina)
    at(2027, 5, 1, 9)
    waits = cast.proposed(cast.applicant("Wacht Even"), bram)
    page = as_(chantal).get(reverse("cases:work")).content.decode()
    # First what waits for a signature; a late file on which a signer can do nothing is told below.
    told = page.index("Too late, and not in the list above")
    assert page.index(waits.given.number) < told < page.index(late.given.number)
    assert page.index(late.given.number) < page.index("All files that are too late: 1")
    assert "All files that are too late" not in as_(chantal).get(reverse("cases:work") + "?show=late").content.decode()


def test_before_whoever_handles_files_a_late_one_stands_first(amina: Who, bram: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    late = cast.submitted(amina)
    at(2027, 5, 1, 9)
    waits = cast.proposed(cast.applicant("Wacht Even"), bram)
    both = cast.who(cast.account("Bea", roles.OFFICIAL, roles.SIGNER))
    for who in (bram, both):
        page = as_(who).get(reverse("cases:work") + "?show=sign").content.decode()
        told = page.index("Too late, and not in the list below")
        assert told < page.index(late.given.number) < page.index(waits.given.number)


def test_pages_neither_skip_nor_repeat(amina: Who, bram: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "PAGE", 4)
    case = cast.submitted(amina)
    Case.objects.filter(pk=case.pk).update(due=TODAY)
    everything = {case.pk, *(one.pk for one in copies(case, 10))}
    seen = walked(bram, Asked("all"))
    assert len(seen) == len(set(seen)) == 11
    assert set(seen) == everything
    assert seen == [row.pk for row in Case.objects.order_by("due", "id")]


def walked(who: Who, wanted: Asked) -> list[Any]:
    """A list from its first page to its last."""
    seen: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = worklist.worklist(who, wanted, "nl", TODAY, after)
        seen += [row.case.pk for row in page.rows]
        after = page.after
    return seen


def test_pages_of_a_part_neither_skip_nor_repeat(
    idriss: Who,  # noqa: F811
    bram: Who,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worklist, "PAGE", 3)
    desk = cast.who(cast.account("Dirk", roles.DESK))
    first = presented(idriss, desk)
    turn = Turn.objects.get(case=first)
    made = [first, *copies(first, 7)]
    for number, one in enumerate(made[1:]):
        since = turn.since + timedelta(hours=number // 3)  # some at the very same moment
        due = TODAY if number == 5 else NEVER
        Turn.objects.create(case=one, role=roles.DESK, due=due, since=since)
    seen = walked(desk, Asked("all", roles.DESK))
    expected = Turn.objects.order_by("due", "since", "case_id").values_list("case_id", flat=True)
    assert seen == list(expected)
    assert len(seen) == 8
    assert seen[0] == made[6].pk


def test_a_page_key_that_somebody_made_up_breaks_nothing(amina: Who, bram: Who) -> None:
    cast.submitted(amina)
    desk = cast.who(cast.account("Dirk", roles.DESK))
    made_up = ("x_y", "2026-13-45_x", "_", "9999-12-31_", "2026-01-01_zzz", "2026-01-01_2026-01-01T00:00:00_x")
    for key in made_up:
        for who in (bram, desk):
            assert as_(who).get(reverse("cases:work"), {"after": key}).status_code == 200
    for query in ("show=x", "days=x", "holder=x", "ball=x", "route=x", "route=x/y", "role=x", "step=x", "days=99999"):
        assert as_(bram).get(reverse("cases:work") + f"?{query}").status_code == 200


def test_what_is_over_is_in_no_list(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "withdraw", amina)
    assert shown(bram, Asked("all")) == []


@pytest.mark.parametrize("who", ["official", "desk"])
def test_three_rows_cost_as_many_queries_as_one(pack: Any, amina: Who, who: str) -> None:  # noqa: F811
    office = cast.official()
    desk = cast.who(cast.account("Dirk", roles.DESK))
    if who == "official":
        case, client, address = cast.submitted(amina), as_(office), reverse("cases:work") + "?show=all"
    else:
        case, client, address = presented(amina, desk), as_(desk), reverse("cases:work")
    client.get(address)
    one = count_queries(client, address)
    turn = Turn.objects.filter(case=case).first()
    for more in copies(case, 2):
        if turn:
            Turn.objects.create(case=more, role=turn.role, due=turn.due, since=turn.since)
    assert count_queries(client, address) == one
    assert one <= 16


# ---------- Why it stands here ----------


def test_the_term_stands_on_the_line_with_how_it_was_counted(idriss: Who, bram: Who, at: Any) -> None:  # noqa: F811
    at(2026, 1, 15, 10)
    lodged(idriss, bram)
    said = reasons(bram, Asked("all"), date(2026, 2, 1))
    assert "“decide”: on 15 July 2026 at the latest, 6 months since 15 January 2026." in said
    assert "Nobody has taken it yet." in said
    assert "Too late by 2 days. “decide”: it was due on 15 July 2026" in reasons(bram, Asked("all"), date(2026, 7, 17))


def test_a_term_that_stands_still_says_so(idriss: Who, bram: Who, at: Any) -> None:  # noqa: F811
    at(2026, 1, 15, 10)
    case = lodged(idriss, bram)
    at(2026, 2, 1, 10)
    cast.act(case, "ask", bram)
    said = reasons(bram, Asked("all"), date(2026, 2, 3))
    assert "“decide”: stands still (" in said
    assert "stands still since 1 February 2026" in said


def test_an_appeal_and_a_term_of_the_person_are_named(
    idriss: Who,  # noqa: F811
    bram: Who,
    machine_signer: Who,  # noqa: F811
    court: Who,  # noqa: F811
    at: Any,
) -> None:
    case = refused(idriss, bram, machine_signer, at)
    assert "The decision is signed, and still has to be given." in reasons(bram, Asked("waiting"), TODAY)
    cast.act(case, "hand_over", bram)
    cast.act(case, "detain", bram, facts={"detained": False})
    soon = date(2026, 11, 12)
    said = reasons(bram, Asked("ending"), soon)
    assert "Nothing is asked of the person now." in said, "an appeal is theirs to lodge or to leave"
    assert "The person has until 18 November 2026: “appeal”." in said
    assert "After that, by this law: too late." in said
    assert shown(bram, Asked("ending"), date(2026, 11, 1)) == []
    assert shown(court, Asked("all", roles.COURT)) == []
    cast.act(case, "appeal", idriss)
    assert "court: the turn of the court since 19 October 2026." in reasons(bram, Asked("all"), soon)
    assert "It is your turn." in reasons(court, Asked("all", roles.COURT), soon)
    assert shown(bram, Asked("all", ball=roles.COURT), soon) == [case.pk]
    cast.act(case, "annul", court)
    assert not Turn.objects.exists()


def test_the_kept_explanation_is_the_computed_one(idriss: Who, bram: Who, at: Any) -> None:  # noqa: F811
    at(2026, 1, 15, 10)
    case = lodged(idriss, bram)
    cast.act(case, "longer", bram, reason="The file is complex.")
    standing = Standing(Case.objects.get(pk=case.pk))
    (due,) = [one for one in standing.due_on(standing.today) if one.clock.id == "decide"]
    kept = clocks.read(Term.objects.get(case=case, clock="decide").why)
    assert kept == list(due.why)
    assert clocks.in_words(kept, due.started) == clocks.Running(due, standing.today).why


# ---------- Narrowing, keeping, finding ----------


def test_a_list_is_narrowed_by_route_step_day_holder_and_turn(amina: Who, bram: Who) -> None:
    today = clock.today("Europe/Brussels")
    case = cast.submitted(amina)
    taken, far = copies(case, 2)
    Case.objects.filter(pk=taken.pk).update(holder=bram.account, due=today + timedelta(days=5))
    Case.objects.filter(pk=far.pk).update(step="proposed", ball="signer", due=today + timedelta(days=60))
    Case.objects.filter(pk=case.pk).update(due=today + timedelta(days=7))
    route = f"{cast.PACK}/{cast.ROUTE}"
    assert shown(bram, Asked("all", route=route)) == [taken.pk, case.pk, far.pk]
    assert shown(bram, Asked("all", route="other/talent")) == []
    assert shown(bram, Asked("all", route=route, step="proposed")) == [far.pk]
    assert shown(bram, Asked("all", days=7), today) == [taken.pk, case.pk]
    assert shown(bram, Asked("all", holder=str(bram.account))) == [taken.pk]
    assert shown(bram, Asked("all", holder="nobody")) == [case.pk, far.pk]
    assert shown(bram, Asked("all", ball="signer")) == [far.pk]
    page = as_(bram).get(reverse("cases:work"), {"show": "all", "route": route, "step": "proposed"}).content.decode()
    assert far.given.number in page
    assert taken.given.number not in page


def test_an_address_is_kept_in_one_order_and_read_back(bram: Who) -> None:
    wanted = Asked("all", days=7, route="a/b", name="Élan")
    assert worklist.asked(bram, {"name": "Élan", "days": "7", "show": "all", "route": "a/b"}) == wanted
    assert wanted.query == "show=all&route=a%2Fb&days=7&name=%C3%89lan"


def test_a_name_is_found_in_any_script_among_the_cases_one_may_see(law: None, bram: Who) -> None:
    mohamed = cast.submitted(cast.applicant("محمد علي"))
    other = cast.submitted(cast.applicant("Mohamed Said"))
    draft = cast.draft(cast.applicant("Mohamed Begint"))
    for typed, expected in (("mohamed said", {other.pk}), ("mhmd", {mohamed.pk}), ("ali mhmd", set())):
        found = worklist.worklist(bram, Asked("all", name=typed), "en", TODAY)
        assert {row.case.pk for row in found.rows} >= expected, typed
    assert draft.pk not in shown(bram, Asked("all", name="mohamed"))
    sounds = worklist.worklist(bram, Asked("all", name="muhammad"), "en", TODAY)
    assert sounds.sounds
    assert {row.case.pk for row in sounds.rows} == {mohamed.pk, other.pk}
    assert shown(bram, Asked("all", name="...")) == []


def test_many_of_one_name_are_found_too(law: None, bram: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veer.people.finding.FEW", 1)
    cases = {cast.submitted(cast.applicant(f"Fatima {family}")).pk for family in ("Een", "Twee", "Drie")}
    cast.submitted(cast.applicant("Leila Vier"))
    assert set(shown(bram, Asked("all", name="fatima"))) == cases


def test_the_field_at_the_top_takes_a_number_or_a_name(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    client = as_(bram)
    found = client.get(reverse("cases:find"), {"q": "haddad"})
    assert found["Location"] == reverse("cases:work") + "?show=all&name=haddad"
    assert case.given.number in client.get(found["Location"]).content.decode()
    empty = client.get(reverse("cases:work") + "?show=all&name=nobodysname").content.decode()
    assert "Nothing in this list fits." in empty


def test_a_list_is_kept_under_a_name_and_work_may_begin_there(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    client, keep = as_(bram), reverse("cases:lists") + "?show=all&days=90"
    assert client.post(keep, {"name": " ", "first": "on"}).status_code == 200
    assert client.post(keep, {"name": "This  quarter", "first": "on"}).status_code == 302
    begun = client.get(reverse("cases:work"))
    assert begun["Location"] == reverse("cases:work") + "?show=all&days=90"
    assert "This quarter" in client.get(begun["Location"]).content.decode()
    assert "This quarter" not in as_(chantal).get(reverse("cases:work")).content.decode()
    mine = reverse("cases:lists")
    (one,) = client.get(mine).context["kept"]
    client.post(mine, {"usual": str(one.pk)})
    assert client.get(reverse("cases:work")).status_code == 200
    client.post(mine, {"begin": str(one.pk)})
    as_(chantal).post(mine, {"throw": str(one.pk)})
    assert client.get(reverse("cases:work")).status_code == 302
    client.post(mine, {"throw": str(one.pk)})
    assert client.get(reverse("cases:work")).status_code == 200
    assert case.given.number in client.get(reverse("cases:work") + "?show=free").content.decode()


@pytest.mark.parametrize("show", worklist.LISTS)
def test_an_empty_list_says_what_is_not_there(bram: Who, show: str) -> None:
    page = as_(bram).get(reverse("cases:work") + f"?show={show}").content.decode()
    assert 'class="empty"' in page


def test_the_next_page_comes_alone_where_the_page_asks_for_its_rows(amina: Who, bram: Who) -> None:
    cast.submitted(amina)
    part = as_(bram).get(reverse("cases:work") + "?show=all", headers={"hx-request": "true", "hx-target": "rows"})
    assert part.content.decode().startswith('<div id="rows"')
    assert "<h1" not in part.content.decode()


def test_with_two_roles_each_has_its_own_list(idriss: Who, bram: Who) -> None:  # noqa: F811
    both = cast.who(cast.account("Bea", roles.DESK, roles.RECEPTION))
    case = presented(idriss, both)
    page = as_(both).get(reverse("cases:work")).content.decode()
    assert case.given.number in page
    assert "role=reception" in page
    other = as_(both).get(reverse("cases:work") + "?role=reception").content.decode()
    assert case.given.number not in other
    assert "No file waits for you." in other


def test_who_looks_for_a_name_sees_that_name_alone(amina: Who, bram: Who, at: Any) -> None:
    at(2026, 3, 2, 9)
    cast.submitted(cast.applicant("Joris Maes"))
    mine = cast.submitted(amina)
    at(2026, 11, 26, 9)
    name = mine.person.family_name
    assert late_beside(bram, Asked("all", name=name), date(2026, 11, 26)) == []
    assert "Too late, and not in the list" not in as_(bram).get(f"{reverse('cases:work')}?name={name}").content.decode()


def test_who_only_looks_is_offered_nothing_to_do(amina: Who, bram: Who) -> None:
    cast.submitted(amina)
    auditor = cast.who(cast.account("Ada", roles.AUDITOR))
    bulk = 'value="give_back"'
    assert bulk in as_(bram).get(f"{reverse('cases:work')}?show=all").content.decode()
    told = as_(auditor).get(f"{reverse('cases:work')}?show=all").content.decode()
    assert mine_number(amina) in told
    assert bulk not in told


def mine_number(amina: Who) -> str:
    """The number of the file of whom the page has to show."""
    return str(Case.objects.get(person__in=amina.own).given.number)


def test_with_nothing_ticked_the_list_stays_and_says_so(amina: Who, bram: Who) -> None:
    cast.submitted(amina)
    client = as_(bram)
    told = client.get(f"{reverse('cases:work')}?show=free").content.decode()
    kept = told.split('name="list" value="')[1].split('"')[0].replace("&amp;", "&")
    answer = client.get(reverse("cases:several"), {"does": "take", "list": kept}, follow=True)
    assert "show=free" in answer.redirect_chain[-1][0]
    assert "Tick at least one file first." in answer.content.decode()
