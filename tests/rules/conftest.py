"""What tests of the law engine share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all runs and workers: machine code is kept under the digest of what it was made from."""
    return tmp_path_factory.getbasetemp().parents[1] / "veer-test-kernels"
