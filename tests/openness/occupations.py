"""An invented law with two questions, one with a long list of answers: forty occupations, in English and Dutch."""

from pathlib import Path

from veer.rules import Pack, load_pack

NAMED = {
    "2512": ("Software developers", "Softwareontwikkelaars"),
    "2513": ("Web and multimedia developers", "Ontwikkelaars van websites en multimedia"),
    "7411": ("Building electricians", "Elektriciens in de bouw"),
    "2221": ("Nurses", "Verpleegkundigen"),
    "3221": ("Assistant nurses", "Zorgkundigen en hulpverpleegkundigen"),
    "5131": ("Waiters", "Kelners, ook in cafés"),
}
OTHERS = [str(8000 + number) for number in range(34)]
CODES = [*OTHERS[:20], *NAMED, *OTHERS[20:]]
PACK = """
language: 1
pack: trades
version: "1"
title: {en: Trades, nl: Beroepen}
languages: [en, nl]
time_zone: UTC
status: draft
sources: {memo: {title: {en: Memo, nl: Nota}}}
"""
FACTS = f"""
facts:
  day: {{of: case, type: date, role: on}}
  adult: {{of: person, type: bool}}
  occupation:
    of: person
    type: enum
    values: [{", ".join(f'"{code}"' for code in CODES)}]
"""
ROUTE = """
route: trade
in_force: {from: 2020-01-01}
source: {memo: "1"}
conditions:
  adult: {if: adult, source: {memo: "1"}}
  wanted: {if: "occupation in {'2512', '7411'}", source: {memo: "2"}}
clocks: {none: {source: {memo: "1"}}}
rights: {none: {source: {memo: "1"}}}
duties: {none: {source: {memo: "1"}}}
remedies: {none: {source: {memo: "1"}}}
texts:
  en:
    title: A trade in demand
    summary: For whoever has one.
    conditions.adult: You are 18.
    conditions.wanted: Your occupation is on the list.
  nl:
    title: Een gevraagd beroep
    summary: Voor wie er een heeft.
    conditions.adult: U bent 18.
    conditions.wanted: Uw beroep staat op de lijst.
"""


def pack(root: Path) -> Pack:
    """The law, written into `root` and read from there."""
    files = {"pack.yaml": PACK, "facts/all.yaml": FACTS, "routes/trade.yaml": ROUTE}
    for place, language in enumerate(("en", "nl")):
        files[f"texts/facts.{language}.yaml"] = _words(place)
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return load_pack(root)


def _words(place: int) -> str:
    names = {code: NAMED[code][place] if code in NAMED else f"{('Trade', 'Vak')[place]} {code}" for code in CODES}
    values = "".join(f'    "{code}": "{name}"\n' for code, name in names.items())
    label, question = (("Occupation", "What is your occupation?"), ("Beroep", "Wat is uw beroep?"))[place]
    return f"occupation:\n  label: {label}\n  question: {question}\n  values:\n{values}"
