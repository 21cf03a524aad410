"""Addresses of places proposed to many at once."""

from django.urls import path

from veer.matching.pages import hand, office, open, proof, sides

app_name = "matching"

urlpatterns = [
    path("placement", open.public, name="public"),
    path("placement/mine", sides.mine, name="mine"),
    path("placement/mine/<uuid:offer_id>", sides.household, name="household"),
    path("placement/group/<uuid:offer_id>", sides.sponsor, name="sponsor"),
    path("placement/work", office.work, name="work"),
    path("placement/work/seek", sides.seek, name="seek"),
    path("placement/work/runs/<uuid:run_id>", office.run, name="run"),
    path("placement/work/runs/<uuid:run_id>/progress", office.progress, name="progress"),
    path("placement/work/runs/<uuid:run_id>/fairness", proof.fairness, name="fairness"),
    path("placement/work/runs/<uuid:run_id>/instance.json", proof.instance, name="instance"),
    path("placement/work/runs/<uuid:run_id>/solution.json", proof.solution, name="solution"),
    path("placement/work/runs/<uuid:run_id>/proof.json", proof.whole, name="proof"),
    path("placement/work/lines/<uuid:line_id>", hand.line, name="line"),
    path("placement/work/locks/<uuid:lock_id>", hand.lock, name="lock"),
]
