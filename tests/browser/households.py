"""The pages of a household that comes, by who goes there: Amina's group brings it, and she is one of it."""

from typing import Any
from uuid import UUID

from tests.sponsorship import coming_stage
from veer.people.queries import who_is

PAGES = {
    "sponsorship:household": "amina",
    "sponsorship:plan": "amina",
    "sponsorship:point": "amina",
    "sponsorship:asked": "amina",
    "sponsorship:asked_at_work": "bram",
    "sponsorship:coming": "amina",
    "sponsorship:household_at_work": "bram",
    "sponsorship:named": "bram",
    "sponsorship:twin": "bram",
}


def begun(world: dict[str, Any], group: UUID) -> dict[str, list[list[Any]]]:
    """By page, the arguments of its address; the household is made once."""
    if "coming" not in world:
        amina, sent = who_is(world["people"]["amina"]), world["cases"]["sent"]
        seen = coming_stage.of_a_group(group, next(iter(amina.own)), sent, who_is(world["people"]["bram"]))
        both = [group, seen.pk]
        world["coming"] = {
            "sponsorship:household": [both], "sponsorship:plan": [both], "sponsorship:point": [[*both, "bank"]],
            "sponsorship:asked": [[group, sent]], "sponsorship:asked_at_work": [[sent]],
            "sponsorship:coming": [[]], "sponsorship:household_at_work": [[seen.pk]], "sponsorship:named": [[sent]],
            "sponsorship:twin": [world["sponsors"]["twin"]],
        }  # fmt: skip
    found: dict[str, list[list[Any]]] = world["coming"]
    return found
