"""What a group comes to: its members as the law counts them, its money, and what it may ask for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from veer.cases import facts
from veer.cases.clocks import legal_day
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.models import Entry as JournalEntry
from veer.people.queries import accounts_of
from veer.quotas.queries import persons_held
from veer.rules import decide
from veer.rules.time.counting import add_months
from veer.rules.time.rights import rights_on
from veer.sponsorship.models import Application, Group, Member, Receipt
from veer.sponsorship.rules import ADULTS, CHILDREN, ORGANISATION, RIGHT, Sponsors, sponsors, today
from veer.sponsorship.together import ones

ARRIVED = "arrive"  # the law's own act of day 0
SIZE = "conditions.five_adults"  # the law's own condition on how many a group needs


@dataclass(frozen=True, slots=True)
class Money:
    """What the receipts come to, in cents."""

    cash: int
    in_kind: int

    @property
    def together(self) -> int:
        return self.cash + self.in_kind


def agreed(group: Group) -> list[Member]:
    """Who is a member now, leads first."""
    found = group.members.filter(left_at=None, account__isnull=False)
    return list(found.select_related("account").order_by("-lead", "agreed_at", "id"))


def member_facts(group: Group) -> dict[str, Any]:
    """The members as facts of the law: counted, so that nobody types what is known."""
    members = agreed(group)
    tests = [one.test for one in members if one.test is not None]
    found: dict[str, Any] = {
        "sponsoring": True,
        "sponsor.form": group.form,
        "sponsor.takes_no_payment": bool(members),
        "sponsor.trained": len(tests),
        "sponsor.lead_trained": any(one.lead and one.test is not None for one in members),
        "sponsor.test": min(tests, default=0),
    }
    if group.form == ORGANISATION:
        return found
    return found | {
        "sponsor.adults": len(members),
        "sponsor.contributing": sum(one.gives for one in members),
        "sponsor.leads": sum(one.lead for one in members),
        "sponsor.lawful": sum(one.lawful for one in members),
        "sponsor.near": sum(one.near for one in members),
        "sponsor.tied_holds_money": any(one.tied and one.keeps_money for one in members),
    }


def unmet(group: Group, law: Sponsors) -> list[str]:
    """What the law asks of a sponsor and this group does not meet yet, in the law's words."""
    return [one["text"] for one in _reasons(group, law) if one["result"] == "no"]


def too_small(group: Group) -> bool:
    """Whether the law in force says that a group has too few members."""
    law = sponsors()
    return law is not None and any(one["result"] == "no" and one["id"].endswith(SIZE) for one in _reasons(group, law))


def _reasons(group: Group, law: Sponsors) -> list[dict[str, Any]]:
    day = today(law)
    given = facts.nested(member_facts(group))
    answer = decide(law.pack, law.recognition.id, given, on=day, today=day, lang=law.language)
    return [one for one in answer["reasons"] if one["id"].count(".") == 1]


def money(group: Group) -> Money:
    """What is there: given, less what went back. A receipt that was struck counts for nothing."""
    rows = group.receipts.filter(struck_at=None).order_by("kind").values("kind").annotate(cents=Sum("cents"))
    sums = {row["kind"]: int(row["cents"]) for row in rows}
    return Money(sums.get(Receipt.CASH, 0) - sums.get(Receipt.BACK, 0), sums.get(Receipt.IN_KIND, 0))


def may_bring(group: Group) -> bool:
    """Whether the law gives the right that recognition gives, today."""
    if group.recognition_id is None:
        return False
    standing = Standing(Case.objects.get(pk=group.recognition_id))
    named = [one for one in standing.route.rights.values() if one.id == RIGHT]
    steps = {branch: step.id for branch, step in standing.steps.items()}
    held = rights_on(named, standing.events, steps, standing.today, standing.holds)
    return any(one.state == "now" for one in held)


def open_files(group: Group) -> QuerySet[Case]:
    """The files of this group for whom it asks now, the oldest first."""
    return _open([group.pk])


def _open(groups: Iterable[UUID]) -> QuerySet[Case]:
    asked = Application.objects.filter(group__in=groups).values("case")
    return Case.objects.filter(pk__in=asked, ended_at=None).order_by("opened_at", "id")


def active_files(group: Group) -> list[Case]:
    """The files of this group alone that count among the households that a sponsor may have at a time (QU7): open ones,
    until so many months after the arrival as the law says."""
    return _active(open_files(group))


def _active(files: Iterable[Case]) -> list[Case]:
    found, law = list(files), sponsors()
    if law is None:
        return found
    came = JournalEntry.objects.filter(chain__in=[one.pk for one in found], act=ARRIVED).order_by("at", "id")
    since = {chain: legal_day(moment, law.pack.time_zone) for chain, moment in came.values_list("chain", "at")}
    months, day = law.limit("household_months"), today(law)
    return [one for one in found if one.pk not in since or add_months(since[one.pk], months, "last_day") > day]


def active_households(group: Group) -> int:
    """Households that count among those that this sponsor may have at a time: whatever groups were found to be it."""
    return len(_active(_open(ones(group.pk))))


def has_all_it_may(group: Group, law: Sponsors) -> bool:
    """Whether a group brings as many households as it may at a time (QU7); an organisation has its share of places."""
    return group.form != ORGANISATION and active_households(group) >= law.limit("group_households")


def households(files: Iterable[Case]) -> list[tuple[int, int]]:
    """Adults and children of the household of each file, where it is known."""
    known = [facts.known(case)[0] for case in files]
    return [(int(one[ADULTS]), int(one[CHILDREN])) for one in known if ADULTS in one and CHILDREN in one]


def persons_asked(group: Group, law: Sponsors, besides: Sequence[UUID] = ()) -> int:
    """Persons for whom an organisation, by whatever groups were found to be it, asks now, or had a place in the months
    that count in files that ended; without some files that are counted otherwise."""
    groups = ones(group.pk)
    ended = Application.objects.filter(group__in=groups, case__ended_at__isnull=False).exclude(case__in=besides)
    asked = households(_open(groups).exclude(pk__in=besides))
    return sum(adults + children for adults, children in asked) + sum(_sizes(ended.values_list("case", flat=True), law))


def persons_in_a_year(group: Group, law: Sponsors) -> int:
    """Persons for whom this sponsor got a place in the months that count."""
    return sum(sizes_in_a_year(group, law))


def sizes_in_a_year(group: Group, law: Sponsors) -> list[int]:
    """The same, household by household."""
    return _sizes(Application.objects.filter(group__in=ones(group.pk)).values_list("case", flat=True), law)


def digest_of(email: str) -> str:
    """What is kept of a helper's e-mail."""
    return sha256(email.strip().lower().encode()).hexdigest()


def households_helped(helper: str, law: Sponsors) -> int:
    """Households, in the months that count, for whom this helper helped to ask."""
    since = months_ago(law)
    helped = Application.objects.filter(helper=helper).order_by("made_at", "case")
    return sum(legal_day(one.made_at, law.pack.time_zone) > since for one in helped)


def _sizes(files: Iterable[UUID], law: Sponsors) -> list[int]:
    since = months_ago(law)
    held = persons_held(files).values()
    return [one.persons for one in held if legal_day(one.since, law.pack.time_zone) > since]


def households_of_a_member(group: Group, law: Sponsors) -> int:
    """Of all members the most households with a place that one of them helped to bring, here and in other groups and
    by whatever accounts are theirs, in the months that count for a member (SE7)."""
    since, zone = months_ago(law, "member_months"), law.pack.time_zone
    members = Member.objects.filter(group__in=ones(group.pk), left_at=None, account__isnull=False)
    whose = accounts_of(members.values_list("account", flat=True))
    spans = list(Member.objects.filter(account__in=whose).order_by("agreed_at", "id"))
    files = dict(Application.objects.filter(group__in={one.group_id for one in spans}).values_list("case", "group"))
    got = [(case, held.since) for case, held in persons_held(files).items() if legal_day(held.since, zone) > since]
    helped = {
        (whose[one.account_id], case)
        for one in spans
        for case, at in got
        if files[case] == one.group_id and _was(one, at)
    }
    return max(Counter(person for person, _case in helped).values(), default=0)


def _was(member: Member, at: datetime) -> bool:
    """Whether somebody was a member then."""
    assert member.agreed_at is not None
    return member.agreed_at <= at and (member.left_at is None or at < member.left_at)


def months_ago(law: Sponsors, counted: str = "counted_months") -> date:
    """The day after which what happened counts: so many months back as the law says."""
    return add_months(today(law), -law.limit(counted), "last_day")


def today_here() -> date:
    """The day by the clock of the law of sponsors, else of the house."""
    law = sponsors()
    return today(law) if law else clock.today("UTC")
