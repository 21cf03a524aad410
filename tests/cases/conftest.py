from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.cases import cast
from veer.access.who import Who


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Uploads go where nobody finds them afterwards."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a page before was read in, here the words are English."""
    with translation.override("en"):
        yield


@pytest.fixture
def law(db: None) -> None:
    cast.activate_law()


@pytest.fixture
def amina(law: None) -> Who:
    return cast.applicant()


@pytest.fixture
def bram(law: None) -> Who:
    return cast.official()


@pytest.fixture
def chantal(law: None) -> Who:
    return cast.signer()
