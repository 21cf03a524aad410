"""A version of the law comes into force by two signatures, on its day, and both stand in the journal."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.people.cast import boxes
from veer.access import policy, roles
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.acts.activation import propose_activation, sign_activation
from veer.cases.errors import BadData, NotAtThisStep, NotForYou
from veer.cases.models import ActivatedPack, Activation, ProposedLaw
from veer.cases.versions import versions, waiting
from veer.journal.queries import entries, told
from veer.people.models import Account
from veer.rules import Pack

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


@cache  # reading a whole law again for each role costs a second each time
def version(number: str, status: str = "proposed") -> Pack:
    files = json.loads(cast.bundled().canonical())
    head = files["files"]["pack.yaml"].replace('version: "2026.1"', f'version: "{number}"')
    files["files"]["pack.yaml"] = head.replace("status: proposed", f"status: {status}")
    return Pack.from_canonical(json.dumps(files, ensure_ascii=False, sort_keys=True).encode())


@pytest.fixture
def keya(at: Any) -> Who:
    at(2026, 11, 2, 10)
    cast.activate_law()
    return cast.who(cast.account("Keya Administrator", roles.ADMINISTRATOR))


@pytest.fixture
def paulo(keya: Who) -> Who:
    return cast.who(cast.account("Paulo Policy", roles.POLICY_MAKER))


def test_it_takes_two_and_comes_on_its_day(keya: Who, paulo: Who, at: Any) -> None:
    proposal = propose_activation(version("2027.1"), NEW_YEAR, paulo)
    assert law.active(cast.PACK).version == "2026.1"
    made = sign_activation(proposal.pk, keya)
    assert made.at == datetime(2026, 12, 31, 23, tzinfo=UTC)  # midnight where the law holds
    at(2026, 12, 31, 22, 59)
    assert law.active(cast.PACK).version == "2026.1"
    at(2026, 12, 31, 23, 0)
    assert law.active(cast.PACK).version == "2027.1"
    amina = cast.applicant()
    case = open_case(cast.person_of(amina), cast.PACK, cast.ROUTE, amina, language="nl", key=uuid4().hex)
    assert law.pack_of(case).version == "2027.1"


def test_both_stand_in_the_chain_of_the_law(keya: Who, paulo: Who) -> None:
    pack = version("2027.1")
    sign_activation(propose_activation(pack, NEW_YEAR, paulo).pk, keya)
    first, proposed, signed = entries(law.chain_of(cast.PACK).id)
    assert (first.act, proposed.act, signed.act) == ("activate_law", "propose_law", "sign_law")
    assert (proposed.actor_id, signed.actor_id) == (paulo.account, keya.account)
    for entry in (proposed, signed):
        said = told(entry) or {}
        assert (said["law_hash"], said["version"], said["from"]) == (pack.law_hash, "2027.1", "2027-01-01")


def test_nobody_signs_what_they_proposed(keya: Who, paulo: Who) -> None:
    proposal = propose_activation(version("2027.1"), NEW_YEAR, keya)
    with pytest.raises(NotForYou):
        sign_activation(proposal.pk, keya)
    assert Activation.objects.count() == 1
    activation = Activation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedLaw.objects.filter(pk=proposal.pk).update(
            signer=keya.account, signed_at=datetime(2026, 11, 2, 10, tzinfo=UTC), activation=activation
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedLaw.objects.filter(pk=proposal.pk).update(signer=paulo.account)


@pytest.mark.parametrize("role", sorted(set(roles.TITLES) - {roles.ADMINISTRATOR, roles.POLICY_MAKER}))
def test_nobody_else_proposes_or_signs(role: str, keya: Who) -> None:
    somebody = Who(uuid4(), roles=frozenset({role}))
    with pytest.raises(policy.Refused):
        propose_activation(version("2027.1"), NEW_YEAR, somebody)
    proposal = propose_activation(version("2027.1"), NEW_YEAR, keya)
    with pytest.raises(policy.Refused):
        sign_activation(proposal.pk, somebody)


def test_what_cannot_be_proposed(keya: Who) -> None:
    with pytest.raises(BadData):
        propose_activation(version("2027.1", status="draft"), NEW_YEAR, keya)
    with pytest.raises(BadData):
        propose_activation(version("2027.1"), date(2026, 11, 1), keya)
    propose_activation(version("2027.1"), NEW_YEAR, keya)
    with pytest.raises(BadData):
        propose_activation(version("2027.1"), NEW_YEAR, keya)
    assert ProposedLaw.objects.count() == 1


def test_signed_once_and_one_a_moment(keya: Who, paulo: Who) -> None:
    first = propose_activation(version("2027.1"), NEW_YEAR, paulo)
    second = propose_activation(version("2027.2"), NEW_YEAR, paulo)
    sign_activation(first.pk, keya)
    for proposal in (first, second):
        with pytest.raises(NotAtThisStep):
            sign_activation(proposal.pk, keya)
    with pytest.raises(policy.NotThere):
        sign_activation(uuid4(), keya)
    assert Activation.objects.count() == 2


def test_signed_late_it_is_in_force_from_then_on(keya: Who, paulo: Who, at: Any) -> None:
    proposal = propose_activation(version("2027.1"), NEW_YEAR, paulo)
    now = at(2027, 1, 5, 9)
    assert sign_activation(proposal.pk, keya).at == now


def test_loading_the_law_again_does_not_undo_what_waits_for_its_day(keya: Who, paulo: Who, at: Any) -> None:
    sign_activation(propose_activation(version("2027.1"), NEW_YEAR, paulo).pk, keya)
    law.activate(cast.bundled(), SYSTEM)
    assert Activation.objects.count() == 2
    at(2027, 1, 1, 9)
    assert law.active(cast.PACK).version == "2027.1"


def test_a_pack_that_comes_later_opens_no_case_before(at: Any) -> None:
    at(2026, 11, 2, 10)
    keya, paulo = (cast.who(cast.account(name, roles.ADMINISTRATOR)) for name in ("Keya", "Paulo"))
    sign_activation(propose_activation(version("2027.1"), NEW_YEAR, paulo).pk, keya)
    assert law.packs() == []
    at(2027, 1, 1, 9)
    assert law.packs() == [cast.PACK]


def test_stored_but_not_activated(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_law", "--store-only")
    assert ActivatedPack.objects.count() > 1
    assert Activation.objects.count() == 0
    assert law.packs() == []


def test_nobody_at_the_machine_puts_law_in_force_alone(settings: Any) -> None:
    settings.SITE_URL = "https://veer.example.org"
    with pytest.raises(CommandError, match=r"two signatures.*--store-only.*https://veer\.example\.org/laws") as refused:
        call_command("load_law")
    assert refused.value.returncode == 2
    assert (ActivatedPack.objects.count(), Activation.objects.count()) == (0, 0)


# --- the page --------------------------------------------------------------------------------------------------------


def client_of(one: Who) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=one.account), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_proposed_on_the_page_and_signed_by_another(keya: Who, paulo: Who) -> None:
    stored = law.store(version("2027.1"))
    mine, theirs = client_of(paulo), client_of(keya)
    sent = {"stored": stored.pk, **boxes("from_day", "2027-01-01")}
    assert mine.post(reverse("cases:laws"), sent).status_code == 302
    proposal = ProposedLaw.objects.get()
    sign = reverse("cases:law_sign", args=[proposal.pk])
    page = mine.get(reverse("cases:laws")).content.decode()
    assert "Another person has to sign it." in page
    assert f'action="{sign}"' not in page
    assert f'action="{sign}"' in theirs.get(reverse("cases:laws")).content.decode()
    assert "You proposed this yourself" in mine.post(sign, follow=True).content.decode()
    assert "New files stand on it from that day" in theirs.post(sign, follow=True).content.decode()
    page = theirs.get(reverse("cases:laws")).content.decode()
    assert "Paulo Policy" in page
    assert "Keya Administrator" in page
    assert [one.state for one in versions(keya)] == ["later", "now"]
    assert waiting(keya) == []


def test_a_wrong_form_says_what_is_wrong(keya: Who) -> None:
    client = client_of(keya)
    draft = law.store(version("2027.1", status="draft"))
    for sent, words in (
        ({"stored": draft.pk, **boxes("from_day", "2027-01-01")}, "This is a draft."),
        ({"stored": law.active(cast.PACK).pk, **boxes("from_day", "2026-01-01")}, "Choose today or a later day."),
        ({"stored": "x", "from_day_day": ""}, "Error:"),
    ):
        answer = client.post(reverse("cases:laws"), sent)
        assert words in answer.content.decode()
    assert ProposedLaw.objects.count() == 0


def test_a_screen_left_open_signs_nothing(keya: Who, paulo: Who, settings: Any) -> None:
    settings.PROOF_MINUTES = 0
    proposal = propose_activation(version("2027.1"), NEW_YEAR, paulo)
    assert client_of(keya).post(reverse("cases:law_sign", args=[proposal.pk])).status_code == 302
    assert ProposedLaw.objects.get().signer is None


def test_versions_are_in_force_before_and_later(keya: Who, paulo: Who, at: Any) -> None:
    sign_activation(propose_activation(version("2027.1"), NEW_YEAR, paulo).pk, keya)
    sign_activation(propose_activation(version("2027.2"), NEW_YEAR + timedelta(31), paulo).pk, keya)
    at(2027, 1, 10, 9)
    assert [(one.stored.version, one.state) for one in versions(keya)] == [
        ("2027.2", "later"), ("2027.1", "now"), ("2026.1", "before"),
    ]  # fmt: skip
