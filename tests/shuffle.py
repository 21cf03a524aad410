"""A query without an order promises none: here it keeps that promise, so that no page or test leans on luck."""

import random
from typing import Any

from django.db.models.query import QuerySet


def shuffle_unordered(seed: int) -> None:
    """From now on, querysets without an order come back in another one each time."""
    luck = random.Random(seed)
    fetch = QuerySet._fetch_all

    def fetch_and_shuffle(queryset: Any) -> None:
        fresh = queryset._result_cache is None
        fetch(queryset)
        if fresh and not queryset.ordered and len(queryset._result_cache) > 1:
            luck.shuffle(queryset._result_cache)

    QuerySet._fetch_all = fetch_and_shuffle
