"""`veer law new`: a small route, whole and in four languages, that passes the check and waits to be rewritten."""

from __future__ import annotations

import re
from pathlib import Path

from ..load import Pack, read_pack

FILES = Path(__file__).parent / "files"
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
TEXTS = ("en", "nl", "fr", "de")


class NotNew(Exception):
    """A route cannot be begun there: something is in the way, or the name will not do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def new_route(folder: Path, route: str) -> list[Path]:
    """Write a route, into a new pack or an existing one. Writes nothing where any file is there already."""
    name = folder.resolve().name
    for what, word in (("pack", name), ("route", route)):
        if not ID.match(word):
            raise NotNew(
                f'"{word}" is not an id of a {what}', "lower case letters, digits and hyphens, beginning with a letter"
            )
    if folder.exists() and not folder.is_dir():
        raise NotNew(f"{folder} is a file", "name a folder")
    pack = _existing(folder)
    if pack is None and folder.is_dir() and any(folder.iterdir()):
        raise NotNew(f"{folder} holds files but no pack.yaml", "name an empty or new folder, or a pack")
    files = _files(name, route, pack)
    there = [path for path in files if (folder / path).exists()]
    if there:
        raise NotNew(f"{folder / there[0]} is there already", "nothing was written; choose another name")
    return [_write(folder / path, text) for path, text in files.items()]


def _existing(folder: Path) -> Pack | None:
    if not (folder / "pack.yaml").is_file():
        return None
    pack, found = read_pack(folder, examples=False)
    wrong = [p for p in found if p.severity == "error"]
    if pack is None or wrong:
        raise NotNew(
            f"the pack does not load: {wrong[0] if wrong else folder}".split("\n")[0], "mend it first: veer law check"
        )
    if not pack.sources:
        raise NotNew("the pack declares no source to cite", "add one under `sources` in pack.yaml")
    return pack


def _files(name: str, route: str, pack: Pack | None) -> dict[str, str]:
    """The text of each file by its path in the pack."""
    group = route.replace("-", "_")
    if pack is not None and any(f == group or f.startswith(f"{group}.") for f in pack.facts):
        raise NotNew(f"the pack has facts called {group}", "choose another name for the route")
    title = route.replace("-", " ").capitalize()
    words = {
        "PACK": name,
        "ROUTE": route,
        "FACT": group,
        "TITLE": title,
        "SOURCE": next(iter(pack.sources)) if pack else "act",
        "PURPOSE": f"purpose: [{', '.join(pack.purposes)}]\n" if pack and pack.purposes else "",
    }
    languages = pack.languages if pack else ("nl", "fr", "de", "en")
    files = {} if pack else {"pack.yaml": _filled("pack.yaml", words)}
    files[f"facts/{route}.yaml"] = _facts(languages, words)
    files[f"routes/{route}.yaml"] = _filled("route.yaml", words)
    for language in languages:
        files[f"texts/{route}.{language}.yaml"] = _filled(f"texts.{_known(language)}.yaml", words)
    files[f"examples/{route}.yaml"] = _filled("examples.yaml", words)
    return files


def _known(language: str) -> str:
    """The language of the words to begin with: English where we have none, to be translated."""
    return language if language in TEXTS else "en"


def _facts(languages: tuple[str, ...], words: dict[str, str]) -> str:
    """The facts, their words in the languages of the pack only."""
    lines = []
    for line in _filled("facts.yaml", words).splitlines():
        language = re.match(r"      ([a-z]{2}): \{label", line)
        if language is None or language[1] in languages:
            lines.append(line)
        if language is not None and language[1] == "en":
            lines += [line.replace("      en:", f"      {other}:") for other in languages if other not in TEXTS]
    return "\n".join(lines) + "\n"


def _filled(name: str, words: dict[str, str]) -> str:
    text = (FILES / name).read_text(encoding="utf-8")
    for key, word in words.items():
        text = text.replace(f"@{key}@", word)
    return text


def _write(path: Path, text: str) -> Path:
    """A new file; never over one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path
