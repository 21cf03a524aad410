"""Where somebody is signed in: seen in words, ended one by one or all at once, and by a new password."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.web.signing_in import PASSWORD, account, sign_in
from veer.access.who import SYSTEM
from veer.journal import clock
from veer.people.acts import give_login_code
from veer.web.sessions import EVERY, device

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
LIST = "/account/sessions/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def alive(client: Client) -> bool:
    return client.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8.0", "Something we do not recognise"),
        ("", "Something we do not recognise"),
    ],
)
def test_a_browser_in_words(agent: str, said: str) -> None:
    assert device(agent) == said


def test_one_sees_where_one_is_signed_in_and_ends_one() -> None:
    known, stranger = account(), account("other@example.org")
    desk, phone = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7")
    other = Client()
    for client, who in ((desk, known), (phone, known), (other, stranger)):
        sign_in(client, who)
        assert alive(client)
    page = desk.get(LIST).content.decode()
    assert "Firefox on Windows" in page
    assert "Chrome on Android" in page
    assert "192.0.2.7" in page
    assert page.count("End it</button>") == 1  # not this one, and not the stranger's
    theirs = UserSession.objects.get(user=stranger)
    desk.post(LIST, {"session": str(theirs.pk)})
    assert alive(other)
    desk.post(LIST, {"session": str(UserSession.objects.get(user=known, ip="192.0.2.7").pk)})
    assert not alive(phone)
    assert alive(desk)


def test_one_ends_all_others_and_not_oneself() -> None:
    known = account()
    here, there, elsewhere = Client(), Client(), Client()
    for client in (here, there, elsewhere):
        sign_in(client, known)
        assert alive(client)
    own = UserSession.objects.get(user=known, session_key=here.session.session_key)
    here.post(LIST, {"session": str(own.pk)})
    assert alive(here)
    here.post(LIST)
    assert [alive(client) for client in (here, there, elsewhere)] == [True, False, False]


def test_a_new_password_ends_all_others() -> None:
    known = account()
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, known)
    told = {"oldpassword": PASSWORD, "password1": "een heel ander woord 2", "password2": "een heel ander woord 2"}
    assert here.post("/account/password/change/", told).status_code == 302
    assert [alive(client) for client in (here, there)] == [True, False]
    assert here.get(LIST).content.decode().count("<li>") >= 1
    assert UserSession.objects.filter(user=known).count() == 1


def test_a_session_by_any_way_in_is_in_the_list() -> None:
    known = account()
    paper = Client()
    paper.post("/account/code", {"code": give_login_code(known.pk, SYSTEM)})
    assert alive(paper)
    assert UserSession.objects.filter(user=known).count() == 1


def test_last_seen_is_kept_now_and_then_and_not_at_each_step() -> None:
    known, client = account(), Client()
    sign_in(client, known)
    alive(client)
    first = UserSession.objects.get(user=known).last_seen_at
    alive(client)
    assert UserSession.objects.get(user=known).last_seen_at == first
    later = clock.now().timestamp() + EVERY + 1
    with clock.held(type(clock.now()).fromtimestamp(later, clock.now().tzinfo)):
        alive(client)
    assert UserSession.objects.get(user=known).last_seen_at > first
