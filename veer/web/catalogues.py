"""The interface's words, compiled: without them pages and letters would be half English, and nobody told."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SOURCE = "en"  # the words in the program itself are English


@register("catalogues")
def compiled(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """An error for each language that is offered and whose compiled catalogue stands nowhere."""
    return [
        Error(
            f"The words of the interface in {name} ({code}) are not compiled: pages and letters would be in English.",
            hint="script/messages compile",
            id="veer.E001",
        )
        for code, name in settings.LANGUAGES
        if code != SOURCE
        and not any((Path(folder) / code / "LC_MESSAGES" / "django.mo").is_file() for folder in settings.LOCALE_PATHS)
    ]
