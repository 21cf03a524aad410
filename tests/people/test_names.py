"""A name is written in any script; the person is found by whoever can type only letters without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veer.people import names


@pytest.mark.parametrize(
    "written,typed",
    [
        ("Trần Thị-Đỗ", ["tran", "thi", "do"]),
        ("Петровић", ["petrovic"]),
        ("O’Neill", ["oneill"]),
        ("Łukasz Øster", ["lukasz", "oster"]),
        ("محمد علي", ["mhmd", "ly"]),
        ("გიორგი", ["giorgi"]),
        ("  ", []),
    ],
)
def test_words_in_plain_letters(written: str, typed: list[str]) -> None:
    assert names.words(written) == typed


def test_a_script_without_spaces_is_found_by_each_syllable_and_by_all() -> None:
    assert names.tokens(["王小明"]) == {"wangxiaoming", "wang", "xiao", "ming"}
    assert names.tokens(["McDonald"]) == {"mcdonald"}


def test_order_accents_and_capitals_make_no_other_name() -> None:
    assert names.key("HADDAD Amína") == names.key("amina haddad")
    assert names.folded("HADDAD Amína") == "haddad amina"


def test_spellings_with_and_without_vowels_share_a_skeleton() -> None:
    assert {names.skeleton(word) for word in ("mohamed", "muhammad", "mohammed", "mhmd")} == {"mhmd"}
    assert names.skeleton("fatima") == names.skeleton("ftmh")
    assert names.skeleton("ywsf") == ""  # two consonants say too little


def test_what_it_cannot_do_is_known() -> None:
    """The article that Arabic writes onto a name stays on it, and a name of several words is not one word."""
    assert names.skeleton_key("الخطيب") != names.skeleton_key("Khatib")
    assert names.skeleton_key("عبد الرحمن") != names.skeleton_key("Abderrahman")


def test_latin_letters_stay_as_they_are_written_and_others_are_given_some() -> None:
    assert names.latin("Trần Đỗ") == "Trần Đỗ"
    assert names.latin("Юлия Петровић") == "Yuliya Petrovic"


@given(st.text(max_size=60))
def test_any_text_is_a_name(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and len(word) <= names.LONGEST for word in names.words(text))
    assert all(token.isascii() and token.isalnum() for token in names.tokens([text]))
    assert len(names.tokens([text])) <= names.MOST
    assert names.key(text) == names.key(names.key(text))
