"""Addresses of cases: the person's under /my, the authority's under /work. Nothing in them can be counted up."""

from django.urls import path

from veer.cases.pages import acting, documents, interviews, laws, office, opening, papers, person, several, worklist

app_name = "cases"

urlpatterns = [
    path("apply/<slug:pack>/<slug:route>", person.apply, name="apply"),
    path("my", person.mine, name="mine"),
    path("my/data", papers.my_data, name="my_data"),
    path("my/data.json", papers.my_data_json, name="my_data_json"),
    path("my/data.pdf", papers.my_data_pdf, name="my_data_pdf"),
    path("my/data.zip", papers.my_data_zip, name="my_data_zip"),
    path("my/<uuid:case_id>", person.file, name="file"),
    path("my/<uuid:case_id>/questions", person.questions, name="questions"),
    path("my/<uuid:case_id>/questions/<str:fact>", person.question, name="question"),
    path("my/<uuid:case_id>/check", person.check, name="check"),
    path("my/<uuid:case_id>/sent", person.sent, name="sent"),
    path("my/<uuid:case_id>/documents", documents.own, name="documents"),
    path("my/<uuid:case_id>/documents/<uuid:document_id>", documents.own_file, name="document"),
    path("my/<uuid:case_id>/letters/<uuid:letter_id>", papers.letter, name="letter"),
    path("my/<uuid:case_id>/acts/<slug:act>", papers.act, name="act"),
    path("my/<uuid:case_id>/law/<slug:act>", acting.own, name="own_act"),
    path("my/<uuid:case_id>/looked", papers.looked, name="looked"),
    path("my/<uuid:case_id>/data.json", papers.data_json, name="data_json"),
    path("my/<uuid:case_id>/data.pdf", papers.data_pdf, name="data_pdf"),
    path("interviews/<uuid:hearing_id>", interviews.interview, name="interview"),
    path("work/<uuid:case_id>/interpreter", interviews.interpreter, name="interpreter"),
    path("laws", laws.laws, name="laws"),
    path("laws/<uuid:proposal_id>/sign", laws.sign, name="law_sign"),
    path("work", worklist.work, name="work"),
    path("work/lists", worklist.lists_page, name="lists"),
    path("work/several", several.several, name="several"),
    path("work/away", worklist.away, name="away"),
    path("work/open/<uuid:person_id>", opening.open_for, name="open_for"),
    path("work/find", worklist.find, name="find"),
    path("work/<uuid:case_id>", office.file, name="at_work"),
    path("work/<uuid:case_id>/present", office.present, name="present"),
    path("work/<uuid:case_id>/do/<slug:act>", office.act_at_once, name="do"),
    path("work/<uuid:case_id>/law/<slug:act>", acting.at_work, name="lawful"),
    path("work/<uuid:case_id>/ask/<slug:act>", office.ask, name="ask"),
    path("work/<uuid:case_id>/add/<slug:act>", documents.at_work, name="add_at_work"),
    path("work/<uuid:case_id>/facts/<str:fact>", office.judge, name="judge"),
    path("work/<uuid:case_id>/propose/<slug:act>", office.propose, name="propose"),
    path("work/<uuid:case_id>/send-back/<slug:act>", office.send_back, name="send_back"),
    path("work/<uuid:case_id>/sign/<slug:act>", office.sign, name="sign"),
    path("work/<uuid:case_id>/letter", office.preview, name="preview"),
    path("work/<uuid:case_id>/documents/<uuid:document_id>", documents.file_at_work, name="work_document"),
    path("work/<uuid:case_id>/letters/<uuid:letter_id>", office.letter, name="work_letter"),
]
