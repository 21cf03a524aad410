"""A page that comes in pieces is read whole after a click: what busy machines do to every test of a page."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

FORM = b"<form action=/there/><input name=q><button>Go</button></form>"


class InPieces(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if not self.path.startswith("/there/"):
            self.wfile.write(FORM)
            return
        self.wfile.write(b"<p>one</p>" + b" " * 5000)
        self.wfile.flush()
        time.sleep(0.3)
        self.wfile.write(b"<p>two</p>")

    def log_message(self, *_words: Any) -> None:
        """Say nothing on the test's own output."""


@pytest.fixture
def slow() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), InPieces) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("script", [True, False])
def test_a_page_in_pieces_is_read_whole(browser: Browser, slow: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(slow)
    page.get_by_role("button").click()
    assert page.locator("p").count() == 2
    page.goto(slow)
    page.locator("input").press("Enter")
    assert page.locator("p").count() == 2
    context.close()
