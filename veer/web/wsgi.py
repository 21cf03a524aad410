"""The door for a WSGI server. WSGI and not ASGI: measured, our synchronous pages were many times slower under ASGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veer.web.settings")
application = get_wsgi_application()

from django.core.management import call_command  # noqa: E402 (needs the settings above)

from veer.web import demo, environment  # noqa: E402

if environment.flag("PREPARE"):  # script/server, of a demonstration that was here before: one load instead of two
    call_command("prepare")
demo.require_mark()
