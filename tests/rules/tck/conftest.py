"""One expression asked as a condition or as a value, under the names that the suites give to their inputs."""

import pytest

from tests.rules.tck.feel import expression
from veer.rules import decide, load_pack

NONE = "{none: {source: {s: none}}}"
FACTS = """
facts:
  day: {of: case, type: date, role: on}
  a: {of: case, type: bool}
  b: {of: case, type: bool}
  age: {of: person, type: int, domain: [0, 130]}
  risk: {of: case, type: enum, values: [High, Medium, Low]}
  affordable: {of: case, type: bool}
"""
RESULT = {True: "yes", False: "no", None: "unknown"}
NAMES = ("A", "B", "Age", "RiskCategory", "isAffordable")
OURS = dict(zip(NAMES, ("a", "b", "age", "risk", "affordable"), strict=True))


@pytest.fixture
def ask(tmp_path):
    """The result of a FEEL expression, or of one of `ours`: as a condition, or with `let` as a value."""

    def run(feel="", facts=None, let=False, ours=""):
        ours = ours or " ".join(OURS.get(word, word) for word in expression(feel, NAMES).split())
        body = f'let: {{v: "{ours}"}}\nconditions: {{k: v == 0}}' if let else f'conditions: {{k: "{ours}"}}'
        for folder in ("facts", "routes"):
            (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / "pack.yaml").write_text(
            'language: 1\npack: tck\nversion: "1"\ntitle: {en: TCK}\nlanguages: [en]\ntime_zone: Europe/Brussels\n'
            'status: draft\nsources: {s: {title: {en: DMN}, url: "https://example.org/"}}\n'
        )
        (tmp_path / "facts/facts.yaml").write_text(FACTS)
        (tmp_path / "routes/r.yaml").write_text(
            f"route: r\nin_force: {{from: 2000-01-01}}\nsource: {{s: art. 1}}\n{body}\n"
            + "".join(f"{kind}: {NONE}\n" for kind in ("clocks", "rights", "duties", "remedies"))
        )
        answer = decide(load_pack(tmp_path), "r", {"day": "2026-02-02"} | (facts or {}), trace=let)
        return answer["let"]["v"] if let else answer["reasons"][0]["result"]

    return run
