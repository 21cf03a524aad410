"""The roles there are, and which may not meet in one account.

An applicant is not a role that is given: everybody is the applicant of their own cases.
"""

from collections.abc import Iterable
from itertools import combinations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

APPLICANT = "applicant"
OFFICIAL = "official"
SIGNER = "signer"
COACH = "coach"
COMMISSION = "commission"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"
ANALYST = "analyst"
POLICY_MAKER = "policy_maker"
DESK = "desk"
COURT = "court"
RECEPTION = "reception"
RETURNS = "returns"
SUPPORT = "support"
CONSUL = "consul"
INTEGRITY = "integrity"
MUNICIPALITY = "municipality"

TITLES: dict[str, Promise] = {
    OFFICIAL: _("Official"),
    SIGNER: _("Signer"),
    COACH: _("Coach"),
    COMMISSION: _("Commission member"),
    ADMINISTRATOR: _("Administrator"),
    AUDITOR: _("Auditor"),
    ANALYST: _("Analyst"),
    POLICY_MAKER: _("Policy maker"),
    DESK: _("Desk"),
    COURT: _("Registry of a court"),
    RECEPTION: _("Reception officer"),
    RETURNS: _("Return officer"),
    SUPPORT: _("Support body"),
    CONSUL: _("Consular officer"),
    INTEGRITY: _("Integrity cell"),
    MUNICIPALITY: _("Municipality"),
}

# What somebody in a role does, in a sentence.
DOES: dict[str, Promise] = {
    APPLICANT: _("Answers questions, sends an application, follows it, and reads who looked at it."),
    OFFICIAL: _("Takes files, checks facts, asks for documents and proposes decisions. Signs nothing."),
    SIGNER: _("Reads a proposal beside its letter, then signs it or sends it back."),
    ADMINISTRATOR: _("Invites colleagues, gives roles and ends them. Sees no files."),
    AUDITOR: _("Reads every file that was sent, and changes nothing."),
    COACH: _("Accompanies a person, and is nobody’s authority."),
    COMMISSION: _("Advises on a file that others handle."),
    ANALYST: _("Reads numbers, never names."),
    POLICY_MAKER: _("Tries out changes of the law on numbers."),
    DESK: _("Registers whoever comes, opens their file and prints their code."),
    COURT: _("Writes down judgments in appeals that are before the court."),
    RECEPTION: _("Finds places for people who wait, and proposes them; writes down whoever asks for protection."),
    RETURNS: _(
        "Works with people who have to leave, to the true end of the file; writes down whoever asks for protection."
    ),
    SUPPORT: _("Accompanies households that a sponsor brought: visits, plans, mediates, and decides nothing."),
    CONSUL: _("Issues visas at a post abroad, once they are signed and every check has a result."),
    INTEGRITY: _("Looks at what is reported, stops a file where it has to, and handles none."),
    MUNICIPALITY: _("Reads who comes to the municipality, remarks within the term, and declares places."),
}

# What will come for those who have no pages of their own yet.
SOON: dict[str, Promise] = {
    COACH: _("The people you accompany, your talks with them and their own plan. None of it is made yet."),
    COMMISSION: _("Your sessions, the files drawn for them, your votes and your advice. None of it is made yet."),
}

# Who takes part in a file at some of its steps only, and sees it while it is their turn.
PARTS = (DESK, COURT, RECEPTION, RETURNS, SUPPORT, CONSUL)
WHOLE = (OFFICIAL, SIGNER)  # who handles files from their beginning to their end
AUTHORITY = (*WHOLE, *PARTS)

INCOMPATIBLE: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in [
        # Who accompanies somebody is nobody's authority.
        *((COACH, other) for other in (*AUTHORITY, COMMISSION, ADMINISTRATOR, AUDITOR, POLICY_MAKER)),
        # Who advises on a file did not handle it.
        (COMMISSION, OFFICIAL),
        (COMMISSION, SIGNER),
        # Who checks the work does not do it, nor hand out the keys.
        *((AUDITOR, other) for other in (*AUTHORITY, COMMISSION, ADMINISTRATOR, POLICY_MAKER)),
        # Who hands out the keys decides nothing.
        (ADMINISTRATOR, OFFICIAL),
        (ADMINISTRATOR, SIGNER),
        (ADMINISTRATOR, COMMISSION),
        # Nor does who hands out roles also hand out the persons that an account may be.
        (ADMINISTRATOR, DESK),
        # A court judges what an authority decided.
        *((COURT, other) for other in (OFFICIAL, SIGNER, DESK, RECEPTION, RETURNS, COMMISSION, ADMINISTRATOR)),
        *((COURT, other) for other in (SUPPORT, CONSUL)),
        # Who accompanies a household decides nothing about it; who issues a visa neither proposed nor signed it.
        *((SUPPORT, other) for other in (OFFICIAL, SIGNER, CONSUL)),
        *((CONSUL, other) for other in (OFFICIAL, SIGNER)),
        # Who speaks for a municipality decides about nobody who comes there, nor checks who does.
        *((MUNICIPALITY, other) for other in (OFFICIAL, SIGNER, CONSUL, COURT, COACH, INTEGRITY, COMMISSION)),
        *((MUNICIPALITY, other) for other in (AUDITOR, ADMINISTRATOR)),
        # Who looks at what is reported handles no file, hands out no keys and checks no work.
        *((INTEGRITY, other) for other in (*AUTHORITY, COMMISSION, ADMINISTRATOR, AUDITOR, POLICY_MAKER, COACH)),
    ]
)


class UnknownRole(ValueError):
    """There is no such role."""


class IncompatibleRoles(ValueError):
    """Two roles that may not meet in one account."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"one account cannot be both {one} and {other}")
        self.one, self.other = one, other


def check(role: str, held: Iterable[str]) -> None:
    """May an account that holds these roles get this one too?"""
    if role not in TITLES:
        raise UnknownRole(f"there is no role {role!r}; there are {', '.join(sorted(TITLES))}")
    for other in held:
        if frozenset((role, other)) in INCOMPATIBLE:
            raise IncompatibleRoles(role, other)


def clashes(held: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs that may not meet: to look for after a rule was made stricter."""
    return [pair for pair in combinations(sorted(set(held)), 2) if frozenset(pair) in INCOMPATIBLE]
