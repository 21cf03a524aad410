"""Addresses of accounts and persons; signing in and out is allauth's."""

from django.urls import path

from veer.people.pages import accounts, colleagues, desk, mandates, twins

app_name = "people"

urlpatterns = [
    path("me", accounts.me, name="me"),
    path("account/code", accounts.code, name="code"),
    path("account/claim", mandates.claim, name="claim"),
    path("me/mandates", mandates.mandates, name="mandates"),
    path("me/mandates/<uuid:link_id>", mandates.reach, name="reach"),
    path("me/notices", mandates.notices, name="notices"),
    path("colleagues", colleagues.colleagues, name="colleagues"),
    path("colleagues/invite", colleagues.invite, name="invite"),
    path("colleagues/<uuid:account_id>", colleagues.colleague, name="colleague"),
    path("clients", mandates.clients, name="clients"),
    path("clients/<uuid:link_id>/accept", mandates.accept, name="accept"),
    path("clients/<uuid:link_id>/end", mandates.end, name="end"),
    path("desk", desk.desk, name="desk"),
    path("desk/register", desk.register, name="register"),
    path("desk/twins", twins.twins, name="twins"),
    path("desk/twins/<uuid:likeness_id>", twins.twin, name="twin"),
    path("desk/<uuid:person_id>", desk.person, name="person"),
    path("desk/<uuid:person_id>/correct", desk.correct, name="correct"),
    path("desk/<uuid:person_id>/code", desk.print_code, name="print_code"),
    path("desk/<uuid:person_id>/notices", desk.quiet, name="quiet"),
    path("desk/<uuid:person_id>/household", desk.household, name="household"),
    path("desk/<uuid:person_id>/mandate", desk.mandate, name="mandate"),
    path("desk/<uuid:person_id>/guardian", desk.guardian, name="guardian"),
    path("desk/<uuid:person_id>/mandates/<uuid:link_id>/end", desk.end_appointment, name="end_appointment"),
    path("desk/<uuid:person_id>/merges/<uuid:merge_id>/undo", twins.undo, name="undo"),
]
