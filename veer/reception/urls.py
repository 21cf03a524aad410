"""Addresses of reception."""

from django.urls import path

from veer.reception.pages import office, open, person, places

app_name = "reception"

urlpatterns = [
    path("reception", open.public, name="public"),
    path("reception/mine", person.mine, name="mine"),
    path("reception/mine/<uuid:wait_id>/wage", person.wage, name="wage"),
    path("reception/mine/<uuid:wait_id>/elsewhere", person.elsewhere, name="elsewhere"),
    path("reception/work", office.work, name="work"),
    path("reception/work/enlist", office.enlist, name="enlist"),
    path("reception/work/places/new", places.new, name="new_place"),
    path("reception/work/places/<uuid:place_id>", places.place, name="place"),
    path("reception/work/places/<uuid:place_id>/change", places.change, name="change_place"),
    path("reception/work/places/<uuid:place_id>/close", places.close, name="close_place"),
    path("reception/work/waits/<uuid:wait_id>", office.wait, name="wait"),
    path("reception/work/stays/<uuid:stay_id>", office.stay, name="stay"),
]
