"""Packs of a few lines with a mark where a finding must stand."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from veer.rules.check import check_pack

MARK = "§"
HEAD = """\
language: 1
pack: small
version: "1"
languages: [en]
time_zone: Europe/Brussels
status: draft
sources: {act: {title: {en: The Act}, url: "https://example.org/act"}}
"""
FACTS = """\
facts:
  day: {of: case, type: date, role: on}
  n: {of: person, type: int, domain: [0, 10]}
  b: {of: person, type: bool}
  e: {of: person, type: enum, values: [x, y, z]}
  l: {of: person, type: level, levels: [none, low, high]}
"""
USED = "points:\n  sections: {used: {if: n > 1 and b and e == 'x' and l >= 'low', points: 1}}\n"
"""Points that use every fact of FACTS."""
NONE = "".join(f"{kind}: {{none: {{source: {{act: s. 9}}}}}}\n" for kind in ("clocks", "rights", "duties", "remedies"))


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def pack_files(law: str, *, facts: str = FACTS, tail: str = NONE, **more: str) -> dict[str, str]:
    """The files of a pack; a name of `more` writes / as __ and leaves .yaml out."""
    return {
        "pack.yaml": HEAD,
        "facts/f.yaml": dedent(facts),
        "routes/r.yaml": f"route: r\nin_force: {{from: 2020-01-01}}\nsource: {{act: s. 1}}\n{dedent(law)}{tail}",
        **{f"{name.replace('__', '/')}.yaml": dedent(text) for name, text in more.items()},
    }


def marks(files: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The files without marks, and the places of the marks as file:line:column."""
    places = []
    clean = {}
    for name, text in files.items():
        while (at := text.find(MARK)) >= 0:
            places.append(f"{name}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}")
            text = text[:at] + text[at + 1 :]
        clean[name] = text
    return clean, places


def findings(folder: Path, files: dict[str, str]) -> list[str]:
    """`code place` of every finding, files named from the folder of the pack."""
    found = check_pack(write(folder, files))
    return [f"{p.code} {str(p.place).removeprefix(str(folder) + '/')}" for p in found]
