"""A drawn household comes: its own file is opened, each adult agrees alone, the plan is written, and somebody listens.

The group that asked for it takes part in the plan and in nothing else. What the household says stands in no journal of
the group, and its words in no journal at all.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from veer.access import policy, roles
from veer.access.who import SYSTEM, Who
from veer.cases import facts
from veer.cases.acts import open_case, perform
from veer.cases.models import Case
from veer.cases.queries import case_at_work
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import Ref, append, lock, request_key
from veer.journal.queries import by_key, length
from veer.people import facts as people_facts
from veer.people.acts import join_household, register_at_desk
from veer.people.acts.desk import Told
from veer.people.models import Housemate, Person
from veer.quotas import acts as quotas
from veer.quotas.queries import held_by
from veer.rules.reading import reads
from veer.sponsorship.acts.common import own, program_does
from veer.sponsorship.acts.following import goes
from veer.sponsorship.acts.naming import on_the_list
from veer.sponsorship.coming import PLAN, visa_route
from veer.sponsorship.models import Application, Coming, PlanLine, Traveller, Voice
from veer.sponsorship.policy import COMINGS

CHAIN = "sponsored_household"
KEPT, SIGNED = "place_kept", "granted"  # the law's own right of a file that has a place; and step: the visa is signed
COUNT, USE, NAMED, NOT_COMING = "agree", "use_place", "name", "not_coming"  # and its own acts
AGREED, POINTS = "consent.adults", "settlement"
LISTENS = (roles.OFFICIAL, roles.SUPPORT)


class NotDrawn(ValueError):
    """The file has no place that is kept, or the household is already on its way."""


class NotKnown(ValueError):
    """Of whoever was not asked for by name, an official writes nationality and sex down (SG4)."""


class NoVoice(ValueError):
    """Nothing was said."""


@transaction.atomic
def name_traveller(
    application_id: UUID, told: Told, adult: bool, by: Who, key: str, *, nationality: str = "", sex: str = ""
) -> Traveller:
    """Write down one person of a drawn household; with the first, an adult, the household's own file begins.

    One at a time: nobody hands in a list (SG1). What was found before the draw comes along, so that nobody asks again.
    Where people were asked for by name it is one of those (SG4): raises `NotOnTheList` for anybody else. Of others the
    nationality and sex of their passport are written down here, for the open numbers alone: raises `NotKnown`.
    """
    application = Application.objects.select_related("case", "group").filter(pk=application_id).first()
    if application is None or not by.has(roles.OFFICIAL):
        raise policy.NotThere(COMINGS.kind)
    case = case_at_work(by, application_id)
    lock(application_id, "case")
    coming = Coming.objects.filter(application=case).first()
    if case.step not in Standing(case).route.rights[KEPT].at or (coming is None and not adult):
        raise NotDrawn
    written = by_key(request_key(by.ref, key))
    before = Traveller.objects.filter(person=written.chain).first() if written else None
    if before is not None:
        return before
    identity = on_the_list(application, told, adult)
    passport = _passport(nationality, sex) if identity is None else {}  # the group wrote it of those whom it named
    person = register_at_desk(by, told, key=key)
    if coming is None:
        coming = _begun(application, person, by, key)
        join_household(person.pk, by, role=Housemate.OTHER)
    else:
        join_household(person.pk, by, role=Housemate.OTHER if adult else Housemate.CHILD, beside=coming.case.person_id)
    made = Traveller.objects.create(coming=coming, person=person, adult=adult, **passport)
    if identity is not None:
        identity.traveller = made
        identity.save(update_fields=["traveller"])
    _write(coming, "name_traveller", by, {"traveller": str(made.pk), "adult": adult})
    return made


def _passport(nationality: str, sex: str) -> dict[str, Any]:
    """What is kept of a passport that an official saw."""
    if not nationality or not sex:
        raise NotKnown
    return {"nationality": nationality, "sex": sex, "written_at": clock.now()}


def _begun(application: Application, person: Person, by: Who, key: str) -> Coming:
    """The household's own file, with what the law reads there and the file of the group knows."""
    law, route = visa_route()
    case = open_case(person.pk, law.id, route.id, by, language=person.language, key=f"{key} opens")
    wanted = reads(law, route.id)
    for row in facts.rows(application.case):
        if row.fact in wanted:
            people_facts.record(
                facts.subject_of(case, law.facts[row.fact].of), facts.purpose_of(case), row.fact, row.value,
                state=row.state, source=Ref("fact", row.pk), by=Ref(row.by_kind, row.by_id), valid_from=row.valid_from,
            )  # fmt: skip
    goes(application.case_id, NAMED, f"{case.pk} is named")
    return Coming.objects.create(application=application.case, group=application.group, case=case, made_at=clock.now())


# ---------- Agreeing ----------


@transaction.atomic
def say_whether(traveller_id: UUID, comes: bool, by: Who, key: str) -> Traveller:
    """An adult says whether they come: alone with a code of their own, or alone with an official (BE8).

    The household's file counts who agreed. Once they boarded it is no longer asked, and nothing changes.
    """
    traveller = Traveller.objects.select_related("coming__case").filter(pk=traveller_id, adult=True).first()
    if traveller is None or not (traveller.person_id in by.own or _official(traveller.coming, by)):
        raise policy.NotThere(COMINGS.kind)
    lock(traveller.coming.case_id, "case")
    traveller.agreed_at, traveller.agreed_by = (clock.now(), by.account) if comes else (None, None)
    traveller.save(update_fields=["agreed_at", "agreed_by"])
    count = Traveller.objects.filter(coming=traveller.coming, agreed_at__isnull=False).count()
    program_does(traveller.coming.case_id, COUNT, key, {AGREED: count})
    _write(traveller.coming, "say_whether", by, {"traveller": str(traveller.pk), "comes": comes})
    return traveller


def _official(coming: Coming, by: Who) -> bool:
    """Whether somebody is an official who handles the household's file."""
    return by.has(roles.OFFICIAL) and case_at_work(by, coming.case_id) is not None


# ---------- The plan ----------


@transaction.atomic
def write_point(group_id: UUID, coming_id: UUID, point: str, told: Mapping[str, Any], by: Who) -> PlanLine:
    """A member of the group says who does a point, by when, who stands in. `told`: who, by_day, backup, note."""
    group, _me = own(group_id, by)
    coming = Coming.objects.filter(pk=coming_id, group=group).first()
    law, _route = visa_route()
    if coming is None or point not in law.facts[POINTS].type.keys:
        raise policy.NotThere(COMINGS.kind)
    day = told["by_day"]
    assert isinstance(day, date)
    line, _made = PlanLine.objects.update_or_create(
        coming=coming,
        point=point,
        defaults={
            "who": told["who"].strip(),
            "by_day": day,
            "backup": told["backup"].strip(),
            "note": told.get("note", "").strip(),
            "written_at": clock.now(),
            "written_by": by.account,
        },
    )
    _write(coming, "write_point", by, {"point": point})
    return line


@transaction.atomic
def finish_plan(coming_id: UUID, by: Who, key: str) -> Case:
    """The support body, or an official, says that the plan stands: each point that has its people counts."""
    coming = Coming.objects.select_related("case").get(pk=coming_id)
    case = case_at_work(by, coming.case_id)
    law, _route = visa_route()
    there = set(coming.plan.order_by("point").values_list("point", flat=True))
    settled = {point: point in there for point in law.facts[POINTS].type.keys}
    return perform(case.pk, PLAN, by, data={"facts": {POINTS: settled}}, seen=length(case.pk), key=key).case


# ---------- In confidence ----------


@transaction.atomic
def say(traveller_id: UUID, text: str, by: Who) -> Voice:
    """Somebody of the household says something in confidence. The journal hears that, and never what."""
    traveller = Traveller.objects.select_related("coming").filter(pk=traveller_id, person__in=by.own).first()
    if traveller is None:
        raise policy.NotThere(COMINGS.kind)
    if not text.strip():
        raise NoVoice
    made = Voice.objects.create(traveller=traveller, text=text.strip(), said_at=clock.now())
    _write(traveller.coming, "say", by, {"voice": str(made.pk)})
    return made


@transaction.atomic
def answer(voice_id: UUID, text: str, by: Who) -> Voice:
    """An official or the support body answers, in the same confidence."""
    voice = Voice.objects.select_for_update().select_related("traveller__coming").filter(pk=voice_id).first()
    if voice is None or not by.has(*LISTENS):
        raise policy.NotThere(COMINGS.kind)
    case_at_work(by, voice.traveller.coming.case_id)
    if not text.strip():
        raise NoVoice
    voice.answer, voice.answered_at, voice.answered_by = text.strip(), clock.now(), by.account
    voice.save(update_fields=["answer", "answered_at", "answered_by"])
    _write(voice.traveller.coming, "answer", by, {"voice": str(voice.pk)})
    return voice


# ---------- Places ----------


def settle_households() -> int:
    """Use the place of each household whose visa was signed, and end the group's file of each that does not come.

    Run every night, or oftener. Where no place is left the visa waits: more may be called than can be granted.
    """
    signed = Coming.objects.filter(case__step=SIGNED, case__ended_at=None).order_by("made_at", "id")
    over = Coming.objects.filter(case__ends__in=["refused", "withdrawn"], application__ended_at=None)
    return sum(_used(one) for one in signed) + sum(_ended(one) for one in over.order_by("made_at", "id"))


def _used(coming: Coming) -> bool:
    key = f"{coming.pk} uses its place {length(coming.case_id)}"
    held = held_by(coming.application_id)
    if not held or not any(one.reserved for one in held):
        return False
    try:
        with transaction.atomic():
            for one in held:
                if one.reserved:
                    quotas.confirm(one.id, SYSTEM.ref, "visa", f"{key} {one.id}")
            program_does(coming.case_id, USE, key)
    except quotas.Full:
        return False
    return True


@transaction.atomic
def _ended(coming: Coming) -> bool:
    program_does(coming.application_id, NOT_COMING, f"{coming.pk} does not come")
    return True


def _write(coming: Coming, act: str, by: Who, payload: Mapping[str, Any]) -> None:
    append(Ref(CHAIN, coming.pk), act, by.ref, payload=dict(payload))
