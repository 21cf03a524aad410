"""Whatever is done in whatever order: the ledger and a naive book agree, and what one refuses the other refuses."""

from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quotas.ledger import BY, FROM, Book, opened
from veer.quotas import acts
from veer.quotas.acts import Full
from veer.quotas.models import Quota
from veer.quotas.queries import NotHeld, balances
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db

STEPS = st.one_of(
    st.tuples(st.just("reserve"), st.integers(0, 1), st.integers(1, 6), st.one_of(st.none(), st.integers(0, 9))),
    st.tuples(st.sampled_from(["confirm", "release", "move"]), st.integers(0, 30)),
    st.tuples(st.just("change"), st.integers(0, 30), st.integers(1, 6)),
    st.tuples(st.just("expire"), st.integers(0, 10)),
)


class Both:
    """Two quotas, each with its book; every step is done in both and the answers are compared."""

    def __init__(self, places: tuple[int, int], call: Fraction, counters: int) -> None:
        self.quotas: list[Quota] = [opened(n, call=call, counters=counters) for n in places]
        self.books = [Book(quota.places, quota.most) for quota in self.quotas]
        self.made: list[UUID] = []

    def of(self, which: int) -> tuple[UUID, Book | None]:
        """One of the holdings made so far, and the book in which it stands, if it still does."""
        if not self.made:
            return uuid4(), None
        holding = self.made[which % len(self.made)]
        return holding, next((b for b in self.books if holding in {*b.reserved, *b.confirmed}), None)

    def reserve(self, which: int, amount: int, days: int | None) -> None:
        quota, book = self.quotas[which], self.books[which]
        until = None if days is None else FROM + timedelta(days=days)
        if book.called + amount > book.most:
            with pytest.raises(Full):
                acts.reserve(quota.pk, amount, uuid4(), BY, "draw", uuid4().hex, until)
            return
        holding = acts.reserve(quota.pk, amount, uuid4(), BY, "draw", uuid4().hex, until).id
        self.made.append(holding)
        book.reserved[holding], book.until[holding] = amount, until

    def confirm(self, which: int) -> None:
        holding, book = self.of(which)
        if book is None or holding not in book.reserved:
            expected: Any = NotHeld
        elif book.granted + book.reserved[holding] > book.places:
            expected = Full
        else:
            acts.confirm(holding, BY, "granted", uuid4().hex)
            book.confirmed[holding] = book.reserved.pop(holding)
            return
        with pytest.raises(expected):
            acts.confirm(holding, BY, "granted", uuid4().hex)

    def release(self, which: int) -> None:
        holding, book = self.of(which)
        if book is None:
            with pytest.raises(NotHeld):
                acts.release(holding, BY, "gone", uuid4().hex)
            return
        acts.release(holding, BY, "gone", uuid4().hex)
        book.forget(holding)

    def change(self, which: int, amount: int) -> None:
        holding, book = self.of(which)
        if book is None:
            with pytest.raises(NotHeld):
                acts.change(holding, amount, BY, "birth", uuid4().hex)
            return
        kept = book.confirmed if holding in book.confirmed else book.reserved
        more = amount - kept[holding]
        if book.called + more > book.most or (kept is book.confirmed and book.granted + more > book.places):
            with pytest.raises(Full):
                acts.change(holding, amount, BY, "birth", uuid4().hex)
            return
        acts.change(holding, amount, BY, "birth", uuid4().hex)
        kept[holding] = amount

    def move(self, which: int) -> None:
        holding, book = self.of(which)
        if book is None:
            with pytest.raises(NotHeld):
                acts.move(holding, self.quotas[0].pk, BY, "moved", uuid4().hex)
            return
        there = 1 - self.books.index(book)
        other = self.books[there]
        reserved, confirmed = book.reserved.get(holding, 0), book.confirmed.get(holding, 0)
        if other.called + reserved + confirmed > other.most or other.granted + confirmed > other.places:
            with pytest.raises(Full):
                acts.move(holding, self.quotas[there].pk, BY, "moved", uuid4().hex)
            return
        acts.move(holding, self.quotas[there].pk, BY, "moved", uuid4().hex)
        (other.reserved if reserved else other.confirmed)[holding] = reserved + confirmed
        other.until[holding] = book.until.get(holding)
        book.forget(holding)

    def expire(self, days: int) -> None:
        today = FROM + timedelta(days=days)
        ended = {one.id for one in acts.expire_due(today)} & set(self.made)  # others' quotas expire too
        for book in self.books:
            past = {h for h in book.reserved if (last := book.until.get(h)) is not None and last < today}
            assert past <= ended
            ended -= past
            for holding in past:
                book.forget(holding)
        assert not ended

    def agree(self) -> None:
        found = balances([quota.pk for quota in self.quotas])
        for quota, book in zip(self.quotas, self.books, strict=True):
            balance = found[quota.pk]
            assert (balance.reserved, balance.confirmed) == (sum(book.reserved.values()), book.granted)


@given(
    st.tuples(st.integers(0, 15), st.integers(0, 15)),
    st.sampled_from([Fraction(1), Fraction(11, 10), Fraction(3, 2)]),
    st.sampled_from([1, 3, 16]),
    st.lists(STEPS, max_size=25),
)
def test_the_ledger_and_the_book_agree(
    places: tuple[int, int], call: Fraction, counters: int, steps: list[tuple[Any, ...]]
) -> None:
    both = Both(places, call, counters)
    for name, *values in steps:
        getattr(both, name)(*values)
        both.agree()
    assert verify_ledgers() == []
