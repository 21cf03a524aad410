import socket

import pytest

from veer.web import serving


@pytest.fixture
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEMO", "SECRET_KEY", "DATABASE_URL", "DATA_DIR"):
        monkeypatch.delenv(f"VEER_{name}", raising=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "veer.example"])
@pytest.mark.usefixtures("nothing_configured")
def test_a_demonstration_is_served_to_nobody_else(host: str) -> None:
    assert "stays on this machine" in serving.refusal(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.8.8"])
@pytest.mark.usefixtures("nothing_configured")
def test_a_demonstration_is_served_here(host: str) -> None:
    assert serving.refusal(host, 0) == ""


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"cannot listen on 127.0.0.1:{port}" in serving.refusal("127.0.0.1", port)
