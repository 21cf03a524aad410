"""Every address of cases and people against every kind of visitor. What is not theirs is not there: 404."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_documents import SHELF
from tests.cases.test_machine import MACHINE
from tests.laws import law_in
from tests.people.cast import registered, signed_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.acts.activation import propose_activation
from veer.cases.models import Case, Document, Hearing
from veer.cases.urls import urlpatterns as cases_urls
from veer.journal import clock
from veer.journal.models import Entry, Reading
from veer.letters.models import Letter
from veer.people import acts
from veer.people.acts.mandates import Terms
from veer.people.models import Account, Likeness, Merge
from veer.people.urls import urlpatterns as people_urls

pytestmark = pytest.mark.django_db

OWNER, OFFICIALS, SIGNERS, AUDITORS, DESK = "owner", "official", "signer", "auditor", "desk"
INTERPRETER = "interpreter"  # of one interview of the owner's; no role
VISITORS = ["nobody", "stranger", OWNER, INTERPRETER, *sorted(set(roles.TITLES))]
EVERYBODY = set(VISITORS) - {"nobody"}
ADMINISTRATORS = roles.ADMINISTRATOR
OFFICE = {OFFICIALS, SIGNERS, AUDITORS}
PARTS = set(roles.PARTS)  # they see a file while a step of it is theirs

# Address: (which file it is tried on, who may see it). `held` is with the official, `proposed` waits for the signer.
TABLE: dict[str, tuple[str, set[str]]] = {
    "cases:apply": ("", EVERYBODY),
    "cases:mine": ("", EVERYBODY),
    "cases:file": ("held", {OWNER}),
    "cases:questions": ("draft", {OWNER}),
    "cases:question": ("draft", {OWNER}),
    "cases:check": ("draft", {OWNER}),
    "cases:sent": ("held", {OWNER}),
    "cases:documents": ("held", {OWNER}),
    "cases:document": ("held", {OWNER}),
    "cases:letter": ("held", {OWNER}),
    "cases:act": ("held", {OWNER}),
    "cases:looked": ("held", {OWNER}),
    "cases:own_act": ("lodged", {OWNER}),
    "cases:data_json": ("held", {OWNER}),
    "cases:data_pdf": ("held", {OWNER}),
    "cases:my_data": ("", EVERYBODY),
    "cases:my_data_json": ("", EVERYBODY),
    "cases:my_data_pdf": ("", EVERYBODY),
    "cases:my_data_zip": ("", EVERYBODY),
    "cases:interview": ("lodged", {INTERPRETER}),
    "cases:interpreter": ("lodged", {OFFICIALS}),
    "cases:work": ("", OFFICE | PARTS),
    "cases:find": ("", OFFICE | PARTS),
    "cases:lists": ("", OFFICE | PARTS),
    "cases:several": ("", OFFICE | PARTS),
    "cases:away": ("", {OFFICIALS}),
    "cases:open_for": ("walk-in", {OFFICIALS, DESK}),
    "cases:at_work": ("held", OFFICE),
    "cases:present": ("held", OFFICE),
    "cases:do": ("held", {OFFICIALS}),
    "cases:add_at_work": ("shelved", {OFFICIALS, roles.COURT}),
    "cases:lawful": ("presented", {OFFICIALS, DESK}),
    "cases:ask": ("held", {OFFICIALS}),
    "cases:judge": ("held", {OFFICIALS}),
    "cases:propose": ("held", {OFFICIALS}),
    "cases:send_back": ("proposed", {SIGNERS}),
    "cases:sign": ("proposed", {SIGNERS}),
    "cases:preview": ("proposed", OFFICE),
    "cases:work_document": ("held", OFFICE),
    "cases:work_letter": ("held", OFFICE),
    "cases:laws": ("", {ADMINISTRATORS, roles.POLICY_MAKER}),
    "cases:law_sign": ("law", {ADMINISTRATORS, roles.POLICY_MAKER}),
    "people:colleagues": ("", {ADMINISTRATORS}),
    "people:invite": ("", {ADMINISTRATORS}),
    "people:colleague": ("colleague", {ADMINISTRATORS}),
    "people:me": ("", EVERYBODY),
    "people:code": ("", {*EVERYBODY, "nobody"}),
    "people:claim": ("", {*EVERYBODY, "nobody"}),
    "people:mandates": ("", EVERYBODY),
    "people:reach": ("given", {OWNER}),
    "people:notices": ("", EVERYBODY),
    "people:clients": ("", EVERYBODY),
    "people:accept": ("offered", {"stranger"}),
    "people:end": ("given", {OWNER, "stranger"}),
    "people:desk": ("", {OFFICIALS, DESK}),
    "people:register": ("", {OFFICIALS, DESK, roles.RECEPTION, roles.RETURNS}),
    "people:twins": ("", {OFFICIALS}),
    "people:twin": ("alike", {OFFICIALS}),
    "people:person": ("walk-in", {OFFICIALS, DESK, AUDITORS}),
    "people:correct": ("walk-in", {OFFICIALS, DESK}),
    "people:print_code": ("walk-in", {OFFICIALS, DESK}),
    "people:quiet": ("walk-in", {OFFICIALS, DESK}),
    "people:household": ("walk-in", {OFFICIALS, DESK}),
    "people:mandate": ("walk-in", {OFFICIALS, DESK}),
    "people:guardian": ("walk-in", {OFFICIALS}),
    "people:end_appointment": ("walk-in", {OFFICIALS}),
    "people:undo": ("walk-in", {OFFICIALS}),
}
ACTS = {"cases:act": "withdraw", "cases:do": "give_back", "cases:ask": "ask_document"}
ACTS |= {"cases:add_at_work": "file"}
ACTS |= {"cases:own_act": "remark", "cases:lawful": "lodge"}
ACTS |= {"cases:propose": "propose_refusal", "cases:send_back": "send_back", "cases:sign": "sign"}
POST_ONLY = {"cases:do", "people:notices", "people:accept", "people:end", "people:print_code", "people:quiet"}
POST_ONLY |= {"people:end_appointment", "people:undo", "cases:law_sign"}


class Stage:
    """A file at each step, and every kind of visitor."""

    def __init__(self) -> None:
        cast.activate_law()
        self.amina, self.bram = cast.applicant(), cast.official()
        self.files = {"draft": cast.draft(self.amina), "held": cast.submitted(self.amina)}
        cast.act(self.files["held"], "add_document", self.amina, kind="diploma", file=cast.a_pdf())
        cast.act(self.files["held"], "take", self.bram)
        self.files["proposed"] = cast.proposed(self.amina, self.bram)
        law.activate(law_in(MACHINE), SYSTEM)
        for name in ("presented", "lodged"):
            self.files[name] = open_case(
                cast.person_of(self.amina), "machine", "protection", self.bram, language="en", key=name
            )
        law.activate(law_in(SHELF), SYSTEM)
        self.files["shelved"] = open_case(
            cast.person_of(self.amina), "shelf", "papers", self.bram, language="en", key="shelved"
        )
        cast.act(self.files["lodged"], "lodge", self.bram, facts={"country": None})
        cast.act(self.files["lodged"], "summon", self.bram, set_for=clock.now() + timedelta(9), place="Room 2")
        self.hearing = Hearing.objects.get(case=self.files["lodged"])
        self.visitors: dict[str, Who | None] = {
            "nobody": None,
            "stranger": cast.applicant("Stefan Vreemd"),
            OWNER: self.amina,
            OFFICIALS: self.bram,
            INTERPRETER: cast.interpreter(self.hearing, self.bram),
        }
        for role in set(roles.TITLES) - {OFFICIALS}:
            self.visitors[role] = cast.who(cast.account(f"Somebody {role}", role))
        self.records = self._records()

    def _records(self) -> dict[str, list[Any]]:
        """Somebody written down at a desk, looking like another; and what Amina asked of the stranger."""
        walk_in = registered(self.bram, "Amina", "Haddad", born="1998")
        acts.merge(Likeness.objects.get().pk, walk_in.pk, self.bram, "Same paper.")
        alike = registered(self.bram, "Samira", papers=(("card", "17", ""),))
        registered(self.bram, "Noor", papers=(("card", "17", ""),))
        merged, waits = Merge.objects.get(), Likeness.objects.get(said=None)
        guardian = acts.appoint(alike.pk, self.bram, relation="guardian", email="g@example.org", body="Service")
        amina = cast.who(Account.objects.get(pk=self.amina.account))
        stranger = Account.objects.get(name="Stefan Vreemd")
        EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
        person = cast.person_of(self.amina)
        offered = acts.give_mandate(
            person, amina, email=str(stranger.email), terms=Terms(scope="case", scope_of=str(uuid4()))
        )
        given = acts.give_mandate(person, amina, email=str(stranger.email))
        keys = cast.who(cast.account("Keya", roles.ADMINISTRATOR))
        law_from = propose_activation(cast.bundled(), clock.today("UTC") + timedelta(30), keys)
        return {
            "law": [law_from.pk],
            "colleague": [self.bram.account],
            "offered": [offered.pk], "given": [given.pk], "alike": [waits.pk], "walk-in": [alike.pk],
            "people:end_appointment": [alike.pk, guardian.pk], "people:undo": [alike.pk, merged.pk],
        }  # fmt: skip

    def client(self, visitor: str) -> Client:
        one = self.visitors[visitor]
        return Client() if one is None else signed_in(one.account)

    def address(self, name: str) -> str:
        which = TABLE[name][0]
        if name == "cases:apply":
            return reverse(name, args=[cast.PACK, cast.ROUTE])
        if not which:
            return reverse(name)
        if name.startswith("people:") or name in ("cases:open_for", "cases:law_sign"):
            return reverse(name, args=self.records.get(name, self.records[which]))
        if name == "cases:interview":
            return reverse(name, args=[self.hearing.pk])
        case = self.files[which]
        args: list[Any] = [case.pk]
        if name.endswith("document"):
            args.append(Document.objects.get(case=case).pk)
        elif name.endswith("letter"):
            args.append(Letter.objects.filter(subject_id=case.pk).first().pk)  # type: ignore[union-attr]
        elif name in ("cases:question", "cases:judge"):
            args.append("education.isced")
        elif name in ACTS:
            args.append(ACTS[name])
        return reverse(name, args=args)


@pytest.fixture(scope="module")
def built(building: Callable[..., Stage]) -> Stage:
    return building(lambda at: Stage())


@pytest.fixture
def stage(db: None, built: Stage) -> Stage:
    return built


def test_the_table_is_complete() -> None:
    known = {f"cases:{one.name}" for one in cases_urls} | {f"people:{one.name}" for one in people_urls}
    assert known == set(TABLE)


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_sees_what_is_theirs_and_nothing_else(stage: Stage, visitor: str) -> None:
    client = stage.client(visitor)
    wrong = {}
    for name, (_which, allowed) in TABLE.items():
        address = stage.address(name)
        answer = client.get(address) if name not in POST_ONLY else client.post(address)
        if answer.streaming:
            assert b"".join(answer.streaming_content)  # a packed file is open until somebody has read it
        expected = {200, 302, 409} if visitor in allowed else {302} if visitor == "nobody" else {404}
        if answer.status_code not in expected:
            wrong[name] = answer.status_code
        if visitor == "nobody" and visitor not in allowed:
            assert answer["Location"].startswith("/account/login/"), name
    assert wrong == {}


@pytest.mark.parametrize("visitor", VISITORS)
def test_posting_opens_no_second_door(stage: Stage, visitor: str) -> None:
    client = stage.client(visitor)
    before = Entry.objects.count()
    wrong = {}
    for name, (_which, allowed) in TABLE.items():
        if visitor in allowed:
            continue
        told = {"seen": "99", "key": uuid4().hex, "value": "true", "state": "verified", "reason": "x", "read": "on"}
        answer = client.post(stage.address(name), told)
        if answer.status_code not in ({302, 405} if visitor == "nobody" else {404, 405}):
            wrong[name] = answer.status_code
    assert wrong == {}
    assert Entry.objects.count() == before


def test_a_file_that_does_not_exist_and_one_that_is_not_mine_look_the_same(stage: Stage) -> None:
    client = stage.client("stranger")
    theirs = client.get(reverse("cases:file", args=[stage.files["held"].pk]))
    none = client.get(reverse("cases:file", args=[uuid4()]))
    assert (theirs.status_code, none.status_code) == (404, 404)


def test_a_draft_is_nobodys_business_at_the_authority(stage: Stage) -> None:
    for visitor in OFFICE:
        answer = stage.client(visitor).get(reverse("cases:at_work", args=[stage.files["draft"].pk]))
        assert answer.status_code == 404


def test_each_look_of_the_authority_is_written_down_and_shown(stage: Stage) -> None:
    case: Case = stage.files["held"]
    assert set(Reading.objects.filter(chain=case.pk).values_list("reader_id", flat=True)) == {stage.bram.account}
    for visitor in sorted(OFFICE):
        stage.client(visitor).get(reverse("cases:at_work", args=[case.pk]))
    stage.client("coach").get(reverse("cases:at_work", args=[case.pk]))
    looks = Reading.objects.filter(chain=case.pk).values_list("role", "purpose")
    assert set(looks) == {(OFFICIALS, "handle"), (SIGNERS, "sign"), (AUDITORS, "audit")}
    shown = stage.client(OWNER).get(reverse("cases:looked", args=[case.pk])).content.decode()
    assert "Somebody auditor" in shown


def test_an_official_finds_no_file_of_their_own_in_the_work_list(stage: Stage) -> None:
    known = Account.objects.get(pk=stage.bram.account)
    cast.introduce(known, given_name="Bram", family_name="Eigen", language="nl")
    own = cast.submitted(cast.who(known))
    client = stage.client(OFFICIALS)
    assert client.get(reverse("cases:at_work", args=[own.pk])).status_code == 404
    assert "Bram Eigen" not in client.get(reverse("cases:work") + "?show=all").content.decode()
