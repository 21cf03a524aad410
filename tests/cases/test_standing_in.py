"""Who stands up for somebody: they see and do what their mandate says, in the files it covers, and nothing more."""

from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress

from tests.cases import cast
from veer.access import policy
from veer.access.who import Who
from veer.cases.acts import open_case
from veer.cases.errors import NotForYou
from veer.cases.models import Case
from veer.cases.queries import case_for, own_cases
from veer.letters.models import Letter, Sending
from veer.people import acts
from veer.people.acts.mandates import Terms
from veer.people.models import Account

pytestmark = pytest.mark.django_db


def lawyer(amina: Who, **terms: Any) -> Who:
    """Somebody with a mandate of Amina's that was accepted."""
    one = cast.account("Leila Advocaat")
    EmailAddress.objects.create(user=one, email=one.email, verified=True)
    offered = acts.give_mandate(cast.person_of(amina), amina, email=str(one.email), terms=Terms(**terms))
    acts.accept_mandate(offered.pk, cast.who(one))
    return cast.who(one)


def test_a_lawyer_sees_and_sends_the_file_of_a_client(amina: Who) -> None:
    case = cast.draft(amina)
    leila = lawyer(amina)
    assert case_for(leila, case.pk, policy.OWN).pk == case.pk
    assert cast.act(case, "submit", leila, declaration=True).case.step == "submitted"


def test_a_mandate_for_one_file_opens_no_other(amina: Who) -> None:
    one, other = cast.draft(amina), cast.draft(amina)
    leila = lawyer(amina, scope="case", scope_of=str(one.pk))
    assert [case.pk for case in own_cases(leila)] == [one.pk]
    with pytest.raises(policy.NotThere):
        case_for(leila, other.pk, policy.OWN)
    with pytest.raises(NotForYou):
        cast.act(other, "submit", leila, declaration=True)
    with pytest.raises(NotForYou):
        open_case(cast.person_of(amina), cast.PACK, cast.ROUTE, leila, language="nl", key=uuid4().hex)


def test_who_may_only_read_does_nothing(amina: Who) -> None:
    case = cast.draft(amina)
    leila = lawyer(amina, may="read")
    assert case_for(leila, case.pk, policy.OWN).pk == case.pk
    with pytest.raises(NotForYou):
        cast.act(case, "submit", leila, declaration=True)


def test_nobody_handles_the_file_of_somebody_they_stand_up_for(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    one = Account.objects.get(pk=bram.account)
    EmailAddress.objects.create(user=one, email=one.email, verified=True)
    offered = acts.give_mandate(cast.person_of(amina), amina, email=str(one.email), terms=Terms(may="read"))
    acts.accept_mandate(offered.pk, bram)
    with pytest.raises(NotForYou):
        cast.act(case, "take", cast.who(one))
    assert not policy.only(Case.objects.all(), "case", cast.who(one), policy.HANDLE).exists()


def test_where_it_is_not_safe_to_write_a_letter_stays_in_the_account(amina: Who) -> None:
    acts.stop_notices(cast.person_of(amina), amina, reason="He reads my post.")
    case = cast.submitted(amina)
    sending = Sending.objects.get(letter=Letter.objects.get(subject_id=case.pk))
    assert (sending.way, sending.address, sending.sent_at is not None) == ("account", "", True)
