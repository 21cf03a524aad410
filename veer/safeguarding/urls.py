"""Addresses of reporting what is wrong, and of the integrity cell."""

from django.urls import path

from veer.safeguarding.pages import audits, cell, control, interests, open

app_name = "safeguarding"

urlpatterns = [
    path("safeguards", open.safeguards, name="safeguards"),
    path("report", open.report, name="report"),
    path("report/sent", open.sent, name="sent"),
    path("integrity", cell.work, name="work"),
    path("safeguards/audits/<slug:name>", audits.lot, name="lot"),
    path("safeguards/audits/<slug:name>.json", audits.published, name="published"),
    path("audits", audits.work, name="audits"),
    path("audits/<uuid:audit_id>", audits.audit, name="audit"),
    path("interests", interests.interests, name="interests"),
    path("networks", control.networks, name="networks"),
    path("networks/<uuid:alert_id>", control.alert, name="alert"),
    path("integrity/<uuid:concern_id>", cell.concern, name="concern"),
]
