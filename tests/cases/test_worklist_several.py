"""One thing in several files: looked at beforehand, done one by one, once, and undone by the opposite act."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from veer.access.who import Who
from veer.cases import several, worklist
from veer.cases.acts import handing
from veer.cases.errors import Changed, NotForYou
from veer.cases.models import Case, Handover
from veer.cases.queries import story
from veer.cases.standing import Standing
from veer.cases.worklist import Asked
from veer.journal.models import Entry
from veer.journal.queries import entries, length, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(amina: Who) -> list[Case]:
    return [cast.submitted(cast.applicant(f"Persoon {name}")) for name in ("Een", "Twee", "Drie")]


def preview(client: Client, kind: str, cases: list[Case]) -> str:
    address = reverse("cases:several")
    return client.get(address, {"does": kind, "case": [str(one.pk) for one in cases]}).content.decode()


def sent(page: str, /, **more: str) -> dict[str, Any]:
    """What the form of a preview sends."""
    fields: dict[str, Any] = dict(
        re.findall(r'<input type="hidden" name="(does|key|seen-[^"]+)" value="([^"]*)">', page)
    )
    return {**fields, "case": re.findall(r'<input type="hidden" name="case" value="([^"]*)">', page), **more}


def holders(cases: list[Case]) -> list[Any]:
    return [Case.objects.get(pk=one.pk).holder for one in cases]


def test_the_preview_says_what_happens_and_what_does_not_and_does_nothing(files: list[Case], bram: Who) -> None:
    cast.act(files[1], "take", bram)
    before = Entry.objects.count()
    text = preview(as_(bram), "take", files)
    assert "This happens in 2 files" in text
    assert "Nothing happens in 1 file" in text
    assert "You already have this file." in text
    assert Entry.objects.count() == before
    assert str(files[1].pk) not in sent(text)["case"]


def test_each_file_has_its_own_result_and_sent_again_nothing_more_happens(files: list[Case], bram: Who) -> None:
    client = as_(bram)
    form = sent(preview(client, "take", files))
    cast.act(files[0], "withdraw", cast.who(cast.Account.objects.get(name="Persoon Een")))
    answer = client.post(reverse("cases:several"), form).content.decode()
    assert "2 done, of 3." in answer
    assert answer.count("not done") == 1
    assert holders(files) == [None, bram.account, bram.account]
    before = Entry.objects.count()
    again = client.post(reverse("cases:several"), form).content.decode()
    assert "2 done, of 3." in again
    assert Entry.objects.count() == before


def test_taking_is_undone_by_giving_back(files: list[Case], bram: Who) -> None:
    client = as_(bram)
    done = client.post(reverse("cases:several"), sent(preview(client, "take", files))).content.decode()
    assert "Undo it in 3 files" in done
    undone = client.post(reverse("cases:several"), sent(preview(client, "give_back", files))).content.decode()
    assert "3 done, of 3." in undone
    assert holders(files) == [None, None, None]


def test_what_a_colleague_had_is_not_undone_by_giving_it_to_nobody(files: list[Case], bram: Who) -> None:
    other = cast.official("Karim Bouzid")
    cast.act(files[0], "take", other)
    seen = {one.pk: length(one.pk) for one in files}
    found = several.carry_out(bram, "take", [one.pk for one in files], data={}, seen=seen, key="k", lang="en")
    assert [one.undoes for one in found] == [False, True, True]


def test_what_changed_meanwhile_is_not_overrun(files: list[Case], bram: Who) -> None:
    seen = {one.pk: length(one.pk) for one in files}
    cast.act(files[2], "take", cast.official("Karim Bouzid"))
    found = several.carry_out(bram, "take", [one.pk for one in files], data={}, seen=seen, key="k", lang="en")
    assert [type(one.refused) for one in found] == [type(None), type(None), Changed]


def test_one_note_in_several_files(files: list[Case], bram: Who) -> None:
    client = as_(bram)
    form = sent(preview(client, "note", files), text="Belde met de school.")
    empty = client.post(reverse("cases:several"), {**form, "text": " "})
    assert "There is something to mend" in empty.content.decode()
    assert "3 done, of 3." in client.post(reverse("cases:several"), form).content.decode()
    for one in files:
        assert (told(entries(one.pk)[len(entries(one.pk)) - 1]) or {})["text"] == "Belde met de school."


def test_nothing_that_decides_is_done_in_several_files(files: list[Case], bram: Who) -> None:
    client = as_(bram)
    for kind in ("propose", "sign", "judge_fact", "x", ""):
        query = {"does": kind, "case": [str(one.pk) for one in files]}
        assert client.get(reverse("cases:several"), query)["Location"] == reverse("cases:work")
        assert client.post(reverse("cases:several"), query)["Location"] == reverse("cases:work")


def test_a_file_that_is_not_theirs_is_not_there(files: list[Case], bram: Who, amina: Who) -> None:
    draft = cast.draft(amina)
    text = preview(as_(bram), "take", [draft, files[0]])
    assert sent(text)["case"] == [str(files[0].pk)]
    key = uuid4().hex
    form = {"does": "take", "case": [str(draft.pk), "nonsense"], "key": key}
    as_(bram).post(reverse("cases:several"), form)
    assert Case.objects.get(pk=draft.pk).holder is None


def test_a_signer_takes_nothing(files: list[Case], chantal: Who) -> None:
    text = preview(as_(chantal), "take", files)
    assert "Nothing happens in 3 files" in text
    assert "The law gives this act to somebody else." in text


# ---------- Handing on ----------


def test_a_file_is_offered_with_a_note_and_goes_when_the_colleague_takes_it(files: list[Case], bram: Who) -> None:
    karim = cast.official("Karim Bouzid")
    case = cast.act(files[0], "take", bram).case
    client = as_(bram)
    text = preview(client, "offer", files)
    assert sent(text)["case"] == [str(case.pk)]
    assert "You do not have this file." in text
    form = sent(text, to=str(karim.account), note="Tolk nodig.")
    assert "1 done, of 1." in client.post(reverse("cases:several"), form).content.decode()
    assert "1 done, of 1." in client.post(reverse("cases:several"), form).content.decode()
    assert Handover.objects.count() == 1
    assert holders([case]) == [bram.account]

    page = as_(karim).get(reverse("cases:work")).content.decode()
    assert "Bram Peeters offers it to you." in page
    assert "“Tolk nodig.”" in page
    assert (
        as_(bram).get(reverse("cases:work") + "?show=mine").content.decode().count("You offer it to Karim Bouzid.") == 1
    )
    cast.act(case, "take", karim)
    assert holders([case]) == [karim.account]
    assert Handover.objects.get().ended == Handover.TAKEN
    assert worklist.counts(karim, "", worklist.away.today())["offered"] == 0


def test_an_offer_is_declined_or_taken_back_and_the_file_stays(files: list[Case], bram: Who) -> None:
    karim = cast.official("Karim Bouzid")
    case = cast.act(files[0], "take", bram).case
    for ends, how in ((karim, Handover.DECLINED), (bram, Handover.WITHDRAWN)):
        handing.offer(case.pk, karim.account, bram, key=f"offer {how}")
        with pytest.raises(NotForYou):
            handing.end_offer(case.pk, cast.official("Iemand Anders"), key="x")
        handing.end_offer(case.pk, ends, key=f"end {how}")
        assert Handover.objects.latest("at").ended == how
        assert holders([case]) == [bram.account]


def test_an_offer_counts_only_while_its_giver_has_the_file(files: list[Case], bram: Who) -> None:
    karim = cast.official("Karim Bouzid")
    case = cast.act(files[0], "take", bram).case
    handing.offer(case.pk, karim.account, bram, key="k")
    cast.act(case, "give_back", bram)
    assert handing.open_offer(case.pk) is None
    assert worklist.worklist(karim, Asked("offered"), "en", worklist.away.today()).rows == []


def test_nobody_offers_what_they_do_not_have_nor_to_who_handles_no_files(
    files: list[Case], bram: Who, chantal: Who
) -> None:
    karim = cast.official("Karim Bouzid")
    with pytest.raises(NotForYou):
        handing.offer(files[0].pk, karim.account, bram, key="a")
    case = cast.act(files[0], "take", bram).case
    for to in (bram.account, chantal.account, uuid4()):
        with pytest.raises(NotForYou):
            handing.offer(case.pk, to, bram, key=f"to {to}")


def test_what_colleagues_offer_each_other_is_not_in_the_persons_story(files: list[Case], bram: Who) -> None:
    case = cast.act(files[0], "take", bram).case
    handing.offer(case.pk, cast.official("Karim Bouzid").account, bram, note="Tolk nodig.", key="k")
    standing = Standing(Case.objects.get(pk=case.pk))
    office = [one.act for one in story(standing, bram, "en", for_person=False)]
    person = cast.who(cast.Account.objects.get(name="Persoon Een"))
    own = [one.act for one in story(standing, person, "en", for_person=True)]
    assert handing.OFFERED in office
    assert handing.OFFERED not in own
    data = as_(person).get(reverse("cases:data_json", args=[case.pk])).content.decode()
    assert "Tolk nodig." not in data


def test_an_offer_makes_nobodys_page_stale(files: list[Case], bram: Who) -> None:
    case = cast.act(files[0], "take", bram).case
    seen = length(case.pk)
    handing.offer(case.pk, cast.official("Karim Bouzid").account, bram, key="k")
    again = several.carry_out(bram, "give_back", [case.pk], data={}, seen={case.pk: seen}, key="g", lang="en")
    assert again[0].refused is None
