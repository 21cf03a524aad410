"""Households and sponsors who do not know each other: put together by two people, and both have to say yes."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cases import cast
from tests.matching import drawn, stage
from tests.people.cast import signed_in
from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import held
from veer.cases.acts.stopping import lift, stop
from veer.cases.keeping import Period, carry_out, plan
from veer.journal import clock
from veer.journal.models import Entry, Payload
from veer.journal.verify import verify
from veer.matching import acts, queries
from veer.matching.keeping import placements
from veer.matching.models import Offer, Run, Seeker
from veer.matching.sources.errors import Gone, Near
from veer.people.acts.desk import Told
from veer.people.models import Account
from veer.sponsorship import acts as acts_of_sponsors
from veer.sponsorship import queries as sponsoring
from veer.sponsorship.models import Application, Coming, Group

pytestmark = pytest.mark.django_db
SECRET = "My brother was killed by people who speak as they do."


@pytest.fixture(scope="module")
def built(building: Callable[..., drawn.Drawn]) -> drawn.Drawn:
    return building(drawn.drawn)


@pytest.fixture
def town(db: None, built: drawn.Drawn, at: Callable[..., Any]) -> drawn.Drawn:
    at(2026, 3, 3, 9)
    return deepcopy(built)


def integrity() -> Who:
    """Somebody of the cell that may stop files."""
    return cast.who(cast.account("Inez Integrity", roles.INTEGRITY))


def text(client: Any, name: str, *args: Any) -> str:
    return str(client.get(reverse(f"matching:{name}", args=args) + "?lang=en").content.decode())


def test_both_say_yes_and_are_matched(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    assert offer.until.isoformat() == "2026-03-10"  # seven days, as the law in force says
    acts.answer_as_sponsor(offer.pk, "yes", "", town.lieve)
    assert Seeker.objects.get().ended_at is None
    acts.answer_as_household(offer.pk, "yes", "", town.amina)
    offer.refresh_from_db()
    assert (offer.ended, Seeker.objects.get().ended_why) == (Offer.AGREED, Seeker.MATCHED)
    chain = Entry.objects.filter(chain=town.seeker.pk).order_by("position")
    assert list(chain.values_list("act", flat=True)) == ["seek", "offer", "sponsor_says", "household_says", "agreed"]
    with pytest.raises(acts.TooLate):
        acts.answer_as_household(offer.pk, "no", "", town.amina)


def test_who_agreed_is_written_down_in_the_file_of_the_sponsor(town: drawn.Drawn) -> None:
    """The page of the run leads an official there; from then on the sponsor is in no run."""
    offer = drawn.offered(town)
    bram, page = signed_in(town.cell.bram.account), reverse("sponsorship:named", args=[offer.file])
    run = Run.objects.get()
    assert page not in text(bram, "run", run.pk)
    acts.answer_as_sponsor(offer.pk, "yes", "", town.lieve)
    acts.answer_as_household(offer.pk, "yes", "", town.amina)
    assert page in text(bram, "run", run.pk)
    assert bram.get(page).status_code == 200
    assert [one.case for one in sponsoring.open_homes()] == [offer.file]
    Coming.objects.create(
        application_id=offer.file, group=town.group, case=town.seeker.case, made_at=town.seeker.made_at
    )
    assert sponsoring.open_homes() == []


def test_SG17_who_was_matched_is_counted_by_the_passport_that_an_official_saw(
    town: drawn.Drawn, at: Callable[..., Any]
) -> None:
    application = Application.objects.get(group=town.group)
    key = (application.case.law.pack, application.case.route)
    amina = Told("Amina", "Haddad", "1990-04")
    with pytest.raises(acts_of_sponsors.NotKnown):
        acts_of_sponsors.name_traveller(application.pk, amina, True, town.cell.bram, "amina")
    page = signed_in(town.cell.bram.account)
    asked = {"given_name": "Amina", "family_name": "Haddad", "born": "1990-04", "adult": "on", "language": "ar"}
    address = reverse("sponsorship:named", args=[application.pk])
    assert "Sex, as in the passport" in page.post(address, asked).content.decode(), "asked again"
    assert page.post(address, {**asked, "nationality": "syr", "sex": "F", "key": "amina"}).status_code == 302
    before, after = clock.now(), at(2026, 4, 1, 1)
    assert sponsoring.named_until([key], before) == {}, "not while the month still runs"
    found = sponsoring.named_until([key], after)
    assert found == {key: [sponsoring.Named("SYR", "F", "1990-04", given=False, number=1)]}


def test_a_home_is_weighed_by_wish_and_by_what_it_fills(town: drawn.Drawn) -> None:
    """350 for Gent; three of the four places kept are three quarters of 200."""
    run = stage.asked(town.cell.bram, "sponsors")
    assert run.instance["pairs"] == [[0, 0, 350 + 150]]
    assert (run.instance["cases"][0]["need"], run.instance["places"][0]["cap"]) == ([3, 1], [4, 1])
    assert run.instance["cases"][0]["tier"] == "B"
    assert run.instance["places"][0]["load"] == 50, "four persons this year in Gent, of the eight that any may get"


def test_what_the_law_says_of_a_home_shuts_it(town: drawn.Drawn) -> None:
    """Thirteen do not fit by the norm of the region; the reason is the law's own condition, in its words."""
    other = drawn.seeks(town.cell.bram, cast.applicant("Noor Ali"), adults=4, children=9)
    run = stage.asked(town.cell.bram, "sponsors")
    line = run.lines.get(household=other.pk)
    (reason,) = [one for one in line.shut if "size" in one]
    assert reason.endswith("/conditions.home_size")
    why = queries.why(line)
    assert why is not None
    assert any("large enough" in words for words, _places in why.shut)


def test_a_no_ends_it_without_loss_and_they_are_not_put_together_again(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    acts.answer_as_household(offer.pk, "no", SECRET, town.amina)
    offer.refresh_from_db()
    assert offer.ended == Offer.DECLINED
    assert Seeker.objects.get().since == town.seeker.since
    run = stage.asked(town.cell.bram, "sponsors")
    line = run.lines.get()
    assert (line.spot, line.shut) == (None, {"said_no": ["P00001"]})


def test_silence_for_seven_days_ends_it_too(town: drawn.Drawn, at: Callable[..., Any]) -> None:
    offer = drawn.offered(town)
    acts.answer_as_household(offer.pk, "yes", "", town.amina)
    at(2026, 3, 10, 21)  # still the last day
    assert acts.lapse() == 0
    acts.answer_as_sponsor(offer.pk, "ask", "May they bring a cat?", town.lieve)
    at(2026, 3, 10, 23, 30)  # the next day in Brussels
    with pytest.raises(acts.TooLate):
        acts.answer_as_sponsor(offer.pk, "yes", "", town.lieve)
    run = stage.asked(town.cell.bram, "sponsors")
    offer.refresh_from_db()
    assert offer.ended == Offer.LAPSED
    assert run.lines.get().spot is not None  # silence is no refusal


def test_nobody_is_put_together_with_a_sponsor_under_a_stop_and_neither_side_learns_of_it(
    town: drawn.Drawn, at: Callable[..., Any]
) -> None:
    """A stop on the sponsor's recognition: two yes wait until it is lifted, whatever the day."""
    offer = drawn.offered(town)
    recognition = Group.objects.values_list("recognition", flat=True).get(pk=town.group.pk)
    inez = integrity()
    placed = stop(recognition, inez, "Money was asked for: somebody looks into it.")
    acts.answer_as_household(offer.pk, "yes", "", town.amina)
    acts.answer_as_sponsor(offer.pk, "yes", "", town.lieve)
    at(2026, 3, 12, 9)
    assert acts.lapse() == 0
    offer.refresh_from_db()
    assert (offer.ended, Seeker.objects.get().ended_at) == ("", None)
    assert "Waits for an answer" in text(signed_in(town.lieve.account), "sponsor", offer.pk)
    lift(placed.pk, inez, "There was nothing to it.")
    acts.lapse()
    offer.refresh_from_db()
    assert offer.ended == Offer.AGREED


@pytest.mark.parametrize("whose", ["household", "sponsor"])
def test_whoever_is_under_a_stop_is_in_no_run(town: drawn.Drawn, whose: str) -> None:
    run = stage.asked(town.cell.bram, "sponsors")
    line = run.lines.get()
    acts.accept(line.pk, town.cell.bram)
    file = town.seeker.case_id if whose == "household" else Application.objects.get().case_id
    stop(file, integrity(), "Somebody may be in danger: somebody looks into it.")
    with pytest.raises(Gone):
        acts.confirm(line.pk, town.cell.chantal, "k")
    after = stage.asked(town.cell.bram, "sponsors")
    assert (after.lines.count(), after.spots.count()) == ((0, 1) if whose == "household" else (1, 0))


def test_the_day_after_the_last_the_page_says_that_it_is_over_and_the_daily_job_ends_it(
    town: drawn.Drawn, at: Callable[..., Any]
) -> None:
    offer = drawn.offered(town)
    at(2026, 3, 11, 9)
    assert "It did not come to an agreement" in text(signed_in(town.amina.account), "household", offer.pk)
    out = StringIO()
    call_command("end_offers", stdout=out)
    assert out.getvalue() == "1 offers ended\n0 households look for another sponsor\n"
    offer.refresh_from_db()
    assert offer.ended == Offer.LAPSED


def test_both_sides_are_told_that_there_is_something_to_answer_and_not_what(
    town: drawn.Drawn, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        offer = drawn.offered(town)
    told = {mail.to[0]: mail.body for mail in mailoutbox if str(offer.pk) in mail.body}
    leads = {str(Account.objects.get(pk=one.account).email) for one in (town.lieve, town.keeper)}
    amina = str(Account.objects.get(pk=town.amina.account).email)
    assert set(told) == {amina, *leads}
    assert reverse("matching:household", args=[offer.pk]) in told[amina]
    for body in told.values():
        assert re.search("10 (maart|March) 2026", body)
        words = re.sub(r"/placement/\S+", "", body)
        assert not [hidden for hidden in ("sponsor", "huishouden", "Gent", "Amina", "Buren") if hidden in words]


def test_while_an_offer_is_open_both_stay_out_of_the_next_run(town: drawn.Drawn) -> None:
    drawn.offered(town)
    other = drawn.seeks(town.cell.bram, cast.applicant("Noor Ali"))
    run = stage.asked(town.cell.bram, "sponsors")
    assert [one.household for one in run.lines.order_by("code")] == [other.pk]
    assert not run.spots.exists()


def test_the_sponsor_never_reads_what_the_household_says_nor_that_it_said_no(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    lieve, amina = signed_in(town.lieve.account), signed_in(town.amina.account)
    address = reverse("matching:household", args=[offer.pk]) + "?lang=en"
    assert amina.post(address, {"says": "no", "words": SECRET}).status_code == 302
    for page in (text(lieve, "sponsor", offer.pk), text(lieve, "mine")):
        for hidden in (SECRET, "brother", "Amina", "Haddad", "said no"):
            assert hidden not in page
        assert "It did not come to an agreement" in page
    for name in ("household", "run", "line"):
        assert lieve.get(reverse(f"matching:{name}", args=[offer.pk])).status_code == 404
    copy = json.dumps(held.of_person(town.lieve)["rooms"]["matching"], default=str)
    assert "brother" not in copy
    own = json.dumps(held.of_person(town.amina)["rooms"]["matching"], default=str)
    assert SECRET in own


def test_the_household_reads_where_and_not_what_the_sponsor_says(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    acts.answer_as_sponsor(offer.pk, "no", "We hoped for somebody else.", town.lieve)
    page = text(signed_in(town.amina.account), "household", offer.pk)
    assert "Gent" in page
    assert "It did not come to an agreement" in page
    assert "hoped" not in page


def test_a_question_goes_to_the_authority(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    amina = signed_in(town.amina.account)
    address = reverse("matching:household", args=[offer.pk]) + "?lang=en"
    assert "What do you want to ask?" in amina.post(address, {"says": "ask", "words": ""}).content.decode()
    amina.post(address, {"says": "ask", "words": "Is there a school?"})
    run = Run.objects.get()
    assert "Is there a school?" in text(signed_in(town.cell.bram.account), "run", run.pk)
    offer.refresh_from_db()
    assert (offer.ended, offer.household_says) == ("", "ask")


def test_only_a_lead_answers_and_nobody_of_another_group(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    with pytest.raises(policy.Refused):
        acts.answer_as_sponsor(offer.pk, "yes", "", town.member)
    assert "A lead of the group answers." in text(signed_in(town.member.account), "sponsor", offer.pk)
    with pytest.raises(policy.NotThere):
        acts.answer_as_sponsor(offer.pk, "yes", "", town.amina)
    with pytest.raises(policy.NotThere):
        acts.answer_as_household(offer.pk, "yes", "", town.lieve)


def test_the_database_knows_no_agreement_of_one(town: drawn.Drawn) -> None:
    offer = drawn.offered(town)
    for wrong in ({"ended": "agreed"}, {"ended": "agreed", "sponsor_says": "yes"}, {"ended": "declined"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**wrong)


def test_who_stops_seeking_is_offered_nothing_more(town: drawn.Drawn) -> None:
    run = stage.asked(town.cell.bram, "sponsors")
    line = run.lines.get()
    acts.accept(line.pk, town.cell.bram)
    page = text(signed_in(town.cell.bram.account), "work")
    assert "Amina Haddad" in page
    signed_in(town.cell.bram.account).post(reverse("matching:work"), {"stop": str(town.seeker.pk)})
    assert Seeker.objects.get().ended_why == Seeker.WITHDRAWN
    with pytest.raises(Gone):
        acts.confirm(line.pk, town.cell.chantal, "k")


def test_a_household_is_written_down_by_the_number_of_its_file_once(town: drawn.Drawn) -> None:
    bram = signed_in(town.cell.bram.account)
    address = reverse("matching:seek") + "?lang=en"
    told = {"number": town.seeker.case.given.number, "adults": "1", "children": "0", "tier": "C"}
    assert "looks for a sponsor already" in bram.post(address, told).content.decode()
    assert "There is no such file" in bram.post(address, {**told, "number": "x"}).content.decode()
    acts.stop_seeking(town.seeker.pk, town.cell.bram)
    assert "does not say how many" in bram.post(address, {**told, "adults": ""}).content.decode()
    assert bram.post(address, told).status_code == 302
    assert Seeker.objects.filter(ended_at=None).count() == 1


def test_what_the_file_says_nobody_types_again(town: drawn.Drawn) -> None:
    """A file that says how many they are is believed; what is typed beside it does not count."""
    case = Application.objects.get().case
    found = acts.seek(case, town.cell.bram, adults=9, tier="A", key="k")
    assert (found.adults, found.children, found.tier) == (2, 2, "C")


def test_after_its_time_nobody_can_say_who_looked_for_whom(town: drawn.Drawn, at: Callable[..., Any]) -> None:
    offer = drawn.offered(town)
    acts.answer_as_household(offer.pk, "no", SECRET, town.amina)
    acts.stop_seeking(town.seeker.pk, town.cell.bram)
    at(2028, 3, 3, 12)
    lines = plan([placements], {"placements": Period(24, "the end", "")}, clock.today("Europe/Brussels"))
    carry_out(lines)
    assert not Seeker.objects.exists()
    assert not Payload.objects.filter(entry__chain=town.seeker.pk).exists()
    assert verify().problems == []


def test_whoever_is_near_to_either_side_puts_nobody_together(town: drawn.Drawn) -> None:
    official = frozenset({"official"})
    for near in (replace(town.member, roles=official), replace(town.amina, roles=official)):
        with pytest.raises(Near):
            acts.ask("sponsors", near, "k")
