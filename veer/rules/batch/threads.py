"""Blocks of rows on several threads: the loops over rows hold no lock of Python's, so that each may have a core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def share(work: Callable[[int, int], None], starts: Iterable[int], threads: int) -> None:
    """Call `work(thread, start)` once for every start, `thread` from 0 (the caller's own) up to `threads` - 1.

    An error of any thread is raised as it is, once the others have ended the start that they are at; so is Ctrl-C.
    """
    left = deque(starts)

    def take(thread: int) -> None:
        try:
            while True:
                try:
                    start = left.popleft()
                except IndexError:
                    return
                work(thread, start)
        except BaseException:
            left.clear()
            raise

    if threads == 1:
        take(0)
        return
    with ThreadPoolExecutor(threads - 1, "veer-batch") as pool:
        others = [pool.submit(take, thread) for thread in range(1, threads)]
        take(0)
    for other in others:
        other.result()
