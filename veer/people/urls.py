"""Addresses of accounts and persons; signing in and out is allauth's."""

from django.urls import path

from veer.people import pages

app_name = "people"

urlpatterns = [
    path("me", pages.me, name="me"),
    path("account/code", pages.code, name="code"),
]
