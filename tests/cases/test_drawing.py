# ruff: noqa: F811
"""Where a file is, on the drawing of its law: for the person and for the official, in its branches too."""

import re
import xml.etree.ElementTree as ET
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import bram, chantal, idriss, pack, refused  # noqa: F401  (fixtures)
from veer.access.who import Who
from veer.cases.models import Case
from veer.people.models import Account

SVG = "{http://www.w3.org/2000/svg}"


def drawings(one: Who, address: str, case: Case) -> list[ET.Element]:
    client = Client()
    client.force_login(Account.objects.get(pk=one.account), backend="django.contrib.auth.backends.ModelBackend")
    body = client.get(reverse(address, args=[case.pk])).content.decode()
    assert '<details class="whole-way"><summary>The whole way, drawn</summary>' in body
    return [ET.fromstring(one) for one in re.findall(r"<svg[^>]*class=\"drawing.*?</svg>", body)]


def texts(drawing: ET.Element) -> list[str]:
    return [one.text or "" for one in drawing.iter(f"{SVG}text")]


def appealed(idriss: Who, bram: Who, chantal: Who, at: Any) -> Case:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    return cast.act(case, "appeal", idriss).case


def test_the_person_sees_where_they_are_in_the_case_and_beside_it(
    idriss: Who,
    bram: Who,
    chantal: Who,
    at: Any,
) -> None:
    case = appealed(idriss, bram, chantal, at)
    narrow, wide = drawings(idriss, "cases:file", case)
    for drawn in (narrow, wide):
        said = texts(drawn)
        assert said.count("▶ you are here") == 2
        assert said.count("✓ been here") == 4  # presented, lodged, announced, proposed
        assert drawn[1].text == "11 steps, from top to bottom. you are here: refused, pending"
        gone = [one for one in drawn.iter(f"{SVG}path") if "d-gone" in (one.get("class") or "")]
        assert {one.get("stroke-width") for one in gone} == {"3"}, "the way it went is thicker, not only coloured"
        assert len(gone) == 5  # lodge, announce, propose, sign, appeal
    assert float(wide.get("width") or 0) > float(narrow.get("width") or 0)


def test_the_official_sees_it_in_one_column(idriss: Who, bram: Who, chantal: Who, at: Any) -> None:
    case = appealed(idriss, bram, chantal, at)
    (drawn,) = drawings(bram, "cases:at_work", case)
    assert "Turn: the applicant" in texts(drawn)
    assert texts(drawn).count("▶ you are here") == 2
    (other,) = drawings(chantal, "cases:at_work", case)
    assert ET.tostring(other) == ET.tostring(drawn)


def test_a_draft_is_at_its_first_step(law: None, amina: Who) -> None:
    (drawn,) = drawings(amina, "cases:file", cast.submitted(amina))
    said = " ".join(texts(drawn))
    assert said.count("▶") == 1
    assert said.count("✓") == 1
