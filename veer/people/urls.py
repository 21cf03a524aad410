"""Addresses of accounts and persons; signing in and out is allauth's."""

from django.urls import path

from veer.people import pages, pages_desk, pages_mandates, pages_twins

app_name = "people"

urlpatterns = [
    path("me", pages.me, name="me"),
    path("account/code", pages.code, name="code"),
    path("account/claim", pages_mandates.claim, name="claim"),
    path("me/mandates", pages_mandates.mandates, name="mandates"),
    path("me/notices", pages_mandates.notices, name="notices"),
    path("clients", pages_mandates.clients, name="clients"),
    path("clients/<uuid:link_id>/accept", pages_mandates.accept, name="accept"),
    path("clients/<uuid:link_id>/end", pages_mandates.end, name="end"),
    path("desk", pages_desk.desk, name="desk"),
    path("desk/register", pages_desk.register, name="register"),
    path("desk/twins", pages_twins.twins, name="twins"),
    path("desk/twins/<uuid:likeness_id>", pages_twins.twin, name="twin"),
    path("desk/<uuid:person_id>", pages_desk.person, name="person"),
    path("desk/<uuid:person_id>/correct", pages_desk.correct, name="correct"),
    path("desk/<uuid:person_id>/code", pages_desk.print_code, name="print_code"),
    path("desk/<uuid:person_id>/notices", pages_desk.quiet, name="quiet"),
    path("desk/<uuid:person_id>/guardian", pages_desk.guardian, name="guardian"),
    path("desk/<uuid:person_id>/mandates/<uuid:link_id>/end", pages_desk.end_appointment, name="end_appointment"),
    path("desk/<uuid:person_id>/merges/<uuid:merge_id>/undo", pages_twins.undo, name="undo"),
]
