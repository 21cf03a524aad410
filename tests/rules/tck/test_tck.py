"""What the cases of the DMN conformance suite say, restated: see README.md beside this file."""

import pytest

from tests.rules.tck.feel import Left, expression
from veer.rules import PackError, decide, load_pack

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
    """The result of a FEEL expression: as a condition, or with `let` as a value."""

    def run(feel, facts=None, let=False):
        ours = " ".join(OURS.get(word, word) for word in expression(feel, NAMES).split())
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


def known(**facts):
    return {name: value for name, value in facts.items() if value is not None}


@pytest.mark.parametrize(
    "a,b,both,either",
    [
        (True, True, True, True), (False, True, False, True), (None, True, None, True),
        (True, False, False, True), (False, False, False, False), (None, False, False, None),
        (True, None, None, True), (False, None, False, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_0106_ternary_logic(ask, a, b, both, either):
    assert ask("A and B", known(a=a, b=b)) == RESULT[both]
    assert ask("A or B", known(a=a, b=b)) == RESULT[either]


@pytest.mark.parametrize("a,other", [(True, False), (False, True), (None, None)])
def test_0107_ternary_not(ask, a, other):
    assert ask("not(A)", known(a=a)) == RESULT[other]


@pytest.mark.parametrize("word", ["123", '"true"', "0"])
@pytest.mark.parametrize("form", ["true and {}", "false and {}", "{} and true", "{} and false", "{} and {}"])
def test_0064_what_is_no_truth_is_refused_before_any_fact(ask, form, word):
    with pytest.raises(PackError):
        ask(form.format(word, word))


@pytest.mark.parametrize(
    "age,risk,affordable,approved",
    [
        (18, "Low", True, True), (17, "Low", True, False), (18, "High", True, False), (18, "Medium", False, False),
        (18, None, True, None), (None, "High", True, False), (None, None, False, False), (17, None, None, False),
    ],
)  # fmt: skip
def test_0004_the_table_of_approvals(ask, age, risk, affordable, approved):
    rule = 'Age >= 18 and RiskCategory in {"Medium", "Low"} and isAffordable'
    assert ask(rule, known(age=age, risk=risk, affordable=affordable)) == RESULT[approved]


@pytest.mark.parametrize("text", ['date("2017-12-31")', "date(2017,01,01)", 'date("2016-02-29")'])
def test_1115_dates(ask, text):
    assert ask(f"{text} = {text}") == "yes"


@pytest.mark.parametrize("text", ['date("2017-13-10")', 'date("2017-12-32")', "date(2017,13,31)", "date(2017,12,32)"])
def test_1115_what_is_no_date_is_refused(ask, text):
    with pytest.raises(PackError):
        ask(f"{text} = {text}")


@pytest.mark.parametrize(
    "start,end,feel,ours",
    [
        ("2011-12-22", "2013-08-24", 20, 20),
        ("2013-08-24", "2011-12-22", -20, -21),  # rounded towards 0 there, down here
        ("2015-01-21", "2016-01-21", 12, 12),
        ("2016-01-21", "2015-01-21", -12, -12),
        ("2016-01-01", "2016-01-01", 0, 0),
    ],
)
def test_1121_years_and_months(ask, start, end, feel, ours):
    assert ask(f'years and months duration(date("{start}"), date("{end}"))', let=True) == ours
    assert (feel == ours) is not (feel < 0 and feel % 12 != 0)


@pytest.mark.parametrize("text", ["null and true", 'duration("P1D")', 'date and time("2012-12-24")', "[1, 2]"])
def test_left_out_with_a_reason(text):
    with pytest.raises(Left, match=r"\w+"):
        expression(text, NAMES)
