"""Addresses of reporting what is wrong, and of the integrity cell."""

from django.urls import path

from veer.safeguarding.pages import cell, control, open

app_name = "safeguarding"

urlpatterns = [
    path("safeguards", open.safeguards, name="safeguards"),
    path("report", open.report, name="report"),
    path("report/sent", open.sent, name="sent"),
    path("integrity", cell.work, name="work"),
    path("integrity/networks", control.networks, name="networks"),
    path("integrity/networks/<uuid:alert_id>", control.alert, name="alert"),
    path("integrity/<uuid:concern_id>", cell.concern, name="concern"),
]
