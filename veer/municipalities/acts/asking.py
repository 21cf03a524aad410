"""A municipality is told of a group that asks to be recognised, and remarks within the term of the law (SE9).

The act of telling and the remark stand in the group's file, by its own acts: the term runs there, and nowhere else.
"""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.cases.acts import perform
from veer.cases.errors import ActRefused
from veer.cases.models import Case
from veer.cases.queries import case_at_work
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.journal.models import Entry
from veer.journal.queries import length
from veer.municipalities.acts.common import ASKED, Acting, for_officials
from veer.municipalities.acts.links import NoAddress, link_for_remark, revoke_link
from veer.municipalities.models import Asked, Body, Link
from veer.municipalities.notices import tell_colleagues
from veer.municipalities.queries import body_named, has_accounts, term_of
from veer.municipalities.rules import ABOUT
from veer.sponsorship.queries import files_of_member, group_of_file, home_of

TELL, REMARKS = "tell_municipality", "municipality_remarks"  # the law's own acts


class TermOver(ValueError):
    """The law's term to remark is over, was never begun, or a remark was made."""


class NothingSaid(ValueError):
    """A remark says what it is about, and why."""


@transaction.atomic
def ask_remark(case_id: UUID, body_id: UUID, by: Who, key: str) -> Asked:
    """An official tells a municipality of a group; its term begins. One without accounts gets a link."""
    for_officials(by)
    case = case_at_work(by, case_id)
    body = Body.objects.filter(pk=body_id).first()
    if body is None or group_of_file(case_id) is None:
        raise policy.NotThere("municipality")
    before = Asked.objects.filter(case=case).first()
    if before is not None:
        return before
    if term_of(case) is None:
        perform(case.pk, TELL, by, data={"text": body.name}, seen=length(case.pk), key=key)
    return _asked(case, body, by.ref, by.account)


def _asked(case: Case, body: Body, by: Ref, account: UUID | None) -> Asked:
    made = Asked.objects.create(case=case, body=body, asked_at=clock.now(), asked_by=account)
    append(Ref(ASKED, made.pk), "ask_remark", by, payload={"case": str(case.pk), "municipality": body.name})
    if has_accounts(body):
        tell_colleagues(body, reverse("municipalities:remark", args=[made.pk]))
    elif body.email:
        link_for_remark(made, by, account)
    return made


@transaction.atomic
def ask_again(asked_id: UUID, by: Who) -> Link:
    """Another link for a remark, in place of the one before: it went to nobody, or was taken back. While the term runs.

    Raises `TermOver` or `NoAddress`.
    """
    for_officials(by)
    lock(asked_id, ASKED)
    asked = Asked.objects.select_related("case", "body").filter(pk=asked_id).first()
    if asked is None:
        raise policy.NotThere(ASKED)
    term = term_of(asked.case)
    if asked.remarked_at is not None or term is None or term.state != "running":
        raise TermOver
    if not asked.body.email:
        raise NoAddress
    for before in asked.links.filter(revoked_at=None).order_by("made_at", "id"):
        revoke_link(before.pk, by)
    return link_for_remark(asked, by.ref, by.account)


@transaction.atomic
def tell_due() -> int:
    """Pass on what officials told in files by the law's act alone, to the municipality of the home. How many.

    Run every day: the term runs from that act, so nobody waits for somebody to remember a second step.
    """
    asked = Asked.objects.values("case")
    told = Entry.objects.filter(act=TELL).exclude(chain__in=asked).order_by("at", "id")
    files = Case.objects.filter(pk__in=told.values("chain"), ended_at=None)
    return sum(_passed_on(case) for case in files.order_by("opened_at", "id"))


def _passed_on(case: Case) -> bool:
    group = group_of_file(case.pk)
    home = home_of(group) if group else None
    body = body_named(home.municipality) if home else None
    term = term_of(case)
    if body is None or term is None or term.state != "running":
        return False
    _asked(case, body, SYSTEM.ref, None)
    return True


@transaction.atomic
def say_remark(asked_id: UUID, about: str, text: str, acting: Acting, key: str) -> Asked:
    """A municipality remarks, with its reasons. It is no veto: who decides reads it. Raises `TermOver`, `NothingSaid`.

    Nobody remarks on a group that they are a member of.
    """
    lock(asked_id, ASKED)
    found = Asked.objects.select_related("case").filter(pk=asked_id, body=acting.body).first()
    if found is None or (acting.account and found.case_id in files_of_member(acting.account)):
        raise policy.NotThere(ASKED)
    if about not in ABOUT or not text.strip():
        raise NothingSaid
    term = term_of(found.case)
    if found.remarked_at is not None or term is None or term.state != "running":
        raise TermOver
    found.about, found.text, found.remarked_at = about, text.strip(), clock.now()
    found.by_name, found.by_function, found.account = acting.name, acting.function, acting.account
    found.save(update_fields=["about", "text", "remarked_at", "by_name", "by_function", "account"])
    said = f"{acting.body.name}, {acting.name} ({acting.function}): {found.text}"
    try:
        perform(found.case_id, REMARKS, SYSTEM, data={"text": said}, seen=length(found.case_id), key=key)
    except ActRefused:  # the file went on meanwhile
        raise TermOver from None
    append(Ref(ASKED, found.pk), "say_remark", acting.ref, payload={**acting.told, "about": about})
    return found
