"""What somebody answered, without a name: kept in the reader's own browser, signed, gone when it closes.

Nothing stands on our side, and nothing personal in an address. One cookie a pack; the facts by their ids, the order in
which they were answered, and what was changed in "try something else". Only a code asked for keeps more (see acts).
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

UNKNOWN, CANNOT = {"unknown": True}, {"unknown": "cannot"}
SALT = "veer.openness.answers"
NAMED = "answers."
LARGEST = 3800  # browsers keep about 4 kB a cookie; a longer story can be kept behind a code


@dataclass
class Answers:
    """One reader's answers under one pack. `unknown` stands for "I don't know", said aloud. `purposes`: what brings
    them here; None until they were asked, empty when they do not know."""

    pack: str
    facts: dict[str, Any] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    plan: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    purposes: list[str] | None = None

    def give(self, values: dict[str, Any], *, plan: bool = False) -> None:
        """Take in answers; later ones win."""
        if plan:
            self.plan.update(values)
            return
        self.facts.update(values)
        self.order = [fact for fact in self.order if fact not in values] + list(values)

    def forget(self, facts: list[str]) -> None:
        for fact in facts:
            self.facts.pop(fact, None)
            self.plan.pop(fact, None)
        self.order = [fact for fact in self.order if fact not in facts]

    def for_engine(self, *, planned: bool = False) -> dict[str, Any]:
        """As the engine takes them: what somebody said not to know is not asked again, and what they answered of
        something that they say now is not there is left aside."""
        facts = self.planned if planned else self.facts
        return {
            fact: CANNOT if value == UNKNOWN else value for fact, value in facts.items() if not _of_none(fact, facts)
        }

    @property
    def planned(self) -> dict[str, Any]:
        """The facts as they would be with the plan carried out."""
        return {**self.facts, **self.plan}


def _of_none(fact: str, facts: dict[str, Any]) -> bool:
    """Is it of something that there is none of: `partner.age` where `partner` is None?"""
    parts = fact.split(".")
    return any(facts.get(".".join(parts[:n]), fact) is None for n in range(1, len(parts)))


def name_of(pack: str) -> str:
    return f"{NAMED}{pack}"


def named(cookie: str) -> bool:
    """Whether a cookie of this name holds answers, of whichever pack."""
    return cookie.startswith(NAMED)


def read(request: HttpRequest, pack: str) -> Answers:
    """The answers in this browser; none when there are none, or when they were tampered with."""
    raw = request.COOKIES.get(name_of(pack), "")
    if not raw:
        return Answers(pack)
    try:
        kept = signing.loads(raw, salt=SALT)
    except signing.BadSignature:
        return Answers(pack)
    return Answers(pack, kept.get("f", {}), kept.get("o", []), kept.get("p", {}), kept.get("c", ""), kept.get("w"))


def keep(response: HttpResponse, answers: Answers) -> bool:
    """Write them into the reader's browser. False when they have grown too long for it."""
    said = {"f": answers.facts, "o": answers.order, "p": answers.plan, "c": answers.code, "w": answers.purposes}
    packed = signing.dumps(said, salt=SALT, compress=True)
    if len(packed) > LARGEST:
        return False
    response.set_cookie(
        name_of(answers.pack),
        packed,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return True


def drop(response: HttpResponse, pack: str) -> None:
    drop_named(response, name_of(pack))


def drop_named(response: HttpResponse, name: str) -> None:
    response.delete_cookie(name, samesite="Lax")


def packed(answers: Answers) -> str:
    """As text, to be locked away behind a code."""
    said = {"facts": answers.facts, "order": answers.order, "plan": answers.plan, "purposes": answers.purposes}
    return json.dumps({"pack": answers.pack, **said})


def unpacked(text: str) -> Answers:
    kept = json.loads(text)
    return Answers(kept["pack"], kept["facts"], kept["order"], kept["plan"], purposes=kept.get("purposes"))
