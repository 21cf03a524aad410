"""What there is to do, in the order of what the law wants first. Pages begin after a key, never at a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import away, law, turns
from veer.cases.models import NEVER, Absence, ActivatedPack, Branch, Case, Handover, Term
from veer.cases.policy import CASES
from veer.cases.queries import step_at_work
from veer.people.finding import named
from veer.people.models import Account, Person
from veer.people.queries import names

PAGE = 20
BESIDE = 5  # late files that stand above a list which does not hold them
MOST = 1000  # a count goes no further: more is only said to be more
SOON = 7  # days in which somebody's term "ends soon"
# Lists, and what a role that has a part in some steps only sees of them.
LISTS = ("mine", "stand_in", "offered", "free", "late", "sign", "waiting", "ending", "away", "all")
OF_A_PART = ("late", "all")
NARROW = ("mine", "stand_in", "offered", "free", "sign", "waiting", "ending")  # lists that a late file may not be in
NOBODY = "nobody"
Gone = Sequence[Absence]
"""The absences that are not over, where a page has read them; None: they are read when they are needed."""
# What a line shows, and nothing else of a case or a person: a page brings it in one query.
OF_A_LINE = (
    *("law_id", "route", "step", "ball", "due", "holder", "person_id"),
    *("person__given_name", "person__family_name", "given__number", "given__case_id"),
)
BALLS = (roles.APPLICANT, *roles.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as its address asks for it. Empty fields narrow nothing.

    `role`: a role with a part in some steps, "" for who handles whole files; `route`: "pack/route"; `days`: due within
    so many; `holder`: an account, or `nobody`; `ball`: whose turn it is; `name`: of the person, in any script.
    """

    show: str = ""
    role: str = ""
    route: str = ""
    step: str = ""
    days: int | None = None
    holder: str = ""
    ball: str = ""
    name: str = ""

    @property
    def narrowed(self) -> bool:
        return self != Asked(self.show, self.role)

    @property
    def query(self) -> str:
        """The same as the words of an address, always in one order, so that it can be kept and shared."""
        said = {"role": self.role, "show": self.show, "route": self.route, "step": self.step}
        said |= {"days": self.days, "holder": self.holder, "ball": self.ball, "name": self.name}
        return urlencode({name: value for name, value in said.items() if value not in ("", None)})

    def showing(self, show: str) -> "Asked":
        return replace(self, show=show)


def asked(who: Who, given: Mapping[str, str]) -> Asked:
    """What an address asks for; what somebody made up asks for nothing."""
    given_roles = roles_of_lists(who)
    role = given.get("role", "")
    role = role if role in given_roles else given_roles[0]
    show, days, holder, ball = (given.get(name, "") for name in ("show", "days", "holder", "ball"))
    route = given.get("route", "")[:160]
    return Asked(
        show=show if show in lists_of(role) else "",
        role=role,
        route=route if "/" in route else "",
        step=given.get("step", "")[:80] if "/" in route else "",
        days=int(days) if days.isdecimal() and len(days) < 4 else None,
        holder=holder if holder == NOBODY or _uuid(holder) else "",
        ball=ball if ball in BALLS else "",
        name=given.get("name", "").strip()[:80],
    )


def roles_of_lists(who: Who) -> list[str]:
    """The lists that somebody may look at: "" of whole files, then one for each role with a part in some steps."""
    whole = [""] if who.has(*roles.WHOLE, roles.AUDITOR) else []
    return whole + [role for role in roles.PARTS if who.has(role)]


def lists_of(role: str) -> tuple[str, ...]:
    return OF_A_PART if role else LISTS


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list, with what its line shows. `due`: the soonest day of whoever looks; `branches`: what is pending
    beside the case; `offer`: somebody offers it to whoever looks, or they to somebody; `untold`: its decision is signed
    and did not reach the person yet."""

    case: Case
    person: Person
    holder: str
    route: str
    step: str
    due: date | None
    today: date
    role: str = ""
    terms: list[Term] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    absence: Absence | None = None
    deputy: str = ""
    offer: Handover | None = None
    offered: str = ""
    untold: bool = False

    @property
    def number(self) -> str:
        return str(self.case.given.number)

    @property
    def days_left(self) -> int | None:
        return (self.due - self.today).days if self.due else None

    @property
    def late_by(self) -> int:
        return max(0, -(self.days_left or 0)) if self.due else 0


class HowMany(Subquery):
    """How many rows a question finds, as a part of another question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) found)"
    output_field = IntegerField()
    empty_result_set_value = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `after` asks for the next. `sounds`: nobody is called so, these may sound like it. `late`:
    files that are too late and not in the list."""

    rows: list[Row]
    after: str | None
    sounds: bool
    late: list[Row]


def worklist(
    who: Who, wanted: Asked, lang: str, today: date, after: str = "", gone: Gone | None = None, *, late: bool = False
) -> Page:
    """One page of a list; with `late` also what is too late elsewhere. The order is the law's and the same for
    everybody: the soonest term of the role first."""
    gone = away.absences(today) if gone is None else gone
    found, sounds = page_query(who, wanted, today, after, gone)
    cases = list(found)
    following, here = cases[PAGE - 1] if len(cases) > PAGE else None, cases[:PAGE]
    elsewhere = _late_elsewhere(who, wanted, today, gone) if late else []
    rows = _rows([*here, *elsewhere], who, wanted.role, lang, today, gone)  # what their lines show is asked once
    return Page(rows[: len(here)], _key(following, wanted.role), sounds, rows[len(here) :])


def page_query(
    who: Who, wanted: Asked, today: date, after: str = "", gone: Gone | None = None
) -> tuple[QuerySet[Case], bool]:
    """The cases of a page and the first of the next; and whether their names only sound like the one looked for."""
    found, sounds = _named(_found(who, wanted, today, gone), wanted)
    return _after(_ordered(found, wanted.role), wanted.role, after)[: PAGE + 1], sounds


def _late_elsewhere(who: Who, wanted: Asked, today: date, gone: Gone) -> list[Case]:
    """Files that are too late and that the chosen list does not show, the latest first. Who looks for a name looks for
    that person's files alone."""
    if wanted.role or wanted.name or (wanted.show not in NARROW and not wanted.narrowed):
        return []
    late = _open(who, "").filter(_condition(who, "late", "", today, gone))
    late = late.exclude(pk__in=_found(who, wanted, today, gone).filter(due__lt=today).values("pk"))
    return list(_ordered(late, "")[:BESIDE])


def counts(who: Who, role: str, today: date, gone: Gone | None = None) -> dict[str, int]:
    """How many files each list of a role shows, up to `MOST`: one question for them all."""
    gone = away.absences(today) if gone is None else gone
    open_ = _open(who, role).order_by()
    each = {name: open_.filter(_condition(who, name, role, today, gone)).values("pk") for name in lists_of(role)}
    counted = {name: HowMany(found[:MOST]) for name, found in each.items()}
    return Account.objects.order_by("pk").values(**counted)[:1].get()  # beside any one row


def ids_in(who: Who, ids: list[UUID]) -> list[Case]:
    """Of these cases, the ones that somebody may work on, in the order in which they were asked for."""
    found: dict[UUID, Case] = {}
    for purpose in CASES.purposes(who):
        seen = policy.only(Case.objects.select_related("given", "person"), CASES.kind, who, purpose)
        found |= {case.pk: case for case in seen.filter(pk__in=ids).order_by("pk")}
    return [found[one] for one in dict.fromkeys(ids) if one in found]


# ---------- Which ----------


def _open(who: Who, role: str) -> QuerySet[Case]:
    """The open files of a list; with `role`, those that wait for it, each joined to its row of turns."""
    if role:
        joined = Case.objects.annotate(turn=FilteredRelation("turns", condition=Q(turns__role=role)))
        # By these names the one row that is joined is meant; by its relation Django would look for any other.
        joined = joined.filter(turn__role=role).annotate(
            turn_due=F("turn__due"), turn_since=F("turn__since"), turn_case=F("turn__case_id")
        )
        return policy.only(joined, CASES.kind, who, policy.TAKE_PART)
    purpose = next((one for one in CASES.purposes(who) if one != policy.TAKE_PART), None)
    if purpose is None:
        return Case.objects.none()
    return policy.only(Case.objects.all(), CASES.kind, who, purpose).filter(ended_at=None)


def _found(who: Who, wanted: Asked, today: date, gone: Gone | None) -> QuerySet[Case]:
    """What a list shows, without its order and without the name that is looked for."""
    due = "turn_due" if wanted.role else "due"
    gone = away.absences(today) if gone is None else gone
    found = _open(who, wanted.role).filter(_condition(who, wanted.show, wanted.role, today, gone))
    if wanted.route:
        pack, _sep, route = wanted.route.partition("/")
        found = found.filter(route=route, law__in=list(_versions(pack)))
    if wanted.step:
        found = found.filter(step=wanted.step)
    if wanted.days is not None:
        found = found.filter(**{f"{due}__lte": today + timedelta(days=wanted.days)})
    if wanted.holder:
        found = found.filter(holder=None if wanted.holder == NOBODY else UUID(wanted.holder))
    if wanted.ball:
        branch = Branch.objects.filter(case=OuterRef("pk"), ended_at=None, ball=wanted.ball)
        found = found.filter(Q(ball=wanted.ball) | Exists(branch))
    return found


def _named(found: QuerySet[Case], wanted: Asked) -> tuple[QuerySet[Case], bool]:
    """Of these, the cases of people called so; where there are none, of people whose names share the consonants."""
    if not wanted.name:
        return found, False
    written, sounds = named(wanted.name)
    if written is None:
        return found.none(), False
    exact = found.filter(written)
    if sounds is None or exact.exists():
        return exact, False
    return found.filter(sounds), True


def _versions(pack: str) -> QuerySet[ActivatedPack, str]:
    return ActivatedPack.objects.filter(pack=pack).order_by("hash").values_list("hash", flat=True)


def _condition(who: Who, show: str, role: str, today: date, gone: Gone) -> Q:
    if role:
        return Q(turn_due__lt=today) if show == "late" else Q()
    match show:
        case "mine":
            return Q(holder=who.account)
        case "free":
            absent = who.account in away.going_on(gone, today)
            return _nothing() if absent else Q(holder=None, ball=roles.OFFICIAL)
        case "late":
            return Q(due__lt=today)
        case "sign":
            return Q(ball=roles.SIGNER)
        case "waiting":
            return Q(ball=roles.APPLICANT)
        case "ending":
            near = Term.objects.filter(duty=roles.APPLICANT, last_day__range=(today, today + timedelta(days=SOON)))
            return Q(pk__in=near.order_by().values("case"))
        case "stand_in":
            now = away.going_on(gone, today).values()
            return Q(holder__in=[one.account for one in now if one.deputy == who.account])
        case "offered":
            offers = Handover.objects.filter(to=who.account, ended_at=None, giver=OuterRef("holder"))
            return Q(Exists(offers.filter(case=OuterRef("pk"))))
        case "away":
            return _while_away(gone)
        case _:
            return Q()


def _while_away(gone: Gone) -> Q:
    """Files with a term that ends while their holder is away, this week's absences and those to come."""
    found = _nothing()
    for one in gone:
        found |= Q(holder=one.account, due__gte=one.first, due__lte=one.last)
    return found


def _nothing() -> Q:
    return Q(pk__in=[])


# ---------- In which order ----------


def _ordered(found: QuerySet[Case], role: str) -> QuerySet[Case]:
    found = found.select_related("given", "person").only(*OF_A_LINE)
    return found.order_by("turn_due", "turn_since", "turn_case") if role else found.order_by("due", "id")


def _after(found: QuerySet[Case], role: str, after: str) -> QuerySet[Case]:
    """Written so that both databases walk the index: everything from that day on, minus what was shown of it."""
    key = _read(after, role)
    if key is None:
        return found
    due, since, last = key
    if not role:
        return found.filter(due__gte=due).exclude(due=due, id__lte=last)
    shown = Q(turn_due=due) & (Q(turn_since__lt=since) | Q(turn_since=since, turn_case__lte=last))
    return found.filter(turn_due__gte=due).exclude(shown)


def _key(case: Case | None, role: str) -> str | None:
    if case is None:
        return None
    if not role:
        return f"{case.due.isoformat()}_{case.pk}"
    turn: Any = case  # the list joined the turn of its role
    return f"{turn.turn_due.isoformat()}_{turn.turn_since.isoformat()}_{case.pk}"


def _read(after: str, role: str) -> tuple[date, datetime | None, UUID] | None:
    """Where a page begins; what somebody made up begins at the first."""
    due, _sep, rest = after.partition("_")
    since, _sep, last = rest.rpartition("_")
    try:
        at = datetime.fromisoformat(since) if role else None
        return None if at is not None and at.tzinfo is None else (date.fromisoformat(due), at, UUID(last))
    except ValueError:
        return None


def _uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


# ---------- What a line shows ----------


def _rows(cases: list[Case], who: Who, role: str, lang: str, today: date, gone: Gone) -> list[Row]:
    ids = [case.pk for case in cases]
    terms = _by_case(Term.objects.filter(case__in=ids).order_by("last_day", "clock"))
    branches = _by_case(Branch.objects.filter(case__in=ids, ended_at=None).order_by("opened_at", "id"))
    offers = {one.case_id: one for one in Handover.objects.filter(case__in=ids, ended_at=None).order_by("at")}
    absent = away.going_on(gone, today)
    known = {case.holder for case in cases} | {one.to for one in offers.values()}
    known |= {absent[one].deputy for one in known if one in absent}
    called = names(known)
    untold = turns.untold(cases)
    rows = []
    for case in cases:
        absence, offer = (absent.get(case.holder) if case.holder else None), offers.get(case.pk)
        counts_still = offer is not None and offer.giver == case.holder and who.account in (offer.giver, offer.to)
        rows.append(
            Row(
                case=case,
                person=case.person,
                holder=called.get(case.holder, "") if case.holder else "",
                route=law.words(law.pack_of(case), case.route, "title", lang, case.route),
                step=step_at_work(case, case.step, lang),
                due=_due(case, role, terms.get(case.pk, [])),
                today=today,
                role=role,
                terms=terms.get(case.pk, []),
                branches=branches.get(case.pk, []),
                absence=absence,
                deputy=called.get(absence.deputy, "") if absence else "",
                offer=offer if counts_still else None,
                offered=called.get(offer.to, "") if offer and counts_still else "",
                untold=case.pk in untold,
            )
        )
    return rows


def _due(case: Case, role: str, terms: list[Term]) -> date | None:
    if not role:
        return None if case.due == NEVER else case.due
    return next((term.last_day for term in terms if term.duty == role and term.last_day != NEVER), None)


def _by_case(found: QuerySet[Any]) -> dict[UUID, list[Any]]:
    sorted_out: dict[UUID, list[Any]] = {}
    for one in found:
        sorted_out.setdefault(one.case_id, []).append(one)
    return sorted_out
