"""Every link inside the documents leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.reading import DOCUMENTS, anchors, links, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_relative_links_resolve(path: Path) -> None:
    broken = []
    for link in links(path.read_text()):
        if "://" in link or link.startswith("mailto:"):
            continue
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        if not there.exists() or (anchor and anchor not in anchors(there.read_text())):
            broken.append(link)
    assert not broken, f"{name(path)} links to what is not there: {broken}"
