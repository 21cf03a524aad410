"""What is done by sponsors and on the draw. Each act is one transaction and one entry of the journal."""

from veer.sponsorship.acts.asking import AlreadyActive, NoLaw, NotRecognised, TooMany, ask_recognition, ask_to_bring
from veer.sponsorship.acts.drawing import (
    ActedOnAFile,
    NotClosed,
    SameHand,
    enter_half,
    free_ended,
    open_window,
    publish_list,
)
from veer.sponsorship.acts.groups import (
    AccountUsed,
    ActiveElsewhere,
    KeepsTheFiles,
    agree,
    ask_member,
    begin_group,
    leave,
    name_account,
    offer_home,
    write_receipt,
)

__all__ = [
    "AccountUsed",
    "ActedOnAFile",
    "ActiveElsewhere",
    "AlreadyActive",
    "KeepsTheFiles",
    "NoLaw",
    "NotClosed",
    "NotRecognised",
    "SameHand",
    "TooMany",
    "agree",
    "ask_member",
    "ask_recognition",
    "ask_to_bring",
    "begin_group",
    "enter_half",
    "free_ended",
    "leave",
    "name_account",
    "offer_home",
    "open_window",
    "publish_list",
    "write_receipt",
]
