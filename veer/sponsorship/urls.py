"""Addresses of sponsors and of the public draw."""

from django.urls import path

from veer.sponsorship.pages import alike, group, household, households, named, office, open, programme, traveller

app_name = "sponsorship"

urlpatterns = [
    path("sponsors", open.door, name="door"),
    path("sponsors/draws/<slug:name>", open.draw, name="draw"),
    path("sponsors/draws/<slug:name>.json", open.published, name="published"),
    path("sponsors/mine", group.mine, name="mine"),
    path("sponsors/join/<uuid:member_id>", group.join, name="join"),
    path("sponsors/groups/<uuid:group_id>", group.group, name="group"),
    path("sponsors/groups/<uuid:group_id>/money", group.money, name="money"),
    path("sponsors/groups/<uuid:group_id>/statement", group.statement, name="statement"),
    path("sponsors/groups/<uuid:group_id>/home", group.home, name="home"),
    path("sponsors/groups/<uuid:group_id>/bring", group.bring, name="bring"),
    path("sponsors/groups/<uuid:group_id>/households/<uuid:coming_id>", household.household, name="household"),
    path("sponsors/groups/<uuid:group_id>/households/<uuid:coming_id>/plan", household.plan, name="plan"),
    path("sponsors/groups/<uuid:group_id>/households/<uuid:coming_id>/<slug:point>", household.point, name="point"),
    path("sponsors/groups/<uuid:group_id>/asked/<uuid:case_id>", named.asked, name="asked"),
    path("coming", traveller.mine, name="coming"),
    path("coming/away", traveller.away, name="away"),
    path("sponsors/work", office.work, name="work"),
    path("sponsors/work/households", households.households, name="households"),
    path("sponsors/work/households/<uuid:coming_id>", households.household, name="household_at_work"),
    path("sponsors/work/drawn/<uuid:case_id>", households.named, name="named"),
    path("sponsors/work/asked/<uuid:case_id>", named.asked_at_work, name="asked_at_work"),
    path("sponsors/work/twins", alike.twins, name="twins"),
    path("sponsors/work/twins/<slug:what>/<uuid:one>/<uuid:other>", alike.twin, name="twin"),
    path("sponsors/work/programme", programme.page, name="programme"),
    path("sponsors/work/groups/<uuid:group_id>", office.group, name="group_at_work"),
    path("sponsors/work/draws/<uuid:window_id>", office.window, name="window"),
]
