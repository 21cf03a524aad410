"""What is known of sponsors that another may share, for whoever controls them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from veer.sponsorship import addresses
from veer.sponsorship.models import Group, Home
from veer.sponsorship.together import stands


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sponsor: members, now or before, whom it asked, who gave, where. Groups that were found to be
    one are one, under `group`, which stands for all of them.

    `comers`: the names of those whom it brings, who never give to it. `tied`: of members who said that they are their
    family or friends. `homes`: the doors of its homes, as `door_of` writes them.
    """

    group: UUID
    name: str
    leads: tuple[UUID, ...]
    accounts: tuple[UUID, ...]
    asked: tuple[str, ...]
    givers: tuple[str, ...]
    municipality: str
    comers: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()


def known_of_groups() -> list[Known]:
    """Of every sponsor; the caller has checked who asks."""
    found = (
        Group.objects.select_related("home")
        .prefetch_related("members__account", "receipts", "comings__travellers__person")
        .order_by("id")
    )
    one_of = stands()
    together: dict[UUID, list[Group]] = {}
    for one in found:
        together.setdefault(one_of.get(one.pk, one.pk), []).append(one)
    return [_known(root, groups) for root, groups in together.items()]


def _known(root: UUID, groups: list[Group]) -> Known:
    groups = sorted(groups, key=lambda one: (one.pk != root, one.pk))
    members = [member for one in groups for member in one.members.all()]
    homes = [one.home for one in groups if hasattr(one, "home")]
    return Known(
        root,
        groups[0].name,
        tuple(dict.fromkeys(one.person_id for one in groups)),
        tuple(sorted(one.account_id for one in members if one.account_id)),
        tuple(sorted(one.email for one in members if one.email)),
        tuple(sorted(receipt.giver for one in groups for receipt in one.receipts.all())),
        next((one.municipality for one in homes), ""),
        tuple(
            sorted(who.person.name for one in groups for coming in one.comings.all() for who in coming.travellers.all())
        ),
        tuple(sorted(one.account.name for one in members if one.tied and one.account)),
        tuple(sorted(door for one in homes if (door := _door(one)))),
    )


def _door(home: Home) -> str:
    return f"{home.found_as} {addresses.code(home.postcode) or home.municipality}" if home.found_as else ""


def door_of(address: str) -> str:
    """An address of somebody as a home with the same street, number, box and postcode has it; else as it is."""
    street, postcode, _town = addresses.parts(address) or ("", "", "")
    key = addresses.key(street)
    return f"{key} {addresses.code(postcode)}" if key else address


def names_of_groups(groups: Iterable[UUID]) -> dict[UUID, str]:
    """How these groups are called, in a steady order."""
    return dict(Group.objects.filter(pk__in=list(groups)).order_by("id").values_list("id", "name"))
