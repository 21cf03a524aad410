"""What the pages of officials and signers show, made ready for their templates."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import belonging, clocks, facts, law, queries, relied, shelf, unverified
from veer.cases.acts import deciding
from veer.cases.acts.offers import Offer, offers
from veer.cases.drawing import of_case
from veer.cases.forms.questions import said
from veer.cases.forms.values import value_lines, value_words
from veer.cases.listed import labelled, listed
from veer.cases.models import Case, Decision, Hearing
from veer.cases.pages import filed, late, offered, shown
from veer.cases.standing import Opened, Standing
from veer.journal.queries import told as told_by
from veer.letters.queries import letters_of
from veer.people import facts as people_facts
from veer.people.queries import interpreting, named_apart
from veer.rules import Pack

ICONS = {
    people_facts.STATED: "none",
    people_facts.EVIDENCED: "half",
    people_facts.VERIFIED: "full",
    people_facts.DISPUTED: "no",
}
TAGS = {people_facts.EVIDENCED: "tag--water", people_facts.VERIFIED: "tag--yes", people_facts.DISPUTED: "tag--late"}
RESULTS = {
    "yes": ("yes", "check"),
    "no": ("no", "cross"),
    "unknown": ("ask", "ask"),
    "needs_judgement": ("ask", "scale"),
    "not_applicable": ("off", "bar"),
}
NOT_NEEDED = RESULTS["not_applicable"]


def file(opened: Opened, who: Who, lang: str) -> dict[str, Any]:
    """A file in its three parts: facts with their evidence, the story, the law at work."""
    case, standing = opened.case, Standing(opened.case, opened=opened)
    can = offers(standing, who, lang)
    at_once = [offer for offer in can if _handing(offer, mine=case.holder == who.account)]
    judge, heard = _first(can, "judge_fact"), interviews(standing, who)
    called, others, interpreters = _called(standing, heard["ahead"], queries.be_present(opened, who))
    return {
        **shown.head(case, lang),
        **shown.now(standing, lang),
        "step": queries.step_at_work(case, case.step, lang),
        "step_is_quoted": not queries.has_office_words(case, case.step, lang),
        "person": case.person,
        "belongs": belonging.of_file(case, who),
        "line": [{**shown.head(one, lang), "step": queries.step_at_work(one, one.step, lang)} for one in opened.line],
        **_of_the_record(who),
        "others": others,
        "seen": len(standing.entries),
        "holder": called.get(case.holder, "") if case.holder else "",
        "i_hold": case.holder == who.account,
        "can": {offer.does: offer for offer in can},
        "at_once": at_once,
        "acts": offered.acts(standing, can),
        "late": late.told(standing, lang),
        "late_acts": late.acts(standing, can, at_once),
        "proposals": [offer for offer in can if offer.does == "propose" and offer.ready],
        "not_yet": [offer for offer in can if offer.does == "propose" and not offer.ready],
        "facts": fact_groups(standing, lang, judge),
        "documents": filed.rows(case, shelf.at_work(case, who, standing), lang, office=True),
        "adds": [offer for offer in can if offer.does == "add_document"],
        "story": [
            story_line(case, one, lang) for one in queries.story(standing, who, lang, for_person=False, called=called)
        ],
        **heard,
        "interpreters": interpreters,
        "drawing": of_case(standing, lang, mine=False),
        "law": trace(standing, lang, judge=judge is not None and judge.ready),
        "decision": decision_lines(standing, called, lang),
        "letters": list(letters_of(case.pk)),
    }


def _of_the_record(who: Who) -> dict[str, bool]:
    """Whether somebody keeps records of persons, and whether they open files for them."""
    return {"keeps_record": policy.may(who, "register_at_desk"), "writes_down": policy.may(who, "write_down")}


def interviews(standing: Standing, who: Who) -> dict[str, Any]:
    """The interviews held, and the one to which the person is invited, for whoever reads them."""
    found = queries.hearings(standing, who)
    ahead = next((one for one in found if one.held_at is None), None)
    asks = ahead is not None and who.has(roles.OFFICIAL)
    held = [one for one in found if one.held_at]
    return {"hearings": held, "ahead": ahead, "asks_interpreter": asks}


def _handing(offer: Offer, *, mine: bool) -> bool:
    """Taking what somebody holds already, or giving back what they do not hold, is not offered."""
    return not mine if offer.does == "take" else offer.does == "give_back" and offer.ready


def fact_groups(standing: Standing, lang: str, judge: Offer | None) -> list[dict[str, Any]]:
    """The facts by whom they are about, each with its value, its state and a link to judge it."""
    case, pack = standing.case, standing.pack
    values, states = standing.known
    rows = []
    for fact, value in values.items():
        declared = pack.facts.get(fact)
        if declared is None:
            continue
        state = states[fact]
        rows.append(
            {
                "fact": fact,
                "of": declared.of,
                "label": said(pack, fact, lang).label,
                "lines": value_lines(pack, fact, value, lang),
                "state": shown_state(state),
                "icon": ICONS[state],
                "tag": TAGS.get(state, ""),
                "url": reverse("cases:judge", args=[case.pk, fact]) if judge and judge.ready else "",
            }
        )
    titles = {
        "person": _("Person"),
        "household": _("Household"),
        "case": _("This application"),
        "organisation": _("Organisation"),
    }
    rows.sort(key=lambda row: list(titles).index(row["of"]))
    return [{"title": titles[of], "rows": list(group)} for of, group in groupby(rows, key=lambda row: row["of"])]


def unchecked(standing: Standing, who: Who, lang: str) -> list[dict[str, Any]]:
    """What the outcome rests on and nobody verified: each fact with its value, its state and where to check it."""
    judge = _first(offers(standing, who, lang), "judge_fact")
    rows = {row["fact"]: row for group in fact_groups(standing, lang, judge) for row in group["rows"]}
    return [rows[fact] for fact in relied.unchecked(standing) if fact in rows]


def shown_state(state: str) -> str:
    return {
        people_facts.STATED: _("stated"),
        people_facts.EVIDENCED: _("with a document"),
        people_facts.VERIFIED: _("verified"),
        people_facts.DISPUTED: _("disputed"),
    }[state]


def trace(standing: Standing, lang: str, *, judge: bool = False) -> dict[str, Any]:
    """The law at work on the facts as they stand: outcome, points, each condition, what would change it.

    Where no yes follows from facts, the conditions of a law only open the door, and there is no outcome.
    """
    answer = unverified.read(standing, lang)
    pack, case = standing.pack, standing.case
    computed = any(act.outcome == "grant" for act in standing.procedure.acts.values())
    outcome = {
        "open": _("On these facts the law says yes."),
        "maybe": _("On these facts the answer is still open."),
        "closed": _("On these facts the conditions are not met."),
    }[answer["outcome"]]
    changes = answer["counterfactuals"] if computed else ()
    missing = [
        {
            "label": said(pack, fact, lang).label,
            "url": reverse("cases:judge", args=[case.pk, fact]) if judge and not facts.told_by_record(fact) else "",
        }
        for fact in answer["missing"]
    ]
    return {
        "outcome": outcome if computed else _("No rule computes the answer: people find it, and give their reasons."),
        "result": answer["outcome"] if computed else "",
        "points": shown.points_lines(standing, answer, lang),
        "reasons": reason_tree([reason_line(standing, reason, lang) for reason in answer["reasons"]]),
        "missing": missing,
        "needs_judgement": answer["needs_judgement"],
        "counterfactuals": [shown.counterfactual_line(standing, one, lang) for one in changes],
        "breaking": hangs_on(standing, lang) if computed and answer["outcome"] == "open" else [],
        "warnings": answer["warnings"],
        "version": f"{pack.id} {pack.version}",
        "unverified": [
            {
                "label": said(pack, fact, lang).label,
                "url": reverse("cases:judge", args=[case.pk, fact]) if judge else "",
            }
            for fact in dict.fromkeys(one["fact"] for one in answer["warnings"] if one["code"] == "not_verified")
        ],
    }


def hangs_on(standing: Standing, lang: str) -> list[str]:
    """What a yes hangs on: other answers with which it would surely be none, in words."""
    found = facts.what_breaks(standing.case, *standing.known, standing.record)
    return [shown.counterfactual_line(standing, one, lang) for one in found]


def reason_tree(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts and exceptions of a condition stand under it, as their ids say."""
    known = {line["id"]: line for line in lines}
    top = []
    for line in lines:
        above = line["id"].rpartition(".")[0].removesuffix(".unless")
        (known[above]["parts"] if above in known else top).append(line)
    return top


def reason_line(standing: Standing, reason: Mapping[str, Any], lang: str) -> dict[str, Any]:
    css, icon = RESULTS[reason["result"]] if reason["needed"] else NOT_NEEDED
    spare = (
        _("not needed: the rule holds without it") if ".unless." in reason["id"] else _("not needed: another is met")
    )
    return {
        "id": reason["id"],
        "spare": "" if reason["needed"] else spare,
        "parts": [],
        "text": reason["text"],
        "css": css,
        "icon": icon,
        "source": deciding.source_words(reason["source"]),
        "unverified": reason["confidence"] == "unverified",
        "facts": listed(said(standing.pack, one["id"], lang).label for one in reason["facts"]),
    }


def sent_back(standing: Standing) -> str:
    """Why the last proposal came back, while it has not been proposed anew."""
    acts = standing.route.procedure.acts
    for entry in reversed(standing.entries):
        does = acts[entry.act].does if entry.act in acts else ""
        if does in ("propose", "send_back"):
            return str((told_by(entry) or {}).get("reason", "")) if does == "send_back" else ""
    return ""


def points_words(answer: Mapping[str, Any]) -> str:
    points = answer["points"]
    if points is None:
        return ""
    if points["total"] is not None:
        return ngettext("%(n)d point", "%(n)d points", points["total"]) % {"n": points["total"]}
    return _("%(low)d to %(high)d points") % {"low": points["min"], "high": points["max"]}


def story_line(case: Case, one: queries.Told, lang: str) -> dict[str, Any]:
    """One thing that happened, with what is worth reading of what it told."""
    told = one.told or {}
    return {
        "at": one.entry.at,
        "actor": _("you") if one.mine else one.actor or _("the program"),
        "title": one.title,
        "lines": told_lines(law.pack_of(case), told, lang),
        "quotes": quotes(told),
        "key": one.entry.led_to is not None,
        "erased": one.told is None,
        "position": one.entry.position,
    }


def told_lines(pack: Pack, told: Mapping[str, Any], lang: str) -> list[str]:
    """What an act told of a fact that was checked, of a document, of facts taken over."""
    lines: list[str] = []
    if told.get("fact"):
        state = shown_state(told["state"])
        lines.append(f"{_valued(pack, str(told['fact']), told.get('value'), lang)}, {state}")
    if told.get("kind"):
        lines.append(law.document_words(pack, str(told["kind"]), lang))
        lines += filed.told_lines(told, lang)
    if told.get("carried"):
        words = listed(said(pack, fact, lang).label for fact in told["carried"])
        lines.append(_("Taken over from the file before: %(facts)s") % {"facts": words})
    return lines


def quotes(told: Mapping[str, Any]) -> list[str]:
    """What somebody wrote with an act."""
    return [str(told[name]) for name in ("reason", "message", "text") if told.get(name)]


def put_there(case: Case, act: str, told: Mapping[str, Any], lang: str) -> list[str]:
    """What somebody else put into the file meanwhile, to be read beside what one wanted to put there."""
    pack, declared = law.pack_of(case), law.route_of(case).procedure.acts.get(act)
    # Of an application that was sent, and of a document, the journal names facts without what they say.
    says = declared is not None and declared.asks and declared.does not in ("submit", "add_document")
    asked = told.get("facts", {}) if says else {}
    valued = [_valued(pack, fact, value, lang) for fact, value in asked.items()]
    return [*told_lines(pack, told, lang), *valued, *quotes(told)]


def _valued(pack: Pack, fact: str, value: Any, lang: str) -> str:
    return labelled(said(pack, fact, lang).label, value_words(pack, fact, value, lang))


def decision_lines(standing: Standing, called: Mapping[UUID, str], lang: str) -> list[dict[str, Any]]:
    """Proposals and the decision, latest first, with the difference to what the law itself said."""
    return [
        {
            "decision": one,
            "title": proposal_words(standing, one, lang),
            "proposer": called.get(one.proposer, ""),
            "signer": called.get(one.signer, "") if one.signer else "",
            "holds": deciding.signature_holds(one) if one.signer else None,
            "changes": differences(one),
            "day": date_format(clocks.legal_day(one.proposed_at, standing.pack.time_zone), "DATE_FORMAT"),
        }
        for one in standing.decisions
    ]


def proposal_words(standing: Standing, decision: Decision, lang: str) -> str:
    """What was proposed, as the law calls the act."""
    acts = standing.procedure.acts.values()
    act = next((one.id for one in acts if one.does == "propose" and one.outcome == decision.outcome), decision.outcome)
    return queries.act_words(standing.case, act, lang)


def differences(decision: Decision) -> list[dict[str, str]]:
    """What the official made of the reasons that the law had filled in: kept, edited, removed, added."""
    written = {one["id"]: one for one in decision.reasons if one["id"]}
    found = []
    for law_says in decision.prefilled:
        ours = written.get(law_says["id"])
        if ours is None:
            found.append({"kind": "removed", "was": law_says["text"], "now": ""})
        elif ours["text"].strip() != law_says["text"].strip():
            found.append({"kind": "edited", "was": law_says["text"], "now": ours["text"]})
        else:
            found.append({"kind": "kept", "was": "", "now": ours["text"]})
    known = {one["id"] for one in decision.prefilled}
    found += [{"kind": "added", "was": "", "now": one["text"]} for one in decision.reasons if one["id"] not in known]
    return found


def _called(
    standing: Standing, ahead: Hearing | None, others: QuerySet[Any, UUID]
) -> tuple[dict[UUID, str], list[str], list[str]]:
    """Everybody on the page in one query: who did something, who else has the file open, who interprets."""
    found = named_apart(
        known={one for one in (standing.case.holder, *_actors(standing)) if one is not None},
        others=others,
        interpreters=interpreting(ahead.pk) if ahead else set(),
    )
    return found["known"], sorted(found["others"].values()), sorted(found["interpreters"].values())


def _actors(standing: Standing) -> set[UUID | None]:
    """Everybody who did something in a case."""
    deciders = {account for one in standing.decisions for account in (one.proposer, one.signer)}
    return deciders | {entry.actor_id for entry in standing.entries}


def _first(can: Sequence[Offer], does: str) -> Offer | None:
    return next((offer for offer in can if offer.does == does), None)
