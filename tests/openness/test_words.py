"""The interface in Dutch, French and German: complete, nothing guessed, every placeholder where it belongs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "veer" / "web" / "locale"
COMPLETE = ["nl", "fr", "de"]
PLACE = re.compile(r"%\([a-z_]+\)[sd]|</?[a-z]+>|\{[a-z_]+\}")


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


@pytest.mark.parametrize("language", [*COMPLETE, "ar"])
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
