# ruff: noqa: E501 - a pack a line: the place of its mark is what is tested
"""Each finding of the check, with a tiny pack that provokes it and the line and column where it must stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.check import test_purposes, test_reception, test_safeguards
from tests.rules.check.marked import FACTS, NONE, USED, findings, marks, pack_files, write
from veer.rules.check import check_pack

WORDS = ("E501", "E502", "E503")  # a tiny pack has no words: tried on its own below

PROCEDURE = """\
procedure:
  starts: draft
  steps:
    draft: {ball: applicant}
    seen: {ball: official}
    yes_: {ends: granted}
    no_: {ends: refused}
  acts:
    submit: {does: submit, by: [applicant], from: [draft], to: seen}
    grant: {does: propose, by: [official], from: [seen], to: yes_, outcome: grant}
    refuse: {does: propose, by: [official], from: [seen], to: no_, outcome: refuse, needs: [reasons], letter: no}
"""
NO = "letters: {no: {blocks: [salutation, remedy]}}\n"
TAIL = NONE.replace("remedies: {none: {source: {act: s. 9}}}\n", "")
REMEDY = "remedies:\n  appeal: {against: [refuse], body: board, within: {days: 30}, from: notified}\n"


def steps(changed: str, by: str, tail: str = TAIL + REMEDY, **more: str) -> dict[str, str]:
    """The procedure above with one line changed."""
    assert changed in PROCEDURE
    return pack_files(USED + PROCEDURE.replace(changed, by) + NO, tail=tail, **more)


def clause(kind: str, body: str, acts: str = "", head: str = "", **more: str) -> dict[str, str]:
    """The procedure above with a clause `c`, or more acts beside its own."""
    none = f"{kind}: {{none: {{source: {{act: s. 9}}}}}}\n"
    tail = (TAIL + REMEDY).replace(none, "") if kind != "remedies" else TAIL
    files = pack_files(USED + PROCEDURE + acts + NO, tail=f"{tail}{kind}: {{c: {body}}}\n", **more)
    return {**files, "pack.yaml": files["pack.yaml"] + head}


def acts(lines: str, **more: str) -> dict[str, str]:
    """The procedure above with more acts, and whatever stands after them."""
    return pack_files(USED + PROCEDURE + lines + NO, tail=TAIL + REMEDY, **more)


CLOCK = "starts: submit, length: {days: 3}, duty: official"
FREE = "nothing_follows: true"
EXPIRE = "    late: {does: expire, by: [system], from: [seen], to: yes_}\n"
BRANCH = """\
    go: {does: record, by: [applicant], from: [no_], opens: [appeal]}
  branches:
    appeal:
      starts: pending
      steps: {pending: {ball: court}, over: {ends: confirmed}}
      acts: {judge: {does: record, by: [court], from: [pending], to: over}}
"""
SIGN = "    sign: {does: sign, by: [signer], from: [seen], to: {grant: yes_, refuse: no_}}\n"
WEEK = "calendar: be\nweekend: [saturday, sunday]\n"
COUNTED = "counting: {plain: {first_day: after}, court: {calendar: be}}\n"


def routes(law: str, head: str = "", **more: str) -> dict[str, str]:
    """The procedure above, and a second route `s` with a procedure."""
    second = f"route: s\nin_force: {{from: 2020-01-01}}\nsource: {{act: s. 1}}\n{USED}{law}{NO}{TAIL}{REMEDY}"
    files = pack_files(USED + PROCEDURE + NO, tail=TAIL + REMEDY, routes__s=second, **more)
    return {**files, "pack.yaml": files["pack.yaml"] + head}


LIST = FACTS + "  jobs: {of: person, type: list, item: job, max_items: 2}\n"
JOB = "types:\n  job: {fields: {m: {type: int, domain: [0, 9]}}}\n"

CASES: dict[str, dict[str, str]] = {
    # --- reach
    "W401 cap": pack_files("points:\n  sections:\n    a: §{cap: 9, sum: {x: {if: b, points: 3}, y: {if: n > 1 and e == 'x' and l == 'low', points: 4}}}\n"),
    "W401 bands": pack_files(USED + "    a: §{cap: 9, of: n, bands: [{to: 4, points: 0}, {from: 5, points: 7}]}\n".replace("    a", "  subtotals:\n    a")),
    "W401 total": pack_files("points:\n  §cap: 9\n" + USED.removeprefix("points:\n")),
    "W402": pack_files("points:\n  sections:\n    a: {cap: 9, sum: {x: §{if: b, points: 10}, y: {if: n > 1 and e == 'x' and l == 'low', points: 4}}}\n"),
    "W403": pack_files("points:\n  §cap: 5\n  sections: {a: {if: b, points: 3}, c: {if: n > 1 and e == 'x' and l == 'low', points: 4}}\n"),
    "E404": pack_files("points:\n  pass: §4\n" + USED.removeprefix("points:\n") + "conditions: {m: points.total >= points.pass or n > 1}\n"),
    "W405": pack_files(
        "points:\n  pass: 4\n  sections: {a: {if: b, points: 3}, c: {of: l, map: {none: 0, low: 1, high: 4}}}\n"
        "conditions: {m: points.total >= points.pass, o: \"n > 1 or e == 'x'\"}\n",
        facts=FACTS.replace("l: {", "l: §{"),
    ),
    # --- truths
    "E410": pack_files(USED + "conditions:\n  never: §n > 10\n"),
    "E410 two": pack_files(USED + "conditions:\n  never: §n > 6 and n < 4\n"),
    "W411": pack_files(USED + "conditions: {any_: {any: {never: §n > 10, other: n > 1}}}\n"),
    "W412": pack_files(USED + "conditions: {always: §n >= 0, other: n > 1}\n"),
    "W412 two": pack_files(USED + "conditions: {always: §n > 4 or n < 6, other: n > 1}\n"),
    "W411 let": pack_files("let: {never: §n > 10}\n" + USED + "conditions: {c: never or b}\n"),
    "W413": pack_files(USED + "  subtotals: {z: §{if: n > 10, points: 3}}\n"),
    "E414": pack_files(USED + "conditions: {one: §points.used >= 1, two: points.used <= 0}\n"),
    # --- monotone
    "E420 bands": pack_files(USED + "  subtotals:\n    a: {of: n, monotone: up, bands: [{to: 4, points: 3}, §{from: 5, points: 2}]}\n"),
    "E420 map": pack_files(USED + "  subtotals:\n    a: {of: l, monotone: down, map: {none: 3, low: 2, high: §4}}\n"),
    "E420 grid": pack_files(
        USED + "  subtotals:\n    a: {monotone: up, rows: {of: n, steps: [0, 5]}, columns: {of: l, steps: [none, low]}, grid: [[0, 1], [2, §0]]}\n"
    ),
    "E420 rate": pack_files(USED + "  subtotals:\n    a: §{monotone: up, per: 2, of: n, points: -1}\n"),
    "W421": pack_files(USED + "  subtotals:\n    a: §{monotone: up, is: 'min(n, 4)'}\n"),
    # --- dates
    "E601": pack_files(
        "let: {v: \"s(e, day, n)\"}\nscales:\n  s:\n    levels: [1]\n    of: [test, date]\n    x:\n"
        "      - {until: 2020-12-31, score: [3]}\n      - {from: 2021-02-01, score: §[4]}\n" + USED + "conditions: {c: v > 0}\n"
    ),
    "E602": pack_files(
        "let: {v: \"s(e, day, n)\"}\nscales:\n  s:\n    levels: [1]\n    of: [test, date]\n    x:\n"
        "      - {until: 2020-12-31, score: [3]}\n      - {from: 2020-12-31, score: §[4]}\n" + USED + "conditions: {c: v > 0}\n"
    ),
    "E603": pack_files(
        "let: {v: \"s(e, n)\"}\nscales: {s: {levels: [1], of: [test], x: {until: 2020-12-31, score: §[3]}}}\n" + USED + "conditions: {c: v > 0}\n"
    ),
    "W604": pack_files(USED + "  subtotals: {z: {if: b, points: §{2021-01-01: 4}}}\n"),
    "W605": pack_files(USED + "  subtotals: {z: {if: b, points: §{2020-01-01: 4, 2023-01-01: 5}, in_force: {until: 2022-12-31}}}\n"),
    "W606": pack_files(USED + "  subtotals: {z: §{of: l, map: {none: 0, low: 1, high: 1}, in_force: {until: 2019-12-31}}}\n"),
    "E607": pack_files("points:\n  pass: §{2021-01-01: 0}\n" + USED.removeprefix("points:\n") + "conditions: {m: points.total >= points.pass, o: n > 1}\n"),
    # --- promises and procedure
    "E701": pack_files(USED, tail=NONE.replace("duties: {none: {source: {act: s. 9}}}\n", "")),
    "E702": pack_files(USED, tail=NONE.replace("duties: {none: {source: {act: s. 9}}}\n", "duties: {none: {}}\n")),
    "E703": pack_files(USED, tail=NONE.replace("duties: {none: {source: {act: s. 9}}}\n", "duties: {none: {source: {act: s. 9}}, d: §{actor: official}}\n")),
    "E710": steps("by: [applicant], from: [draft]", "by: [aplicant], from: [draft]"),
    "W711": steps("seen: {ball: official}", "seen: §{}"),
    "E712": steps("by: [applicant], from: [draft]", "from: [draft]"),
    "E713": steps("by: [applicant], from: [draft]", "by: [applicant]"),
    "E714": steps("from: [draft], to: seen", "from: [draft]"),
    "E715": steps("to: yes_, outcome: grant", "to: yes_"),
    "E716": steps("to: no_, outcome: refuse", "to: {refuse: no_}, outcome: refuse"),
    "E717": steps("to: no_, outcome: refuse", "to: {refuse: no_, grant: no_, other: no_}, outcome: refuse"),
    "E718": steps("from: [draft], to: seen", "from: [draft], to: seen, letter: receipt"),
    "E719": steps("    seen: {ball: official}\n", "    seen: {ball: official}\n    lost: §{ends: lost}\n"),
    "E719 branch": acts(BRANCH.replace("over: {ends: confirmed}", "over: {ends: confirmed}, lost: §{ends: lost}")),
    "E720": steps("yes_: {ends: granted}", "yes_: §{ball: official}"),
    "E720 branch": acts(BRANCH.replace("over: {ends: confirmed}", "over: §{ball: court}")),
    "E721": pack_files(
        USED + PROCEDURE.replace("yes_: {ends: granted}", "yes_: §{ball: official}").replace("to: no_", "to: yes_")
        .replace("    no_: {ends: refused}\n", "") + "    again: {does: answer, by: [official], from: [yes_], to: seen}\n" + NO, tail=TAIL + REMEDY
    ),
    "E721 branch": acts(BRANCH.replace("over: {ends: confirmed}", "over: §{ball: court}").replace("to: over}}", "to: over}, back: {does: record, by: [court], from: [over], to: pending}}")),
    "E722": clause("clocks", "§{starts: sumbit, length: {days: 3}, duty: official, nothing_follows: true}"),
    "E722 opening": acts("    open: §{does: note, by: [official], from: [seen]}\n"),
    "E723": clause("clocks", "§{starts: submit, duty: official, nothing_follows: true}"),
    "E724": clause("duties", "§{actor: official, clock: d}"),
    "E725": pack_files(USED + PROCEDURE + NO, tail=TAIL + REMEDY.replace("appeal: {against: [refuse]", "appeal: §{against: [refuse, refused]")),
    "E726": pack_files(USED + PROCEDURE.replace("refuse: {", "refuse: §{") + NO, tail=TAIL + REMEDY.replace("[refuse]", "[grant]")),
    "E726 dated": pack_files(
        USED + PROCEDURE.replace("refuse: {", "refuse: §{") + NO, tail=TAIL + REMEDY.replace("from: notified", "from: notified, in_force: {from: 2024-01-01}")
    ),
    "E740 dated": pack_files(
        USED + PROCEDURE + NO, tail=TAIL.replace("clocks: {none: {source: {act: s. 9}}}\n", f"clocks: {{c: {{{CLOCK}, {FREE}, in_force: {{from: 2024-01-01}}}}}}\n")
        + "remedies: {a: §{against: [refuse], body: board, clock: c}}\n"
    ),
    "E724 dated": pack_files(
        USED + PROCEDURE + NO, tail=NONE[: NONE.index("clocks")] + f"clocks: {{c: {{{CLOCK}, {FREE}, in_force: {{until: 2024-01-01}}}}}}\n"
        "rights: {none: {source: {act: s. 9}}}\nduties: {d: §{actor: official, clock: c}}\n" + REMEDY
    ),
    "E726 refuses": steps("grant: {does: propose", "grant: §{does: propose, refuses: true, needs: [reasons], letter: no"),
    "W727": pack_files(USED + PROCEDURE + NO.replace("}}", "}, spare: §{blocks: [salutation]}}"), tail=TAIL + REMEDY),
    "E728": pack_files(USED + PROCEDURE + NO.replace("no: {blocks: [salutation, remedy]", "no: §{blocks: [salutation]"), tail=TAIL + REMEDY),
    "E730": clause("clocks", f"§{{starts: submit, length: {{days: 3}}, {FREE}}}"),
    "E731": clause("clocks", f"§{{{CLOCK}}}"),
    "E731 both": clause("clocks", f"§{{{CLOCK}, {FREE}, expires: late}}", EXPIRE),
    "E732": clause("clocks", f"§{{{CLOCK}, expires: lat}}", EXPIRE),
    "E732 family": clause("clocks", f"§{{{CLOCK}, expires: grant}}"),
    "E732 by": clause("clocks", f"§{{{CLOCK}, expires: late}}", EXPIRE.replace("[system]", "[official]")),
    "E732 refuses": clause("clocks", f"§{{{CLOCK}, expires: late}}", EXPIRE.replace("to: yes_", "to: no_, outcome: refuse, needs: [reasons], letter: no")),
    "E733": clause("clocks", f"§{{{CLOCK}, expires: late}}", EXPIRE.replace("[seen]", "[draft]")),
    "E733 one": clause("clocks", f"§{{{CLOCK}, expires: late}}", EXPIRE + "    wait: {does: record, by: [official], from: [seen], to: draft}\n"),
    "E733 dated": clause("clocks", f"§{{{CLOCK}, expires: late}}", EXPIRE.replace("to: yes_", "to: yes_, in_force: {from: 2024-01-01}")),
    "E734": steps("from: [draft], to: seen", "from: [draft], to: seen, after: [hear]"),
    "E734 clock": steps("from: [draft], to: seen", "from: [draft], to: seen, after_clocks: [reply]"),
    "E734 not": steps("from: [draft], to: seen", "from: [draft], to: seen, not_by: [granted]"),
    "E735 meets": clause("clocks", f"§{{{CLOCK}, {FREE}, meets: [answer]}}"),
    "E735 ends": clause("clocks", f"§{{{CLOCK}, {FREE}, ends: [grant, nowhere]}}"),
    "E735 branch": clause("clocks", f"§{{{CLOCK}, {FREE}, ends: [pending]}}", BRANCH),
    "E735 suspend": clause("clocks", f"{{{CLOCK}, {FREE}, suspend: {{s: §{{from: submit, until: answer}}}}}}"),
    "E735 extend": clause("clocks", f"{{{CLOCK}, {FREE}, extend: {{more: §{{by: {{days: 3}}}}}}}}"),
    "E736": clause("clocks", f"{{{CLOCK}, {FREE}, extend: {{grant: §{{by: {{days: 3}}}}}}}}"),
    "E737": steps("from: [draft], to: seen", "from: [draft], to: seen, asks: [nothing]"),
    "E737 by": steps("from: [draft], to: seen", "from: [draft], to: seen, asks: [b]", facts=FACTS.replace("b: {of: person", "b: {by: [official], of: person")),
    "E737 of": steps("from: [draft], to: seen", "from: [draft], to: seen, asks: [b]", facts=FACTS.replace("b: {of: person", "b: {of: household")),
    "E738": acts("    drop: §{does: withdraw, by: [applicant], from: [seen], to: no_, not_by: [submit]}\n"),
    "E739": clause("rights", "§{holder: applicant, from: sumbit}"),
    "E739 at": clause("rights", "§{holder: applicant, from: submit, at: [nowhere]}"),
    "E739 until": clause("rights", "§{holder: applicant, from: submit, until: [never]}"),
    "E739 branch": clause("rights", "§{holder: applicant, from: go, at: [pending]}", BRANCH),
    "E739 holder": clause("rights", "§{from: submit}"),
    "E740": clause("remedies", "§{against: [refuse], body: board}"),
    "E740 clock": clause("remedies", "§{against: [refuse], body: board, clock: d}"),
    "E740 from": clause("remedies", "§{against: [refuse], body: board, within: {days: 3}, from: told}"),
    "E741": acts("statistics: {x: §{endings: [lost], by: [year]}}\n"),
    "E741 days": acts("statistics: {x: §{days: [submit], by: [year]}}\n"),
    "E741 both": acts("statistics: {x: §{endings: [granted], by: [year, month]}}\n"),
    "E741 split": acts("statistics: {x: §{endings: [granted], by: [year, outcome]}}\n"),
    "E741 waiting": acts("statistics: {x: §{waiting: [seen], by: [year]}}\n"),
    "E741 table": acts("statistics: {x: {endings: [granted], by: [year]}, y: §{share: [granted], by: [month]}}\n"),
    "E741 by": acts("statistics: {x: §{waiting: [seen], by: [hour]}}\n"),
    "E089": acts("costs: {x: §{amount: 75, currency: euro}}\n"),
    "E091": acts("quotas: {x: §{call: 110}}\n"),
    "E092": acts("quotas: {x: {places: 9, limits: {group: §-1}}}\n"),
    "E093": acts("quotas: {x: §{places: 9, call: 90}}\n"),
    "E094": acts("quotas: {x: §{places: 9, parts: {one: 0, other: 0}}}\n"),
    "E095": acts("quotas: {x: {places: 9, parts: {one: 1}, unused: §{from: 13-01, to: one}}}\n"),
    "E096": acts("quotas: {x: §{places: 9, parts: {one: 1}, unused: {from: 11-01, to: two}}}\n"),
    "E742": clause("clocks", f"§{{{CLOCK}, {FREE}, counting: curt}}", head=COUNTED, calendars__be=WEEK),
    "E742 calendar": clause("clocks", f"§{{{CLOCK.replace('days', 'working_days')}, {FREE}, counting: plain}}", head=COUNTED, calendars__be=WEEK),
    "E742 none": clause("clocks", f"§{{{CLOCK.replace('days', 'working_days')}, {FREE}}}"),
    "E743": pack_files(USED + PROCEDURE.replace("refuse: {", "refuse: §{").replace("needs: [reasons], ", "") + NO, tail=TAIL + REMEDY),
    "E744": pack_files(USED + PROCEDURE.replace("refuse: {", "refuse: §{").replace(", letter: no}", "}"), tail=TAIL + REMEDY),
    "E745": clause("duties", "§{source: {act: s. 2}}"),
    "E746": clause("clocks", f"§{{{CLOCK.replace('starts: submit', 'day_of: n')}, {FREE}}}"),
    "E747": clause("clocks", f"§{{length: {{days: 3}}, duty: official, {FREE}}}"),
    "E748": clause("clocks", f"§{{{CLOCK}, {FREE}, ends: [seen]}}"),
    "E748 met": clause("clocks", f"§{{{CLOCK}, {FREE}, meets: [submit]}}"),
    "E748 opening": clause("clocks", f"§{{{CLOCK.replace('submit', 'open')}, {FREE}, ends: [draft]}}"),
    "E748 outcome": clause("clocks", f"§{{{CLOCK.replace('submit', 'sign')}, {FREE}, ends: [yes_]}}", SIGN),
    "E748 opens": clause("clocks", f"§{{{CLOCK.replace('submit', 'go')}, {FREE}, ends: [appeal/pending]}}", BRANCH),
    "E748 leads": clause("clocks", f"§{{{CLOCK.replace('submit', 'judge')}, {FREE}, ends: [seen]}}", BRANCH + "      leads: {over: seen}\n"),
    "E748 right": clause("rights", "§{holder: applicant, from: submit, until: [seen]}"),
    "E749": steps("submit: {does: submit", "submit: §{does: submit, refuses: true"),
    "E750": steps("yes_: {ends: granted}", "yes_: §{goes_on: q}"),
    "E750 bare": {**steps("yes_: {ends: granted}", "yes_: §{goes_on: q}"), "routes/q.yaml": f"route: q\nin_force: {{from: 2020-01-01}}\nsource: {{act: s. 1}}\n{USED}{NONE}"},
    "E751": routes(PROCEDURE.replace("{ends: granted}", "§{goes_on: s}").replace("{ends: refused}", "{goes_on: s}")),
    "E752": routes(PROCEDURE.replace("{ends: refused}", "§{ends: refused}").replace("ends: granted", "ends: residence"), "truths: {source: {act: s. 3}}\n"),
    "E753": {**(f := pack_files(USED)), "pack.yaml": f["pack.yaml"] + "nones: {error: {source: {act: s. 3}}}\n", "routes/r.yaml": "§" + f["routes/r.yaml"]},
    "E710 kept from": acts("    add: §{does: add_document, by: [official], from: [seen], kept_from: [aplicant], source: {act: s. 2}}\n"),
    "E710 opens": pack_files(USED + PROCEDURE.replace("  starts: draft", "  starts: draft\n  by: [applicant, desc]") + NO, tail=TAIL + REMEDY),
    "E754": steps("yes_: {ends: granted}", "yes_: §{ends: granted, goes_on: r}"),
    "E755": {**(f := pack_files(USED + PROCEDURE.replace("  starts", "  carries: [n]\n  starts") + NO, tail=TAIL + REMEDY)), "routes/r.yaml": "§" + f["routes/r.yaml"]},
    "E755 told": {**(f := steps("yes_: {ends: granted}", "yes_: {goes_on: r}")), "routes/r.yaml": "§" + f["routes/r.yaml"].replace("  starts", "  carries: [event.submit]\n  starts", 1)},
    "E756": steps("yes_: {ends: granted}", "yes_: §{ends: granted, leads_to: nowhere}"),
    "E756 open": steps("seen: {ball: official}", "seen: §{ball: official, leads_to: r}"),
    "E757": pack_files(USED + PROCEDURE.replace("  starts", "  awaits: {stay: §{source: {act: s. 4}}}\n  starts") + NO, tail=TAIL + REMEDY),
    "E757 there": pack_files(USED + PROCEDURE.replace("  starts", "  awaits: {r: §{source: {act: s. 4}}}\n  starts").replace("ends: granted", "ends: granted, leads_to: r") + NO, tail=TAIL + REMEDY),
    "E760": pack_files(USED + PROCEDURE.replace("draft: {ball", "draft: §{in_force: {until: 2023-12-31}, ball")+ NO, tail=TAIL + REMEDY),
    "E761": pack_files(USED + PROCEDURE.replace("yes_: {ends", "yes_: {in_force: {from: 2024-01-01}, ends").replace("grant: {", "grant: §{") + NO, tail=TAIL + REMEDY),
    "E762": acts("    hear: {does: hear, by: [official], from: [seen], in_force: {from: 2024-01-01}}\n    told: §{does: record, by: [official], from: [seen], to: yes_, after: [hear]}\n"),
    "E763": acts(BRANCH.replace(", opens: [appeal]", "").replace("      starts", "      §starts")),
    # --- worked cases
    "E801": pack_files(USED, examples__q="§cases: []\n"),
    "E803": pack_files(USED, examples__r="cases: [§{id: a}]\n"),
    "E803 title": pack_files(USED, examples__r="cases: [{id: a, title: §{nl: Iemand}, facts: {b: true}, on: 2026-01-01, expect: {}}]\n"),
    "E803 id": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: 2026-01-01, expect: {}}, {id: §a, facts: {}, on: 2026-01-01, expect: {}}]\n"),
    "E021": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: 2026-01-01, expect: {§totl: 3}}]\n"),
    "E026": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: §soon, expect: {}}]\n"),
    "E803 awaits": pack_files(USED, examples__r="cases: []\nawaits: [§{id: a, awaits: stay, on: 2026-01-01}]\n"),
    "E803 awaits id": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: 2026-01-01, expect: {}}]\nawaits: [{id: §a, awaits: stay, on: 2026-01-01, answer: Open.}]\n"),
    "E806": pack_files(USED, examples__r="cases: []\nawaits: [{id: a, awaits: §r, on: 2026-01-01, answer: Open.}]\n"),
    "E804": pack_files(USED, examples__r="cases: [{id: a, facts: {b: true, §n: 11}, on: 2026-01-01, expect: {}}]\n"),
    "E805": pack_files(USED, examples__r="cases: [{id: a, facts: {b: false}, on: 2026-01-01, expect: {total: §3}}]\n"),
    "E805 inner": pack_files(USED, examples__r="cases: [{id: a, facts: {b: false}, on: 2026-01-01, expect: {points: {used: 0, usd: §0}}}]\n"),
    # --- use
    "W901": pack_files(USED, facts=FACTS + "  spare: §{of: person, type: bool}\n"),
    "W902": pack_files("let: {spare: §n > 4}\n" + USED),
    "W904": pack_files(USED, facts="types:\n  spare: §{fields: {a: {type: bool}}}\n" + FACTS),
    "W905": pack_files("scales: {s: §{levels: [1], of: [test], x: {score: [3]}}}\n" + USED),
    # --- by the compiler, found through the same door
    "E201": pack_files(USED + "  subtotals:\n    a: {of: n, bands: [{to: 4, points: 3}, §{from: 6, points: 2}]}\n"),
    "E201 end": pack_files(USED + "  subtotals:\n    a: §{of: n, bands: [{to: 4, points: 3}, {from: 5, to: 9, points: 2}]}\n"),
    "E202": pack_files(USED + "  subtotals:\n    a: {of: n, bands: [{to: 4, points: 3}, §{from: 4, points: 2}]}\n"),
    "E204": pack_files(USED + "  subtotals:\n    a: §{of: l, map: {none: 3, low: 2}}\n"),
    "E320 applies": pack_files(
        USED + "conditions: {c: p or q}\n",
        facts=FACTS + '  p: §{of: person, type: bool, applies: "q"}\n  q: {of: person, type: bool, applies: "p"}\n',
    ),
    "E322": pack_files("let: {a0: n, " + ", ".join(f"a{i}: a{i - 1} if b else {i} + a{i - 1}" for i in range(1, 200)) + "}\n" + USED + "conditions: {c: a199 > 3}\n"),
    "E323": pack_files("let: {a0: n, " + ", ".join(f"a{i}: §a{i - 1} * a{i - 1}" if i == 4 else f"a{i}: a{i - 1} * a{i - 1}" for i in range(1, 9)) + "}\n" + USED + "conditions: {c: a8 > 3}\n"),
    "E052": pack_files(USED, facts=JOB + LIST.replace("jobs: {", "jobs: §{").replace("max_items: 2", "max_items: 100000000")),
}  # fmt: skip


FOLLOWING = {
    "W606": {"W413"},
    "E607": {"W412"},
    "E720": {"E721"},
    "E021": {"E805"},
}
"""What cannot but follow from a finding."""


@pytest.mark.parametrize("case", CASES)
def test_it_is_found_where_it_stands(case: str, tmp_path: Path) -> None:
    files, places = marks(CASES[case])
    code = case.split()[0]
    found = [f for f in findings(tmp_path, files) if not f.startswith(WORDS)]
    if places:
        assert f"{code} {places[0]}" in found, found
    else:
        assert any(f.startswith(code) for f in found), found
    others = {f.split()[0] for f in found} - {code} - FOLLOWING.get(code, set())
    assert not others, found


def test_the_pack_that_they_all_begin_from_is_clean(tmp_path: Path) -> None:
    for folder, files in (("a", pack_files(USED)), ("b", steps("seen", "seen")), ("c", pack_files(USED, facts=FACTS))):
        assert [f for f in findings(tmp_path / folder, files) if not f.startswith(WORDS)] == []


def test_a_source_that_nothing_cites(tmp_path: Path) -> None:
    files = pack_files(USED)
    files["pack.yaml"] = files["pack.yaml"].replace("sources: {", "sources: {spare: {title: {en: Spare}, url: x}, ")
    assert "W903 pack.yaml:7:18" in findings(tmp_path, files)


def test_a_clock_falls_away_and_a_right_is_held_at_a_step_of_a_branch(tmp_path: Path) -> None:
    for number, files in enumerate(
        (
            clause("clocks", f"{{{CLOCK}, {FREE}, ends: [appeal/pending]}}", BRANCH),
            clause("rights", "{holder: applicant, at: [appeal/pending], until: [appeal/over]}", BRANCH),
        )
    ):
        assert [f for f in findings(tmp_path / str(number), files) if not f.startswith(WORDS)] == []


def test_what_only_a_clause_reads_is_used(tmp_path: Path) -> None:
    rights = "rights: {see: {holder: applicant, from: submit, if: spare and late}}"
    files = pack_files(
        "let: {late: event.submit < on}\n" + USED + PROCEDURE + NO, facts=FACTS + "  spare: {of: person, type: bool}\n",
        tail=TAIL.replace("rights: {none: {source: {act: s. 9}}}", rights) + REMEDY,
    )  # fmt: skip
    assert [f for f in findings(tmp_path, files) if not f.startswith(WORDS)] == []


def test_what_an_act_asks_and_a_clock_begins_on_is_used(tmp_path: Path) -> None:
    facts = FACTS + "  spare: {of: person, type: bool}\n  begun: {of: case, type: date}\n"
    files = clause("clocks", f"{{day_of: begun, length: {{days: 3}}, duty: official, {FREE}}}", facts=facts)
    law = files["routes/r.yaml"].replace("from: [draft], to: seen", "from: [draft], to: seen, asks: [spare]")
    found = findings(tmp_path, {**files, "routes/r.yaml": law})
    assert [f for f in found if not f.startswith(WORDS)] == []


def test_every_code_is_tried() -> None:
    source = "".join(path.read_text() for path in Path("veer/rules/check").glob("*.py"))
    told = set(re.findall(r'"([EW]\d{3})"', source))
    tried = {case.split()[0] for case in CASES} | {
        "W903",
        "E020",
        *WORDS,
        "E504",
        "W505",
        "W506",
        "E510",
        "E511",
        "E512",
        "E520",
        "W802",
    }
    beside = {case.split()[0] for case in (*test_purposes.CASES, *test_reception.CASES, *test_safeguards.CASES)}
    assert told - tried - beside == set()


def test_a_finding_shows_somebody(tmp_path: Path) -> None:
    files, _ = marks(CASES["W403"])
    problem = next(p for p in check_pack(write(tmp_path, files)) if p.code == "W403")
    assert problem.message == "the sections come to 7, the declared maximum is 5"
    assert problem.witness is not None
    assert "b = true" in problem.witness


def test_what_was_expected_and_what_came(tmp_path: Path) -> None:
    files, _ = marks(CASES["E805"])
    problem = next(p for p in check_pack(write(tmp_path, files)) if p.code == "E805")
    assert problem.message == "total: expected 3, got 0"
