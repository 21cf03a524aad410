"""The work list: what there is to do, narrowed, found by name, kept under a name; and being away."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy, roles
from veer.access.queries import holders
from veer.access.who import Who
from veer.cases import away as absence
from veer.cases import law, lists, queries, worklist
from veer.cases.errors import BadData
from veer.cases.forms.work import AwayForm, KeepForm, NarrowForm
from veer.cases.pages import urgency
from veer.cases.pages.common import language, signed_in
from veer.cases.worklist import Asked
from veer.people.queries import names
from veer.rules import Pack

WORDS: dict[str, Callable[[], str]] = {
    "mine": lambda: _("With me"),
    "stand_in": lambda: _("For whom I stand in"),
    "offered": lambda: _("Offered to me"),
    "free": lambda: _("To take"),
    "late": lambda: _("Too late"),
    "sign": lambda: _("Second signature"),
    "waiting": lambda: _("Waiting for the person"),
    "ending": lambda: _("The person’s term ends within 7 days"),
    "away": lambda: _("Ends while a colleague is away"),
    "all": lambda: _("All open files"),
}
EMPTY: dict[str, Callable[[], str]] = {
    "mine": lambda: _("You have no files. Look under “To take”."),
    "stand_in": lambda: _("Nobody for whom you stand in is away, or they have no files."),
    "offered": lambda: _("Nobody offers you a file."),
    "free": lambda: _("Every file has somebody who works on it."),
    "late": lambda: _("No file is too late."),
    "sign": lambda: _("No proposal waits for a second signature."),
    "waiting": lambda: _("No file waits for a person."),
    "ending": lambda: _("No term of a person ends within 7 days."),
    "away": lambda: _("No term ends while its official is away."),
    "all": lambda: _("There are no open files."),
}
WHEN_THERE_ARE = ("stand_in", "offered", "ending", "away")  # lists that are named only while they hold something
Choices = list[tuple[str, str]]


@require_GET
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """What there is to do, in the order of what the law wants first."""
    if not worklist.roles_of_lists(who):
        raise policy.NotThere("work")
    kept = lists.kept(who)
    begins = next((one for one in kept if one.first), None)
    if begins is not None and not set(request.GET) - {"lang"}:
        return redirect(f"{reverse('cases:work')}?{begins.query}")
    today = absence.today()
    wanted = worklist.asked(who, request.GET)
    gone = absence.absences(today)
    counts = worklist.counts(who, wanted.role, today, gone)
    wanted = wanted if wanted.show else wanted.showing(_usual(who, wanted, counts))
    whole, after = request.headers.get("HX-Target") != "rows", request.GET.get("after", "")[:100]
    page = worklist.worklist(who, wanted, language(), today, after, gone, late=whole)
    context = {
        "rows": urgency.rows(page.rows, who, language()),
        "page": page,
        "wanted": wanted,
        "empty": _empty(wanted, away=who.account in absence.going_on(gone, today)),
        "picks": not wanted.role and who.has(*roles.WHOLE),  # whoever only looks has nothing to do with a file
        "title": WORDS[wanted.show](),
        "today": today,
    }
    if not whole:
        return render(request, "cases/office/rows.html", context)
    more = {
        "late": urgency.rows(page.late, who, language()),
        "late_first": who.has(roles.OFFICIAL),  # others can do nothing on them: below what is theirs
        "counts": counts,
        "most": worklist.MOST,
        "filters": _filters(wanted, counts),
        "roles": _roles(who, wanted),
        "kept": [{"one": one, "here": one.query == wanted.query} for one in kept],
        "narrow": _narrow(wanted),
        "gone": absence.going_on(gone, today).get(who.account),
        "may_go": policy.may(who, "say_away"),
        "writes_down": policy.may(who, "write_down"),
    }
    return render(request, "cases/office/work.html", {**context, **more})


@require_GET
@signed_in
def find(request: HttpRequest, who: Who) -> HttpResponse:
    """From a number to its file; from a name to the list of files of people called so."""
    if not who.works_here:
        raise policy.NotThere("work")
    typed = request.GET.get("q", "").strip()[:80]
    found = queries.numbered(who, typed)
    if found is not None:
        return redirect("cases:at_work", found)
    if any(sign.isalpha() for sign in typed) and not any(sign.isdecimal() for sign in typed):
        return redirect(f"{reverse('cases:work')}?{Asked(show='all', name=typed).query}")
    messages.warning(request, _("No file has this number. Look at it again: a wrong digit is noticed."))
    return redirect("cases:work")


@require_http_methods(["GET", "POST"])
@signed_in
def lists_page(request: HttpRequest, who: Who) -> HttpResponse:
    """The lists that I keep: a new one under a name, where my work begins, and throwing one away."""
    if not worklist.roles_of_lists(who):
        raise policy.NotThere("work")
    chosen = next((name for name in ("begin", "usual", "throw") if name in request.POST), None)
    if chosen is not None:
        _change(who, chosen, request.POST[chosen])
        return redirect("cases:lists")
    wanted = worklist.asked(who, request.GET)
    form = KeepForm(request.POST or None, initial={"name": _called(wanted)})
    if request.method == "POST" and form.is_valid():
        try:
            lists.keep(who, form.cleaned_data["name"], wanted.query, first=form.cleaned_data["first"])
        except BadData as refused:
            form.add_error(None, [str(words) for words in refused.errors.values()])
        else:
            messages.success(request, _("Kept: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect(f"{reverse('cases:work')}?{wanted.query}")
    context = {"form": form, "wanted": wanted, "kept": lists.kept(who), "new": bool(wanted.show)}
    return render(request, "cases/office/work_lists.html", context)


def _change(who: Who, chosen: str, which: str) -> None:
    try:
        list_id = UUID(which)
    except ValueError:
        raise policy.NotThere("list") from None
    if chosen == "throw":
        lists.throw_away(who, list_id)
    else:
        lists.begin_at(who, list_id, first=chosen == "begin")


@require_http_methods(["GET", "POST"])
@signed_in
def away(request: HttpRequest, who: Who) -> HttpResponse:
    """I am away from one day to another, and a colleague stands in; or I am back."""
    policy.require(who, "say_away")
    if "back" in request.POST:
        if absence.come_back(who):
            messages.success(request, _("You are back. All is as it was before."))
        return redirect("cases:work")
    form = AwayForm(request.POST or None, colleagues=colleagues(who))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            absence.say_away(who, told["first"], told["last"], UUID(told["deputy"]))
        except BadData as refused:
            for field, words in refused.errors.items():
                form.add_error(field, str(words))
        else:
            messages.success(request, _("Written down. Your files stay yours, and show to whoever stands in."))
            return redirect("cases:away")
    today = absence.today()
    found = absence.absences(today)
    called = names({one.account for one in found} | {one.deputy for one in found})
    rows = [
        {
            "one": one,
            "who": called.get(one.account, ""),
            "deputy": called.get(one.deputy, ""),
            "now": one.first <= today,
        }
        for one in found
    ]
    mine = next((row for row in rows if row["one"].account == who.account), None)
    others = [row for row in rows if row is not mine]
    return render(request, "cases/office/work_away.html", {"form": form, "mine": mine, "others": others})


# ---------- What the page of the list shows beside it ----------


def colleagues(who: Who) -> Choices:
    """Everybody else who handles files, by name; who is away says so."""
    today = absence.today()
    gone = absence.going_on(absence.absences(today), today)
    called = names(set(holders(roles.OFFICIAL)) - {who.account})
    told = _("%(who)s (away until %(day)s)")
    found = [
        (str(account), told % {"who": name, "day": f"{gone[account].last:%d.%m.}"} if account in gone else name)
        for account, name in called.items()
    ]
    return sorted(found, key=lambda one: (one[1].casefold(), one[0]))


def _usual(who: Who, wanted: Asked, counts: Mapping[str, int]) -> str:
    """The list that somebody begins at."""
    if wanted.role or wanted.narrowed or not who.has(*roles.WHOLE):
        return "all"
    if not who.has(roles.OFFICIAL):
        return "sign"
    return next((name for name in ("offered", "mine") if counts[name]), "free")


def _filters(wanted: Asked, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "words": WORDS[name](),
            "query": Asked(show=name, role=wanted.role).query,
            "count": counts[name],
            "here": name == wanted.show and not wanted.narrowed,
        }
        for name in worklist.lists_of(wanted.role)
        if counts[name] or name not in WHEN_THERE_ARE or name == wanted.show
    ]


def _roles(who: Who, wanted: Asked) -> list[dict[str, Any]]:
    """The lists of somebody with more than one role."""
    found = worklist.roles_of_lists(who)
    if len(found) < 2:
        return []
    words = {role: str(roles.TITLES[role]) if role else _("Whole files") for role in found}
    return [
        {"words": words[role], "query": Asked(show="all", role=role).query, "here": role == wanted.role}
        for role in found
    ]


def _narrow(wanted: Asked) -> NarrowForm:
    return NarrowForm(
        wanted,
        routes=_routes(),
        steps=_steps(wanted.route),
        balls=[(ball, urgency.turn_of(ball)) for ball in worklist.BALLS],
        holders=[] if wanted.role else _holders(),
    )


def _holders() -> Choices:
    called = names(set(holders(roles.OFFICIAL)))
    return sorted(((str(account), name) for account, name in called.items()), key=lambda one: one[1].casefold())


def _routes() -> Choices:
    """The routes of the laws in force by their titles; where two laws call one the same, with the title of each law."""
    known = [
        (pack, route.id, law.words(pack, route.id, "title", language(), route.id))
        for pack in law.in_force()
        for route in pack.routes.values()
        if route.procedure
    ]
    met = Counter(title for _pack, _route, title in known)
    found = [
        (f"{pack.id}/{route}", f"{title} ({_pack_title(pack)})" if met[title] > 1 else title)
        for pack, route, title in known
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def _pack_title(pack: Pack) -> str:
    return pack.title.get(law.tongue(pack, language())) or pack.id


def _steps(chosen: str) -> Choices:
    pack_id, _sep, route_id = chosen.partition("/")
    found = law.in_force() if route_id else []
    pack = next((one for one in found if one.id == pack_id and route_id in one.routes), None)
    procedure = pack.routes[route_id].procedure if pack else None
    return [
        (step.id, queries.step_in_words(pack, route_id, step.id, language()))
        for step in (procedure.steps.values() if pack and procedure else ())
        if not step.ends and not step.goes_on
    ]


def _empty(wanted: Asked, *, away: bool) -> str:
    if wanted.narrowed:
        return _("Nothing in this list fits. Take something of what narrows it away.")
    if wanted.role:
        return _("No file waits for you.")
    if wanted.show == "free" and away:
        return _("You are away: nothing new is offered to you. Say when you are back.")
    return EMPTY[wanted.show]()


def _called(wanted: Asked) -> str:
    """A name to begin with for a list."""
    titles = dict(_routes())
    parts = [titles.get(wanted.route, ""), wanted.name, WORDS[wanted.show]() if wanted.show else ""]
    return ", ".join(part for part in parts if part)[:60]


def chosen_ids(given: list[str]) -> list[UUID]:
    """What was ticked; what is no id was ticked by nobody."""
    found = []
    for one in given:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
