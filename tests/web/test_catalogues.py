"""A deployment whose words were not compiled says so, and does not start: a letter of the law is never half English."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

TRANSLATED = [code for code, _name in configured.LANGUAGES if code != "en"]


@pytest.fixture
def words(settings: Any, tmp_path: Path) -> Path:
    """The catalogues as they were compiled, to be spoilt."""
    copied = tmp_path / "locale"
    shutil.copytree(configured.LOCALE_PATHS[0], copied)
    settings.LOCALE_PATHS = [copied]
    return copied


def test_compiled_words_are_in_order(words: Path) -> None:
    assert run_checks(tags=["catalogues"]) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_that_was_not_compiled_is_an_error(words: Path, language: str) -> None:
    (words / language / "LC_MESSAGES" / "django.mo").unlink()
    (found,) = run_checks(tags=["catalogues"])
    assert (found.id, found.hint) == ("veer.E001", "script/messages compile")
    assert f"({language})" in found.msg
    with pytest.raises(SystemCheckError, match="script/messages compile"):
        call_command("check")


def test_an_installation_is_not_made_ready_without_its_words(words: Path) -> None:
    (words / TRANSLATED[0] / "LC_MESSAGES" / "django.mo").unlink()
    with pytest.raises(SystemCheckError, match="not compiled"):
        call_command("prepare")
