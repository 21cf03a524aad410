"""Every address of Veer. A room with pages of its own says which in its `urls`; here they meet."""

from importlib.util import find_spec

from django.urls import include, path

from veer.web import pages, sessions

ROOMS = ["openness", "people", "letters", "cases", "reception", "sponsorship", "safeguarding", "matching", "access"]
ROOMS += ["municipalities"]

urlpatterns = [
    path("start", pages.start, name="start"),
    path("healthz", pages.health, name="health"),
    path("account/sessions/", sessions.sessions, name="usersessions_list"),  # in place of allauth's
    path("account/", include("allauth.urls")),
    path("demo/login", pages.demo_login, name="demo_login"),
    path("demo/login/<uuid:account_id>", pages.demo_become, name="demo_become"),
    path("demo/prove", pages.demo_prove, name="demo_prove"),
    path("demo/mail", pages.demo_mail, name="demo_mail"),
    path("demo/mail/<slug:name>", pages.demo_mail_message, name="demo_mail_message"),
    *(path("", include(f"veer.{room}.urls")) for room in ROOMS if find_spec(f"veer.{room}.urls")),
]
