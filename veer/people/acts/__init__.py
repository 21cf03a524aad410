"""What is done to accounts, persons and the bonds between them. Each act stands in the journal."""

from veer.people.acts.accounts import (
    arrive,
    choose_language,
    give_login_code,
    introduce,
    invite,
)
from veer.people.acts.desk import claim, correct, issue_claim, register_at_desk
from veer.people.acts.households import join_household, leave_household
from veer.people.acts.mandates import accept_mandate, appoint, change_mandate, end_mandate, give_mandate, represent
from veer.people.acts.notices import resume_notices, stop_notices
from veer.people.acts.organisations import join_organisation, leave_organisation, make_organisation
from veer.people.acts.twins import merge, say_different, undo_merge
from veer.people.ties import Tied

__all__ = [
    "Tied",
    "accept_mandate",
    "appoint",
    "arrive",
    "change_mandate",
    "choose_language",
    "claim",
    "correct",
    "end_mandate",
    "give_login_code",
    "give_mandate",
    "introduce",
    "invite",
    "issue_claim",
    "join_household",
    "join_organisation",
    "leave_household",
    "leave_organisation",
    "make_organisation",
    "merge",
    "register_at_desk",
    "represent",
    "resume_notices",
    "say_different",
    "stop_notices",
    "undo_merge",
]
