"""The cast: Amina applies, Bram handles, Chantal signs, a stranger passes by. And a case to walk through."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

import veer
from tests.laws import law_in
from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law
from veer.cases.acts import Done, deciding, open_case, perform
from veer.cases.models import Case, Hearing
from veer.cases.queries import legal_today
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import length
from veer.letters.render import digest
from veer.people.acts import accept_mandate, appoint, introduce
from veer.people.models import Account
from veer.people.queries import who_is
from veer.rules import Pack

PACK, ROUTE = "be-proposal", "talent"
GOOD = {
    "identity_established": True,
    "entry_ban": False,
    "birth_date": "1997-06-10",
    "destination_region": "BE-WAL",
    "education.isced": "35",
    "occupation.isco08": "7411",
    "occupation.regulated": False,
    "occupation.health": False,
    "experience.months": 60,
    "experience.months_be_eu": 0,
    "languages": {
        "fr": {"listening": "B1", "reading": "B1", "speaking": "B1", "writing": "B1", "certificate_date": "2026-11-02"}
    },
    "shortage": "structural",
    "job_offer": {},
    "job_offer.kind": "verified",
    "job_offer.months": 12,
    "job_offer.at_wage_floor": True,
    "job_offer.language": "fr",
    "training.vocational": True,
    "training.onsite": True,
    "ties.diploma": False,
    "ties.relative": False,
    "ties.seasons": 0,
}


@cache
def bundled() -> Pack:
    return law_in(Path(veer.__file__).parent / "law" / PACK)


def activate_law() -> None:
    in_force(bundled())


def in_force(pack: Pack) -> None:
    """Since long ago: on whatever day a test holds the clock at, whatever day the suite runs on."""
    with clock.held(datetime(2020, 1, 1, tzinfo=UTC)):
        law.activate(pack, SYSTEM)


def account(name: str, *given: str, email: str | None = None, language: str = "nl") -> Account:
    made = Account.objects.create_user(
        email or f"{name.split()[0].lower()}-{uuid4().hex[:8]}@example.org", name=name, language=language
    )
    for role in given:
        give_role(made.pk, role, SYSTEM)
    return made


def who(known: Account) -> Who:
    """As the pages see an account: asked anew, roles and persons as they stand."""
    return who_is(Account.objects.get(pk=known.pk))


def interpreter(hearing: Hearing, by: Who, name: str = "Ines Laurent") -> Who:
    """Somebody asked to interpret at an interview, who said yes."""
    known = account(name, language="fr")
    email = str(known.email)
    EmailAddress.objects.create(user=known, email=email, verified=True, primary=True)
    person = hearing.case.person_id
    link = appoint(person, by, relation="interpreter", email=email, body="Immigration Office", hearing=hearing.pk)
    accept_mandate(link.pk, who(known))
    return who(known)


def applicant(name: str = "Amina Haddad", language: str = "nl") -> Who:
    known = account(name, language=language)
    given, _space, family = name.partition(" ")
    introduce(known, given_name=given, family_name=family, address="Kerkstraat 1\n9000 Gent", language=language)
    return who(known)


def official(name: str = "Bram Peeters") -> Who:
    return who(account(name, roles.OFFICIAL))


def signer(name: str = "Chantal Dubois") -> Who:
    return who(account(name, roles.SIGNER))


def person_of(one: Who) -> Any:
    return next(iter(one.persons))


def draft(amina: Who, answers: dict[str, Any] | None = None, language: str = "nl") -> Case:
    """A draft with these answers (all that are needed, unless told otherwise)."""
    case = open_case(person_of(amina), PACK, ROUTE, amina, language=language, key=uuid4().hex)
    given = GOOD if answers is None else answers
    if (kept := facts.carry(case, amina, given)) != len(given):
        raise AssertionError(f"the law takes {kept} of these {len(given)} answers")
    return case


def act(case: Case, name: str, by: Who, **data: Any) -> Done:
    """Do an act with a fresh key, having seen all that there is to see."""
    return perform(case.pk, name, by, data=data, seen=length(case.pk), key=uuid4().hex)


def submitted(amina: Who, answers: dict[str, Any] | None = None) -> Case:
    case = draft(amina, answers)
    return act(case, "submit", amina, declaration=True).case


def proposed(amina: Who, bram: Who, name: str = "propose_refusal") -> Case:
    case = submitted(amina)
    act(case, "take", bram)
    if name == "propose_grant":
        act(case, "verify", bram, fact="education.isced", state="verified")
    return act(case, name, bram, reasons=[{"id": "", "text": "Uw contract is te kort.", "source": ""}]).case


def shown_letter(case: Case, chantal: Who) -> str:
    """The digest of the letter as the signer is shown it."""
    standing = Standing(Case.objects.get(pk=case.pk))
    assert standing.proposal is not None
    return digest(deciding.preview(standing, standing.proposal, chantal, legal_today(case))[1])


def signed(amina: Who, bram: Who, chantal: Who, name: str = "propose_refusal") -> Case:
    case = proposed(amina, bram, name)
    return act(case, "sign", chantal, letter=shown_letter(case, chantal)).case


def a_pdf(name: str = "contract.pdf") -> SimpleUploadedFile:
    whole = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(whole)
    return SimpleUploadedFile(name, whole.getvalue(), "application/pdf")
