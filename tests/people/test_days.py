"""A day in three boxes: typed, refused with words, shown again, and read out as one group."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.people.cast import boxes, moment
from veer.people.days import PARTS, DayField, MomentField
from veer.people.models import Account, Link


class Asking(forms.Form):
    first = DayField(label="First day")
    last = DayField(label="Last day", help_text="Leave it empty.", required=False)


def filled(first: tuple[str, str, str], last: tuple[str, str, str] = ("", "", "")) -> Asking:
    typed = {"first": first, "last": last}
    typed_in = [(name, box, number) for name in typed for number, (box, _long) in enumerate(PARTS)]
    return Asking({f"{name}_{box}": typed[name][number] for name, box, number in typed_in})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "11", "2026"), "This day does not exist."),
        (("", "11", "2026"), "This day does not exist."),
        (("3", "Nov", "2026"), "Write the date in figures"),
        (("3", "11", "26"), "Write the date in figures"),
        (("", "", ""), "This field is required."),
    ],
)
def test_what_is_no_day_is_told(typed: tuple[str, str, str], words: str) -> None:
    form = filled(typed)
    assert words in str(form.errors["first"])
    assert [form["first"].subwidgets[0].data["subwidgets"][box]["value"] for box in range(3)] == [
        part or None for part in typed
    ]


def test_a_known_day_stands_in_its_boxes() -> None:
    shown = str(Asking(initial={"first": date(2026, 12, 3)})["first"])
    assert [f'value="{part}"' in shown for part in ("03", "12", "2026")] == [True] * 3


def test_the_boxes_are_one_group_and_an_error_leads_to_the_first() -> None:
    form = filled(("31", "11", "2026"))
    page = render_to_string("components/field.html", {"field": form["last"]})
    assert '<fieldset class="field" aria-describedby="id_last_helptext">' in page
    assert '<legend class="label">Last day' in page
    assert '<a href="#id_first_0">First day: This day' in render_to_string("components/errors.html", {"form": form})


class Happening(forms.Form):
    at = MomentField(label="When did it happen?", required=False)


@pytest.mark.parametrize("hour", ["09:05", "9:05", "9.05", "9h05", "0905"])
def test_a_moment_is_a_day_and_an_hour_where_the_page_stands(hour: str) -> None:
    form = Happening(moment("at", f"2026-07-03T{hour}"))
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 7, 3, 7, 5, tzinfo=UTC)
    assert Happening({}).is_valid()
    assert Happening({}).errors == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("3", "7", "2026", ""), "Write the hour too, such as 09:30 or 14:00."),
        (("3", "7", "2026", "25:00"), "Write the hour too, such as 09:30 or 14:00."),
        (("31", "6", "2026", "10:00"), "This day does not exist."),
        (("", "", "", "10:00"), "This day does not exist."),
        (("29", "3", "2026", "02:30"), "couldn’t be interpreted in time zone"),  # the hour that the clock leaps over
    ],
)
def test_a_moment_that_is_wrong_is_told_and_stays_as_it_was_typed(typed: tuple[str, ...], words: str) -> None:
    form = Happening(dict(zip(("at_day", "at_month", "at_year", "at_hour"), typed, strict=True)))
    assert words in str(form.errors["at"])
    shown = render_to_string("components/field.html", {"field": form["at"]})
    assert [f'value="{part}"' in shown for part in typed if part] == [True] * sum(map(bool, typed))
    assert shown.count("<input") == 4


def test_a_known_moment_stands_in_its_boxes() -> None:
    shown = str(Happening(initial={"at": datetime(2026, 12, 3, 13, 30, tzinfo=UTC)})["at"])
    assert [f'value="{part}"' in shown for part in ("03", "12", "2026", "14:30")] == [True] * 4


@pytest.mark.django_db(databases=["default", "guidance"])
def test_a_mandate_lasts_through_the_day_that_was_typed(at: Any) -> None:
    at(2026, 11, 23, 9)
    client = Client()
    amina = Account.objects.get(pk=cast.applicant().account)
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"email": "lea@example.org", "function": "lawyer", "may": "act"}
    wrong = client.post(reverse("people:mandates"), {**asked, **boxes("ends", "2026-11-22")})
    assert "That day is over." in wrong.content.decode()
    assert 'type="date"' not in wrong.content.decode()
    assert client.post(reverse("people:mandates"), {**asked, **boxes("ends", "2026-12-03")}).status_code == 302
    assert Link.objects.get(email="lea@example.org").ends.isoformat() == "2026-12-03T23:00:00+00:00"
