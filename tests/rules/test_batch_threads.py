"""Blocks of rows on several threads: the same answers whatever their number, and errors and Ctrl-C come through."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.rules.small import DAY
from tests.rules.test_batch import PACK, PAST, WORK, rows
from tests.rules.test_batch_one_left import SETTLED
from veer.rules import program
from veer.rules.batch import Scorer
from veer.rules.batch.score import BLOCK
from veer.rules.batch.threads import cores, share

KINDS = {
    "known": {},
    "other": {"age": 17, "civil": "married_or_in_a_registered_partnership", "nation": "CA"},
    "listed": {**WORK, "work.n": 1, "job": True, "job.pay": 60, **PAST},
    "unknown": {"age": None, "work.n": None},
    "last": {"civil": None},
    "unread": {"phone": None, "knows.fr": None, "job": None},
    "rejected": {"age": 121},
    "conflict": {**WORK, "work.0.country": "ZZ", "work.n": 1},
    "late": {"nation": "ZW"},
}
RARE = ("rejected", "conflict")
TABLE = rows(*KINDS.values())
PLACE = {name: place for place, name in enumerate(KINDS)}


def drawn(kinds: list[str], height: int, seed: int) -> pl.DataFrame:
    """A table of rows of some kinds in random order; few that are read one by one, which takes long."""
    random_ = random.Random(seed)
    weights = [0.002 if kind in RARE else 1.0 for kind in kinds]
    order = random_.choices([PLACE[kind] for kind in kinds], weights, k=height)
    return TABLE[order].with_columns(id=pl.Series([f"p{n}" for n in range(height)]))


def told(frame: pl.DataFrame, threads: int, cache: Path, pack: object = PACK):
    scorer = Scorer(program(pack, "r"), today=DAY, cache=cache, threads=threads)
    table, rejected = scorer.score(frame)
    assert scorer.compiling
    return table, [(r.row, r.id, r.errors) for r in rejected]


@pytest.mark.parametrize("pack", [PACK, SETTLED], ids=["points", "one last fact"])
def test_answers_do_not_depend_on_the_number_of_threads(kernels, pack):
    frame = drawn(list(KINDS), 4 * BLOCK + 11, seed=3)
    table, rejected = told(frame, 1, kernels, pack)
    assert 10 < len(rejected) < 1000
    assert table["id"].to_list() == [i for i in frame["id"] if i not in {r[1] for r in rejected}]
    for threads in (2, 5):
        again, bad = told(frame, threads, kernels, pack)
        assert_frame_equal(again, table)
        assert bad == rejected


@settings(max_examples=6, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4, unique=True).filter(
        lambda kinds: not set(kinds) <= set(RARE)
    ),
    height=st.integers(BLOCK, 3 * BLOCK),
    seed=st.integers(0, 1 << 30),
)
def test_any_mixture_of_rows_over_any_blocks(kernels, kinds, height, seed):
    frame = drawn(kinds, height, seed)
    one, two, five = (told(frame, threads, kernels) for threads in (1, 2, 5))
    assert one[1] == two[1] == five[1]
    assert_frame_equal(one[0], two[0])
    assert_frame_equal(one[0], five[0])


def test_a_block_with_ranges_among_blocks_without(kernels):
    frame = drawn(["known", "other"], 5 * BLOCK, seed=5)
    hole = pl.int_range(pl.len()) == 2 * BLOCK + 1
    frame = frame.with_columns(age=pl.when(hole).then(None).otherwise("age"))
    table, rejected = told(frame, 2, kernels)
    assert (rejected, table["total"].null_count()) == ([], 1)
    assert table.filter(pl.col("total.min") < pl.col("total.max"))["id"].to_list() == [f"p{2 * BLOCK + 1}"]


def test_one_scorer_over_tables_of_other_columns_and_sizes(kernels):
    scorer = Scorer(program(PACK, "r"), today=DAY, cache=kernels, threads=2)
    frame = drawn(["known", "other", "last", "listed"], 3 * BLOCK, seed=8)
    for part in (frame, frame[:BLOCK], frame.drop("age"), frame[: 2 * BLOCK + 5], frame):
        assert_frame_equal(scorer.score(part)[0], told(part, 1, kernels)[0])


# --- the threads themselves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_start_is_done_once(threads):
    done = []
    share(lambda thread, start: done.append((thread, start)), range(0, 100, 7), threads)
    assert sorted(start for _, start in done) == list(range(0, 100, 7))
    assert {thread for thread, _ in done} <= set(range(threads))


def test_threads_work_side_by_side():
    both = threading.Barrier(2, timeout=20)
    share(lambda thread, start: both.wait(), range(2), 2)


def test_no_more_threads_than_this_process_may_use():
    assert cores() == len(os.sched_getaffinity(0))


@pytest.mark.parametrize("failing", [0, 1])
def test_an_error_of_any_thread_comes_out_as_it_is_and_ends_the_rest(failing):
    wrong = KeyError("luck")
    both, done = threading.Barrier(2, timeout=20), []

    def work(thread: int, start: int) -> None:
        if start < 2:
            both.wait()
            if thread == failing:
                raise wrong
        done.append(start)
        time.sleep(0.001)

    with pytest.raises(KeyError) as raised:
        share(work, range(10_000), 2)
    assert raised.value is wrong
    assert len(done) < 9_000
    assert not [t for t in threading.enumerate() if t.name.startswith("veer-batch")]


def test_ctrl_c_ends_the_threads():
    both, done = threading.Barrier(2, timeout=20), []

    def work(thread: int, start: int) -> None:
        if start < 2:
            both.wait()
            if thread == 1:
                os.kill(os.getpid(), signal.SIGINT)
        done.append(start)
        time.sleep(0.001)

    # A shell that starts the suite in the background lets it ignore Ctrl-C; this test is of a process that listens.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            share(work, range(10_000), 2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(done) < 9_000
