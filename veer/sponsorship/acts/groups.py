"""A group begins, is joined, writes down what it has, and is left."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from veer.access import policy
from veer.access.who import Who
from veer.cases.errors import ActRefused
from veer.cases.models import Case
from veer.journal import clock
from veer.people.names import folded
from veer.people.queries import confirmed_emails, own_person
from veer.sponsorship import addresses
from veer.sponsorship.acts.common import led, own, program_does, write
from veer.sponsorship.acts.drafts import drafts_follow
from veer.sponsorship.called import name_key, number_key
from veer.sponsorship.counting import money, open_files, too_small
from veer.sponsorship.models import Group, Home, Member, Receipt

LEFT = "member_left"  # the law's own act for a group that became too small


class ActiveElsewhere(ValueError):
    """Somebody is a member of another group: one at a time."""


class KeepsTheFiles(ValueError):
    """Whoever began the group holds its files, and stays while one is open."""


class AccountUsed(ValueError):
    """Another group has this account."""


class MoreThanThere(ValueError):
    """More went back than there is on the account; `cents` is what there is."""

    def __init__(self, cents: int) -> None:
        super().__init__(f"{cents} cents")
        self.cents = cents


class WentBack(ValueError):
    """More went back than would be there without the receipt that is to be struck."""


@transaction.atomic
def begin_group(name: str, form: str, by: Who, told: Mapping[str, Any], number: str = "") -> Group:
    """A group of one: whoever begins it is its first lead, and agrees to what everybody agrees to.

    `told`: what they say of themselves, as `agree` takes it. `number`: under which an organisation is registered.
    Raises `ActiveElsewhere`.
    """
    person = own_person(by.account)
    if person is None or not (emails := sorted(confirmed_emails(by.account))):
        raise policy.Refused("somebody with a name and an e-mail of their own begins a group")
    now = clock.now()
    group = Group(name=name, form=form, person=person, made_at=now, found_as=name_key(name))
    group.number, group.number_key = number, number_key(number)
    group.save()
    first = Member(group=group, email=emails[0], lead=True, asked_at=now)
    _join(first, by, told)
    write(group, "begin_group", by.ref, {"form": form})
    return group


@transaction.atomic
def name_number(group_id: UUID, number: str, by: Who) -> None:
    """Under which number an organisation is registered: a lead says it."""
    group = led(group_id, by)
    group.number, group.number_key = number, number_key(number)
    group.save(update_fields=["number", "number_key"])
    write(group, "name_number", by.ref, {"number": number})


@transaction.atomic
def agree(member_id: UUID, by: Who, told: Mapping[str, Any]) -> Member:
    """Join as asked: to carry it together, and to take no payment. `told`: gives, lawful, near, tied, test.

    Only who was asked can: the e-mail is one that the account has confirmed. Raises `ActiveElsewhere`.
    """
    member = Member.objects.select_for_update().filter(pk=member_id, account=None, left_at=None).first()
    if member is None or member.email not in {one.lower() for one in confirmed_emails(by.account)}:
        raise policy.NotThere("member")
    with drafts_follow(member.group):
        _join(member, by, told)
    write(member.group, "agree", by.ref, {"member": str(member.pk)})
    return member


def _join(member: Member, by: Who, told: Mapping[str, Any]) -> None:
    """Whoever is family or a friend of those who come never keeps the money."""
    for name in ("gives", "lawful", "near", "tied"):
        setattr(member, name, bool(told.get(name)))
    member.test = told.get("test")
    member.keeps_money = member.keeps_money and not member.tied
    member.account_id, member.agreed_at, member.email = by.account, clock.now(), ""
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as other:
        raise ActiveElsewhere from other


@transaction.atomic
def leave(group_id: UUID, by: Who) -> None:
    """A member leaves, on any day and without a reason. Where the group became too small, its file hears of it."""
    group, me = own(group_id, by)
    if group.person_id in by.own and _open(group):
        raise KeepsTheFiles
    with drafts_follow(group):
        Member.objects.filter(pk=me.pk).update(left_at=clock.now())
    write(group, "leave", by.ref, {"member": str(me.pk)})
    if group.recognition_id is not None and too_small(group):
        try:
            with transaction.atomic():
                program_does(group.recognition_id, LEFT, f"{me.pk} left")
        except ActRefused:
            return  # the file is not at a step where it matters: not recognised yet, or ended


def _open(group: Group) -> bool:
    return open_files(group).exists() or Case.objects.filter(pk=group.recognition_id, ended_at=None).exists()


def _keeper(group_id: UUID, by: Who) -> Group:
    group, me = own(group_id, by)
    if not (me.keeps_money or me.lead) or me.tied:
        raise policy.Refused("this is for whoever keeps the money")
    return group


@transaction.atomic
def name_account(group_id: UUID, bank: str, number: str, by: Who) -> None:
    """At which bank the blocked account is. Of its number only the end is kept, and a digest of the whole."""
    group = _keeper(group_id, by)
    plain = "".join(one for one in number.upper() if one.isalnum())
    group.bank, group.account_end = bank, plain[-4:]
    group.account_digest = sha256(plain.encode()).hexdigest()
    try:
        with transaction.atomic():
            group.save(update_fields=["bank", "account_end", "account_digest"])
    except IntegrityError as used:
        raise AccountUsed from used
    write(group, "name_account", by.ref, {"end": group.account_end})


@transaction.atomic
def write_receipt(
    group_id: UUID, kind: str, cents: int, day: date, giver: str, by: Who, *, what: str = "", origin: str = ""
) -> Receipt:
    """What came on the account, in kind, or went back. Of more than 500 euro it is said where it came from.

    Raises `MoreThanThere`: nobody gives back what is not on the account.
    """
    group = _keeper(group_id, by)
    if kind == Receipt.BACK and cents > (there := money(group).cash):
        raise MoreThanThere(there)
    last = group.receipts.order_by("-number").values_list("number", flat=True).first() or 0
    made = Receipt(group=group, number=last + 1, kind=kind, cents=cents, day=day, giver=giver, what=what, origin=origin)
    made.written_at, made.written_by = clock.now(), by.account
    with drafts_follow(group):
        made.save()
    write(group, "write_receipt", by.ref, {"number": made.number, "kind": kind, "cents": cents})
    return made


@transaction.atomic
def strike_receipt(group_id: UUID, number: int, why: str, by: Who) -> Receipt:
    """A receipt that was written wrongly counts no more. It stays to be read, with the reason.

    Raises `WentBack`: what went back was once there.
    """
    group = _keeper(group_id, by)
    found = group.receipts.filter(number=number, struck_at=None).first()
    if found is None:
        raise policy.NotThere("receipt")
    if found.kind == Receipt.CASH and found.cents > money(group).cash:
        raise WentBack
    found.struck_why, found.struck_at, found.struck_by = why, clock.now(), by.account
    with drafts_follow(group):
        found.save(update_fields=["struck_why", "struck_at", "struck_by"])
    write(group, "strike_receipt", by.ref, {"number": number, "why": why})
    return found


@transaction.atomic
def offer_home(
    group_id: UUID, municipality: str, facts: Mapping[str, Any], by: Who, *, street: str = "", postcode: str = ""
) -> Home:
    """The home that the group offers, by the facts that the law asks of one, and where it is as far as it is known.

    Another spelling of one address is the same address; at another one, nothing that was found of it before counts.
    """
    group, _me = own(group_id, by)
    before = Home.objects.filter(group=group).first()
    now, where = clock.now(), {"municipality": municipality, "street": street.strip(), "postcode": postcode.strip()}
    told = {**where, "facts": dict(facts), "written_at": now, "written_by": by.account}
    told |= {"found_as": addresses.key(street), "town": folded(municipality)}
    stays = before is not None and _same_place(before, Home(**told))
    told["addressed_at"] = before.addressed_at if before is not None and stays else now
    with drafts_follow(group):
        home, _made = Home.objects.update_or_create(group=group, defaults=told)
    write(group, "offer_home", by.ref, where)
    return home


def _same_place(one: Home, other: Home) -> bool:
    towns = [(home.postcode, home.municipality) for home in (one, other)]
    return one.found_as == other.found_as and addresses.same_town(*towns)
