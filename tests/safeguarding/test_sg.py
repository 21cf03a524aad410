"""SG1 to SG20, as far as files, people and reports show them. What is public of them stands in `test_public_page`."""

import inspect
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.law.proposal_story import pack
from tests.law.test_be_proposal_sponsorship import CLEAR, WHY
from tests.people.cast import signed_in
from tests.safeguarding import stage
from tests.sponsorship import stage as sponsors
from tests.sponsorship.coming_stage import Drawn
from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases import facts
from veer.cases.errors import ActRefused, BadData, NotReady
from veer.cases.models import Case, Decision
from veer.journal.acts import seal
from veer.journal.models import Entry, Reading
from veer.journal.queries import entries, told
from veer.journal.verify import verify
from veer.people.acts import give_mandate
from veer.people.models import Account
from veer.safeguarding import acts
from veer.safeguarding.models import Interest
from veer.sponsorship import acts as sponsorship
from veer.sponsorship import outcomes
from veer.sponsorship.counting import digest_of
from veer.sponsorship.models import Application, Group, Identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    sponsors.activate_law()


def test_SG1_one_application_is_one_household_and_nothing_takes_a_list() -> None:
    group, people = sponsors.group_of()
    sponsors.Cell().recognise(group, people[0])
    sponsorship.ask_to_bring(group.pk, "named_family", 2, 2, people[0], uuid4().hex)
    with pytest.raises(sponsorship.AlreadyActive):
        sponsorship.ask_to_bring(group.pk, "named_family", 1, 0, people[0], uuid4().hex)
    many = re.compile(r"\b(list|Sequence|Iterable|Collection|File|UploadedFile)\b")
    for name in sponsorship.__all__:
        act = getattr(sponsorship, name)
        taken = inspect.signature(act).parameters.values() if inspect.isfunction(act) else ()
        assert not [one for one in taken if many.search(str(one.annotation))], name
    commands = {path.stem for path in Path("veer").glob("*/management/commands/*.py")} - {"load_law"}  # no people
    assert not [one for one in commands if re.search(r"import|load|bulk|upload", one)]


def test_SG2_who_proposed_or_checked_does_not_sign() -> None:
    _group, _people, case, work = stage.sponsored()
    give_role(work.bram.account, roles.SIGNER, SYSTEM)
    bram = cast.who(Account.objects.get(pk=work.bram.account))
    checker = cast.who(cast.account("Cem Controle", roles.OFFICIAL, roles.SIGNER))
    cast.act(case, "check", checker, facts=CLEAR)
    cast.act(case, "propose_recognition", bram, reasons=WHY)
    for who in (bram, checker):
        with pytest.raises(ActRefused):
            cast.act(case, "sign", who, letter=cast.shown_letter(case, who))
    cast.act(case, "sign", work.chantal, letter=cast.shown_letter(case, work.chantal))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(signer=F("proposer"))


def test_SG3_whoever_speaks_for_somebody_from_outside_stands_in_the_file_and_in_a_public_count() -> None:
    _group, _people, case, work = stage.sponsored()
    said = {"contact.kind": "cabinet", "contact.who": "A member of a cabinet", "contact.text": "Put them first."}
    with pytest.raises(BadData):
        cast.act(case, "outside_contact", work.bram, facts={"contact.kind": "cabinet"})
    cast.act(case, "outside_contact", work.bram, facts=said)
    cast.act(case, "outside_contact", work.chantal, facts={**said, "contact.kind": "lobby"})
    kept = [told(one) for one in entries(case.pk) if one.act == "outside_contact"]
    assert [one["facts"] for one in kept] == [said, {**said, "contact.kind": "lobby"}]
    page = Client().get(reverse("safeguarding:safeguards")).content.decode()
    assert "contacts from outside: fewer than 5; of politics: fewer than 5; of lobbyists: fewer than 5" in page
    assert "Put them first" not in page
    for route_id in ("sponsor-recognition", "sponsor-application", "humanitarian-visa"):
        procedure = pack().routes[route_id].procedure
        assert procedure is not None
        assert procedure.acts["outside_contact"].asks == ("contact.kind", "contact.who", "contact.text")


def test_SG4_without_the_identity_of_all_nothing_comes_into_the_draw() -> None:
    work = sponsors.Cell()
    group, people = sponsors.group_of()
    work.recognise(group, people[0])
    sponsors.money(group, people[1], 31_000)
    case = sponsorship.ask_to_bring(group.pk, "named_family", 2, 2, people[0], uuid4().hex)
    for name in ("Samira", "Yousef"):
        sponsorship.write_identity(case.pk, sponsors.identity(name), people[0])
    lina = sponsorship.write_identity(case.pk, sponsors.identity("Lina", False), people[0])
    with pytest.raises(NotReady, match="who each of them is"):  # it says so, and it is not so
        work.admit(case, people[0], sponsors.NAMED)
    for unknown in ({"number": ""}, {"number": "", "declared": "Burnt."}, {"sex": ""}, {"nationality": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            sponsorship.write_identity(case.pk, sponsors.identity("Omar", False, **unknown), people[0])
    sponsorship.write_identity(case.pk, sponsors.identity("Omar", False), people[0])
    assert work.admit(case, people[0], sponsors.NAMED).step == "pooled"
    with pytest.raises(policy.Refused):
        sponsorship.write_identity(case.pk, sponsors.identity("Noor", False), people[0])
    with pytest.raises(policy.Refused):
        sponsorship.strike_identity(lina.pk, people[0])
    with pytest.raises(ValueError, match="reason"):
        sponsorship.strike_identity(lina.pk, work.bram)
    sponsorship.strike_identity(lina.pk, work.bram, why="She died.")
    kept = [told(one) for one in entries(group.pk) if one.act == "strike_identity"]
    assert kept == [{"case": str(case.pk), "identity": str(lina.pk), "why": "She died."}]
    assert not [one for one in pack().facts if one.startswith("bring.") and ("national" in one or "sex" in one)]


def test_SG4_whoever_is_not_complete_is_not_on_the_list_and_who_comes_is_who_was_asked_for(
    at: Callable[..., datetime],
) -> None:
    home = Drawn()
    page = Client().get(reverse("safeguarding:safeguards")).content.decode()
    assert "persons asked for by name: 5; changed after it was sent: 0" in page
    assert [one.given_name for one in Identity.objects.filter(application=home.application.pk, traveller=None)] == []
    _group, _lead, case = sponsors.asked(home.cell)
    window = home.cell.window()
    first = Identity.objects.filter(application=case.pk, adult=True).order_by("id")[0]
    sponsorship.strike_identity(first.pk, home.bram, why="She died.")
    at(2026, 3, 3, 9)
    sponsorship.publish_list(window.pk, home.cell.dirk)
    assert Case.objects.get(pk=case.pk).step == "pooled"
    assert not window.entries.exists()


def test_SG6_one_group_a_person_one_household_a_group_one_account_a_group() -> None:
    group, people = sponsors.group_of()
    sponsors.money(group, people[1])
    other = sponsors.somebody("Piet Anders")
    second = sponsorship.begin_group("Tweede", "group", other, sponsors.TOLD)
    with pytest.raises(sponsorship.ActiveElsewhere):
        sponsors.joined(second, other, people[2])
    with pytest.raises(sponsorship.AccountUsed):
        sponsorship.name_account(second.pk, "Bank", "BE68539007547034", other)


def test_SG9_a_gift_by_the_people_who_come_is_an_alert_and_of_a_large_one_it_is_said_where_it_came_from() -> None:
    home = Drawn()
    assert acts.find_networks() == []
    stage.gave(home.group, home.lead, "Jan Peeters")
    assert acts.find_networks() == []
    sara = sponsors.somebody("Sara Haddad")
    sponsors.joined(home.group, home.lead, sara, told={"tied": True})
    stage.gave(home.group, home.lead, "HADDAD  Sara")  # she said that she is of the family, and what she gives is hers
    assert acts.find_networks() == []
    stage.gave(home.group, home.lead, "M. HADDAD")  # of the family that comes
    (alert,) = acts.find_networks()
    assert alert.ties == [{"kind": "payer", "groups": [str(home.group.pk)]}]
    assert acts.find_networks() == []
    group, people = home.group, [home.lead, home.lead]
    day = date(2026, 3, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        sponsorship.write_receipt(group.pk, "cash", 50_001, day, "Jan", people[1])
    assert sponsorship.write_receipt(group.pk, "cash", 50_001, day, "Jan", people[1], origin="He sold a car.")


def test_SG12_a_helper_acts_by_a_mandate_is_registered_and_only_a_lawyer_is_paid() -> None:
    _group, people, case, _work = stage.sponsored()
    helper = sponsors.somebody("Hilde Helper")
    address = reverse("cases:file", args=[case.pk])
    assert signed_in(helper.account).get(address).status_code == 404
    offered = give_mandate(case.person_id, people[0], email=sponsors.email_of(helper))
    assert signed_in(helper.account).get(address).status_code == 404  # not accepted
    cast.accept_mandate(offered.pk, helper)
    assert signed_in(helper.account).get(address).status_code == 200
    paid = sponsorship.Helper("paid@example.org", Application.VOLUNTEER, Application.TARIFF)
    lead = people[0]
    group = Group.objects.get(members__account=lead.account)
    sponsors.Cell().recognise_sent(case)
    with pytest.raises(sponsorship.PaidHelp):
        sponsorship.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=paid)
    lawyer = sponsorship.Helper("lawyer@example.org", Application.LAWYER, Application.TARIFF)
    sponsorship.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=lawyer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(helper_as=Application.ASSOCIATION)
    page = Client().get(reverse("safeguarding:safeguards")).content.decode()
    assert "lawyers: fewer than 5; organisations: 0; volunteers: 0" in page


def test_SG13_only_officials_say_how_urgent_it_is() -> None:
    law = pack()
    assert law.facts["check.tier"].by == ("official",)
    asked = [one for name, one in law.facts.items() if name.startswith(("bring.", "check.", "household.", "tie."))]
    assert {role for one in asked for role in one.by} <= {"applicant", "official", "system"}
    group, people = sponsors.group_of()
    sponsors.Cell().recognise(group, people[0])
    case = sponsorship.ask_to_bring(group.pk, "named_family", 1, 0, people[0], uuid4().hex)
    with pytest.raises(BadData):
        facts.save_answer(case, people[0], "check.tier", "A", version=0)


def test_SG14_a_yes_needs_reasons_as_a_no_does_and_the_rules_are_public() -> None:
    _group, _people, case, work = stage.sponsored()
    cast.act(case, "check", work.bram, facts=CLEAR)
    for act in ("propose_recognition", "propose_refusal"):
        with pytest.raises(NotReady, match="at least one reason"):
            cast.act(case, act, work.bram, reasons=[])
    law = pack()
    for route in law.routes.values():
        proposals = [one for one in route.procedure.acts.values() if one.does == "propose"] if route.procedure else []
        assert all("reasons" in one.needs for one in proposals), route.id
    for route_id in ("sponsor-recognition", "sponsor-application"):
        page = Client().get(reverse("openness:law_route", args=[law.id, route_id]))
        assert page.status_code == 200
        assert law.text(route_id, "title", "en") in page.content.decode()


def test_SG16_too_many_lost_stop_new_applications_of_the_sponsor_its_leads_and_its_helper(
    at: Callable[..., datetime],
) -> None:
    home, helper = Drawn(), "helper@example.org"
    Application.objects.filter(case=home.application).update(helper=digest_of(helper))
    home.arrived()
    assert outcomes.outcome_of_all() == outcomes.Outcome(0, 0), "the term to lodge still runs"
    at(2026, 3, 16, 9)
    home.does("not_lodged", cast.SYSTEM)
    assert outcomes.outcome_of(home.group) == outcomes.Outcome(5, 0)
    at(2026, 9, 3, 9)
    bring = ("named_friend", 1, 0)
    with pytest.raises(sponsorship.TooManyLost):
        sponsorship.ask_to_bring(home.group.pk, *bring, home.lead, uuid4().hex)
    other, people = sponsors.group_of(name="Anderen")
    sponsors.Cell().recognise(other, people[0])
    with pytest.raises(sponsorship.TooManyLost):
        sponsorship.ask_to_bring(other.pk, *bring, people[0], uuid4().hex, helper=sponsorship.Helper(helper))
    page = Client().get(reverse("safeguarding:safeguards")).content.decode()
    assert "persons whose term to ask for protection is over: 5; known: 0" in page
    home.does("lodge", home.desk)  # late, and known
    assert outcomes.outcome_of(home.group) == outcomes.Outcome(5, 5)
    assert sponsorship.ask_to_bring(home.group.pk, *bring, home.lead, uuid4().hex)


def test_SG18_roles_that_may_not_meet_never_do_and_an_interest_that_is_said_keeps_from_the_file() -> None:
    home = Drawn()
    sponsorship.offer_home(home.group.pk, "Liège", sponsors.HOME, home.lead)
    files = [reverse("cases:at_work", args=[one.pk]) for one in (home.application, home.case)]

    def opens(who: Who) -> list[int]:
        return [signed_in(who.account).get(one).status_code for one in files]

    assert [opens(home.bram), opens(home.olga)] == [[200, 200], [200, 200]]
    page = reverse("safeguarding:interests")
    told = {"number": home.case.given.number, "why": "My cousin."}
    assert signed_in(home.bram.account).post(page, told).status_code == 302
    assert opens(home.bram) == [200, 404]
    with pytest.raises(ActRefused):
        cast.act(home.case, "note", cast.who(Account.objects.get(pk=home.bram.account)), text="x")
    acts.say_interest(home.olga, "I live there.", municipality="LIEGE ")
    assert opens(home.olga) == [404, 404], "the sponsors of a municipality, and whom they bring"
    said = Interest.objects.get(account=home.olga.account)
    signed_in(home.olga.account).post(page, {"over": str(said.pk)})
    assert opens(home.olga) == [200, 200]
    with pytest.raises(policy.Refused):
        acts.say_interest(home.lead, "Mine.", municipality="Gent")
    for one, others in {
        roles.OFFICIAL: (roles.AUDITOR, roles.ADMINISTRATOR, roles.INTEGRITY),
        roles.SIGNER: (roles.AUDITOR, roles.ADMINISTRATOR, roles.INTEGRITY),
        roles.INTEGRITY: (roles.AUDITOR, roles.ADMINISTRATOR, roles.DESK),
    }.items():
        for other in others:
            known = cast.account(f"{one} {other}", one)
            with pytest.raises(roles.IncompatibleRoles):
                give_role(known.pk, other, SYSTEM)


def test_SG19_a_changed_entry_is_found_and_a_look_is_written_down() -> None:
    _group, _people, case, work = stage.sponsored()
    seal()
    signed_in(work.bram.account).get(reverse("cases:at_work", args=[case.pk]))
    assert Reading.objects.filter(chain=case.pk, reader_id=work.bram.account).exists()
    assert verify().ok
    Entry.objects.filter(chain=case.pk, act="submit").update(actor_id=work.chantal.account)
    assert [one.chain for one in verify().problems] == [str(case.pk)]


def test_SG20_the_sponsor_reads_nothing_of_a_household_meanwhile_and_the_household_all() -> None:
    home, iris = Drawn(), stage.cell()
    page = reverse("sponsorship:household", args=[home.group.pk, home.coming.pk])
    lead, head = signed_in(home.lead.account), signed_in(home.head.account)
    assert lead.get(page).status_code == 200
    concern = stage.reported(home.case, kind="money")
    acts.stop_file(concern.pk, "To be looked at.", iris)
    for name, point in (("household", ()), ("plan", ()), ("point", ("bank",))):
        closed = lead.get(reverse(f"sponsorship:{name}", args=[home.group.pk, home.coming.pk, *point]))
        said = closed.content.decode()
        assert closed.status_code == 403
        assert "your group is suspended from this household" in said
        assert "Somebody who handles no files looks at it." in said
        assert 'id="h-ask">Whom to ask</h2>' in said
        assert not any(word in said for word in ("Samira", "To be looked at."))
    stranger = signed_in(cast.applicant("Stefan Vreemd").account)
    assert stranger.get(page).status_code == 404
    assert lead.get(reverse("cases:file", args=[home.application.pk])).status_code == 403
    assert head.get(reverse("cases:file", args=[home.case.pk])).status_code == 200
    assert head.get(reverse("sponsorship:coming")).status_code == 200
    acts.lift_stop(concern.pk, "Nothing was found.", iris)
    assert lead.get(page).status_code == 200


def test_SG20_a_serious_report_freezes_the_file_for_the_sponsor_and_for_nobody_else() -> None:
    group, people, case, work = stage.sponsored()
    iris, lead = stage.cell(), signed_in(people[0].account)
    address = reverse("cases:file", args=[case.pk])
    housing, money = stage.reported(case, kind="housing"), stage.reported(case, kind="money")
    assert lead.get(address).status_code == 200  # a report alone tells nothing, and no hour
    acts.stop_file(housing.pk, "To be looked at.", iris)
    assert lead.get(address).status_code == 200  # the law freezes for danger, money and pressure
    acts.stop_file(money.pk, "To be looked at.", iris)
    assert lead.get(address).status_code == 403
    assert lead.get(reverse("sponsorship:group", args=[group.pk])).status_code == 200
    assert signed_in(work.bram.account).get(reverse("cases:at_work", args=[case.pk])).status_code == 200
    acts.lift_stop(money.pk, "Nothing was found.", iris)
    assert lead.get(address).status_code == 200
    amina = cast.applicant()
    own = cast.submitted(amina)
    acts.stop_file(stage.reported(own, kind="safety").pk, "To be looked at.", iris)
    assert signed_in(amina.account).get(reverse("cases:file", args=[own.pk])).status_code == 200
