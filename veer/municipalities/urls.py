"""Addresses of municipalities: their own pages, what a link opens, and the page of who works with them."""

from django.urls import path

from veer.municipalities.pages import link, office, own

app_name = "municipalities"

urlpatterns = [
    path("municipality", own.mine, name="mine"),
    path("declared-places", own.places, name="places"),
    path("municipality/remarks/<uuid:asked_id>", own.remark, name="remark"),
    path("municipality/households/<uuid:coming_id>", own.household, name="household"),
    path("municipality/moves/<uuid:handover_id>", own.handover, name="handover"),
    path("municipality/link/<str:said>", link.by_link, name="by_link"),
    path("municipalities/work", office.work, name="work"),
    path("municipalities/work/<uuid:body_id>", office.body, name="body"),
]
