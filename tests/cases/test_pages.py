"""The pages of the person, the official and the signer, walked as a browser without scripts would."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.cases import cast
from veer.access import roles
from veer.access.who import Who
from veer.cases import carried, law
from veer.cases.acts import open_case
from veer.cases.models import Case, Decision
from veer.people.acts import represent
from veer.people.models import Account

pytestmark = pytest.mark.django_db


def as_(one: Who) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=one.account), backend="django.contrib.auth.backends.ModelBackend")
    return client


def marks(page: str) -> dict[str, str]:
    """The hidden marks of the first form on a page."""
    found = re.findall(r'<input type="hidden" name="(seen|key|version|letter)"[^>]*? value="([^"]*)"', page)
    return dict(reversed(found))


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def typed(fact: str, value: Any) -> dict[str, str]:
    """What a browser sends for an answer."""
    if isinstance(value, bool):
        return {"value": "true" if value else "false"}
    if fact == "job_offer":
        return {"value": "true"}
    if fact == "birth_date":
        year, month, day = value.split("-")
        return {"value_day": day, "value_month": month, "value_year": year}
    if fact == "languages":
        sent = {}
        for key, skills in value.items():
            for name, level in skills.items():
                if name == "certificate_date":
                    parts = level.split("-")
                    sent |= {
                        f"{key}__{name}_{n}": part for n, part in zip(("year", "month", "day"), parts, strict=True)
                    }
                else:
                    sent[f"{key}__{name}"] = level
        return sent
    return {"value": str(value)}


def test_amina_walks_from_the_start_to_a_receipt(amina: Who) -> None:
    client = as_(amina)
    start = reverse("cases:apply", args=[cast.PACK, cast.ROUTE])
    first = page(client, start)
    answer = client.post(
        start, {**marks(first), "given_name": "Amina", "family_name": "Haddad", "address": "Gent", "language": "nl"}
    )
    assert answer.status_code == 302
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:file", args=[case.pk])
    page(client, answer["Location"])
    for _turn in range(60):
        following = client.get(reverse("cases:questions", args=[case.pk]))["Location"]
        if following == reverse("cases:check", args=[case.pk]):
            break
        fact = following.rsplit("/", 1)[1]
        asked = page(client, following)
        sent = client.post(following, {**marks(asked), **typed(fact, cast.GOOD.get(fact, False))})
        assert sent.status_code == 302, (fact, sent.content.decode()[:3000])
    over = page(client, following)
    refused = client.post(following, marks(over))
    assert refused.status_code == 200
    assert "Tick the box" in refused.content.decode()
    assert ".:" not in refused.content.decode()  # a label that is a sentence has its own mark
    sent = client.post(following, {**marks(over), "declaration": "on"})
    assert sent["Location"] == reverse("cases:sent", args=[case.pk])
    case.refresh_from_db()
    assert case.given.number in page(client, sent["Location"])
    assert case.step == "submitted"
    page(client, reverse("cases:file", args=[case.pk]))
    page(client, reverse("cases:mine"))


def test_an_error_keeps_what_was_typed_and_is_said_twice(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    address = reverse("cases:question", args=[case.pk, "birth_date"])
    answer = client.post(address, {"value_day": "31", "value_month": "2", "value_year": "1997", "version": "0"})
    text = answer.content.decode()
    assert text.count("This day does not exist") == 2
    assert 'value="31"' in text
    assert "<title>Error:" in text
    assert 'href="#id_value_0"' in text


def test_a_year_alone_is_an_answer(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    address = reverse("cases:question", args=[case.pk, "birth_date"])
    assert (
        client.post(address, {"value_day": "", "value_month": "", "value_year": "1997", "version": "0"}).status_code
        == 302
    )
    assert case.answers.get().value == "1997"


def test_i_do_not_know_is_kept(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    for fact, sent in (("entry_ban", {"value": "-unknown"}), ("experience.months", {"unknown": "on"})):
        assert client.post(reverse("cases:question", args=[case.pk, fact]), {**sent, "version": "0"}).status_code == 302
        assert case.answers.get(fact=fact).value == {"unknown": True}


def test_two_windows_do_not_overwrite_each_other_silently(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    address = reverse("cases:question", args=[case.pk, "experience.months"])
    client.post(address, {"value": "24", "version": "0"})
    late = client.post(address, {"value": "36", "version": "0"})
    text = late.content.decode()
    assert "changed in another window" in text
    assert 'value="36"' in text
    assert case.answers.get().value == 24
    assert client.post(address, {"value": "36", "version": marks(text)["version"]}).status_code == 302
    assert case.answers.get().value == 36


def test_bram_and_chantal_walk_a_file_to_its_letter(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
    office, second = as_(bram), as_(chantal)
    look_into(office, case)
    propose = reverse("cases:propose", args=[case.pk, "propose_grant"])
    form = page(office, propose)
    reasons = reasons_in(form)
    assert len(reasons) > 3
    reasons["reason_0"] = "Amina is meerderjarig."
    reasons["reason_1"] = ""
    assert office.post(propose, {**marks(form), **reasons}).status_code == 302
    assert page(office, reverse("cases:work") + "?show=sign").count("<bdi>Amina Haddad</bdi>") == 1

    back = reverse("cases:send_back", args=[case.pk, "send_back"])
    assert second.post(back, {**marks(page(second, back)), "reason": "Reden twee mist."}).status_code == 302
    form = page(office, propose)
    kept = reasons_in(form)
    assert (kept["reason_0"], kept["reason_1"]) == ("Amina is meerderjarig.", "")
    assert kept == reasons | {name: text for name, text in kept.items() if name not in reasons}
    assert office.post(propose, {**marks(form), **kept}).status_code == 302

    letter = read_and_sign(second, case)
    decision = Decision.objects.get(case=case, signed_at__isnull=False)
    assert (decision.outcome, decision.signer) == ("grant", chantal.account)
    person = as_(amina)
    shown = page(person, reverse("cases:file", args=[case.pk]))
    assert "Amina is meerderjarig." in shown
    steps = law.words(cast.bundled(), cast.ROUTE, "letters.grant.next", "en").splitlines()
    assert len(steps) > 2
    assert "<br>".join(escape(step) for step in steps) in shown  # the letter says that the file says it too
    assert person.get(reverse("cases:letter", args=[case.pk, decision.letter])).content == letter
    looked = page(person, reverse("cases:looked", args=[case.pk]))
    assert "Bram Peeters" in looked
    assert "Chantal Dubois" in looked


def look_into(office: Client, case: Case) -> None:
    """Find it in the list, take it, verify a fact, write a note."""
    assert "Amina Haddad" in page(office, reverse("cases:work") + "?show=free")
    file = reverse("cases:at_work", args=[case.pk])
    office.post(reverse("cases:do", args=[case.pk, "take"]), marks(page(office, file)))
    assert "Bram Peeters" in page(office, file)
    judge = reverse("cases:judge", args=[case.pk, "education.isced"])
    verified = {**marks(page(office, judge)), "value": "35", "state": "verified", "reason": ""}
    assert "now" in office.post(judge, verified, follow=True).content.decode()
    note = {**marks(page(office, file)), "text": "Belde met de school."}
    office.post(reverse("cases:do", args=[case.pk, "note"]), note)
    assert "Belde met de school." in page(office, file)


def reasons_in(form: str) -> dict[str, str]:
    return dict(re.findall(r'<textarea name="(reason_\d+)"[^>]*>\s*([^<]*)</textarea>', form))


def read_and_sign(second: Client, case: Case) -> bytes:
    """Read the letter and sign it; the letter as it was read."""
    sign = reverse("cases:sign", args=[case.pk, "sign"])
    form = page(second, sign)
    assert "Amina is meerderjarig." in form
    letter = second.get(reverse("cases:preview", args=[case.pk]))
    assert letter["Content-Type"] == "application/pdf"
    done = second.post(sign, {**marks(form), "read": "on"})
    assert done.status_code == 302, done.content.decode()
    return letter.content


def test_what_an_official_added_is_there_again_after_it_was_sent_back(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    cast.act(case, "send_back", chantal, reason="Welk contract?")
    office, propose = as_(bram), reverse("cases:propose", args=[case.pk, "propose_refusal"])
    form = page(office, propose)
    assert "Uw contract is te kort." in form
    other = page(office, reverse("cases:propose", args=[case.pk, "propose_grant"]))
    assert "Uw contract is te kort." not in other


def test_a_role_without_pages_is_told_where_its_work_is(law: None) -> None:
    text = page(as_(cast.who(cast.account("Adri Claes", roles.ANALYST))), reverse("cases:mine"))
    assert "Your role here: Analyst." in text
    assert "Your role here" not in page(as_(cast.applicant()), reverse("cases:mine"))


def test_a_second_window_of_an_act_that_was_done_leads_to_the_file(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    office, second = as_(bram), as_(chantal)
    file = reverse("cases:at_work", args=[case.pk])

    def led(client: Client, name: str, act: str) -> str:
        answer = client.get(reverse(f"cases:{name}", args=[case.pk, act]), follow=True)
        assert answer.redirect_chain == [(file, 302)]
        return answer.content.decode()

    assert "The file has moved on meanwhile: " in led(office, "propose", "propose_refusal")
    page(office, reverse("cases:sign", args=[case.pk, "sign"]), 404)
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))
    for name in ("sign", "send_back"):
        assert "(you)" in led(second, name, name)
    assert "Chantal Dubois" in led(office, "propose", "propose_grant")
    page(second, reverse("cases:sign", args=[case.pk, "propose_grant"]), 404)


def test_a_stale_page_is_told_what_changed(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    office = as_(bram)
    shown = page(office, reverse("cases:at_work", args=[case.pk]))
    cast.act(case, "take", cast.official("Bea Willems"))
    late = office.post(reverse("cases:do", args=[case.pk, "take"]), marks(shown))
    assert late.status_code == 409
    text = late.content.decode()
    assert "Bea Willems: " in text
    assert Case.objects.get(pk=case.pk).holder != bram.account


def test_points_that_wait_for_a_check_say_so(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    wait = "counts 0 until this is verified: "
    office, person = as_(bram), as_(amina)
    file, mine = reverse("cases:at_work", args=[case.pk]), reverse("cases:file", args=[case.pk])
    assert page(office, file).count(wait) == page(person, mine).count(wait) == 1
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    assert wait not in page(office, file)
    assert wait not in page(person, mine)


def test_a_no_against_the_law_is_warned_of(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    warned, propose = "The law says yes on these facts, and this is a no.", "cases:propose"
    assert warned not in page(as_(bram), reverse(propose, args=[case.pk, "propose_refusal"]))
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    assert warned in page(as_(bram), reverse(propose, args=[case.pk, "propose_refusal"]))
    assert warned not in page(as_(bram), reverse(propose, args=[case.pk, "propose_grant"]))
    cast.act(case, "propose_refusal", bram, reasons=[{"id": "", "text": "Neen.", "source": ""}])
    assert warned in page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]))


def test_who_else_has_it_open(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    assert "Bram Peeters has this file open too" in page(as_(chantal), reverse("cases:at_work", args=[case.pk]))
    assert "Chantal Dubois" in page(as_(bram), reverse("cases:present", args=[case.pk]))


def test_every_language_has_its_pages(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    for lang in ("nl", "fr", "de", "en", "ar"):
        for client, name in ((as_(amina), "cases:file"), (as_(bram), "cases:at_work")):
            page(client, reverse(name, args=[case.pk]) + f"?lang={lang}")
        page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]) + f"?lang={lang}")


def test_a_number_leads_to_its_file_and_a_slip_is_noticed(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    office = as_(bram)
    found = office.get(reverse("cases:find"), {"q": case.given.number.replace("-", " ")})
    assert found["Location"] == reverse("cases:at_work", args=[case.pk])
    wrong = case.given.number[:-1] + str((int(case.given.number[-1]) + 1) % 10)
    assert office.get(reverse("cases:find"), {"q": wrong})["Location"] == reverse("cases:work")


def test_my_data_in_both_forms(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.signed(amina, bram, chantal)
    client = as_(amina)
    data = client.get(reverse("cases:data_json", args=[case.pk])).json()
    assert data["person"]["name"] == "Amina Haddad"
    assert {fact["fact"] for fact in data["facts"]} == set(cast.GOOD)
    assert [entry["act"] for entry in data["journal"]] == ["open", "submit", "take", "propose_refusal", "sign"]
    printed = client.get(reverse("cases:data_pdf", args=[case.pk]))
    assert printed.content.startswith(b"%PDF")


def test_withdrawing_asks_once_more(amina: Who) -> None:
    case = cast.submitted(amina)
    client, address = as_(amina), reverse("cases:act", args=[case.pk, "withdraw"])
    form = page(client, address)
    assert client.post(address, {**marks(form), "reason": ""})["Location"] == reverse("cases:file", args=[case.pk])
    case.refresh_from_db()
    assert case.step == "withdrawn"
    page(client, reverse("cases:file", args=[case.pk]))


def test_a_session_that_ended_keeps_the_text(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    office, address = as_(bram), reverse("cases:ask", args=[case.pk, "ask_document"])
    form = page(office, address)
    office.logout()
    typed_here = {**marks(form), "kind": "diploma", "reason": "Een lange uitleg."}
    sent_away = office.post(address, typed_here)
    assert sent_away["Location"] == f"{reverse('account_login')}?next={address}"
    office.force_login(Account.objects.get(pk=bram.account), backend="django.contrib.auth.backends.ModelBackend")
    again = page(office, address)
    assert "Een lange uitleg." in again
    assert "You were signed out meanwhile" in again
    assert office.post(address, {**typed_here, **marks(again)}).status_code == 302
    assert "Een lange uitleg." not in page(office, reverse("cases:work"))


def test_what_one_person_typed_is_not_given_to_another(amina: Who) -> None:
    case = cast.draft(amina, {})
    stranger = cast.applicant("Stefan Vreemd")
    client, address = Client(), reverse("cases:question", args=[case.pk, "experience.months"])
    client.post(address, {"value": "24", "version": "0"})
    client.force_login(Account.objects.get(pk=stranger.account), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 404


def test_a_draft_saves_itself_and_says_so(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    address = reverse("cases:question", args=[case.pk, "experience.months"])
    by_itself = {"HX-Request": "true", "HX-Target": "saved"}
    saved = client.post(address, {"value": "24", "version": "0"}, headers=by_itself)
    assert "Saved at" in saved.content.decode()
    assert marks(saved.content.decode()) == {"version": "1"}
    assert case.answers.get().value == 24
    half = client.post(address, {"value": "2x", "version": "1"}, headers=by_itself)
    assert (half.status_code, half.content, case.answers.get().value) == (204, b"", 24)


def test_answers_from_before_are_not_asked_again(amina: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {"entry_ban": False, "education.isced": "35", "no_such_fact": 1, "experience.months": 9999}
    monkeypatch.setattr(carried, "_readers", [lambda _request, pack: before if pack == cast.PACK else {}])
    client, start = as_(amina), reverse("cases:apply", args=[cast.PACK, cast.ROUTE])
    client.post(start, {**marks(page(client, start)), "given_name": "Amina", "language": "nl"})
    answers = dict(Case.objects.get().answers.values_list("fact", "value"))
    assert answers == {"entry_ban": False, "education.isced": "35"}


def test_answers_that_do_not_go_together_are_refused_in_the_readers_language(amina: Who) -> None:
    case = cast.draft(amina, {"experience.months": 24})
    address = reverse("cases:question", args=[case.pk, "experience.months_be_eu"])
    text = as_(amina).post(address + "?lang=nl", {"value": "36", "version": "0"}).content.decode()
    assert "kan niet hoger zijn dan het totaal" in text
    assert not case.answers.filter(fact="experience.months_be_eu").exists()


def test_a_draft_can_be_taken_along(amina: Who) -> None:
    case = cast.draft(amina, {"entry_ban": False})
    client = as_(amina)
    data = client.get(reverse("cases:data_json", args=[case.pk])).json()
    assert data["facts"] == [{"fact": "entry_ban", "value": False, "state": "stated"}]
    assert client.get(reverse("cases:data_pdf", args=[case.pk])).content.startswith(b"%PDF")


def test_a_representative_does_it_for_somebody_else(amina: Who) -> None:
    case = cast.draft(amina, {})
    helper = cast.account("Hanna Helpt")
    represent(case.person, helper, amina)
    client = as_(cast.who(helper))
    page(client, reverse("cases:file", args=[case.pk]))
    address = reverse("cases:question", args=[case.pk, "entry_ban"])
    assert client.post(address, {"value": "false", "version": "0"}).status_code == 302


def test_documents_are_a_task_only_where_the_law_takes_them(amina: Who) -> None:
    for route, takes in (("asylum", False), ("talent", True)):
        file = open_case(cast.person_of(amina), "be-proposal", route, amina, language="en", key=route)
        for name in ("file", "check"):
            said = page(as_(amina), reverse(f"cases:{name}", args=[file.pk]))
            assert (reverse("cases:documents", args=[file.pk]) in said) is takes
