"""The pages of municipalities, by who goes there: Greta acts for the one to which Amina's household comes."""

from collections.abc import Callable
from typing import Any

from tests.browser import households
from tests.cases import cast
from tests.municipalities import stage
from veer.people.queries import who_is

World = dict[str, Any]
Sponsors = Callable[[World], dict[str, Any]]

ONLY_FOR = {"municipalities:mine": "greta", "municipalities:places": "greta", "municipalities:work": "bram"}
OF_A_RECORD = {"remark": "greta", "household": "greta", "handover": "greta", "body": "bram"}


def of_one(sponsors: Sponsors) -> dict[str, tuple[str, Callable[[World], Any]]]:
    """By page, who goes there, and the record that it shows."""
    return {
        f"municipalities:{page}": (actor, lambda world, page=page: _begun(world, sponsors)[page])
        for page, actor in OF_A_RECORD.items()
    }


def by_link(sponsors: Sponsors) -> Callable[[World], list[Any]]:
    """What stands in the address of each link."""
    return lambda world: [[one] for one in _begun(world, sponsors)["by_link"]]


def _begun(world: World, sponsors: Sponsors) -> dict[str, Any]:
    if "towns" not in world:
        (arguments,) = households.begun(world, sponsors(world)["group"])["sponsorship:household_at_work"]
        world["people"]["greta"] = cast.account("Greta Gemeente")
        world["towns"] = stage.pages(who_is(world["people"]["bram"]), world["people"]["greta"], arguments[0])
    found: dict[str, Any] = world["towns"]
    return found
