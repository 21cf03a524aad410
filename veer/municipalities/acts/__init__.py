"""What municipalities do, and what is done with them. Each act is one transaction and one entry of the journal."""

from veer.municipalities.acts.asking import NothingSaid, TermOver, ask_again, ask_remark, say_remark, tell_due
from veer.municipalities.acts.bodies import NoSuchColleague, WorksElsewhere, let_in, write_body
from veer.municipalities.acts.common import Acting
from veer.municipalities.acts.links import NoAddress, link_for_places, revoke_link, send_due
from veer.municipalities.acts.moving import NoRoom, NotOpen, answer_handover, propose_handover
from veer.municipalities.acts.places import Held, declare_places, settle_services

__all__ = [
    "Acting",
    "Held",
    "NoAddress",
    "NoRoom",
    "NoSuchColleague",
    "NotOpen",
    "NothingSaid",
    "TermOver",
    "WorksElsewhere",
    "answer_handover",
    "ask_again",
    "ask_remark",
    "declare_places",
    "let_in",
    "link_for_places",
    "propose_handover",
    "revoke_link",
    "say_remark",
    "send_due",
    "settle_services",
    "tell_due",
    "write_body",
]
