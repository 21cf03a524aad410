"""Whoever interrupts a search is obeyed at once, and is not given what it had so far as an answer."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from tests.placement.small import endless
from veer.placement import place, read


def test_an_interrupted_search_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    begun: list[threading.Timer] = []

    def left() -> float:
        """Asked once at the beginning, then before each solve: first the relaxation, then the search."""
        begun.append(threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)))
        if len(begun) == 3:
            begun[-1].start()
        return float("inf")

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        place(read(endless()), "score", left)
    assert time.monotonic() - start < 60
    assert capfd.readouterr() == ("", "")
