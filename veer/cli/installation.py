"""The installation behind the commands that keep it: only they wait for Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .codes import refuse


@contextmanager
def installation() -> Iterator[None]:
    """Django, set up; what the machine lacks is said in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veer.web.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import DatabaseError

    try:
        django.setup()
        yield
    except ImproperlyConfigured as error:
        raise refuse(str(error), code="settings", hint="docs/operate.md lists every setting") from None
    except DatabaseError as error:
        message = f"the database is not ready: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        raise refuse(message, code="database", hint="start it, and run python manage.py migrate") from None
