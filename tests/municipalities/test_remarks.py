"""SE9: a municipality is told, remarks within the law's term with an account or by a link, and has no veto."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import cast
from tests.municipalities import stage
from tests.people.cast import signed_in
from tests.sponsorship import stage as sponsors
from veer.access import policy
from veer.cases.standing import Standing
from veer.journal.models import Entry
from veer.journal.queries import told
from veer.municipalities import acts, queries
from veer.municipalities.acts import Acting, links
from veer.municipalities.models import Asked, Link

pytestmark = pytest.mark.django_db

SAYS = {"about": "school", "text": "The two schools nearby are full until September."}
WHO = {"by_name": "Karla Klerk", "by_function": "Alderman"}


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    sponsors.activate_law()


def test_SE9_an_account_remarks_within_the_term_and_whoever_decides_reads_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    bram = cast.official()
    gent, _group = stage.body("Gent", bram), stage.sent(bram)
    greta = stage.colleague(gent, bram)
    case = _group[2]
    with django_capture_on_commit_callbacks(execute=True):
        asked = acts.ask_remark(case.pk, gent.pk, bram, "k")
    assert not Link.objects.exists()  # it has an account, and is told that there is something to read
    assert reverse("municipalities:remark", args=[asked.pk]) in mail.outbox[0].body
    client = signed_in(greta.account)
    page = client.get(reverse("municipalities:mine")).content.decode()
    assert "You may remark until and including 23 March 2026" in page  # fifteen working days
    client.post(reverse("municipalities:remark", args=[asked.pk]), {**SAYS, "key": "x"})
    asked.refresh_from_db()
    assert (asked.by_name, asked.by_function) == ("Greta Gemeente", "Head of the school service")
    entry = Entry.objects.get(chain=case.pk, act="municipality_remarks")
    assert SAYS["text"] in str(told(entry))
    assert SAYS["text"] in signed_in(bram.account).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    due = next(one for one in Standing(case).due_on(date(2026, 3, 2)) if one.clock.id == "remark")
    assert due.state == "met"
    with pytest.raises(acts.TermOver):
        acts.say_remark(asked.pk, "care", "Again.", Acting.signed_in(greta), "y")


def test_after_the_term_silence_is_no_remark(at: Callable[..., datetime]) -> None:
    bram = cast.official()
    gent, (_group, _lead, case) = stage.body("Gent", bram), stage.sent(bram)
    greta = stage.colleague(gent, bram)
    asked = acts.ask_remark(case.pk, gent.pk, bram, "k")
    at(2026, 3, 24, 9)
    with pytest.raises(acts.TermOver):
        acts.say_remark(asked.pk, "care", "Too late.", Acting.signed_in(greta), "y")
    page = signed_in(greta.account).get(reverse("municipalities:remark", args=[asked.pk])).content.decode()
    assert "that counts as no remark" in page
    assert "Klaverhof 3 bus 2, 9040" in page  # which it inspects before anybody comes
    assert "Write to the service that asked you" in page


def test_the_daily_round_tells_by_a_link_what_an_official_did_in_the_file(
    django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    """Sent once, opened without acting, used once with the name and function that were typed."""
    bram = cast.official()
    leuven, (_group, _lead, case) = stage.body("Leuven", bram, "info@leuven.example"), stage.sent(bram, "LEUVEN")
    cast.act(case, "tell_municipality", bram)
    with django_capture_on_commit_callbacks(execute=True):
        assert acts.tell_due() == 1
    assert (acts.tell_due(), acts.send_due(), acts.send_due()) == (0, 1, 0)  # the places of spring are asked, once
    message, _of_places = mail.outbox
    assert message.to == ["info@leuven.example"]
    path = re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", message.body)
    assert path
    client, asked = Client(), Asked.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        acts.ask_again(asked.pk, bram)  # they never got it: another one, and the first is good for nothing
    assert client.get(path[1]).status_code == 410
    path = re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", mail.outbox[-1].body)
    assert path
    shown = client.get(path[1])
    assert "You act for the municipality of Leuven" in shown.content.decode()
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    link = Link.objects.get(purpose=Link.REMARK, revoked_at=None)
    assert link.opened == 1
    assert asked.remarked_at is None
    assert "field--bad" in client.post(path[1], {**SAYS, "key": "x"}).content.decode()  # nobody in particular
    assert "Thank you" in client.post(path[1], {**SAYS, **WHO, "key": "x"}).content.decode()
    asked.refresh_from_db()
    assert (asked.body, asked.by_name, asked.by_function) == (leuven, "Karla Klerk", "Alderman")
    entry = Entry.objects.get(chain=asked.pk, act="say_remark")
    assert (entry.actor_kind, entry.actor_id) == ("municipality_link", link.pk)
    assert told(entry)["name"] == "Karla Klerk"  # type: ignore[index]
    again = client.post(path[1], {**SAYS, **WHO, "key": "z"})
    assert (again.status_code, "It was used" in again.content.decode()) == (410, True)


@pytest.mark.parametrize("page", ["municipalities:work", "sponsorship:work"])
def test_a_group_and_a_municipality_more_cost_the_lists_no_question(page: str) -> None:
    bram, iris = cast.official(), cast.official("Iris Official")
    client = signed_in(bram.account)

    def asked() -> int:
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(page)).status_code == 200
        return len(seen)

    def one_more(where: str) -> None:
        stage.begun(where, bram)
        stage.colleague(stage.body(where, iris), iris, f"Greta {where}")

    one_more("Gent")
    assert "Open Deur Gent" in client.get(reverse(page)).content.decode()
    one = asked()
    for where in ("Aalst", "Ronse"):
        one_more(where)
    assert asked() == one


def test_a_link_is_for_one_thing_can_be_taken_back_ends_and_is_not_guessed(at: Callable[..., datetime]) -> None:
    bram = cast.official()
    leuven = stage.body("Leuven", bram, "info@leuven.example")
    link = acts.link_for_places(leuven.pk, bram)
    path = reverse("municipalities:by_link", args=[links.token(link)])
    client = Client()
    assert client.get(path).status_code == 200
    posted = {"begins": "2026-04-01", "school": "6", **WHO}
    assert "Thank you" in client.post(path, posted).content.decode()
    declared = leuven.declarations.get()
    assert (declared.places, declared.by_name, declared.link) == ({"school": 6}, "Karla Klerk", link)
    for forged in (link.pk.hex, f"{link.pk.hex}:x", signing.Signer(salt="other").sign(link.pk.hex)):
        assert client.get(reverse("municipalities:by_link", args=[forged])).status_code == 404
    assert client.get(reverse("municipalities:by_link", args=[links.token(Link())])).status_code == 404
    acts.revoke_link(link.pk, bram)
    shut = client.post(path, posted)
    assert (shut.status_code, "took it back" in shut.content.decode()) == (410, True)
    later = acts.link_for_places(leuven.pk, bram)
    at(2026, 3, 17, 9)
    over = client.get(reverse("municipalities:by_link", args=[links.token(later)]))
    assert (over.status_code, "ask for a new one" in over.content.decode()) == (410, True)
    assert leuven.declarations.count() == 1


def test_where_a_municipality_is_written_to_elsewhere_old_links_do_nothing_and_new_ones_are_sent() -> None:
    bram = cast.official()
    ronse = stage.body("Ronse", bram, "left@ronse.example")
    case = stage.begun("Ronse", bram)
    asked = acts.ask_remark(case.pk, ronse.pk, bram, "ronse")
    old = [ronse.links.get(), acts.link_for_places(ronse.pk, bram)]
    acts.write_body("Ronse", "left@ronse.example", "fr", bram)
    assert not ronse.links.exclude(revoked_at=None).exists(), "only the language changed"
    acts.write_body("Ronse", "new@ronse.example", "fr", bram)
    for link in old:
        assert Client().get(reverse("municipalities:by_link", args=[links.token(link)])).status_code == 410
    live = ronse.links.filter(revoked_at=None).order_by("purpose")
    assert [(one.purpose, one.email, one.asked) for one in live] == [
        ("places", "new@ronse.example", None),
        ("remark", "new@ronse.example", asked),
    ]


def test_nobody_remarks_on_a_group_that_they_are_in() -> None:
    bram = cast.official()
    gent, (group, lead, case) = stage.body("Gent", bram), stage.sent(bram)
    greta = stage.colleague(gent, bram)
    asked = acts.ask_remark(case.pk, gent.pk, bram, "k")
    group.members.filter(account=lead.account).update(account=greta.account)
    with pytest.raises(policy.NotThere):
        acts.say_remark(asked.pk, "care", "Good people.", Acting.signed_in(greta), "y")
    with pytest.raises(policy.NotThere):
        queries.asked_for(greta, asked.pk)
