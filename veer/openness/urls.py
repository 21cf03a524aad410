"""The public pages."""

from django.urls import path

from veer.openness.pages import about, finder, law, numbers, places, score

app_name = "openness"

urlpatterns = [
    path("", about.home, name="home"),
    path("find/", finder.start, name="finder"),
    path("find/resume/", finder.resume, name="resume"),
    path("find/<slug:pack>/", finder.find, name="find"),
    path("find/<slug:pack>/purpose/", finder.purpose, name="find_purpose"),
    path("find/<slug:pack>/result/", finder.result, name="result"),
    path("find/<slug:pack>/answers/", finder.answers_page, name="answers"),
    path("find/<slug:pack>/keep/", finder.keep, name="keep"),
    path("find/<slug:pack>/forget/", finder.forget, name="forget"),
    path("find/<slug:pack>/ask/<str:fact>/", finder.fact, name="find_fact"),
    path("law/", law.packs, name="law"),
    path("law/<slug:pack>/<slug:route>/", law.route, name="law_route"),
    path("law/<slug:pack>/<slug:route>/compare/", law.compare, name="law_compare"),
    path("law/<slug:pack>/<slug:route>/<slug:digest>/", law.version, name="law_version"),
    path("numbers/", numbers.routes, name="numbers"),
    path("numbers/places/", places.page, name="places"),
    path("numbers/<slug:pack>/<slug:route>/", numbers.page, name="numbers_of"),
    path("numbers/<slug:pack>/<slug:route>/numbers.csv", numbers.as_csv, name="numbers_csv"),
    path("numbers/<slug:pack>/<slug:route>/numbers.json", numbers.as_json, name="numbers_json"),
    path("score/", score.routes, name="scores"),
    path("score/<slug:pack>/<slug:route>/", score.page, name="score"),
    path("score/<slug:pack>/<slug:route>/plan/", score.plan, name="score_plan"),
    path("score/<slug:pack>/<slug:route>/ask/", finder.score_ask, name="score_ask"),
    path("score/<slug:pack>/<slug:route>/ask/<str:fact>/", finder.score_fact, name="score_fact"),
    path("score/<slug:pack>/<slug:route>/<slug:what>.csv", score.table, name="score_table"),
    path("about/access/", about.access, name="access"),
    path("about/data/", about.data, name="privacy"),
    path("about/source/", about.source, name="source"),
]
