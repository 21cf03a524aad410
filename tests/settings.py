"""The settings of the suite: those of a real installation, made stricter, on a database and folder thrown away after.

On SQLite unless VEER_DATABASE_URL names a PostgreSQL server (script/test runs both).
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="veer-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

os.environ.setdefault("VEER_SECRET_KEY", "for the suite only")
os.environ["VEER_DATA_DIR"] = str(_scratch)
os.environ.setdefault("VEER_MAIL_URL", "smtp://localhost")
os.environ.setdefault("VEER_HOSTS", "testserver,localhost,127.0.0.1")
# Most tests become an official without signing in; tests/web/test_signin_second_factor.py requires it, as is usual.
os.environ.setdefault("VEER_SECOND_FACTOR", "offered")
# Playwright keeps an event loop in the thread of the test; Django would take our synchronous queries for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from django.template.base import Node  # noqa: E402

from veer.web.settings import *  # noqa: E402, F403
from veer.web.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402


class UndefinedVariable(Exception):
    """A template named something that its page does not give."""


class RaiseWhenUndefined(str):
    """Django puts this in place of an undefined variable, formatted with its name: the moment to say so."""

    def __contains__(self, part: object) -> bool:
        return part == "%s" or super().__contains__(str(part))

    def __mod__(self, name: object) -> str:
        if _somebody_elses_template():
            return ""
        raise UndefinedVariable(str(name))

    def __html__(self) -> str:
        raise UndefinedVariable("something that does not exist, or asks for more than a template may give")


def _somebody_elses_template() -> bool:
    """A package's own template may lean on Django's leniency: we cannot mend it, only replace it."""
    frame = sys._getframe(2)
    while frame.f_back and not isinstance(frame.f_locals.get("self"), Node):
        frame = frame.f_back
    node = frame.f_locals.get("self")
    return "site-packages" in str(getattr(node, "origin", ""))


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = RaiseWhenUndefined("undefined")

for _alias, _database in DATABASES.items():
    if "sqlite3" in _database["ENGINE"]:
        # A file, so that threads and a live server meet as they do in earnest; nothing waits for the disk.
        _database["TEST"] = {"NAME": str(_scratch / f"{_alias}.sqlite3")}
        _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace("FULL", "OFF")
    else:
        _database["TEST"] = {"NAME": f"test_{_database['NAME']}_{_alias}"}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
