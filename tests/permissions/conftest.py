"""What every table of permissions shares."""

import pytest
from django.http import HttpRequest, HttpResponse


@pytest.fixture(autouse=True)
def not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table asks thousands of times for what is not there; the page that says so is tried elsewhere."""

    def nothing(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponse("not there", status=404)

    monkeypatch.setattr("veer.web.urls.handler404", nothing, raising=False)
