"""What the person's pages show, made ready for their templates."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.access import roles
from veer.access.who import Who
from veer.cases import facts, law, queries, remedies, reminders, shelf, turns, unverified
from veer.cases.acts.guards import PENDING
from veer.cases.acts.offers import offers
from veer.cases.drawing import of_case
from veer.cases.errors import Overtaken
from veer.cases.forms.questions import Question, said
from veer.cases.forms.values import value_lines, value_words
from veer.cases.listed import labelled, listed, parted
from veer.cases.models import Case
from veer.cases.pages import decided, filed, late, way
from veer.cases.standing import Opened, Standing
from veer.letters.queries import letters_of
from veer.people.queries import named_apart
from veer.rules import InputError
from veer.rules import lapsed as lapsed_entries
from veer.rules.time.rights import rights_on

OWN = ("record", "remark")  # families of acts with a page of their own on the person's side


def whose_turn(ball: str | None) -> str:
    """Who has to move, as the person reads it: themselves, the authority, or whoever has this step."""
    if ball == roles.APPLICANT:
        return _("You")
    if ball in (roles.OFFICIAL, roles.SIGNER):
        return _("The authority")
    return str(roles.TITLES[ball]) if ball in roles.TITLES else ""


def act_that(case: Case, does: str) -> str:
    """How the law of the case calls the act that does this."""
    for act in law.route_of(case).procedure.acts.values():
        if act.does == does:
            return str(act.id)
    raise law.NoSuchLaw(does)


def head(case: Case, lang: str) -> dict[str, Any]:
    """What every page of a file begins with."""
    pack = law.pack_of(case)
    return {
        "case": case,
        "number": case.given.number,
        "route": law.words(pack, case.route, "title", lang, case.route),
        "step": queries.step_words(case, case.step, lang),
        "law_version": f"{pack.id} {pack.version}",
    }


def case_line(case: Case, lang: str) -> dict[str, Any]:
    """A file in the list of its person. One that nobody sent yet waits for them, whoever else could begin it."""
    begun = case.ball == roles.APPLICANT or case.submitted_at is None
    return {
        **head(case, lang),
        "url": reverse("cases:file", args=[case.pk]),
        "mine_to_do": begun and case.ended_at is None and waits_for_person(Standing(case)),
    }


def waits_for_person(standing: Standing) -> bool:
    """Whether the case goes on only once the person acts; where it is merely theirs to move, they may and need not."""
    if remedies.turn_beside(standing) is not None:
        return False
    open_ = {due.clock.id for due in standing.due_on(standing.today) if due.open}
    return turns.is_asked(standing.route, standing.case.step, open_)


def task_list(case: Case, lang: str) -> dict[str, Any]:
    """What is to be done before it can be sent."""
    values, _states = facts.known(case)
    left = facts.unanswered(facts.answer_of_law(case), values)
    papers = shelf.for_person(case)
    answered = ngettext("%(n)d answered", "%(n)d answered", len(values)) % {"n": len(values)}
    to_go = ngettext("at most %(n)d more", "at most %(n)d more", len(left)) % {"n": len(left)}
    tasks = [
        {
            "title": _("Answer the questions"),
            "hint": f"{answered}, {to_go}" if left else answered,
            "url": reverse("cases:questions" if left else "cases:check", args=[case.pk]),
            "state": "done" if not left else "started" if values else "todo",
            "state_text": "",
        },
        *([_documents_task(case, len(papers))] if takes_documents(case) else []),
        {
            "title": _("Check your answers and send"),
            "hint": _("First answer the questions.") if left else "",
            "url": "" if left else reverse("cases:check", args=[case.pk]),
            "state": "waiting" if left else "todo",
            "state_text": _("cannot start yet") if left else "",
        },
    ]
    done = sum(task["state"] == "done" for task in tasks)
    return {**head(case, lang), "tasks": tasks, "done": done, "all": len(tasks), "withdraw": True}


def takes_documents(case: Case) -> bool:
    """Whether the law lets the person add a document where the case stands."""
    procedure = law.route_of(case).procedure
    acts = procedure.acts.values() if procedure else ()
    return any(act.does == "add_document" and case.step in act.from_ and roles.APPLICANT in act.by for act in acts)


def _documents_task(case: Case, papers: int) -> dict[str, str]:
    added = ngettext("%(n)d added", "%(n)d added", papers) % {"n": papers}
    return {
        "title": _("Add documents"),
        "hint": added if papers else _("What proves your answers. You can also do this later."),
        "url": reverse("cases:documents", args=[case.pk]),
        "state": "done" if papers else "todo",
        "state_text": "",
    }


def question_page(
    case: Case, asked: Question, version: int, overtaken: Overtaken | None, lang: str, *, stands: Any = None
) -> dict[str, Any]:
    """One question, how many are left at most, and what stands there if another window was faster.

    `stands`: the answer as it is saved, to say what in it no longer counts.
    """
    values, _states = facts.known(case)
    left = facts.unanswered(facts.answer_of_law(case), values)
    after = len([fact for fact in left if fact != asked.fact])
    there = value_words(law.pack_of(case), asked.fact, overtaken.value, lang) if overtaken else ""
    return {
        **head(case, lang),
        "question": asked,
        "version": version,
        "there": there,
        "lapsed": lapsed(case, asked.fact, stands, lang),
        "after": after,
        "nth": len(values) + (asked.fact not in values),
        "done": len(values),
        "all": max(1, len(values) + len(left)),
    }


def lapsed(case: Case, fact: str, value: Any, lang: str) -> list[dict[str, str]]:
    """What in an answer the law counted once and no longer counts, each in a sentence; a mark to know it again by."""
    pack = law.pack_of(case)
    declared, words = pack.facts[fact].type, said(pack, fact, lang)
    try:
        found = lapsed_entries(pack, fact, value, on=facts.law_day(case, pack))
    except InputError:  # told where it stands, when it is saved
        return []
    number = _("Number %(n)s")
    sentence = _(
        "%(what)s: the date is %(dated)s. By this law that counts no longer since %(since)s. "
        "A newer one counts. You can go on all the same."
    )
    lines = []
    for one in found:
        named = words.values.get(one.item, one.item) if declared.kind == "map" else number % {"n": int(one.item) + 1}
        days = {name: date_format(day, "DATE_FORMAT") for name, day in (("dated", one.dated), ("since", one.since))}
        lines.append(
            {
                "mark": f"{one.item}.{one.field}.{one.dated}",
                "to": f"#id_{one.item}__{one.field}_0",
                "words": sentence % {"what": named, **days},
            }
        )
    return lines


def check_answers(case: Case, lang: str) -> dict[str, Any]:
    """All answers with a way to change each; what is still open; the documents that came along."""
    pack = law.pack_of(case)
    values, _states = facts.known(case)
    rows = [
        {
            "key": said(pack, fact, lang).label,
            "lines": value_lines(pack, fact, value, lang),
            "url": reverse("cases:question", args=[case.pk, fact]) + "?back=check",
            "action": "",
            "note": " ".join(one["words"] for one in lapsed(case, fact, value, lang)),
        }
        for fact, value in values.items()
    ]
    left = facts.unanswered(facts.answer_of_law(case), values)
    return {
        **head(case, lang),
        "rows": rows,
        "left": [
            {"label": said(pack, fact, lang).label, "url": reverse("cases:question", args=[case.pk, fact])}
            for fact in left
        ],
        "documents": filed.own_rows(case, lang),
        "adds": takes_documents(case),
        "person": case.person,
    }


def receipt(case: Case, lang: str) -> dict[str, Any]:
    """What was sent, and what comes of it by the law of its route: the terms that run, then step by step."""
    standing = Standing(case)
    found = now(standing, lang)
    asks = [act for act in standing.procedure.acts.values() if act.does == "ask_document"]
    return {
        **head(case, lang),
        **found,
        "terms": [{**one, "who": whose_turn(one["clock"].duty)} for one in found["clocks"] if one["clock"].until],
        "comes": [{**one, "who": whose_turn(one["ball"])} for one in way.comes(standing, lang)],
        "may_ask": any(case.step in act.from_ for act in asks),
        "letters": list(letters_of(case.pk)),
    }


def now(standing: Standing, lang: str) -> dict[str, Any]:
    """The next step, who has to move, and by when with how that date comes about."""
    case = standing.case
    today = queries.legal_today(case)
    running = queries.running_clocks(standing, today)
    elsewhere = remedies.turn_beside(standing)
    ball = elsewhere[1].ball if elsewhere else case.ball
    mine = ball == roles.APPLICANT
    asked = mine and waits_for_person(standing)
    duties = (roles.APPLICANT,) if mine else (ball, roles.OFFICIAL)
    dated = [one for duty in duties for one in running if one.duty == duty and one.until]
    ahead = [one for one in dated if not one.late] if mine else []  # what can still be kept comes first
    due = next(iter(ahead or dated), None)
    free = mine and not asked
    return {
        "ball": _free_turn(standing) if free else whose_turn(ball),
        "stands": way.here(standing, lang),
        "beside": beside(standing, lang),
        "mine_to_do": asked,
        "not_asked": free,
        "due": due,
        "due_words": queries.clock_words(case, due.id, lang) if free and due else "",
        "need_not": free and due is not None and turns.may_use(standing.procedure, case.step, due.due.clock.meets),
        "answer_due": None if mine else way.answer_due(standing, running),
        "today": today,
        "clocks": [{"words": queries.clock_words(case, one.id, lang), "clock": one} for one in running],
    }


def _free_turn(standing: Standing) -> str:
    """Who has to move where the law leaves the person free: the authority, as long as its decision is on the way."""
    signed = standing.signed
    told = signed is None or signed.notified_at is not None
    here = standing.case.step
    gives = any(act.does == "notify" and here in act.from_ for act in standing.procedure.acts.values())
    return whose_turn(roles.OFFICIAL) if gives and not told else _("Nobody at the moment")


def beside(standing: Standing, lang: str) -> list[dict[str, Any]]:
    """What runs beside the case, such as an appeal: its title, where it stands, whose turn it is, and what was written
    when it was asked for, and when."""
    case, pack = standing.case, standing.pack
    path = "procedure.branches"
    return [
        {
            "title": law.words(pack, case.route, f"{path}.{branch}", lang, branch.replace("_", " ")),
            "step": queries.branch_words(case, branch, step.id, lang),
            "ball": whose_turn(step.ball),
            "branch": branch,
            **queries.asked_with(standing, branch),
        }
        for branch, step in standing.steps.items()
        if branch
    ]


def leads(standing: Standing, lang: str) -> dict[str, str] | None:
    """What the person may ask for because the case ended as it did: where, or that the law has no such route yet."""
    case, pack = standing.case, standing.pack
    name = standing.step_of("", case.step).leads_to
    if name is None:
        return None
    if name not in pack.routes:
        return {"title": law.words(pack, case.route, f"procedure.awaits.{name}", lang, name), "url": ""}
    procedure = pack.route(name).procedure
    asks = procedure is not None and roles.APPLICANT in procedure.by
    url = reverse("cases:apply", args=[pack.id, name]) if asks else ""
    return {"title": law.words(pack, name, "title", lang, name), "url": url}


def my_file(opened: Opened, who: Who, lang: str) -> dict[str, Any]:
    """My file, whole: path, what is next, decision, documents, letters, story, who looked."""
    case, standing = opened.case, Standing(opened.case, opened=opened)
    decision, answer = standing.signed, unverified.read(standing, lang)
    offered = offers(standing, who, lang)
    (seen, kept), looks = shelf.parted(case, standing), queries.looks(case, 5)
    called = named_apart(
        readers={one.reader_id for one in looks},
        actors={entry.actor_id for entry in standing.entries},
        own=queries.accounts_of(case),
    )
    can = {offer.does: offer for offer in offered}
    refused = decision is not None and decision.outcome != "grant" and answer["points"] is not None
    asked = filed.asked_for(standing, lang) if case.ball == "applicant" else None
    return {
        **head(case, lang),
        **now(standing, lang),
        "reminders": reminders.of_file(case, who),
        "late": late.told(standing, lang),
        "path": way.path(standing, lang),
        "drawing": of_case(standing, lang, mine=True),
        "can": can,
        "answers": [offer for offer in offered if offer.does == "answer" and offer.ready and not asked],
        "own_acts": [offer for offer in offered if offer.does in OWN and PENDING not in offer.why_not],
        "asked": asked,
        "leads": leads(standing, lang) if case.ended_at is not None else None,
        "ahead": standing.hearing_ahead if case.ended_at is None and law.hears(case) else None,
        "decision": decided.part(standing, decision, lang) if decision else None,
        "rights": rights(standing, lang),
        "documents": filed.rows(case, seen, lang, office=False),
        "kept": filed.kept_words(case, kept, lang),
        "letters": list(letters_of(case.pk)),
        "story": queries.story(standing, who, lang, for_person=True, called=called["actors"], own=called["own"]),
        "looks": queries.named(looks, called["readers"]),
        "answer": _whole_conditions(answer),
        "points": points_lines(standing, answer, lang),
        "changes": [counterfactual_line(standing, one, lang) for one in answer["counterfactuals"]] if refused else [],
    }


def counterfactual_line(standing: Standing, one: Mapping[str, Any], lang: str) -> str:
    changes = [
        labelled(said(standing.pack, fact, lang).label, value_words(standing.pack, fact, value, lang))
        for fact, value in one["set"].items()
        if fact in standing.pack.facts
    ]
    return parted(changes)


def rights(standing: Standing, lang: str) -> list[dict[str, Any]]:
    """What the law gives the person now or later, in sentences that they can show."""
    case = standing.case
    steps = {branch: step.id for branch, step in standing.steps.items()}
    found = rights_on(standing.route.rights.values(), standing.events, steps, standing.today, standing.holds)
    lines = []
    for one in found:
        title = law.words(standing.pack, case.route, f"rights.{one.right.id}", lang)
        sentence = law.words(standing.pack, case.route, f"rights.{one.right.id}.sentence", lang, title)
        if sentence:
            lines.append({"words": sentence, "state": one.state, "since": one.since})
    return lines


def points_lines(standing: Standing, answer: Mapping[str, Any], lang: str) -> dict[str, Any] | None:
    """Points by section, as a bar from what is certain to what is possible."""
    points = answer["points"]
    if points is None:
        return None
    path = "points.{}"
    top = max([points["max"], points["pass"] or 0, 1])
    route = standing.route.points
    names_ = [section.id for section in route.sections] if route else []
    sections = [
        {
            "name": law.words(standing.pack, standing.case.route, path.format(name), lang, name),
            "min": points["sections"][name]["min"],
            "max": points["sections"][name]["max"],
            "exact": points["sections"][name]["total"] is not None,
            "waits": _waits(standing, answer, name, lang),
        }
        for name in names_
        if name in points["sections"]
    ]
    share = {"width": points["min"], "reach": points["max"], "mark": points["pass"] or 0}
    drawn = {name: f"{100 * value / top:.1f}%" for name, value in share.items()}
    return {**points, **drawn, "lines": sections}


def _waits(standing: Standing, answer: Mapping[str, Any], section: str, lang: str) -> str:
    """The given facts that a part of the points counts only once they are verified."""
    path = f"{standing.case.route}/points.{section}"
    found = [
        said(standing.pack, one["fact"], lang).label
        for one in answer["warnings"]
        if one["code"] == "not_verified" and f"{one['node']}.".startswith(f"{path}.")
    ]
    return listed(dict.fromkeys(found))


def _whole_conditions(answer: dict[str, Any]) -> dict[str, Any]:
    """The conditions without their parts: which of several ways made it hold stands on the law's own page."""
    return {**answer, "reasons": [one for one in answer["reasons"] if one["id"].count(".") == 1]}
