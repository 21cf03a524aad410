"""From files to the model: shapes are checked with a place and a way out, all findings at once."""

import datetime as dt

import pytest

from tests.rules.small import HEAD, files_of, pack_of, problems_of
from veer.rules import Pack, PackError, load_pack
from veer.rules.load import build

FACTS = """
facts:
  age: {of: person, type: int, domain: [0, 120]}
"""
LAW = """
in_force: {from: 2020-01-01}
source: {act: art. 1}
conditions:
  adult: age >= 18
"""
KEPT = """conditions: {{a: age > 1}}
procedure:
  starts: open
  steps: {{open: {{ball: official}}}}
  acts: {{add: {{does: {}, by: [official], from: [open], kept_from: {}}}}}
"""


def test_a_pack_of_a_few_lines():
    pack = pack_of(FACTS, LAW)
    assert (pack.id, pack.version, pack.languages, pack.time_zone, pack.status) == (
        "small", "1", ("en", "nl"), "Europe/Brussels", "draft",
    )  # fmt: skip
    route = pack.route("r")
    assert route.marks.since == dt.date(2020, 1, 1)
    assert [c.id for c in route.conditions] == ["adult"]


def test_an_unknown_key_is_said_with_the_nearest_one():
    (found,) = problems_of(FACTS.replace("domain", "domian"), LAW)
    assert found == 'facts/f.yaml:3:32 E021 unknown key "domian" in fact age / did you mean "domain"?'


def test_every_finding_is_reported_not_only_the_first():
    found = problems_of(FACTS.replace("int", "itn"), LAW.replace("adult:", "Adult:").replace("act:", "atc:"))
    assert sorted(line.split()[1] for line in found) == ["E023", "E031", "E035"]


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("{type: decimal}", "E044"),
        ("{type: int, step: -1}", "E044"),
        ("{type: int, domain: [5, 1]}", "E045"),
        ("{type: int, domain: 5}", "E045"),
        ("{type: enum}", "E046"),
        ("{type: level, levels: [a, a]}", "E046"),
        ("{type: code, pattern: '['}", "E047"),
        ("{type: list, item: nothing}", "E048"),
        ("{}", "E043"),
        ("{type: int, of: planet}", "E023"),
        ("{type: int, optional: maybe}", "E025"),
        ("{type: int, change: {by: person, direction: sideways}}", "E023"),
        ("[]", "E020"),
    ],
)
def test_a_fact_of_the_wrong_shape(fact, code):
    found = problems_of(f"facts:\n  age: {{type: int}}\n  wrong: {fact}\n", LAW)
    assert [line.split()[:2] for line in found] == [[found[0].split()[0], code]]
    assert found[0].startswith("facts/f.yaml:3:")


@pytest.mark.parametrize("name", ["age", "person.sex", "gender", "nationality", "birth_date", "partner.birth_place"])
def test_nobody_is_asked_to_change_age_sex_nationality_or_origin(name):
    found = problems_of(f"facts:\n  {name}: {{type: bool, change: {{by: person}}}}\n", "source: {act: art. 1}\n")
    assert "E051" in " ".join(found)


@pytest.mark.parametrize("name", ["language.level", "stage", "wage", "message"])
def test_what_only_sounds_like_it_may_change(name):
    assert problems_of(f"facts:\n  age: {{type: int}}\n  {name}: {{type: bool, change: {{by: person}}}}\n", LAW) == []


@pytest.mark.parametrize(
    ("law", "code"),
    [
        ("in_force: {from: 2021-01-01, until: 2020-01-01}\nconditions: {a: age > 1}\n", "E032"),
        ("points: {pass: {2021-01-01: 1, 2020-01-01: 2}, sections: {A: 1}}\n", "E034"),
        ("points: {sections: {A: {bands: [{points: 1}]}}}\n", "E061"),
        ("points: {sections: {A: {of: age, bands: [{from: 0}]}}}\n", "E065"),
        ("points: {sections: {A: {of: age, per: 0, points: 1}}}\n", "E062"),
        ("points: {sections: {A: {first: [{points: 1}]}}}\n", "E063"),
        ("points: {sections: {A: {cap: 1}}}\n", "E060"),
        ("points: {sections: {A: {rows: {of: age, steps: [0]}, grid: [[1]], columns: {of: age}}}}\n", "E066"),
        ("points: {sections: {A: {rows: {of: age, steps: [0]}, columns: {of: age, steps: [0]}, grid: 1}}}\n", "E067"),
        ("scales: {s: {below: 0, x: {a: [1]}}}\nconditions: {a: age > 1}\n", "E068"),
        ("scales: {s: {levels: [1, 2], below: 0, x: {a: [1]}}}\nconditions: {a: age > 1}\n", "E069"),
        ("conditions: {a: {if: age > 1, any: {b: age > 2}}}\n", "E071"),
        ("conditions: {a: {all: {}}}\n", "E072"),
        ("conditions: {a: age > 1}\nclocks: {c: {length: {days: many}}}\n", "E024"),
        (KEPT.format("record", "[applicant], source: {act: s. 2}"), "E079"),
        (KEPT.format("add_document", "[applicant]"), "E079"),
    ],
)
def test_a_route_of_the_wrong_shape(law, code):
    assert code in [line.split()[1] for line in problems_of(FACTS, law)]


def test_a_document_is_kept_from_somebody_by_an_act_that_names_its_law():
    law = LAW + KEPT.format("add_document", "[applicant], source: {act: s. 2}").partition("\n")[2]
    assert pack_of(FACTS, law).route("r").procedure.acts["add"].kept_from == ("applicant",)


def test_the_route_is_called_like_its_file():
    with pytest.raises(PackError, match="E070"):
        build({**files_of(FACTS, LAW), "routes/r.yaml": "route: other\n"}, "")


def test_a_pack_of_another_language_is_refused():
    with pytest.raises(PackError, match="this engine reads language 1"):
        build({**files_of(FACTS, LAW), "pack.yaml": HEAD.replace("language: 1", "language: 2")}, "")


def test_a_pack_yaml_that_does_not_read_hides_its_sources_without_more_ado():
    with pytest.raises(PackError) as error:
        build({**files_of(FACTS, LAW), "pack.yaml": HEAD + "\t: x\n"}, "")
    assert {p.place.file for p in error.value.problems} == {"pack.yaml"}


@pytest.mark.parametrize(("key", "code"), [("language", "E080"), ("pack", "E088"), ("version", "E088")])
def test_a_pack_says_its_language_its_name_and_its_version(key, code):
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    (found,) = problems_of(FACTS, LAW, **{"pack.yaml": head})
    assert found.startswith(f"pack.yaml:1:1 {code} pack.yaml does not say which {key.replace('pack', 'pack it is')}")


def test_a_source_that_is_cited_everywhere_and_declared_nowhere_is_said_once():
    law = "conditions:\n" + "".join(f"  c{i}: {{if: age > {i}, source: {{act: art. {i}}}}}\n" for i in range(4))
    (found,) = problems_of(FACTS, law, **{"pack.yaml": HEAD.replace("{act: {", "{atc: {")})
    assert 'E031 unknown source "act", cited in 4 places / did you mean "atc"?' in found
    law = law.replace("act:", "atc:", 3)
    assert [line.split()[0] for line in problems_of(FACTS, law)] == [
        "routes/r.yaml:3:30",
        "routes/r.yaml:4:30",
        "routes/r.yaml:5:30",
    ]


def test_a_node_without_source_inherits_its_parents():
    law = LAW.replace("adult: age >= 18", "both: {source: {act: art. 2}, all: {adult: age >= 18, old: age >= 65}}")
    (both,) = pack_of(FACTS, law).route("r").conditions
    assert [c.marks.source[0].article for c in both.children] == ["art. 2", "art. 2"]


def test_unverified_law_is_marked_down_to_its_leaves():
    law = LAW.replace("adult: age >= 18", "both: {confidence: unverified, all: {adult: age >= 18}}")
    assert pack_of(FACTS, law).route("r").conditions[0].children[0].marks.confidence == "unverified"


def test_what_the_law_does_not_give_is_none_with_its_source():
    pack = pack_of(FACTS, LAW + "rights: {none: {source: {act: art. 9}}}\n")
    assert pack.route("r").nones["rights"][0].article == "art. 9"
    assert pack.route("r").rights == {}


PROCEDURE = """
procedure:
  starts: draft
  steps:
    draft: {ball: applicant}
    sent: {ball: official}
    done: {ends: granted}
  acts:
    note: {does: note, by: [official], from: any_open}
    sign: {does: sign, by: [signer], from: [sent], to: {grant: done, refuse: done}, needs: [other_person]}
"""


def test_the_procedure_is_read_as_it_is_written():
    acts = pack_of(FACTS, LAW + PROCEDURE).route("r").procedure.acts
    assert acts["note"].from_ == ("draft", "sent")
    assert acts["note"].to == {}
    assert acts["sign"].to == {"grant": "done", "refuse": "done"}


@pytest.mark.parametrize(
    ("right", "wrong"), [("to: {grant: done", "to: {grant: gone"), ("from: [sent]", "from: [snet]")]
)
def test_an_act_leads_only_to_steps_that_exist(right, wrong):
    assert "E023" in problems_of(FACTS, LAW + PROCEDURE.replace(right, wrong))[0]


# --- words ---------------------------------------------------------------------------------------------------------

TEXTS = {
    "texts/r.en.yaml": "conditions.adult: You are 18 or older.\n",
    "texts/r.nl.yaml": "conditions.adult: U bent 18 of ouder.\n",
    "texts/facts.en.yaml": "age: {label: Age, question: How old are you?}\n",
}


def test_words_fall_back_to_the_packs_first_language_then_to_the_id():
    pack = pack_of(FACTS, LAW, **TEXTS)
    assert pack.text("r", "conditions.adult", "nl") == "U bent 18 of ouder."
    assert pack.text("r", "conditions.adult", "ar") == "You are 18 or older."
    assert pack.text("r", "conditions.other", "nl") == "conditions.other"
    assert pack.fact_text("age", "nl").question == "How old are you?"
    assert pack.fact_text("nothing", "nl").question == "nothing"


def test_texts_of_a_route_that_does_not_exist():
    assert "E088" in problems_of(FACTS, LAW, **{"pack.yaml": "language: 1\n"})[0]
    assert "E081" in problems_of(FACTS, LAW, **{"texts/other.en.yaml": "title: x\n"})[0]
    assert "E081" in problems_of(FACTS, LAW, **{"texts/loose.yaml": "title: x\n"})[0]


# --- the pack as a whole -------------------------------------------------------------------------------------------


def test_two_hashes_tell_law_from_words():
    pack = pack_of(FACTS, LAW, **TEXTS)
    layout = pack_of(FACTS + "# a remark\n", LAW.replace("age >= 18", '"age >= 18"').replace('"', ""), **TEXTS)
    law = pack_of(FACTS, LAW.replace("18", "21"), **TEXTS)
    words = pack_of(FACTS, LAW, **{**TEXTS, "texts/r.nl.yaml": "conditions.adult: Volwassen.\n"})
    assert layout.law_hash == pack.law_hash
    assert (law.law_hash != pack.law_hash, law.texts_hash) == (True, pack.texts_hash)
    assert (words.law_hash, words.texts_hash != pack.texts_hash) == (pack.law_hash, True)


def test_what_is_stored_on_activation_gives_the_same_pack_back():
    pack = pack_of(FACTS, LAW, **TEXTS)
    again = Pack.from_canonical(pack.canonical())
    assert (again.law_hash, again.texts_hash, again.canonical()) == (pack.law_hash, pack.texts_hash, pack.canonical())


def test_a_route_that_the_pack_lacks_is_named_with_those_it_has():
    with pytest.raises(LookupError, match='has no route "x"; it has: r'):
        pack_of(FACTS, LAW).route("x")


def test_a_folder_is_read_whole(tmp_path):
    for path, text in files_of(FACTS, LAW, **TEXTS).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    assert load_pack(tmp_path).law_hash == pack_of(FACTS, LAW, **TEXTS).law_hash
    (tmp_path / "routes/r.yaml").write_text("route: r\nconditons: {}\n")
    with pytest.raises(PackError) as error:
        load_pack(tmp_path)
    assert error.value.problems[0].place.file == str(tmp_path / "routes/r.yaml")
