"""Names in the procedure and its clauses that must stand for something, and who may act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Procedure, Route
from ..problems import Place, Problems
from ..source import nearest

ROLES = (
    "applicant", "representative", "lawyer", "sponsor", "official", "signer", "desk", "reception", "returns", "court",
    "support", "consul", "coach", "commission", "administrator", "auditor", "analyst", "policy_maker", "interpreter",
    "system",
)  # fmt: skip
ONE_PERSON = ("applicant", "representative", "sponsor", "system")
"""Roles in which nobody can stand in for somebody else in one case."""


class Names:
    def __init__(self, route: Route, procedure: Procedure, problems: Problems) -> None:
        self.route, self.procedure, self.problems = route, procedure, problems
        self.acts, self.clocks = tuple(procedure.acts), tuple(route.clocks)
        self.steps = (*procedure.steps, *(f"{b.id}/{step}" for b in procedure.branches.values() for step in b.steps))

    def role(self, role: str, place: Place) -> None:
        if role not in ROLES:
            hint = nearest(role, ROLES) or f"known: {', '.join(ROLES)}"
            self.problems.error("E710", f'unknown role "{role}"', place, hint)

    def among(
        self, code: str, what: str, names: str | Iterable[str] | None, known: Iterable[str], place: Place
    ) -> bool:
        """Says each name that stands for nothing; true where all stand for something."""
        known = tuple(known)
        unknown = [n for n in ((names,) if isinstance(names, str) else names or ()) if n not in known]
        for name in unknown:
            hint = nearest(name, known) or f"there: {', '.join(sorted(known)) or 'none'}"
            self.problems.error(code, f'{what} "{name}", which is not there', place, hint)
        return not unknown

    def refusing(self) -> Iterator[str]:
        """Outcomes that go against the person: proposed with `refuses`, or called `refuse`."""
        yield from dict.fromkeys(
            act.outcome
            for act in self.procedure.acts.values()
            if act.outcome and (act.refuses or act.outcome == "refuse")
        )
