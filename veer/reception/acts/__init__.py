"""What is done about reception: places, the waiting list, a place given, moved, kept and left, wages."""

from veer.reception.acts.common import Unexplained
from veer.reception.acts.forecasting import keep_forecast
from veer.reception.acts.places import NameTaken, Told, change_place, close_place, open_place
from veer.reception.acts.staying import (
    TooEarly,
    allocate,
    ask_elsewhere,
    keep_here,
    leave,
    propose,
    resize,
    tell_end,
    transfer,
)
from veer.reception.acts.wages import declare_wage
from veer.reception.acts.waiting import AlreadyWaiting, NoRight, StillARight, add_need, end_need, enlist, strike

__all__ = [
    "AlreadyWaiting",
    "NameTaken",
    "NoRight",
    "StillARight",
    "Told",
    "TooEarly",
    "Unexplained",
    "add_need",
    "allocate",
    "ask_elsewhere",
    "change_place",
    "close_place",
    "declare_wage",
    "end_need",
    "enlist",
    "keep_forecast",
    "keep_here",
    "leave",
    "open_place",
    "propose",
    "resize",
    "strike",
    "tell_end",
    "transfer",
]
