"""The right of access: everything held about somebody, of all their files, and nothing of anybody else."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import MACHINE, presented
from tests.cases.test_pages import as_, page
from tests.cases.test_values import lines_of
from tests.laws import law_in
from tests.people.cast import registered
from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases import held, law
from veer.cases.models import Hold
from veer.cases.queries import case_at_work
from veer.journal import clock
from veer.people import acts
from veer.people.models import Account, Housemate, Likeness, Name, Person

pytestmark = pytest.mark.django_db

# Every table of ours and of our packages: where in the JSON its rows about a person stand ("a.b" in lists too), or why
# none can be there. A table that is missing here fails, so that nothing new is forgotten.
TOLD = {
    "access.Grant": "account.roles",
    "cases.Answer": "files.answers",
    "cases.Branch": "files.branches",
    "cases.Case": "files",
    "cases.CaseNumber": "files.number",
    "cases.Decision": "files.decisions",
    "cases.Document": "files.documents",
    "cases.Hearing": "files.hearings",
    "cases.Hold": "files.holds",
    "cases.Term": "files.terms",
    "journal.Entry": "files.journal",
    "journal.Payload": "files.journal.told",
    "journal.Reading": "files.readings",
    "letters.Letter": "files.letters",
    "letters.Sending": "files.letters.address",
    "people.Account": "account.email",
    "people.Claim": "records.claims",
    "people.Fact": "files.history",
    "people.Housemate": "records.households",
    "people.Likeness": "records.looks_like_another",
    "people.Link": "mandates",
    "people.Membership": "account.works_at",
    "people.Merge": "records.merged",
    "people.Name": "records.names",
    "people.NameToken": "records.found_by",
    "people.Organisation": "account.works_at.organisation",
    "people.Paper": "records.papers",
    "people.Person": "records.given_name",
    "people.Silence": "records.silences",
    "account.EmailAddress": "account.emails",
    "mfa.Authenticator": "account.second_steps",
    "socialaccount.SocialAccount": "account.elsewhere",
    "usersessions.UserSession": "account.sessions",
}
WHY_NOT = {
    "people.Household": "an id and a day; who lives in it is told of each person",
    "cases.ActivatedPack": "law",
    "cases.ProposedLaw": "law, and the accounts that proposed and signed it",
    "cases.Activation": "law, and the account that put it in force",
    "cases.Presence": "which official has a file open in these minutes: their reading is told",
    "cases.Stop": "why a file stands still protects who reported; the page of a frozen file says that it does",
    "cases.Signature": "of an official; the decision that it is under is told",
    "journal.Head": "a length and a digest",
    "journal.Seal": "digests",
    "journal.SealedHead": "digests",
    "openness.SavedAnswers": "behind a code; who holds no code finds nothing",
    "web.DemoDatabase": "the demonstration alone",
    "web.DemoLogin": "invented people of the demonstration alone",
    "account.EmailConfirmation": "a key that was sent by mail and is used up",
    "socialaccount.SocialApp": "how a provider is reached; providers stand in the settings",
    "socialaccount.SocialToken": "not stored: SOCIALACCOUNT_STORE_TOKENS is off",
    "sessions.Session": "its row in the list of sessions is told; what was typed before signing in is given back",
    "contenttypes.ContentType": "names of tables",
    "auth.Permission": "none is used",
    "auth.Group": "none is used",
    "django_tasks_database.DBTaskResult": "work to be done, by id",
    # Rooms of the authority's own work: about officials as officials, or about no person.
    "cases.Absence": "when an official is away",
    "cases.Handover": "between officials; the holder of a file is told in its journal",
    "cases.SavedFilter": "how an official looks at the list of work",
    "cases.Turn": "follows from the step of a case, which is told",
    "openness.Count": "numbers without people",
    "quotas.Counter": "numbers without people",
    "quotas.Entry": "places taken by a case, whose journal tells it",
    "quotas.Quota": "numbers without people",
}
# Held about people by a room that does not tell it here yet (`held.register`); the JSON says so under `not_here`.
OWED: set[str] = set()
# Told by the room itself, and tried in its own tests.
BY_ROOMS = {f"reception.{name}" for name in ("Wait", "Need", "Proposal", "Stay", "Asking", "Wage")}
BY_ROOMS |= {f"sponsorship.{name}" for name in ("Application", "Entry", "Group", "Home", "Member", "Receipt")}
BY_ROOMS |= {f"sponsorship.{name}" for name in ("Coming", "Finding", "Identity", "PlanLine", "Traveller", "Voice")}
BY_ROOMS |= {"sponsorship.Parting", "sponsorship.Protocol", "safeguarding.Concern", "safeguarding.Interest"}
BY_ROOMS |= {f"municipalities.{name}" for name in ("Asked", "Declaration", "Handover")}
WHY_NOT |= {
    f"municipalities.{name}": "of a town: its addresses, and the links that it was sent" for name in ("Body", "Link")
}
BY_ROOMS |= {f"matching.{name}" for name in ("Line", "Lock", "Offer", "Seeker")}
WHY_NOT |= {
    f"matching.{name}": "houses and numbers; a line says who stood in a run" for name in ("Answer", "Run", "Spot")
}
WHY_NOT |= {f"sponsorship.{name}": "of the programme and its towns" for name in ("Municipality", "Suspension")}
WHY_NOT |= {f"safeguarding.{name}": "groups that share something, by id" for name in ("Alert", "Caught")}
WHY_NOT |= {f"safeguarding.{name}": "which files are looked at again, by lot" for name in ("Audit", "Round")}
WHY_NOT |= {"sponsorship.Window": "a draw: a list of ids that say nothing of whose they are"}
WHY_NOT |= {f"reception.{name}": "houses, rules and numbers" for name in ("Place", "Forecast")}


def test_every_table_is_told_or_says_why_not() -> None:
    tables = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}
    assert not TOLD.keys() & WHY_NOT.keys()
    assert tables - TOLD.keys() - WHY_NOT.keys() - OWED - BY_ROOMS == set()
    assert {table.partition(".")[0] for table in OWED} <= held.NOT_HERE.keys()
    assert {table.partition(".")[0] for table in BY_ROOMS} <= held._tellers.keys()


def test_a_room_above_tells_what_it_holds(amina: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.submitted(amina)
    monkeypatch.setattr(held, "_tellers", {})
    held.register("beds", lambda people, files: {"people": people, "files": files})
    told = json.loads(held.as_json(amina))["rooms"]
    assert told == {"beds": {"people": [str(case.person_id)], "files": [str(case.pk)]}}


def test_what_is_said_to_be_told_is_told(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    full = whole_life(amina, bram, chantal, at)
    data = json.loads(held.as_json(full))
    missing = {table: path for table, path in TOLD.items() if not any(found(data, path.split(".")))}
    assert missing == {}


def found(node: Any, path: list[str]) -> list[Any]:
    """Everything that stands at a path, lists walked through."""
    if isinstance(node, list):
        return [one for inner in node for one in found(inner, path)] if path else node
    if not path:
        return [node]
    return found(node[path[0]], path[1:]) if isinstance(node, dict) and path[0] in node else []


def whole_life(amina: Who, bram: Who, chantal: Who, at: Any) -> Who:
    """Amina with a row about her in every table that the list above says is told."""
    signed = cast.signed(amina, bram, chantal)
    cast.draft(amina)
    case_at_work(bram, signed.pk)
    Hold.objects.create(case=signed, reason="A court asked.", since=clock.now())
    account, person = Account.objects.get(pk=amina.account), Person.objects.get(pk=cast.person_of(amina))
    law.activate(law_in(MACHINE), SYSTEM)
    other = presented(amina, bram)
    cast.act(other, "lodge", bram, facts={"country": None})
    cast.act(other, "hear", bram, notes="Asked and answered.", language="en")
    cast.act(other, "announce", bram, reasons=[{"text": "Intended."}])
    cast.act(other, "reply", amina, message="No.")
    cast.act(other, "propose_refusal", bram, reasons=[{"text": "Refused."}])
    cast.act(other, "sign", chantal, letter=cast.shown_letter(other, chantal))
    cast.act(other, "hand_over", bram)
    cast.act(other, "appeal", amina)
    cast.act(cast.submitted(amina), "add_document", amina, kind="diploma", file=cast.a_pdf())
    Name.objects.create(person=person, kind="former", name="Amina Vroeger", added_at=clock.now())
    acts.join_household(person.pk, amina, role=Housemate.OTHER)
    twin = registered(bram, "Amina", "Haddad", born="1998", papers=(("card", "17", ""),))
    acts.issue_claim(twin.pk, bram)
    acts.merge(Likeness.objects.get().pk, twin.pk, bram, "Same paper.")
    acts.stop_notices(person.pk, bram, "Not safe at home.")
    helper = cast.account("Hanna Helpt")
    acts.represent(person, helper, amina)
    give_role(account.pk, roles.COACH, SYSTEM)
    adri = cast.who(cast.account("Adri Claes", roles.ADMINISTRATOR))
    acts.make_organisation(adri, name="Advies vzw", kind="association", lead=account)
    EmailAddress.objects.create(user=account, email="amina@example.org", verified=True)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "sealed"})
    SocialAccount.objects.create(user=account, provider="town", uid="1")
    UserSession.objects.create(user=account, session_key=uuid4().hex, ip="127.0.0.1", user_agent="Firefox")
    return cast.who(account)


def test_nothing_of_anybody_else_goes_along(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    stranger = cast.applicant("Stefan Vreemd")
    cast.act(cast.submitted(stranger), "add_document", stranger, kind="diploma", file=cast.a_pdf("vreemd.pdf"))
    acts.represent(Person.objects.get(pk=cast.person_of(stranger)), Account.objects.get(pk=amina.account), stranger)
    full = whole_life(amina, bram, chantal, at)
    assert cast.person_of(stranger) in full.persons  # she acts for him, and his data is still his
    for text in (held.as_json(full), " ".join(_names(held.packed(full, "en")))):
        assert "Vreemd" not in text
        assert "vreemd.pdf" not in text
        assert str(cast.person_of(stranger)) not in text


def _names(packed: Any) -> list[str]:
    with packed, zipfile.ZipFile(packed) as pack:
        assert pack.testzip() is None
        return [*pack.namelist(), pack.read("data.json").decode()]


def test_a_fact_is_told_with_its_history(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    (file,) = json.loads(held.as_json(amina))["files"]
    said = [(one["state"], one["superseded"]) for one in file["history"] if one["fact"] == "education.isced"]
    assert said == [("stated", True), ("verified", False)]


def test_it_comes_in_her_language_with_all_her_files(amina: Who, bram: Who, chantal: Who, tmp_path: Path) -> None:
    first, second = cast.signed(amina, bram, chantal), cast.submitted(amina)
    client = as_(amina)
    shown = page(client, reverse("cases:my_data") + "?lang=nl")
    assert first.given.number in shown
    answer = client.get(reverse("cases:my_data_pdf") + "?lang=nl")
    said = "\n".join(lines_of(answer.content, tmp_path))
    for words in (first.given.number, second.given.number, "Wie keek", "Bram Peeters", "Amina Haddad"):
        assert words in said
    data = client.get(reverse("cases:my_data_json")).json()
    assert {one["number"] for one in data["files"]} == {first.given.number, second.given.number}


def test_all_documents_and_letters_go_along(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.draft(amina)
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf("../../diplôme.pdf"))
    cast.act(case, "submit", amina, declaration=True)
    answer = as_(amina).get(reverse("cases:my_data_zip"))
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as pack:  # type: ignore[attr-defined]
        inside = pack.namelist()
        assert {"data.json", "data.pdf"} < set(inside)
        assert [name for name in inside if name.endswith("diplôme.pdf")]
        assert [name for name in inside if "/letters/" in name]
        assert not [name for name in inside if ".." in name]
        for name in inside:
            assert pack.read(name)


def test_who_has_no_file_gets_their_account(law: None) -> None:
    adri = cast.who(cast.account("Adri Claes", roles.ADMINISTRATOR))
    client = as_(adri)
    data = client.get(reverse("cases:my_data_json")).json()
    assert (data["files"], data["records"], data["account"]["name"]) == ([], [], "Adri Claes")
    assert client.get(reverse("cases:my_data_pdf")).content.startswith(b"%PDF")
