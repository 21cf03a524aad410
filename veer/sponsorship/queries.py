"""Reading groups of sponsors and windows of the draw. A group is obtained through a function that checks access."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from veer import draw
from veer.access import policy
from veer.access.who import Who
from veer.cases import facts
from veer.cases.clocks import legal_day
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal.acts import looked
from veer.journal.models import Entry as JournalEntry
from veer.people.queries import confirmed_emails
from veer.quotas.models import Quota
from veer.quotas.queries import Balance, balances, set_apart
from veer.rules import decide
from veer.sponsorship.arriving import Arriving as Arriving
from veer.sponsorship.arriving import arriving as arriving
from veer.sponsorship.arriving import drawn_without_names as drawn_without_names
from veer.sponsorship.arriving import files_of_travellers as files_of_travellers
from veer.sponsorship.coming import DRAWN
from veer.sponsorship.counting import may_bring
from veer.sponsorship.known import Known as Known
from veer.sponsorship.known import door_of as door_of
from veer.sponsorship.known import known_of_groups as known_of_groups
from veer.sponsorship.known import names_of_groups as names_of_groups
from veer.sponsorship.limits import OVER as OVER
from veer.sponsorship.limits import exceeded as exceeded
from veer.sponsorship.models import (
    Application,
    Coming,
    Entry,
    Group,
    Home,
    Member,
    Receipt,
    Suspension,
    Traveller,
    Window,
)
from veer.sponsorship.naming import Named as Named
from veer.sponsorship.naming import asked_of_group as asked_of_group
from veer.sponsorship.naming import identities as identities
from veer.sponsorship.naming import identities_counted as identities_counted
from veer.sponsorship.naming import named_until as named_until
from veer.sponsorship.outcomes import Outcome as Outcome
from veer.sponsorship.outcomes import outcome_of as outcome_of
from veer.sponsorship.outcomes import outcome_of_all as outcome_of_all
from veer.sponsorship.policy import GROUPS, WINDOWS, purpose_of
from veer.sponsorship.published import published_until as published_until
from veer.sponsorship.published import refuses as refuses
from veer.sponsorship.rematching import coming_of_file as coming_of_file
from veer.sponsorship.rematching import known_to as known_to
from veer.sponsorship.rematching import looking as looking
from veer.sponsorship.reserved import Reserved as Reserved
from veer.sponsorship.reserved import in_force as in_force
from veer.sponsorship.reserved import protocols as protocols
from veer.sponsorship.resettled import resettled as resettled
from veer.sponsorship.rules import ADULTS, CHILDREN, URGENT, WAY, Sponsors, today
from veer.sponsorship.rules import TIER as TIER
from veer.sponsorship.rules import sponsors as sponsors
from veer.sponsorship.spread import spread as spread
from veer.sponsorship.ties import memberships as memberships
from veer.sponsorship.ties import people_of as people_of
from veer.sponsorship.together import ones as ones
from veer.sponsorship.together import stands as stands

CHAIN = "sponsor_group"
MATCHED = "matched_vulnerable"  # the way in which a sponsor does not choose whom they bring
ARRIVAL = "arrive"  # the law's own act of day 0
NOTHING = Balance(0, 0, 0, 0)
HOMES = "home."  # how the facts about a home begin


def own_groups(who: Who) -> list[Group]:
    """The groups of which somebody is a member now."""
    return list(policy.only(Group.objects.all(), GROUPS.kind, who, policy.OWN).order_by("name", "id"))


def own_group(who: Who, group_id: UUID) -> Group:
    found: Group = policy.obtain(Group.objects.select_related("recognition"), GROUPS.kind, who, policy.OWN, group_id)
    return found


def me_in(group: Group, who: Who) -> Member:
    """Somebody's own place in a group that they were allowed to see."""
    found: Member = group.members.get(account=who.account, left_at=None)
    return found


def group_of_file(case_id: UUID) -> Group | None:
    """The group whose file it is, or from whose file it goes on; None for a file of anybody else."""
    case = Case.objects.filter(pk=case_id).first()
    while case is not None:
        mine = Q(recognition=case) | Q(applications__case=case) | Q(comings__case=case) | Q(protocols__case=case)
        found = Group.objects.filter(mine).distinct().order_by("id").first()
        if found is not None:
            return found
        case = case.parent
    return None


def groups_recognised_by(files: list[Case]) -> dict[UUID, Group]:
    """By file, the group that asks in it to be recognised, with its home: one question for all."""
    groups = Group.objects.filter(recognition__in=files).select_related("home").order_by("id")
    return {group.recognition_id: group for group in groups if group.recognition_id}


def file_that_asked(case_id: UUID) -> UUID | None:
    """The group's file that asked for the household whose file this is; None for any other file."""
    return Coming.objects.filter(case=case_id).values_list("application", flat=True).first()


def files_of_member(account: UUID) -> list[UUID]:
    """The files of the groups of which somebody is a member now, and of those that were found to be one with them."""
    mine = Group.objects.filter(members__account=account, members__left_at=None).order_by("id")
    every = Group.objects.filter(pk__in={same for one in mine for same in ones(one.pk)}).order_by("id")
    rows = every.values_list("recognition", "applications__case", "comings__case", "protocols__case")
    return sorted({one for row in rows for one in row if one is not None})


def people_of_groups_in(towns: QuerySet[Any, str]) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """The leads of groups whose home is in one of these, with accents or capitals or without, and everybody whom the
    groups bring: as parts of another question."""
    there = Group.objects.filter(home__town__in=towns).order_by()
    return there.values("person"), Traveller.objects.filter(coming__group__in=there).order_by().values("person")


def arrived_between(first: date, last: date) -> list[UUID]:
    """The files of households that arrived in these days and are accompanied still."""
    law = found_law()
    here = Coming.objects.filter(case__ended_at=None).order_by().values("case")
    rows = JournalEntry.objects.filter(chain__in=here, act=ARRIVAL).order_by("at", "id").values_list("chain", "at")
    return [case for case, at in rows if first <= legal_day(at, law.pack.time_zone) <= last]


def visit_percent() -> int:
    """Of a hundred households, how many an official speaks with around day 150, by the law in force."""
    return found_law().limit("visit_percent")


def days_to_visit(day: date) -> tuple[date, date]:
    """Between which two days the households arrived for which a lot is drawn on this day: then the talk is in time."""
    law = found_law()
    return day - timedelta(days=law.limit("visit_to_day")), day - timedelta(days=law.limit("visit_from_day"))


def found_law() -> Sponsors:
    """The law of sponsors. Raises `LookupError` where there is none."""
    law = sponsors()
    if law is None:
        raise LookupError("no law of sponsors is in force")
    return law


def helpers() -> dict[str, int]:
    """How many help groups to ask, by what they are: for everybody."""
    rows = Application.objects.exclude(helper_as="").order_by().values_list("helper_as", "helper").distinct()
    return dict(Counter(is_a for is_a, _helper in rows))


def files_of_groups() -> list[UUID]:
    """Every file of a group: its recognition, what it asked, and those of the households that it brings."""
    there = Group.objects.order_by("id")
    rows = there.values_list("recognition", "applications__case", "comings__case", "protocols__case")
    return sorted({one for row in rows for one in row if one is not None})


def asked_of(who: Who) -> list[Member]:
    """The groups that asked somebody to join, by an e-mail that they confirmed."""
    mine = [one.lower() for one in confirmed_emails(who.account)]
    open_ones = Member.objects.filter(email__in=mine, account=None, left_at=None)
    return list(open_ones.select_related("group").order_by("asked_at", "id"))


def asked_for(who: Who, member_id: UUID) -> Member:
    """One of them, or `NotThere`."""
    found = next((one for one in asked_of(who) if one.pk == member_id), None)
    if found is None:
        raise policy.NotThere("member")
    return found


def waiting_members(group: Group) -> list[Member]:
    """Who was asked and has not agreed yet."""
    return list(group.members.filter(account=None, left_at=None).order_by("asked_at", "id"))


def receipts(group: Group) -> list[Receipt]:
    return list(group.receipts.order_by("number"))


def home_of(group: Group) -> Home | None:
    return Home.objects.filter(group=group).first()


def entries_of(group: Group) -> list[Entry]:
    """Where the group's files stand in which windows, the latest first."""
    mine = Entry.objects.filter(case__in=group.applications.values("case"))
    return list(mine.select_related("window").order_by("-window__closes", "lot"))


def applications_of(group: Group) -> list[Any]:
    found = group.applications.select_related("case", "case__given").order_by("-made_at", "case")
    return [one.case for one in found]


def groups_for(who: Who) -> list[Group]:
    """All groups that asked to be recognised, for whoever works on them or checks that work."""
    found = policy.only(Group.objects.select_related("recognition"), GROUPS.kind, who, purpose_of(who))
    return list(found.order_by("name", "id"))


def group_for(who: Who, group_id: UUID) -> Group:
    """One group for somebody who works here; the look is written down."""
    purpose = purpose_of(who)
    found: Group = policy.obtain(Group.objects.select_related("recognition"), GROUPS.kind, who, purpose, group_id)
    looked(found.pk, who.ref, next(role for role in GROUPS.roles_for[purpose] if who.has(role)), purpose)
    return found


# ---------- The draw ----------


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the year's places: what there is and what is taken of it, beside what protocols reserve."""

    name: str
    balance: Balance
    apart: Balance = NOTHING


def windows() -> list[Window]:
    """All windows, the latest first: for everybody."""
    return list(Window.objects.order_by("-closes", "name"))


def window_named(name: str) -> Window:
    found = Window.objects.filter(name=name).first()
    if found is None:
        raise policy.NotThere(WINDOWS.kind)
    return found


def window_for(who: Who, window_id: UUID) -> Window:
    found: Window = policy.obtain(Window.objects.all(), WINDOWS.kind, who, purpose_of(who), window_id)
    return found


def parts_of(window: Window) -> list[Part]:
    """The parts of the year of a window, by name."""
    parts = quotas_of(window)
    held, apart = balances(parts.values()), set_apart(parts.values())
    return [Part(name, held[quota], apart.get(quota, NOTHING)) for name, quota in parts.items()]


def quotas_of(window: Window) -> dict[str, UUID]:
    """The quota of each part of the year of a window, by name."""
    return {one.name: one.pk for one in Quota.objects.filter(parent=window.quota_id).order_by("name")}


def published(window: Window) -> list[dict[str, Any]]:
    """The draw in the form that anybody verifies. Nothing of it names somebody."""
    seed = draw.seed_of(window.name, window.first_half + window.second_half)
    return [{"seed": seed, "ids": window.ids, "commitment": window.commitment, "order": window.order}]


def outcomes(window: Window) -> dict[str, str]:
    """What each id of the list was given, in the order of the draw: said again from the list, not read from a table."""
    return draw.allot(window.order, window.places, window.need)


# ---------- The programme ----------


def suspensions() -> list[Suspension]:
    """The signed decisions by which the programme stood or stands still, the latest first: for everybody."""
    return list(Suspension.objects.filter(signed_at__isnull=False).order_by("-begins", "id"))


def proposed_suspensions(who: Who) -> list[Suspension]:
    """Those that wait for a signature, for whoever works on the programme."""
    purpose_of(who)
    return list(Suspension.objects.filter(signed_at=None).order_by("proposed_at", "id"))


def waiting_emergencies(who: Who, law: Sponsors) -> int:
    """How many emergencies wait for a place."""
    purpose_of(who)
    return Case.objects.filter(route=law.application.id, step=URGENT, ended_at=None, law__pack=law.pack.id).count()


# ---------- Homes for people whom the sponsor does not know ----------


@dataclass(frozen=True, slots=True)
class OpenHome:
    """A drawn sponsor that has not met anybody yet: the group, its file, its home, and for how many a place is kept."""

    group: Group
    case: UUID
    home: Home
    persons: int


def open_homes() -> list[OpenHome]:
    """Sponsors that were drawn, or got a place of a protocol, to take in people whom they do not choose, recognised
    today, with a home and nobody written down yet who comes; by name."""
    drawn = Q(case__in=Entry.objects.filter(outcome=draw.IN, holding__isnull=False, case__ended_at=None).values("case"))
    placed = Q(protocol__isnull=False, case__step=DRAWN, case__ended_at=None)
    asked = Application.objects.filter(drawn | placed).select_related("group", "case")
    asked = asked.exclude(case__in=Coming.objects.values("application"))
    homes = {one.group_id: one for one in Home.objects.filter(group__in=asked.values("group")).order_by("group")}
    found = []
    for one in asked.order_by("group__name", "case"):
        known = Standing(one.case).known[0]
        if known.get(WAY) == MATCHED and one.group_id in homes and may_bring(one.group):
            persons = int(known[ADULTS]) + int(known[CHILDREN])
            found.append(OpenHome(one.group, one.case_id, homes[one.group_id], persons))
    return found


def home_against(found: Sponsors, home: Home, adults: int, children: int) -> list[str]:
    """The conditions of the law on a home that this one does not meet for such a household, by id."""
    told = facts.nested({"home.known": True, WAY: MATCHED, ADULTS: adults, CHILDREN: children, **home.facts})
    day = today(found)
    reasons = decide(found.pack, found.application.id, told, on=day, today=day, lang=found.language)["reasons"]
    return [
        one["id"]
        for one in reasons
        if one["result"] == "no" and one["id"].count(".") == 1 and any(f["id"].startswith(HOMES) for f in one["facts"])
    ]
