"""What is known in a case: a person's draft answers before it is sent, facts with a state afterwards."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veer.access.who import Who
from veer.cases import clocks, law
from veer.cases.errors import BadData, NotAtThisStep, NotForYou, Overtaken
from veer.cases.models import Answer, Case, Document
from veer.journal import clock
from veer.journal.acts import Ref
from veer.journal.models import Entry
from veer.journal.queries import headers
from veer.people import facts as people_facts
from veer.people.models import Fact
from veer.rules import InputError, Pack, breaks, decide, program
from veer.rules.reading import carried

Values = tuple[dict[str, Any], dict[str, str]]
"""What is known: values by fact id, and states by fact id."""
UNKNOWN = {"unknown": True}
EVENT, DOCUMENT = "event.", "document."


def unknown(value: Any) -> bool:
    """Whether somebody said aloud that they do not know."""
    return isinstance(value, Mapping) and "unknown" in value


def purpose_of(case: Case) -> Ref:
    return Ref("case", case.pk)


def subject_of(case: Case, of: str) -> Ref:
    """About whom a fact is: the person, or else the case (the household, the job of this application)."""
    return Ref("person", case.person_id) if of == "person" else Ref("case", case.pk)


def rows(case: Case) -> list[Fact]:
    """The current facts of a case that was sent."""
    return people_facts.current(case.pk, [case.person_id, case.pk])


def known(case: Case) -> Values:
    """Values and states as they stand now."""
    if case.submitted_at is None:
        answers = {answer.fact: answer.value for answer in case.answers.order_by("fact")}
        return answers, dict.fromkeys(answers, people_facts.STATED)
    current = rows(case)
    return {row.fact: row.value for row in current}, {row.fact: row.state for row in current}


def known_of(cases: Collection[Case]) -> dict[UUID, Values]:
    """The same of several cases that were sent, by case: one question for them all."""
    subjects = {case.pk: (case.person_id, case.pk) for case in cases}
    found: dict[UUID, Values] = {pk: ({}, {}) for pk in subjects}
    for row in people_facts.current_of(subjects):
        if row.subject_id in subjects[row.purpose_id]:
            values, states = found[row.purpose_id]
            values[row.fact], states[row.fact] = row.value, row.state
    return found


def draft_answer(case: Case, fact: str) -> Answer | None:
    """What the person answered so far, where they did."""
    return case.answers.filter(fact=fact).first()


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by dotted id as the engine takes them. A record that is there is an object that its fields go into."""
    whole: dict[str, Any] = {}
    for fact in sorted(values):
        *path, last = fact.split(".")
        inner: Any = whole
        for part in path:
            inner = inner.setdefault(part, {}) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and not unknown(inner):
            value, before = values[fact], inner.get(last)
            if isinstance(value, Mapping) and not unknown(value):
                # A copy: the fields of a record go into it, and what was stored must not grow by them.
                value = {**(before if isinstance(before, dict) else {}), **value}
            inner[last] = value
    return whole


def law_day(case: Case, pack: Pack) -> date:
    """The day asked about: the day the case was sent; before that, today."""
    return clocks.legal_day(case.submitted_at or clock.now(), pack.time_zone)


def answer_of_law(
    case: Case,
    values: Mapping[str, Any] | None = None,
    states: Mapping[str, str] | None = None,
    *,
    lang: str | None = None,
    trace: bool = False,
    record: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the law of the case says about these facts, or about those that stand there now; `record` is what the file
    tells, where that was read already."""
    if values is None:
        values, states = known(case)
    pack = law.pack_of(case)
    speak = law.heard(pack, lang) if lang else law.tongue(pack, case.language)
    day = law_day(case, pack)
    answer: dict[str, Any] = decide(
        pack, case.route, given(case, values, states or {}, record), on=day, today=day, lang=speak, trace=trace
    )
    return answer


def what_breaks(
    case: Case, values: Mapping[str, Any], states: Mapping[str, str], record: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The least changes with which these facts would surely not be a yes; none where they are none."""
    pack = law.pack_of(case)
    day = law_day(case, pack)
    found = breaks(pack, case.route, given(case, values, states, record), on=day, today=day)
    return [one for one in found if one["outcome"] == "closed"]


def given(
    case: Case, values: Mapping[str, Any], states: Mapping[str, str], record: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Facts as the engine takes them: what was said, with its states, and what the file itself tells."""
    record = from_record(case, law.pack_of(case)) if record is None else record
    return {**nested({**values, **record}), "_states": dict(states)}  # what the file tells counts as verified


def papers(case: Case) -> frozenset[str]:
    """The kinds of document in a file, without those that were refused."""
    return frozenset(case.documents.exclude(state=Document.REFUSED).order_by().values_list("kind", flat=True))


def from_record(
    case: Case,
    pack: Pack,
    entries: Iterable[Entry] | None = None,
    kinds: Callable[[], Collection[str]] | None = None,
) -> dict[str, Any]:
    """Facts that nobody states: `event.<act>` is the day of that act, from the journal alone; `document.<kind>` says
    whether such a document is in the file and was not refused. `entries` and `kinds` (of `papers`), where they were
    read already."""
    named = program(pack, case.route).facts
    proofs = [fact for fact in named if fact.startswith(DOCUMENT)]
    events = {fact: declared for fact, declared in named.items() if fact.startswith(EVENT)}
    found: dict[str, Any] = {fact: None for fact, declared in events.items() if declared.optional}
    for entry in (headers(case.pk) if entries is None else entries) if events else ():
        if EVENT + entry.act in events:
            found[EVENT + entry.act] = clocks.legal_day(entry.at, pack.time_zone).isoformat()
    if proofs:
        there = kinds() if kinds else papers(case)
        found.update({fact: fact.removeprefix(DOCUMENT) in there for fact in proofs})
    return found


def told_by_record(fact: str) -> bool:
    """Whether a fact comes from the file itself, so that nobody can state it."""
    return fact.startswith((EVENT, DOCUMENT))


def document_kinds(case: Case) -> tuple[list[str], list[str]]:
    """The kinds of document that can prove something in a case: of the facts that its route can come to ask, of those
    that its acts ask, and of what is known in it. Then the others of the pack, where people judge and no rule computes
    a yes, since there any document may matter."""
    pack, acts = law.pack_of(case), law.route_of(case).procedure.acts.values()
    every = law.document_kinds(pack)
    named = {*answer_of_law(case, {}, {})["missing"], *known(case)[0], *(fact for act in acts for fact in act.asks)}
    found = {kind for fact in named if fact in pack.facts for kind in pack.facts[fact].evidence}
    judged = not any(act.outcome == "grant" for act in acts)
    return sorted(found), sorted({*every} - found) if judged or not found else []


def unanswered(answer: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """Facts that can still change the result and about which nothing was said, in asking order."""
    return [fact for fact in answer["missing"] if fact not in values and not told_by_record(fact)]


@transaction.atomic
def save_answer(case: Case, who: Who, fact: str, value: Any, *, version: int) -> Answer:
    """Keep a draft answer. `version` is the one the page showed (0: none yet); a newer one is never overwritten."""
    answerable(case, who)
    if not theirs_to_answer(case, fact):
        raise BadData({fact: _("This question is not yours to answer.")})
    before = Answer.objects.filter(case=case, fact=fact).first()
    if before is not None and before.version != version and before.value != value:
        raise Overtaken(before.value, before.version)
    check(case, {**known(case)[0], fact: value}, fact)
    if before is None:
        return Answer.objects.create(case=case, fact=fact, value=value, saved_at=clock.now())
    Answer.objects.filter(pk=before.pk).update(value=value, version=F("version") + 1, saved_at=clock.now())
    before.refresh_from_db()
    return before


def answerable(case: Case, who: Who) -> None:
    """Hold the draft for answering, which only the person whose file it is may do, and only until it is sent."""
    if not who.may_act(case.person_id, route=law.route_name(case), case=case.pk):
        raise NotForYou(_("Only the person whose file this is can answer."))
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.submitted_at is not None or locked.ended_at is not None:
        raise NotAtThisStep(_("This file was sent. Its answers can no longer be changed here."))


def theirs_to_answer(case: Case, fact: str) -> bool:
    """Whether the law lets the person state this fact; what the file itself tells is nobody's to state."""
    declared = law.pack_of(case).facts.get(fact)
    return declared is not None and "applicant" in declared.by and not told_by_record(fact)


@transaction.atomic
def carry(case: Case, who: Who, answers: Mapping[str, Any]) -> int:
    """Begin with answers that were given before; how many were kept. What no longer fits is left out: it is simply
    asked again. Where all fit, as they mostly do, the law is asked once and not once for each."""
    answerable(case, who)
    before = known(case)[0]
    new = {fact: value for fact, value in answers.items() if fact not in before and theirs_to_answer(case, fact)}
    try:
        answer_of_law(case, {**before, **new}, {})
    except InputError:
        return carry_what_fits(case, who, new)
    at = clock.now()
    Answer.objects.bulk_create(Answer(case=case, fact=fact, value=value, saved_at=at) for fact, value in new.items())
    return len(new)


@transaction.atomic
def follow(case: Case, before: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    """A draft goes along with what is counted elsewhere: an answer that says what was counted before says what is
    counted now; how many changed. What its person answered otherwise stays, and so does what was sent."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.submitted_at is not None or held.ended_at is not None:
        return 0
    there = {one.fact: one for one in Answer.objects.filter(case=case).order_by("fact")}
    changed = 0
    for fact, value in now.items():
        row, was = there.get(fact), before.get(fact)
        if was == value or not theirs_to_answer(case, fact) or (row.value if row else None) != was:
            continue
        changed += 1
        if row is None:
            Answer.objects.create(case=case, fact=fact, value=value, saved_at=clock.now())
        else:
            Answer.objects.filter(pk=row.pk).update(value=value, version=F("version") + 1, saved_at=clock.now())
    return changed


def carry_what_fits(case: Case, who: Who, answers: Mapping[str, Any]) -> int:
    kept = 0
    for fact, value in answers.items():
        try:
            save_answer(case, who, fact, value, version=0)
        except (BadData, Overtaken):
            continue
        kept += 1
    return kept


def take_over(before: Case, case: Case) -> list[str]:
    """Facts of the case before hold in the case that goes on from it, as far as its law takes them over: the same value
    in the same state, said by the same, and the source is what was recorded there. What is found out in one of the two
    later changes nothing in the other."""
    pack, taken = law.pack_of(case), []
    wanted = carried(pack, case.route)
    for row in rows(before):
        if row.fact in wanted:
            subject = subject_of(case, pack.facts[row.fact].of)
            people_facts.record(
                subject, purpose_of(case), row.fact, row.value, state=row.state, source=Ref("fact", row.pk),
                by=Ref(row.by_kind, row.by_id), valid_from=row.valid_from,
            )  # fmt: skip
            taken.append(row.fact)
    return taken


def check(case: Case, values: Mapping[str, Any], fact: str) -> None:
    """Ask the engine whether it can take these values; what it says about `fact` becomes an error of that field."""
    try:
        answer_of_law(case, values, {})
    except InputError as refused:
        # What was wrong before, elsewhere, must not stop somebody from answering this; it is told where it stands.
        mine = [one for one in refused.errors if one["field"] == fact or one["field"].startswith(f"{fact}.")]
        if mine:
            raise BadData(
                {one["field"]: said(law.pack_of(case), one["code"], one["field"]) for one in mine}
            ) from refused


def said(pack: Pack, code: str, field: str) -> Any:
    """What the engine found wrong: in the words of the law where it has them, else plainly."""
    if code == "conflict":
        lang = law.heard(pack, (get_language() or "en").split("-")[0])
        rules = [*pack.valid, *(rule for kind in pack.types.values() for rule in kind.valid)]
        last = field.rsplit(".", 1)[-1]
        for rule in rules:
            if rule.field in (field, last) and rule.text.get(lang):
                return rule.text[lang]
        return _("This does not go together with another answer.")
    if code == "domain":
        return _("This value is not possible here. Look at it again.")
    return _("This is not written the way it has to be.")


def keep_answers(case: Case, by: Ref) -> dict[str, str]:
    """On sending, each draft answer becomes a fact: evidenced where a document for it came along, else stated."""
    pack = law.pack_of(case)
    kept = Document.objects.filter(case=case).exclude(state=Document.REFUSED)
    kinds = set(kept.values_list("kind", flat=True))
    states: dict[str, str] = {}
    for answer in Answer.objects.filter(case=case).order_by("fact"):
        declared = pack.facts[answer.fact]
        state = people_facts.EVIDENCED if kinds & set(declared.evidence) else people_facts.STATED
        people_facts.record(
            subject_of(case, declared.of),
            purpose_of(case),
            answer.fact,
            answer.value,
            state=state,
            source=Ref("statement", by.id),
            by=by,
        )
        states[answer.fact] = state
    return states


def evidence_came(case: Case, document: Document, by: Ref) -> list[str]:
    """A document that can prove facts makes them evidenced; who judged them before is not overruled by paper."""
    pack = law.pack_of(case)
    moved = []
    for row in rows(case):
        declared = pack.facts.get(row.fact)
        if declared and row.state == people_facts.STATED and document.kind in declared.evidence:
            people_facts.record(
                Ref(row.subject_kind, row.subject_id),
                purpose_of(case),
                row.fact,
                row.value,
                state=people_facts.EVIDENCED,
                source=Ref("document", document.pk),
                by=by,
            )
            moved.append(row.fact)
    return moved
