from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import AppConfig

if TYPE_CHECKING:
    from veer.people.files import File


class CasesConfig(AppConfig):
    name = "veer.cases"

    def ready(self) -> None:
        from veer.cases import policy  # noqa: F401  (registers who may see which cases)
        from veer.people import files

        files.register(_files_of)


def _files_of(persons: Sequence[UUID], lang: str) -> list["File"]:
    """The files of a person, read only when somebody asks: the law engine is not worth loading otherwise."""
    from veer.cases.queries import files_of

    return files_of(persons, lang)
