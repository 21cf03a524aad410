"""What this room holds about a person, for their own copy of everything held."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import held
from veer.cases.clocks import legal_day
from veer.cases.money import euros
from veer.journal.queries import entries, told
from veer.letters import render
from veer.people.models import Link
from veer.people.queries import confirmed_emails
from veer.sponsorship.counting import digest_of
from veer.sponsorship.models import Application, Entry, Finding, Group, Member, Receipt
from veer.sponsorship.together import counted_as_one, findings_on

OF_A_HOME = ("street", "postcode", "municipality", "facts", "written_at")
OF_A_MEMBER = ("lead", "keeps_money", "gives", "lawful", "near", "tied", "test", "asked_at", "agreed_at", "left_at")
OF_A_PROTOCOL = ("title", "way", "persons", "begins", "ends", "why", "signed_at", "ended_on", "ended_why")
OF_A_RECEIPT = ("number", "kind", "cents", "day", "giver", "what", "origin", "written_at", "struck_why", "struck_at")


def of_persons(persons: list[UUID], files: list[UUID]) -> dict[str, Any]:
    """The groups that somebody is or was a member of, and what the draws gave the files that are theirs."""
    drawn = Entry.objects.filter(case__in=files).order_by("window__closes", "id")
    return {
        "memberships": [_membership(one) for one in _memberships(persons)],
        "helped": _helped(persons),
        "draws": list(drawn.values("window__name", "window__drawn_at", "lot", "place", "outcome")),
    }


def _memberships(persons: list[UUID]) -> list[Member]:
    accounts = Link.objects.filter(person__in=persons, relation=Link.SELF).values("account")
    return list(Member.objects.filter(account__in=accounts).select_related("group").order_by("asked_at", "id"))


def _helped(persons: list[UUID]) -> list[datetime]:
    """When they helped a group to ask, by the digest of an e-mail that is theirs."""
    accounts = Link.objects.filter(person__in=persons, relation=Link.SELF).values_list("account", flat=True)
    digests = [digest_of(email) for account in accounts for email in confirmed_emails(account)]
    helped = Application.objects.filter(helper__in=digests).order_by("made_at", "case")
    return list(helped.values_list("made_at", flat=True))


def _membership(member: Member) -> dict[str, Any]:
    """A member reads what the group has; of who left, only what they wrote down themselves is still theirs."""
    group, here = member.group, member.left_at is None
    receipts = group.receipts.all() if here else group.receipts.filter(written_by=member.account_id)
    return {
        "group": group.name,
        "form": group.form,
        "number": group.number,
        **{name: getattr(member, name) for name in OF_A_MEMBER},
        "receipts": list(receipts.order_by("number").values(*OF_A_RECEIPT)),
        **(_shared(group) if here else {}),
        "journal": [
            {"at": one.at, "act": one.act, "told": told(one)}
            for one in entries(group.pk)
            if here or one.actor_id == member.account_id
        ],
    }


def _shared(group: Group) -> dict[str, Any]:
    home = getattr(group, "home", None)
    files = group.applications.order_by("made_at", "case")
    signed = group.protocols.filter(signed_at__isnull=False)
    return {
        "account": {"bank": group.bank, "end": group.account_end},
        "found_one": [{"what": one.what, "since": one.at, "taken_back": one.undone_at} for one in findings_on(group)],
        "home": home and {name: getattr(home, name) for name in OF_A_HOME},
        "applications": list(files.values_list("case__given__number", flat=True)),
        "protocols": list(signed.order_by("signed_at", "case").values(*OF_A_PROTOCOL)),
    }


def blocks(persons: list[UUID]) -> list[dict[str, Any]]:
    """The same to read: each group, since when and until when, where its home is, whether it counts with another, and
    what was given."""
    found = []
    for member in _memberships(persons):
        said = [legal_day(one, settings.TIME_ZONE) for one in (member.agreed_at, member.left_at) if one]
        days = [date_format(one, "DATE_FORMAT") for one in said]
        found.append(render.box(member.group.name, " – ".join(days), *(() if member.left_at else _of(member.group))))
        rows = [
            [str(one["number"]), date_format(one["day"], "DATE_FORMAT"), one["giver"], _amount(one)]
            for one in _membership(member)["receipts"]
        ]
        if rows:
            heads = [_("Number"), _("Day"), _("From"), _("Amount or value, in euro")]
            found.append(render.table(_("Receipts"), heads, rows))
    return found


def _of(group: Group) -> list[str]:
    """The address of the home, and what counts now of what was found: never of which other group."""
    home, found = getattr(group, "home", None), []
    if home and home.street:
        found.append(f"{home.street}, {home.postcode} {home.municipality}")
    for one in counted_as_one(group):
        day = {"day": date_format(legal_day(one.at, settings.TIME_ZONE), "DATE_FORMAT")}
        if one.what == Finding.HOME:
            words = _(
                "On %(day)s an official found that your home is one with that of another group: "
                "households of both are counted in it together."
            )
        else:
            words = _(
                "On %(day)s an official found that your group counts as one sponsor with another: "
                "what the law lets a sponsor bring is counted for both together."
            )
        found.append(words % day)
    return found


def _amount(receipt: dict[str, Any]) -> str:
    sign = "−" if receipt["kind"] == Receipt.BACK else ""
    amount = f"{sign}{euros(receipt['cents'] / 100)}"
    if not receipt["struck_at"]:
        return amount
    return _("%(amount)s struck: %(why)s") % {"amount": amount, "why": receipt["struck_why"]}


held.register("sponsorship", of_persons, blocks)
