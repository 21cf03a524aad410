"""The door for a WSGI server. WSGI and not ASGI: measured, our synchronous pages were many times slower under ASGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veer.web.settings")
application = get_wsgi_application()

from veer.web import demo  # noqa: E402 (needs the settings above)

demo.require_mark()
