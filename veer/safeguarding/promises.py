"""SG1 to SG20: what each safeguard is, whether it holds here today, and what shows it: a test by name, or a figure.

Where nothing holds yet it says so. `tests/safeguarding/test_public_page.py` finds the test that each line names.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils.formats import date_format
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from veer.cases.clocks import legal_day
from veer.cases.models import Decision
from veer.journal.queries import last_seal
from veer.safeguarding.contacts import LOBBY, POLITICS, contacts
from veer.safeguarding.models import Interest
from veer.safeguarding.queries import audited, open_alerts, triage
from veer.sponsorship.queries import files_of_groups, helpers, identities_counted, outcome_of_all

HOLDS, PARTLY, NOT_YET = "holds", "partly", "not_yet"
STATES: dict[str, Words] = {HOLDS: _("holds"), PARTLY: _("holds in part"), NOT_YET: _("not yet")}
PUBLIC = "tests/safeguarding/test_public_page.py"
SG, VISA = "tests/safeguarding/test_sg.py", "tests/law/test_be_proposal_visa.py"
GROUPS, DRAW = "tests/sponsorship/test_groups.py", "tests/sponsorship/test_draw.py"


@dataclass(frozen=True, slots=True)
class Promise:
    """One safeguard. `proof`: file and name of a test; `figure`: a number of today, from the smallest that is shown."""

    id: str
    words: Words
    state: str
    how: Words
    proof: tuple[str, str] | None = None
    figure: Callable[[int], str] | None = None


def at_least(number: int, smallest: int) -> str:
    """A count as the public reads it: small ones could tell of somebody."""
    return str(number) if number == 0 or number >= smallest else _("fewer than %(n)d") % {"n": smallest}


def _signed(smallest: int) -> str:
    signed = Decision.objects.filter(case__in=files_of_groups(), signed_at__isnull=False)
    told = {"signed": at_least(signed.count(), smallest), "same": signed.filter(signer=F("proposer")).count()}
    return _("decisions signed: %(signed)s; by who proposed them: %(same)d") % told


def _alerts(smallest: int) -> str:
    return _("alerts that wait for somebody: %(n)s") % {"n": at_least(open_alerts(), smallest)}


def _audited(smallest: int) -> str:
    drawn, done = audited()
    told = {"drawn": at_least(drawn, smallest), "done": at_least(done, smallest)}
    return _("drawn for an audit: %(drawn)s; done: %(done)s") % told


def _contacts(smallest: int) -> str:
    counted = contacts()
    politics = sum(counted[one] for one in POLITICS)
    told = {
        name: at_least(number, smallest)
        for name, number in (("all", counted.total()), ("politics", politics), ("lobby", counted[LOBBY]))
    }
    return _("contacts from outside: %(all)s; of politics: %(politics)s; of lobbyists: %(lobby)s") % told


def _known(smallest: int) -> str:
    now = outcome_of_all()
    told = {"arrived": at_least(now.arrived, smallest), "known": at_least(now.known, smallest)}
    return _("persons whose term to ask for protection is over: %(arrived)s; known: %(known)s") % told


def _helpers(smallest: int) -> str:
    counted = helpers()
    told = {one: at_least(counted.get(one, 0), smallest) for one in ("lawyer", "association", "volunteer")}
    return _("lawyers: %(lawyer)s; organisations: %(association)s; volunteers: %(volunteer)s") % told


def _identities(smallest: int) -> str:
    known, changed = identities_counted()
    told = {"known": at_least(known, smallest), "changed": at_least(changed, smallest)}
    return _("persons asked for by name: %(known)s; changed after it was sent: %(changed)s") % told


def _interests(smallest: int) -> str:
    said = Interest.objects.filter(over_at=None).count()
    return _("interests that are said: %(n)s") % {"n": at_least(said, smallest)}


def _sealed(_smallest: int) -> str:
    seal = last_seal()
    day = date_format(legal_day(seal.at, settings.TIME_ZONE), "DATE_FORMAT") if seal else _("never")
    return _("sealed last: %(day)s") % {"day": day}


def _reported(smallest: int) -> str:
    now = triage()
    told = {name: at_least(getattr(now, name), smallest) for name in ("raised", "waiting", "late")}
    return _("when this month began, reported: %(raised)s; waiting: %(waiting)s; too late: %(late)s") % told


PROMISES = (
    Promise(
        "SG1",
        _("No lists: one application is one household, and nothing takes many at once."),
        HOLDS,
        _("No page, act or command takes a list of people."),
        (SG, "test_SG1_one_application_is_one_household_and_nothing_takes_a_list"),
    ),
    Promise(
        "SG2",
        _("Decisions are signed by an official, never by who proposed them."),
        HOLDS,
        _("The database refuses it too, whoever tries."),
        (SG, "test_SG2_who_proposed_or_checked_does_not_sign"),
        _signed,
    ),
    Promise(
        "SG3",
        _("No instruction outside the file: who presses for somebody stands in a public register."),
        HOLDS,
        _("Whoever hears from outside writes it down in the file: who, when, what. The register counts it in public."),
        (SG, "test_SG3_whoever_speaks_for_somebody_from_outside_stands_in_the_file_and_in_a_public_count"),
        _contacts,
    ),
    Promise(
        "SG4",
        _("Everybody is known in full before the draw."),
        HOLDS,
        _("Each is written down before the file is sent; afterwards only an official changes it, and says why."),
        (SG, "test_SG4_without_the_identity_of_all_nothing_comes_into_the_draw"),
        _identities,
    ),
    Promise(
        "SG5",
        _("No visa while a check has no result."),
        HOLDS,
        _("The act of the visa asks for each result itself."),
        (VISA, "test_SG5_the_act_of_the_visa_asks_for_each_result_itself"),
    ),
    Promise(
        "SG6",
        _("Nobody brings many: limits by person, group, account, helper and organisation."),
        HOLDS,
        _("One group a person, one household a group, one account a group; what else is shared is an alert."),
        (SG, "test_SG6_one_group_a_person_one_household_a_group_one_account_a_group"),
    ),
    Promise(
        "SG7",
        _("Nobody pays for a place, and whoever paid is never punished."),
        HOLDS,
        _("Each member signs it; those who come are asked apart, and the visa is free."),
        (VISA, "test_SG7_and_SG8_what_was_said_apart_stops_the_sponsor_and_never_the_household"),
    ),
    Promise(
        "SG8",
        _("An official speaks with each adult apart, before the visa and after thirty days."),
        HOLDS,
        _("Without it no check begins; the sponsor reads nothing of it."),
        (VISA, "test_B9_visits_by_day_and_on_day_thirty_an_official_apart"),
    ),
    Promise(
        "SG9",
        _("Where the money came from is known, on a blocked account."),
        HOLDS,
        _("Of every gift above 500 euro it is said; a giver of the name of whoever comes is an alert."),
        (SG, "test_SG9_a_gift_by_the_people_who_come_is_an_alert_and_of_a_large_one_it_is_said_where_it_came_from"),
    ),
    Promise(
        "SG10",
        _("One in ten of those granted, and some of those refused, are drawn for an audit by others."),
        HOLDS,
        _("The list is published before the value that orders it; whoever acted in a file has no hand in its audit."),
        ("tests/safeguarding/test_audits.py", "test_SG10_the_lot_is_redone_by_anybody_and_takes_so_many_in_a_hundred"),
        _audited,
    ),
    Promise(
        "SG11",
        _("Groups that share an address, a giver, a device or a helper are looked at by a human."),
        HOLDS,
        _("Each alert has an owner and an outcome."),
        ("tests/safeguarding/test_networks.py", "test_SG11_more_than_the_law_finds_usual_is_an_alert_and_two_are_not"),
        _alerts,
    ),
    Promise(
        "SG12",
        _("Helpers are registered, with what they may do."),
        HOLDS,
        _("Whoever acts does so by a mandate; who helps is registered, and only a lawyer is paid, by the tariff."),
        (SG, "test_SG12_a_helper_acts_by_a_mandate_is_registered_and_only_a_lawyer_is_paid"),
        _helpers,
    ),
    Promise(
        "SG13",
        _("No community decides who may come."),
        HOLDS,
        _("No fact of the law is a recommendation, and only officials say how urgent it is."),
        (SG, "test_SG13_only_officials_say_how_urgent_it_is"),
    ),
    Promise(
        "SG14",
        _("The rules are published, and every yes and no has its reasons."),
        HOLDS,
        _("Nothing can be proposed without a reason, whichever way it goes."),
        (SG, "test_SG14_a_yes_needs_reasons_as_a_no_does_and_the_rules_are_public"),
    ),
    Promise(
        "SG15",
        _("Who boards is who was granted; asylum within eight working days of arrival."),
        HOLDS,
        _("After that the household is looked for, and only then an alert follows."),
        (VISA, "test_SG15_asylum_within_eight_working_days_then_contact_then_an_alert"),
    ),
    Promise(
        "SG16",
        _("What became of those who came is counted by sponsor; too many lost stop new applications."),
        HOLDS,
        _("Below the share that the law says, a sponsor or helper brings nobody new. Of few nothing is counted."),
        (SG, "test_SG16_too_many_lost_stop_new_applications_of_the_sponsor_its_leads_and_its_helper"),
        _known,
    ),
    Promise(
        "SG17",
        _("The numbers are public, and small ones hidden."),
        HOLDS,
        _("Endings and waiting each night; ties, reasons, breakdowns, nationality, sex and age each month."),
        (
            PUBLIC,
            "test_SG17_who_was_asked_for_is_counted_by_nationality_sex_and_age_once_a_month_and_nobody_is_found",
        ),
    ),
    Promise(
        "SG18",
        _("Who checks, proposes, signs, draws, audits and hands out keys are different people."),
        HOLDS,
        _("Roles that may not meet never do; on whom somebody says that they have an interest, they do not work."),
        (SG, "test_SG18_roles_that_may_not_meet_never_do_and_an_interest_that_is_said_keeps_from_the_file"),
        _interests,
    ),
    Promise(
        "SG19",
        _("Every step and every look is in a journal that nobody can rewrite."),
        HOLDS,
        _("A changed entry is found, and each night the journal is sealed."),
        (SG, "test_SG19_a_changed_entry_is_found_and_a_look_is_written_down"),
        _sealed,
    ),
    Promise(
        "SG20",
        _("Whom a report is about never learns who reported, and cannot read the file meanwhile."),
        HOLDS,
        _("A report stands in no file; only the integrity cell reads it."),
        (SG, "test_SG20_a_serious_report_freezes_the_file_for_the_sponsor_and_for_nobody_else"),
        _reported,
    ),
)
