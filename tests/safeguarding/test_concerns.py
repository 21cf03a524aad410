"""What somebody reports: who reads it, by when it is decided, and what a stop does."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.browser.hand import words_of
from tests.cases import cast
from tests.law.test_be_proposal_sponsorship import CLEAR, WHY
from tests.people.cast import signed_in
from tests.safeguarding import stage
from tests.sponsorship import stage as sponsors
from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import NOBODY, SYSTEM
from veer.cases import held
from veer.cases.acts import open_case
from veer.cases.errors import BadData, NotReady
from veer.cases.keeping import carry_out, plan
from veer.journal.models import Entry, Reading
from veer.journal.queries import entries, told
from veer.safeguarding import acts, queries
from veer.safeguarding.models import Concern
from veer.web import keeping

pytestmark = pytest.mark.django_db
SECRETS = ("a-secret-told", "a-secret-about", "a-secret-contact")


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    cache.clear()  # how often somebody reported in a test before
    at(2026, 11, 9, 9)  # a Monday; on the Wednesday nobody works
    sponsors.activate_law()


def test_its_term_follows_from_the_law_by_hours_or_working_days() -> None:
    assert stage.reported(None, kind="safety").due_at == datetime(2026, 11, 10, 9, tzinfo=UTC)
    # Tuesday, Thursday, Friday, Monday and Tuesday; the legal day ends at midnight in Brussels.
    assert stage.reported(None, kind="money").due_at == datetime(2026, 11, 17, 23, tzinfo=UTC)


def test_anybody_reports_with_or_without_an_account_and_sent_twice_it_is_one() -> None:
    address = reverse("safeguarding:report")
    told = {"kind": "housing", "told": "The roof leaks.", "number": "V-1", "tell": "cell", "key": "one"}
    client = Client()
    for _ in range(2):
        answer = client.post(address, told, follow=True)
        assert "It has come in" in answer.content.decode()
    (concern,) = Concern.objects.all()
    assert (concern.account, concern.case) == (None, None)
    mia = sponsors.somebody("Mia Melder")
    signed_in(mia.account).post(address, told)
    assert Concern.objects.get(account=mia.account).told == "The roof leaks."


def test_a_form_with_a_slip_keeps_what_was_typed() -> None:
    answer = Client().post(reverse("safeguarding:report"), {"told": "The roof leaks.", "tell": "cell"})
    page = answer.content.decode()
    assert "The roof leaks." in page
    assert 'class="wrong"' in page
    assert not Concern.objects.exists()


def test_too_many_from_one_place_wait() -> None:
    client, told = Client(), {"kind": "housing", "told": "Again.", "tell": "cell"}
    answers = [client.post(reverse("safeguarding:report"), told).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_every_page_leads_to_it() -> None:
    official = signed_in(cast.official().account)
    for client, page in ((Client(), "/"), (official, reverse("cases:work")), (Client(), "/no/such/page")):
        assert f'href="{reverse("safeguarding:report")}"' in client.get(page).content.decode()
    bases = [path for path in Path("veer").rglob("*.html") if "block footer" in path.read_text()]
    assert sorted(path.name for path in bases) == ["base.html", "base_office.html"]


def test_who_is_complained_about_finds_it_nowhere(tmp_path: Path) -> None:
    group, people, case, work = stage.sponsored()
    reporter = sponsors.somebody("Rana Verborgen")
    concern, iris = stage.reported(case, reporter), stage.cell()
    acts.take(concern.pk, iris)
    acts.stop_file(concern.pk, "a-secret-reason", iris)
    acts.lift_stop(concern.pk, "a-secret-reason", iris)
    acts.decide(concern.pk, "settled", "a-secret-reason", iris)
    seen = [held.as_json(people[0]), words_of(held.as_pdf(people[0], "en"), tmp_path)]
    seen += [json.dumps(told(one)) for one in Entry.objects.filter(chain__in=[case.pk, group.pk]).order_by("at", "id")]
    for who in (people[0], people[1], work.bram, work.chantal):
        client = signed_in(who.account)
        for address in (
            reverse("sponsorship:group", args=[group.pk]),
            reverse("cases:file", args=[case.pk]),
            reverse("cases:looked", args=[case.pk]),
            reverse("cases:data_json", args=[case.pk]),
            reverse("cases:at_work", args=[case.pk]),
            reverse("sponsorship:group_at_work", args=[group.pk]),
        ):
            seen.append(client.get(address).content.decode())
    for secret in (*SECRETS, "a-secret-reason", "Rana Verborgen", str(reporter.account)):
        assert not [one for one in seen if secret in one], secret
    assert not Reading.objects.filter(chain__in=[case.pk, group.pk], reader_id__in=[iris.account, reporter.account])
    assert [one.act for one in entries(case.pk)] == ["open", "submit", "take"]


def test_the_journal_of_it_names_no_reporter() -> None:
    reporter = sponsors.somebody("Rana Verborgen")
    concern = stage.reported(None, reporter)
    (entry,) = entries(concern.pk)
    assert reporter.account not in (entry.actor_id, entry.subject_id)
    assert told(entry) == {"kind": "money"}


def test_who_reported_has_it_in_their_own_copy() -> None:
    reporter = sponsors.somebody("Rana Verborgen")
    stage.reported(None, reporter)
    (mine,) = json.loads(held.as_json(reporter))["rooms"]["safeguarding"]
    assert mine["told"] == stage.TOLD


def test_only_the_cell_reads_it_and_nobody_who_is_near() -> None:
    _group, people, case, work = stage.sponsored()
    concern, iris = stage.reported(case), stage.cell()
    for who in (people[0], work.bram, work.chantal, cast.who(cast.account("Jonas", roles.AUDITOR)), NOBODY, SYSTEM):
        with pytest.raises(policy.NotThere):
            queries.concern_for(who, concern.pk)
        assert queries.concerns_for(who) == []
    assert queries.concern_for(iris, concern.pk) == concern
    give_role(people[3].account, roles.INTEGRITY, SYSTEM)
    member = sponsors.cast.who(sponsors.Account.objects.get(pk=people[3].account))
    assert queries.concerns_for(member) == []  # a member of the group that it is about
    own = stage.reported(None, iris)
    assert own not in queries.concerns_for(iris)  # who reported does not judge it


def test_a_stop_holds_the_file_until_a_human_lets_it_go_on() -> None:
    _group, _people, case, work = stage.sponsored()
    concern, iris = stage.reported(case), stage.cell()
    cast.act(case, "check", work.bram, facts=CLEAR)
    acts.stop_file(concern.pk, "Somebody may have paid.", iris)
    with pytest.raises(NotReady, match="stopped"):
        cast.act(case, "propose_recognition", work.bram, reasons=WHY)
    acts.decide(concern.pk, "nothing_found", "The receipts are right.", iris)
    with pytest.raises(NotReady, match="stopped"):
        cast.act(case, "propose_recognition", work.bram, reasons=WHY)  # a decision is not yet a lifted stop
    acts.lift_stop(concern.pk, "The receipts are right.", iris)
    assert cast.act(case, "propose_recognition", work.bram, reasons=WHY).case.step == "proposed"


def test_no_stop_keeps_somebody_from_asking_for_protection() -> None:
    """A file that a desk opened and somebody reported at once: the asking itself is written down all the same."""
    amina, desk = cast.applicant(), cast.who(cast.account("Dora Desk", roles.DESK))
    case = open_case(cast.person_of(amina), "be-proposal", "asylum", desk, language="nl", key="k")
    acts.stop_file(stage.reported(case).pk, "Somebody may have paid.", stage.cell())
    case = cast.act(case, "receive", desk, facts={"whereabouts": "inside"}).case
    assert case.step == "presented"
    with pytest.raises(NotReady, match="stopped"):
        cast.act(case, "register", desk, facts={"nationality": None, "arrived_on": None})


def test_no_outcome_and_no_stop_without_a_reason_or_a_file() -> None:
    concern, iris = stage.reported(None), stage.cell()
    with pytest.raises(BadData):
        acts.decide(concern.pk, "settled", " ", iris)
    with pytest.raises(acts.NoFile):
        acts.stop_file(concern.pk, "Why.", iris)
    with pytest.raises(acts.NoFile):
        acts.name_file(concern.pk, "V-2026-000-000-000", iris)
    with pytest.raises(acts.NoLaw):
        acts.decide(concern.pk, "forgotten", "Why.", iris)
    with pytest.raises(policy.NotThere):
        acts.decide(concern.pk, "settled", "Why.", cast.official())


def test_the_first_due_stands_in_front_and_late_is_said_and_counted(at: Callable[..., datetime]) -> None:
    later, sooner = stage.reported(None, kind="other"), stage.reported(None, kind="safety")
    iris = stage.cell()
    assert queries.concerns_for(iris) == [sooner, later]
    at(2026, 11, 10, 10)
    assert queries.triage() == queries.Triage(0, 0, 0)  # as the month began
    page = signed_in(iris.account).get(reverse("safeguarding:work")).content.decode()
    assert page.count("Late") == 1
    acts.decide(sooner.pk, "measures", "She is safe.", iris)
    at(2026, 12, 10, 10)
    assert queries.triage() == queries.Triage(2, 1, 1)


def test_the_pages_of_the_cell_do_what_the_acts_do() -> None:
    _group, _people, case, _work = stage.sponsored()
    concern, iris = stage.reported(None), stage.cell()
    client, address = signed_in(iris.account), reverse("safeguarding:concern", args=[concern.pk])
    assert client.post(address, {"do": "file", "file-number": "V-1"}).status_code == 200
    for told_ in (
        {"do": "take"},
        {"do": "file", "file-number": case.given.number},
        {"do": "stop", "stop-reason": "Somebody may have paid."},
        {"do": "lift", "lift-reason": "Nobody paid."},
        {"do": "decide", "decide-outcome": "settled", "decide-reason": "Nobody paid."},
    ):
        assert client.post(address, told_).status_code == 302, told_
        assert stage.TOLD in client.get(address).content.decode()
    concern.refresh_from_db()
    assert (concern.owner, concern.case, concern.outcome) == (iris.account, case, "settled")
    acts_ = ["raise_concern", "take", "name_file", "stop_file", "lift_stop", "decide"]
    assert [one.act for one in entries(concern.pk)] == acts_


def test_it_goes_when_its_time_is_over(at: Callable[..., datetime]) -> None:
    reporter, iris = sponsors.somebody("Rana Verborgen"), stage.cell()
    open_one, decided = stage.reported(None, reporter), stage.reported(None, reporter)
    acts.decide(decided.pk, "settled", "a-secret-reason", iris)
    today = at(2031, 11, 10, 9).date()
    carry_out(plan([keeping.concerns.concerns], keeping.periods(), today))
    open_one.refresh_from_db()
    decided.refresh_from_db()
    assert open_one.told == stage.TOLD
    assert (decided.told, decided.reason, decided.account, decided.outcome) == ("", "", None, "settled")
    assert told(entries(decided.pk)[0]) is None
