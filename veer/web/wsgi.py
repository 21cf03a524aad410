"""The door for a WSGI server. WSGI and not ASGI: measured, our synchronous pages were many times slower under ASGI."""

import gc
import os

gc.disable()  # what is loaded below stays for ever: looking through it for rubbish took half of the start

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veer.web.settings")
application = get_wsgi_application()

from django.core.management import call_command  # noqa: E402 (needs the settings above)

from veer.openness.queries import packs  # noqa: E402
from veer.web import demo, environment  # noqa: E402

if environment.flag("PREPARE"):  # script/server, of a demonstration that was here before: one load instead of two
    gc.enable()  # where the law has changed, it is filled again, and that leaves much behind
    call_command("prepare")
    gc.disable()
    packs()  # the first page reads the laws; then it need not wait for them
demo.require_mark()
gc.freeze()
gc.enable()
