"""Documents of a file: versions, languages, translations, and who sees which of them."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, marks, page
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import export, law, shelf
from veer.cases.acts import open_case
from veer.cases.errors import BadData
from veer.cases.models import Case, Document
from veer.journal.queries import entries, told

pytestmark = pytest.mark.django_db
SHELF = Path(__file__).parent / "shelf"


@pytest.fixture
def case(amina: Who, bram: Who) -> Case:
    law.activate(law_in(SHELF), SYSTEM)
    return open_case(cast.person_of(amina), "shelf", "papers", bram, language="en", key=uuid4().hex)


@pytest.fixture
def court(law: None) -> Who:
    return cast.who(cast.account("Cas Griffie", roles.COURT))


def added(case: Case, by: Who, act: str = "add", name: str = "deed.pdf", **data: object) -> Document:
    done = cast.act(case, act, by, **{"kind": "deed", "file": cast.a_pdf(name), **data})
    said = told(done.entry)
    assert said is not None
    return Document.objects.get(pk=said["document"])


def test_a_newer_version_stands_before_the_older_which_stays_readable(case: Case, amina: Who) -> None:
    older = added(case, amina, name="first.pdf")
    newer = added(case, amina, name="second.pdf", kind="", newer_than=str(older.pk))
    assert (newer.supersedes_id, newer.kind) == (older.pk, "deed")
    text = page(as_(amina), reverse("cases:documents", args=[case.pk]))
    assert "older version" in text
    assert "Replaces: first.pdf" in text
    assert text.index("second.pdf") < text.index(reverse("cases:document", args=[case.pk, older.pk]))
    assert as_(amina).get(reverse("cases:document", args=[case.pk, older.pk])).status_code == 200
    assert f"?newer={older.pk}" not in text
    with pytest.raises(BadData, match="newer version of this document already"):
        added(case, amina, newer_than=str(older.pk))


def test_a_newer_version_is_of_the_same_kind_and_from_the_same_side(case: Case, amina: Who, bram: Who) -> None:
    hers, theirs = added(case, amina), added(case, bram, "file")
    with pytest.raises(BadData, match="same kind"):
        added(case, amina, newer_than=str(hers.pk), kind="diploma")
    with pytest.raises(BadData, match="Somebody else"):
        added(case, amina, newer_than=str(theirs.pk))
    with pytest.raises(BadData, match="Somebody else"):
        added(case, bram, "file", newer_than=str(hers.pk))
    assert Document.objects.count() == 2


def test_no_two_versions_follow_the_same_document_even_past_the_act(case: Case, amina: Who) -> None:
    older = added(case, amina)
    added(case, amina, newer_than=str(older.pk))
    other = added(case, amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=other.pk).update(supersedes=older)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=other.pk).update(sworn=True)


def test_a_translation_hangs_at_its_original(case: Case, amina: Who, bram: Who) -> None:
    original = added(case, amina, name="akte.pdf", language="ar")
    address = reverse("cases:documents", args=[case.pk]) + f"?original={original.pk}"
    client = as_(amina)
    form = page(client, address)
    assert "A translation of: akte.pdf" in form
    sent = {**marks(form), "file": cast.a_pdf("vertaling.pdf"), "language": "nl", "sworn": "on"}
    assert client.post(address, sent).status_code == 302
    made = Document.objects.get(name="vertaling.pdf")
    assert (made.translates_id, made.sworn, made.language, made.kind) == (original.pk, True, "nl", "deed")
    for reader, name in ((client, "cases:file"), (as_(bram), "cases:at_work")):
        text = page(reader, reverse(name, args=[case.pk]))
        assert "Sworn translation of: akte.pdf" in text
        assert "A sworn translation" in text
        assert "Arabic" in text


def test_a_translation_names_another_language_and_a_real_original(case: Case, amina: Who) -> None:
    original = added(case, amina, language="ar")
    with pytest.raises(BadData, match="into which language"):
        added(case, amina, original=str(original.pk))
    with pytest.raises(BadData, match="in this language already"):
        added(case, amina, original=str(original.pk), language="ar")
    with pytest.raises(BadData, match="language of the document"):
        added(case, amina, language="<b>")
    made = added(case, amina, original=str(original.pk), language="fr")
    with pytest.raises(BadData, match="Choose the original"):
        added(case, amina, original=str(made.pk), language="nl")
    assert not added(case, amina, sworn=True).sworn  # nothing but a translation is sworn


def test_a_document_of_another_file_is_not_there(case: Case, amina: Who, bram: Who) -> None:
    other = open_case(cast.person_of(amina), "shelf", "papers", bram, language="en", key=uuid4().hex)
    foreign = added(other, amina)
    for field in ("newer_than", "original"):
        with pytest.raises(BadData, match="not in the file"):
            added(case, amina, language="fr", **{field: str(foreign.pk)})
    address = reverse("cases:document", args=[case.pk, foreign.pk])
    assert as_(amina).get(address).status_code == 404


def test_the_person_sees_all_but_what_the_law_names(case: Case, amina: Who, bram: Who) -> None:
    office = as_(bram)
    form = page(office, reverse("cases:add_at_work", args=[case.pk, "keep"]))
    assert "The law keeps this document from: the person" in form
    sent = {**marks(form), "kind": "deed", "file": cast.a_pdf("secret-source.pdf"), "language": "fr"}
    assert office.post(reverse("cases:add_at_work", args=[case.pk, "keep"]), sent).status_code == 302
    kept, open_ = Document.objects.get(), added(case, bram, "file", name="report.pdf")
    assert [one.pk for one in shelf.for_person(case)] == [open_.pk]
    client = as_(amina)
    assert client.get(reverse("cases:document", args=[case.pk, kept.pk])).status_code == 404
    assert client.get(reverse("cases:document", args=[case.pk, open_.pk])).status_code == 200
    assert office.get(reverse("cases:work_document", args=[case.pk, kept.pk])).status_code == 200
    for name in ("cases:file", "cases:documents"):
        text = page(client, reverse(name, args=[case.pk]))
        assert "secret-source" not in text
        assert "1 document that the law keeps from you: A memo of nobody, article 7." in " ".join(text.split())
    data = str(export.everything(case))
    assert "report.pdf" in data
    assert "secret-source" not in data
    assert str(kept.pk) not in data


def test_a_court_sees_what_its_acts_need_and_what_it_added(case: Case, amina: Who, bram: Who, court: Who) -> None:
    for kind in ("deed", "diploma", "contract", "receipt"):
        added(case, amina, kind=kind, name=f"{kind}.pdf")
    cast.act(case, "dispute", bram)
    assert {one.kind for one in shelf.at_work(case, bram)} == {"deed", "diploma", "contract", "receipt"}
    assert {one.kind for one in shelf.at_work(case, court)} == {"diploma", "contract", "receipt"}
    text = page(as_(court), reverse("cases:at_work", args=[case.pk]))
    assert "receipt.pdf" in text
    deed = Document.objects.get(kind="deed")
    assert reverse("cases:work_document", args=[case.pk, deed.pk]) not in text
    assert as_(court).get(reverse("cases:work_document", args=[case.pk, deed.pk])).status_code == 404
    own = added(case, court, "file")
    assert own.pk in [one.pk for one in shelf.at_work(case, court)]


def test_the_journal_says_what_a_document_is(case: Case, amina: Who, bram: Who) -> None:
    original = added(case, amina, language="ar")
    made = added(case, amina, original=str(original.pk), language="nl", sworn=True)
    newer = added(case, amina, newer_than=str(made.pk), original=str(original.pk), language="nl")
    kept = added(case, bram, "keep", name="secret.pdf")
    said = [told(entry) or {} for entry in entries(case.pk)][1:]
    assert [one["document"] for one in said] == [str(one.pk) for one in (original, made, newer, kept)]
    assert (said[0]["language"], said[0]["scan"]) == ("ar", "unscanned")
    assert (said[1]["translates"], said[1]["sworn"]) == (str(original.pk), True)
    assert said[2]["supersedes"] == str(made.pk)
    assert said[3]["kept_from"] == ["applicant"]
    assert "name" not in said[3]
