"""The same stage as for cases, but what is written stays written: the races meet in a real database."""

from tests.cases.conftest import folder  # noqa: F401  (a fixture)
