"""SG11: groups that share something are found, drawn, and resolved by a human; and how concentrated it all is."""

from collections import Counter
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.people.cast import signed_in
from tests.safeguarding import stage
from tests.sponsorship import stage as sponsors
from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases.errors import BadData
from veer.journal import clock
from veer.journal.queries import entries
from veer.people.acts import give_mandate
from veer.people.models import Account, Person
from veer.safeguarding import acts, numbers, queries
from veer.safeguarding.models import Alert
from veer.safeguarding.networks import Tie, clusters, ties_of
from veer.sponsorship.models import Finding, Group
from veer.sponsorship.queries import known_of_groups


@pytest.fixture
def law(db: None) -> None:
    sponsors.activate_law()


def three() -> list[tuple[Group, Who]]:
    return [stage.begun(name) for name in ("Een", "Twee", "Drie")]


# ---------- The graph, framework-free ----------

IDS = [uuid4() for _ in range(8)]


@given(st.lists(st.sets(st.sampled_from(IDS), min_size=2, max_size=4), max_size=8), st.integers(1, 5), st.randoms())
def test_clusters_are_the_connected_parts_whatever_the_order(pairs: list[set], more: int, shuffle: object) -> None:  # type: ignore[type-arg]
    ties = [Tie("giver", frozenset(one)) for one in pairs]
    found = clusters(ties, more)
    shuffled = list(ties)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {one.groups for one in clusters(shuffled, more)} == {one.groups for one in found}
    for one in found:
        assert len(one.groups) > more
        assert frozenset().union(*(tie.groups for tie in one.ties)) == one.groups
    for tie in ties:  # a tie never leads out of a cluster
        assert all(tie.groups <= one.groups or not tie.groups & one.groups for one in found)
    reach = _reach(ties)
    assert {one.groups for one in found} == {part for part in reach if len(part) > more}


def _reach(ties: list[Tie]) -> set[frozenset]:  # type: ignore[type-arg]
    """The connected parts again, by walking."""
    parts = set()
    for start in {one for tie in ties for one in tie.groups}:
        seen, ahead = {start}, [start]
        while ahead:
            here = ahead.pop()
            for tie in ties:
                if here in tie.groups:
                    ahead += [one for one in tie.groups if one not in seen]
                    seen |= tie.groups
        parts.add(frozenset(seen))
    return parts


# ---------- What groups share ----------


def kinds() -> list[str]:
    return [tie.kind for tie in ties_of(known_of_groups())]


def test_each_kind_of_tie_is_found(law: None) -> None:
    (one, ann), (two, bert), _three = three()
    assert kinds() == []
    stage.gave(one, ann, "Jan  GEVER")
    stage.gave(two, bert, "jan gever")
    assert kinds() == ["giver"]
    for who, email in ((ann, "Kim+a@example.org"), (bert, "kim+b@example.org")):
        sponsors.acts.ask_member((one if who is ann else two).pk, email, who)
    assert kinds() == ["email", "giver"]
    Person.objects.filter(pk__in=[*ann.own, *bert.own]).update(address="Dok 1\n9000 Gent")
    assert kinds() == ["address", "email", "giver"]
    for who in (ann, bert):
        UserSession.objects.create(
            user_id=who.account, ip="192.0.2.7", user_agent="Same", session_key=uuid4().hex, created_at=clock.now()
        )
        give_mandate(next(iter(who.own)), who, email="helper@example.org")
    assert kinds() == ["address", "device", "email", "giver"]  # a helper who has not accepted helps nobody yet
    helper = sponsors.somebody("Hilde Helper")
    for who in (ann, bert):
        offered = give_mandate(next(iter(who.own)), who, email=sponsors.email_of(helper))
        sponsors.cast.accept_mandate(offered.pk, helper)
    assert kinds() == ["address", "device", "email", "giver", "helper"]


def test_a_member_of_one_group_after_another_ties_them(law: None) -> None:
    (one, ann), (two, bert), _three = three()
    mia = stage.lives_apart(sponsors.somebody("Mia Serie"))
    sponsors.joined(one, ann, mia)
    sponsors.acts.leave(one.pk, mia)
    sponsors.joined(two, bert, mia)
    assert kinds() == ["address", "email", "person"]  # who is the same lives and reads at one place


# ---------- Alerts ----------


def test_SG11_more_than_the_law_finds_usual_is_an_alert_and_two_are_not(law: None) -> None:
    groups = three()
    for group, lead in groups[:2]:
        stage.gave(group, lead, "Jan Gever")
    assert acts.find_networks() == []
    stage.gave(*groups[2], "Jan Gever")
    (alert,) = acts.find_networks()
    assert alert.ties == [{"kind": "giver", "groups": sorted(str(group.pk) for group, _lead in groups)}]
    assert "Jan" not in str(alert.ties)
    assert acts.find_networks() == []  # said once


def test_SG11_groups_found_to_be_one_sponsor_are_one_in_the_graph_and_one_door_ties_two(law: None) -> None:
    groups = three()
    for group, lead in groups:
        stage.gave(group, lead, "Jan Gever")
    one, other = sorted((groups[0][0], groups[1][0]), key=lambda group: group.pk)
    found = Finding.objects.create(
        what="group", one=one, other=other, kept=one, marks={}, reason="Seen.", at=clock.now(), by=uuid4()
    )
    assert acts.find_networks() == []
    Finding.objects.filter(pk=found.pk).update(undone_at=clock.now(), undone_by=uuid4(), undone_reason="Two.")
    assert len(acts.find_networks()) == 1
    where = {"street": "Klaverhof 3 bus 2", "postcode": "9040"}
    sponsors.acts.offer_home(groups[0][0].pk, "Gent", sponsors.HOME, groups[0][1], **where)
    Person.objects.filter(pk__in=groups[2][1].own).update(address="klaverhof 3/2\n9040 Gent")
    assert kinds() == ["address", "giver"]


def test_one_that_grows_stays_one_and_what_was_resolved_is_not_raised_again(law: None) -> None:
    alert, iris = stage.alerted(), stage.cell()
    fourth, lead = stage.begun("Vier")
    stage.gave(fourth, lead, "Jan Gever")
    call_command("find_networks")
    assert Alert.objects.get().caught.count() == 4
    acts.resolve_alert(alert.pk, "nothing_found", "One parish collects for all of them.", iris)
    assert acts.find_networks() == []
    fifth, lead = stage.begun("Vijf")
    stage.gave(fifth, lead, "Jan Gever")
    assert len(acts.find_networks()) == 1
    assert queries.open_alerts() == 1
    assert [one.act for one in entries(alert.pk)] == ["find_network", "find_network", "resolve"]


def test_a_human_owns_and_resolves_it_with_a_reason(law: None) -> None:
    alert, iris = stage.alerted(), stage.cell()
    for nobody in (SYSTEM, sponsors.Cell().bram):
        with pytest.raises(policy.NotThere):
            acts.resolve_alert(alert.pk, "settled", "Why.", nobody)
    with pytest.raises(BadData):
        acts.resolve_alert(alert.pk, "settled", " ", iris)
    lead = sponsors.cast.who(Account.objects.get(name="Een Lead"))
    give_role(lead.account, roles.INTEGRITY, SYSTEM)
    assert queries.alerts_for(sponsors.cast.who(Account.objects.get(pk=lead.account))) == []
    client, address = signed_in(iris.account), reverse("safeguarding:alert", args=[alert.pk])
    page = client.get(address).content.decode()
    assert page.count("y1=") == 3
    assert page.count("<circle") == 4
    assert all(name in page for name in ("Een", "Twee", "Drie"))
    assert client.post(address, {"do": "take"}).status_code == 302
    assert client.post(address, {"do": "resolve", "outcome": "settled", "reason": "Fine."}).status_code == 302
    alert.refresh_from_db()
    assert (alert.owner, alert.outcome, alert.reason) == (iris.account, "settled", "Fine.")
    assert "Een" in client.get(reverse("safeguarding:networks")).content.decode()


def test_an_alert_more_costs_the_list_no_question(law: None) -> None:
    client, page = signed_in(stage.cell().account), reverse("safeguarding:networks")

    def asked() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    groups = list(stage.alerted().caught.order_by("group").values_list("group", flat=True))
    one = asked()
    for number in range(2):
        more = Alert.objects.create(found_at=clock.now(), ties=[])
        more.caught.create(group=groups[number])
    assert asked() == one


# ---------- Numbers ----------


def test_shares_say_nothing_of_too_few() -> None:
    helpers = Counter({f"h{n}": 1 for n in range(18)} | {"busy": 12})
    assert numbers.share(helpers, 1, 20) == 40
    assert numbers.share(helpers, 10, 31) is None
    assert numbers.herfindahl(Counter({"Gent": 20}), 20) == 10_000
    assert numbers.herfindahl(Counter({"Gent": 10, "Aalst": 10}), 20) == 5_000
    assert numbers.herfindahl(Counter({"Gent": 19}), 20) is None


def test_an_official_far_from_the_others_is_unusual_and_one_with_few_is_not_judged() -> None:
    generous, usual, new = uuid4(), uuid4(), uuid4()
    half = [(who, n % 2 == 0) for who in (usual, uuid4(), uuid4()) for n in range(200)]
    decided = [(generous, True)] * 40 + half + [(new, True)] * 5
    found = {one.name: one for one in numbers.rates(decided, {generous: "G", usual: "U", new: "N"}, 20)}
    assert (found["G"].percent, found["G"].unusual) == (100, True)
    assert (found["U"].percent, found["U"].unusual) == (50, False)
    assert (found["N"].percent, found["N"].unusual) == (None, False)


def test_decisions_of_sponsors_are_counted_by_who_proposed(law: None) -> None:
    cell = sponsors.Cell()
    group, people = sponsors.group_of()
    cell.recognise(group, people[0])
    found = numbers.concentration(stage.law())
    assert [(one.name, one.decided, one.granted, one.percent) for one in found.rates] == [("Bram Peeters", 1, 1, None)]
    page = signed_in(stage.cell().account).get(reverse("safeguarding:networks")).content.decode()
    assert "too few to say" in page
