"""The interface in every language: complete, nothing guessed, every placeholder where it belongs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "veer" / "web" / "locale"
COMPLETE = sorted({code for code, _name in settings.LANGUAGES} - {"en"})  # English is the language of the source
PLACE = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|</?[a-z]+>|\{[a-z_]+\}")


def messages(language: str) -> list[Message]:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def strings(text: str | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_is_translated(language: str) -> None:
    missing = [message.id for message in messages(language) if not all(strings(message.string))]
    assert not missing
    assert not [message.id for message in messages(language) if message.fuzzy]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_placeholder_stands_where_it_belongs(language: str) -> None:
    wrong = []
    for message in messages(language):
        wanted = {place for text in strings(message.id) for place in PLACE.findall(text)}
        for text in strings(message.string):
            found = set(PLACE.findall(text))
            # "One way is open" may leave the number out; nothing may be made up.
            if text and (found - wanted or (isinstance(message.id, str) and found != wanted)):
                wrong.append((message.id, text))
    assert not wrong


@pytest.mark.parametrize(
    "n, words",
    [
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يومًا"),
        (90, "90 يومًا"),
        (100, "100 يوم"),
        (103, "103 أيام"),
    ],
)
def test_arabic_counts_in_its_six_forms(n: int, words: str) -> None:
    with translation.override("ar"):
        assert ngettext("%(n)d day", "%(n)d days", n) % {"n": n} == words


def test_no_text_turns_the_direction_of_what_follows() -> None:
    """A mark that turns the text around is invisible to whoever edits the file, and makes it read otherwise."""
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
    for language in COMPLETE:
        assert not [one.id for one in messages(language) if any(map(turning.search, strings(one.string)))], language


def test_no_text_of_the_program_is_missing_in_the_catalogues(tmp_path: Path) -> None:
    """Collects the words again, beside the kept ones: a new sentence without its translations is told here."""
    shutil.copytree(LOCALE, tmp_path / "locale")
    collect = (
        "import importlib.machinery as m, importlib.util as u, pathlib, sys\n"
        "loader = m.SourceFileLoader('messages', sys.argv[1])\n"
        "module = u.module_from_spec(u.spec_from_loader('messages', loader))\n"
        "loader.exec_module(module)\n"
        "module.LOCALE = pathlib.Path(sys.argv[2])\n"
        "module.extract()\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", collect, str(ROOT / "script" / "messages"), str(tmp_path / "locale")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    for language in COMPLETE:
        assert re.search(rf"^{language}: \d+ texts, 0 to translate$", said, re.MULTILINE), said


def test_words_are_marked_by_names_that_collecting_knows() -> None:
    """Under another name a text is shown and never translated, and its translation is dropped the next time."""
    named = {
        f"{path}: {name}"
        for path in (ROOT / "veer").rglob("*.py")
        for name in re.findall(r"\bn?p?gettext\w* as (\w+)", path.read_text())
        if name != "_"
    }
    assert not named
