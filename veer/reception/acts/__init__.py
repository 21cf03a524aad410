"""What is done about reception: places, the waiting list, a place given, moved and left, wages."""

from veer.reception.acts.places import change_beds, close_place, open_place
from veer.reception.acts.staying import Unexplained, allocate, leave, propose, resize, transfer
from veer.reception.acts.wages import declare_wage, set_contribution
from veer.reception.acts.waiting import AlreadyWaiting, NoRight, add_need, end_need, enlist, strike

__all__ = [
    "AlreadyWaiting",
    "NoRight",
    "Unexplained",
    "add_need",
    "allocate",
    "change_beds",
    "close_place",
    "declare_wage",
    "end_need",
    "enlist",
    "leave",
    "open_place",
    "propose",
    "resize",
    "set_contribution",
    "strike",
    "transfer",
]
