"""A proposal and its signature: reasons prefilled from the law, facts frozen, the letter fixed before it is signed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veer.access.who import Who
from veer.cases import law, papers, unverified
from veer.cases.acts.doing import Doing, family
from veer.cases.errors import BadData, NotAtThisStep
from veer.cases.forms.questions import said
from veer.cases.forms.values import value_lines
from veer.cases.listed import labelled, listed, parted
from veer.cases.models import Decision, Signature
from veer.cases.standing import Standing
from veer.journal.chain import canonical, digest
from veer.letters import render
from veer.rules.model import Length, Remedy
from veer.rules.time import counting
from veer.rules.time.clocks import Event
from veer.rules.time.clocks import due as clock_due


def prefilled(standing: Standing, outcome: str) -> list[dict[str, str]]:
    """The reasons that the law itself gives for an outcome, in the person's language.

    For a no every condition that does not hold or could not be established, for a yes those that hold; each with its
    rule and the facts that it relied on. Only whole conditions: their parts stand in the trace.
    """
    wanted = {"yes"} if outcome == "grant" else {"no", "unknown", "needs_judgement"}
    lang = law.tongue(standing.pack, standing.case.language)
    with translation.override(lang):
        return [
            {"id": one["id"], "text": _sentence(one), "source": _rests_on(standing, one, lang)}
            for one in unverified.read(standing)["reasons"]
            if one["result"] in wanted and one["id"].count(".") == 1
        ]


def begun(standing: Standing, outcome: str) -> list[dict[str, str]]:
    """What a new proposal begins with: the law's reasons or, where one came back, what the official made of them."""
    filled = prefilled(standing, outcome)
    last = next(iter(standing.decisions), None)
    if last is None or last.sent_back_at is None or last.outcome != outcome:
        return filled
    before = {one["id"]: one["text"] for one in last.prefilled}
    written = {one["id"]: one["text"] for one in last.reasons if one["id"]}
    again = []
    for one in filled:
        text = one["text"]  # what the law says anew, and what was left as it stood, the law says in today's words
        if one["id"] in before and written.get(one["id"], "") != before[one["id"]]:
            text = written.get(one["id"], "")
        again.append({**one, "text": text})
    now = {one["id"] for one in filled}
    # What they wrote themselves stays theirs, also where the law no longer gives that reason.
    own = [one for one in last.reasons if one["id"] not in now and one["text"] != before.get(one["id"])]
    return [*again, *({"id": "", "text": one["text"], "source": ""} for one in own)]


def _sentence(reason: Mapping[str, Any]) -> str:
    """A condition as a reason: the law says what is asked, so a no has to say that it is not so."""
    said = {"condition": reason["text"]}
    if reason["result"] == "yes":
        return gettext("You meet this condition: %(condition)s") % said
    if reason["result"] == "no":
        return gettext("You do not meet this condition: %(condition)s") % said
    return gettext("We could not establish that you meet this condition: %(condition)s") % said


def _rests_on(standing: Standing, reason: Mapping[str, Any], lang: str) -> str:
    """The rule and the facts that a reason relied on: a line each, and of a list of things a line for every one."""
    values = standing.known[0]
    short, long = [], []
    for fact in (one["id"] for one in reason["facts"] if one["id"] in values):
        label = said(standing.pack, fact, lang).label
        lines = value_lines(standing.pack, fact, values[fact], lang)
        if standing.pack.facts[fact].type.kind not in ("map", "list"):
            short.append(labelled(label, lines[0]))
        else:
            long += [labelled(label, "").rstrip(), *lines] if len(lines) > 1 else [labelled(label, lines[0])]
    facts_line = gettext("Facts: %(facts)s") % {"facts": parted(short)} if short else ""
    return "\n".join(part for part in (source_words(reason["source"]), facts_line, *long) if part)


def source_words(sources: Sequence[Mapping[str, Any]]) -> str:
    """Where a rule stands, in one line."""
    return parted(listed(part for part in (one["title"], one.get("place", one["article"])) if part) for one in sources)


def frozen(standing: Standing) -> dict[str, Any]:
    values, states = standing.known
    return {"values": values, "states": states}


@family("propose")
def propose(doing: Doing) -> None:
    """Put a decision before a second person. Everything it stands on is frozen beside it."""
    if doing.proposal is not None:
        raise NotAtThisStep(_("There is already a proposal that waits for a signature."))
    standing, outcome = doing.standing, doing.outcome
    decision = Decision(
        case=doing.case,
        law_id=doing.case.law_id,
        act=doing.act.id,
        outcome=outcome,
        facts=frozen(standing),
        answer=standing.answer,
        prefilled=prefilled(standing, outcome),
        reasons=_clean_reasons(doing.data.get("reasons") or []),
        proposer=doing.by.account,
        proposed_at=doing.at,
    )
    decision.words_digest = words_digest(decision, standing)
    decision.save()
    doing.told.update(decision=decision.pk, reasons=decision.reasons, words=decision.words_digest)


@family("send_back")
def send_back(doing: Doing) -> None:
    """The second person does not sign, and says why. The proposal stays readable; a new one can be made."""
    decision = _proposal(doing)
    decision.sent_back_at, decision.sent_back_by = doing.at, doing.by.account
    decision.sent_back_reason = str(doing.data["reason"]).strip()
    decision.save(update_fields=["sent_back_at", "sent_back_by", "sent_back_reason"])
    doing.told.update(decision=decision.pk, reason=decision.sent_back_reason)


@family("sign")
def sign(doing: Doing) -> None:
    """A named person signs these words and this letter; the letter leaves when that holds."""
    decision = _proposal(doing)
    doing.outcome = decision.outcome
    paper, content = preview(doing.standing, decision, doing.by, doing.today)
    kept = papers.keep(doing.case, doing.letter or "decision", paper, content)
    decision.signer, decision.signed_at = doing.by.account, doing.at
    if not any(act.does == "notify" for act in doing.procedure.acts.values()):
        decision.notified_at = (
            doing.at
        )  # the letter that leaves now is the notification; else an act of the law tells it
    decision.letter, decision.letter_digest = kept.pk, kept.digest
    remedy = remedy_for(doing.standing, decision.outcome, doing.today)
    if remedy:
        decision.remedy, decision.remedy_body, decision.remedy_until = remedy.id, remedy.body, remedy.until
    decision.save()
    Signature.objects.create(decision=decision, signer=doing.by.account, at=doing.at, digest=signed_digest(decision))
    doing.told.update(decision=decision.pk, letter=kept.pk, letter_digest=kept.digest, words=decision.words_digest)


def changed_since_proposed(doing: Doing) -> Promise | None:
    """Is what would be signed what was proposed, and what the signer saw? A sentence when it is not."""
    decision = doing.proposal
    if decision is None:
        return _("There is no proposal to sign.")
    if canonical(frozen(doing.standing)) != canonical(decision.facts):
        return _("Facts changed since this was proposed. Send it back, so that it is proposed anew.")
    if words_digest(decision, doing.standing) != decision.words_digest:
        return _("The words of the letter are not those that were proposed. Send it back.")
    shown = render.digest(preview(doing.standing, decision, doing.by, doing.today)[1])
    if doing.data.get("letter") != shown:
        return _("The letter is not the one that you were shown. Read it again, then sign.")
    return None


def preview(standing: Standing, decision: Decision, signer: Who, day: date) -> tuple[render.Paper, bytes]:
    """The letter exactly as it will be sent if this person signs on this day."""
    remedy = remedy_for(standing, decision.outcome, day)
    paper = papers.decision_paper(standing, decision, signer=signer.name, day=day, remedy=remedy)
    return paper, papers.set_on(paper, day)


def remedy_for(standing: Standing, outcome: str, notified: date, by: str | None = None) -> papers.RemedyAt | None:
    """What can be done against an outcome, if the person is notified on this day; the first that the law gives.

    `by`: the act that notifies, where it is not the signature.
    """
    for remedy in standing.route.remedies.values():
        if outcome not in remedy.against or standing.holds.get(f"remedies.{remedy.id}") is False:
            continue
        until, term = _remedy_term(standing, remedy, notified, by)
        suspends = standing.holds.get(f"remedies.{remedy.id}.suspends")
        if isinstance(remedy.suspends, str):
            suspends = remedy.suspends == "yes"
        return papers.RemedyAt(remedy.id, remedy.body, until, term, suspends)
    return None


def _remedy_term(
    standing: Standing, remedy: Remedy, notified: date, by: str | None
) -> tuple[date | None, Length | None]:
    """The last day where the act (signing, unless `by` says another) starts the term; else its length alone."""
    clock = standing.route.clocks.get(remedy.clock or "")
    if clock is None:
        if remedy.within is None:
            return None, None
        term = counting.begin(notified, None, None, {})
        return counting.last_day(term, remedy.within, None, {}), remedy.within
    starts = [by] if by else [act.id for act in standing.procedure.acts.values() if act.does == "sign"]
    known = standing.clock_known
    due = next((one for act in starts if (one := clock_due(clock, [Event(act, notified)], notified, known))), None)
    if due is not None:
        return due.last_day, clock.length
    variants = [one for one in clock.variants if standing.holds.get(f"clocks.{clock.id}.{one.id}") is not False]
    return None, variants[0].length if variants else clock.length


def words_digest(decision: Decision, standing: Standing) -> str:
    """The digest of what the letter says, whoever signs and whenever: fixed when it is proposed."""
    paper = papers.decision_paper(standing, decision, signer="", day=None, remedy=None)
    return digest(canonical(paper.data()))


def signed_digest(decision: Decision) -> str:
    """What a signature is over: outcome, reasons, facts, law and the letter's bytes."""
    whole = {
        "case": str(decision.case_id),
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "facts": decision.facts,
        "law": decision.law_id,
        "letter": decision.letter_digest,
    }
    return digest(canonical(whole))


def signature_holds(decision: Decision) -> bool:
    """Whether the decision is still what was signed. Any edit afterwards undoes the signature."""
    signer, over = _last_signature(decision)
    return over is not None and signer == decision.signer and over == signed_digest(decision)


def _last_signature(decision: Decision) -> tuple[UUID | None, str | None]:
    """Who signed last, and over what. A decision that was read with it (`Standing.decisions`) knows."""
    if hasattr(decision, "last_digest"):
        return decision.last_signer, decision.last_digest
    last = decision.signatures.order_by("-at", "id").first()
    return (last.signer, last.digest) if last else (None, None)


def _proposal(doing: Doing) -> Decision:
    decision = doing.proposal
    if decision is None:
        raise NotAtThisStep(_("There is no proposal."))
    return Decision.objects.select_for_update().get(pk=decision.pk)


def _clean_reasons(given: Sequence[Any]) -> list[dict[str, str]]:
    kept = []
    for number, one in enumerate(given):
        if not isinstance(one, Mapping):
            raise BadData({f"reasons.{number}": _("A reason is a text.")})
        text = str(one.get("text") or "").strip()
        if len(text) > 2000:
            raise BadData({f"reasons.{number}": _("Keep each reason under 2000 characters.")})
        if text:
            kept.append({"id": str(one.get("id") or ""), "text": text, "source": str(one.get("source") or "")})
    return kept
