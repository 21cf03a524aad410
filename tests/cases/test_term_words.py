"""How a last day came about, in a sentence that somebody can read."""

from datetime import date

from django.utils.translation import override

from veer.cases.clocks import in_words, length_words, sum_of
from veer.cases.listed import labelled
from veer.rules.model import Length
from veer.rules.time.counting import Line

START = date(2026, 8, 21)


def said(*unsure: Length, lang: str = "en") -> str:
    lines = [Line("started", "ask", START), Line("length", length=Length(days=3))]
    with override(lang):
        return in_words([*lines, *(Line("unsure", str(n), length=one) for n, one in enumerate(unsure))], START)


def test_lengths_that_may_apply_are_said_together_and_none_twice() -> None:
    plain = "3 days since 21 August 2026"
    assert said() == plain
    assert said(Length(days=3)) == plain, "a variant of the same length changes nothing"
    told = said(Length(days=4), Length(months=1), Length(days=3), Length(days=4))
    assert told == f"{plain}; perhaps 4 days or 1 month: that depends on something not known yet"


def test_what_was_sent_is_counted_from_the_day_on_which_it_counts_as_received() -> None:
    received = Line("presumed", "registered", date(2026, 8, 26), number=3, working=True, counted=True)
    lines = [Line("started", "give", START), received, Line("length", length=Length(days=15))]
    with override("en"):
        assert in_words(lines, START) == (
            "sent on 21 August 2026, counts as received on 26 August 2026; 15 days from then on"
        )
        assert sum_of(lines[:1], START, START) == [], "a plain length is said in one sentence"
        assert sum_of(lines, START, date(2026, 9, 9))[-2:] == [
            "The term: 15 days.",
            "So the last day is 9 September 2026.",
        ]


def test_in_the_language_of_the_reader() -> None:
    told = said(Length(days=4), Length(days=7), lang="nl")
    assert told.endswith("misschien 4 dagen of 7 dagen: dat hangt af van iets wat nog niet bekend is")


def test_an_arabic_list_has_arabic_commas() -> None:
    with override("ar"):
        assert "، " in length_words(Length(months=1, days=3))
        assert ", " not in length_words(Length(months=1, days=3))


def test_a_french_colon_has_its_narrow_space() -> None:
    with override("fr"):
        assert labelled("Âge", 31) == "Âge\u202f: 31"
    with override("en"):
        assert labelled("Age", 31) == "Age: 31"
