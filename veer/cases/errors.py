"""Why an act did not happen. Each is a sentence that the person who tried can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class ActRefused(Exception):
    """The act did not happen and nothing changed."""

    code = "refused"

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


class UnknownAct(ActRefused):
    code = "unknown_act"


class NotAtThisStep(ActRefused):
    code = "not_at_this_step"


class NotForYou(ActRefused):
    code = "not_for_you"


class NotReady(ActRefused):
    """Something that the law wants first is missing: one sentence for each."""

    code = "not_ready"

    def __init__(self, missing: Mapping[str, Words]) -> None:
        super().__init__(" ".join(str(words) for words in missing.values()))
        self.missing = dict(missing)


class BadData(ActRefused):
    """What came with the act is not right, by field."""

    code = "bad_data"

    def __init__(self, errors: Mapping[str, Words]) -> None:
        super().__init__(" ".join(str(words) for words in errors.values()))
        self.errors = dict(errors)


class KeyUsed(ActRefused):
    """The same request key came with another act."""

    code = "key_used"

    def __init__(self) -> None:
        super().__init__(_("This form was already used for something else. Open the page again."))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened since: which act, by whom, when."""

    act: str
    actor_kind: str
    actor_id: Any
    at: Any
    told: Mapping[str, Any] | None = None


@dataclass
class Changed(ActRefused):
    """Somebody else did something meanwhile, and this act could undo it unseen."""

    since: Sequence[Change] = field(default_factory=list)
    code = "changed"

    def __post_init__(self) -> None:
        super().__init__(_("This file changed while you were looking at it. See what changed, then decide again."))


class Overtaken(ActRefused):
    """Another tab or device saved this answer meanwhile; `value` is what stands there now."""

    code = "overtaken"

    def __init__(self, value: Any, version: int) -> None:
        super().__init__(_("This answer was changed in another window. Look at both and choose."))
        self.value, self.version = value, version
