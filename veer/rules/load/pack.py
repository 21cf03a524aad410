"""A pack: all files of one policy, read and cross-checked for shape."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model import Calendar, Citation, Counting, Fact, FactText, Purpose, RecordType, Route, Source, Validity, Words
from ..model.reception import Reception
from ..model.safeguards import Safeguards
from ..problems import PackError, Place, Problem, Problems
from ..source import Mapping, Node, Scalar, Sequence, read_file_text, read_text, within
from .calendars import CalendarsReader
from .facts import FactsReader, read_words
from .purposes import read_purposes
from .reader import Reader
from .reception import ReceptionReader
from .routes import RouteReader
from .safeguards import read_safeguards

LANGUAGE = 1
PACK_KEYS = (
    "language", "pack", "version", "title", "languages", "time_zone", "status", "sources", "calendar", "counting",
    "truths", "nones", "notes", "published", "purposes",
)  # fmt: skip
MAX_FILES = 2000
RECEPTION, SAFEGUARDS = "reception.yaml", "safeguards.yaml"  # beside pack.yaml; each has words called as it is
_CALENDARS = re.compile(r"calendars/(?P<id>[a-z][a-z0-9_-]*)\.yaml\Z")
_TEXTS = re.compile(r"texts/(?P<what>[a-z0-9-]+)\.(?P<language>[a-z]{2})\.yaml\Z")


@dataclass(frozen=True, slots=True)
class FactWords:
    """What a reader sees of a fact: the question and the names of its values. `also`: other words for which a value is
    found where there are many; nobody reads them."""

    label: str
    question: str
    help: str
    values: dict[str, str]
    evidence: dict[str, str]
    also: dict[str, str]


@dataclass(eq=False, slots=True)
class Pack:
    """One policy, whole and immutable. `files` are the texts it was read from; two hashes tell law from words.

    `calendar`: the one that expressions count working days by. `truths`, `nones_forbidden`: the sources that say that
    every case ends in one of the four truths, and that no route may say `none`; None where the pack does not say so.
    `published`: the day this version was made known, before which nobody could decide by it; None where it never was.
    `status`: a draft may miss something; what is complete was enacted (active), or is asked for and no law (proposed).
    `purposes`: what may bring somebody to this law, in order; empty where the pack asks nobody.
    `cited`: every citation with the place where it stands first; `articles`: the words of a citation, by language.
    """

    id: str
    version: str
    title: Words
    languages: tuple[str, ...]
    time_zone: str
    status: str
    sources: dict[str, Source]
    types: dict[str, RecordType]
    facts: dict[str, Fact]
    valid: tuple[Validity, ...]
    routes: dict[str, Route]
    words: dict[str, FactText]
    texts: dict[str, dict[str, dict[str, str]]]
    examples: dict[str, Node]
    law_hash: str
    texts_hash: str
    files: dict[str, str]
    root: str
    calendars: dict[str, Calendar] = field(default_factory=dict)
    countings: dict[str, Counting] = field(default_factory=dict)
    calendar: str | None = None
    truths: tuple[Citation, ...] | None = None
    nones_forbidden: tuple[Citation, ...] | None = None
    cited: dict[Citation, Place] = field(default_factory=dict)
    articles: dict[str, dict[Citation, str]] = field(default_factory=dict)
    reception: Reception | None = None
    safeguards: Safeguards | None = None
    published: dt.date | None = None
    purposes: dict[str, Purpose] = field(default_factory=dict)
    programs: dict[str, Any] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return self.status != "draft"

    @property
    def proposed(self) -> bool:
        return self.status == "proposed"

    def route(self, name: str) -> Route:
        try:
            return self.routes[name]
        except KeyError:
            raise LookupError(f'pack {self.id} has no route "{name}"; it has: {", ".join(self.routes)}') from None

    def text(self, route: str, path: str, language: str) -> str:
        """Words of a node in a language, else in English, else in the pack's first language, else the path itself."""
        words = self.text_in(route, path)
        return words.get(language) or next((words[code] for code in self.in_turn if words.get(code)), path)

    def text_in(self, route: str, path: str) -> Words:
        """Words of a node by language."""
        found = {code: texts[path] for code, texts in self.texts.get(route, {}).items() if path in texts}
        return {**self.routes[route].texts.get(path, {}), **found} if route in self.routes else found

    def source_title(self, source: str, language: str) -> str:
        """What a source is called in a language, else in the one the pack is written in."""
        title = self.sources[source].title
        return title.get(language) or title.get(self.written_in) or next(iter(title.values()), source)

    def article(self, citation: Citation, language: str) -> str:
        """Where in its source a rule stands: in the words of a language, else as the route writes it."""
        return self.articles.get(language, {}).get(citation, citation.article)

    @property
    def written_in(self) -> str:
        """The language of what a route says itself: English where the pack speaks it, else its first."""
        return "en" if "en" in self.languages else self.languages[0]

    @property
    def in_turn(self) -> tuple[str, ...]:
        """Languages in which words are looked for that a reader's own lacks: first the one a route is written in."""
        return (self.written_in, *self.languages)

    def fact_text(self, fact: str, language: str) -> FactWords:
        """Words of a fact, or of a field written `<type>.<field>`."""
        for code in (language, *self.in_turn):
            if words := self.words.get(fact, {}).get(code):
                return _fact_words(fact, words)
        return _fact_words(fact, {})

    def canonical(self) -> bytes:
        """All files as one JSON document: what activation stores and `from_canonical` reads."""
        return json.dumps({"veer-pack": 1, "files": self.files}, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_canonical(cls, raw: bytes) -> Pack:
        return build(json.loads(raw)["files"], "")[0]


def _fact_words(fact: str, words: dict[str, object]) -> FactWords:
    def inner(key: str) -> dict[str, str]:
        found = words.get(key)
        return found if isinstance(found, dict) else {}

    label = str(words.get("label") or fact)
    return FactWords(
        label,
        str(words.get("question") or label),
        str(words.get("help") or ""),
        inner("values"),
        inner("evidence"),
        inner("also"),
    )


def load_pack(path: str | Path, *, examples: bool = True) -> Pack:
    """Read a pack from its folder, its worked cases too where they are wanted. Raises PackError with every problem."""
    pack, problems = read_pack(Path(path), examples=examples)
    if pack is None or any(p.severity == "error" for p in problems):
        raise PackError(problems)
    return pack


def read_pack(folder: Path, *, examples: bool = True) -> tuple[Pack | None, list[Problem]]:
    """The pack as far as it can be read, and everything found on the way."""
    problems = Problems()
    if not (folder / "pack.yaml").is_file():
        problems.error("E002", "no pack.yaml here", Place(str(folder), 1, 1), "a pack is a folder with pack.yaml")
        return None, problems.found
    files = read_texts(folder, problems, examples)
    pack, found = build(files, str(folder), strict=False)
    return pack, [*problems.found, *found]


def read_texts(folder: Path, problems: Problems, examples: bool = True) -> dict[str, str]:
    """The text of every file of a pack by its path in the folder; what is no such file is said."""
    files: dict[str, str] = {}
    paths = sorted(folder.rglob("*.yaml"))
    if len(paths) > MAX_FILES:
        problems.error("E014", f"more than {MAX_FILES} files", Place(str(folder), 1, 1), "make two packs")
    for path in paths[:MAX_FILES]:
        name = path.relative_to(folder).as_posix()
        if not examples and name.startswith("examples/"):
            continue
        if not name.isprintable():
            problems.error(
                "E014", f"a file name that cannot be printed: {name!a}", Place(str(folder), 1, 1), "rename it"
            )
        elif path.is_file() and not within(path, folder):
            problems.error(
                "E013", "a link out of the pack", Place(str(folder / name), 1, 1), "put the file itself into the pack"
            )
        elif (text := read_file_text(path, str(folder / name), problems)) is not None:
            files[name] = text
    if sum(map(len, files.values())) > MAX_FILES * 10_000:
        problems.error("E014", "the files together are too large", Place(str(folder), 1, 1), "make two packs")
        return {"pack.yaml": files.get("pack.yaml", "")}
    return files


def build(files: dict[str, str], root: str, strict: bool = True) -> tuple[Pack, list[Problem]]:
    """A pack from the texts of its files."""
    problems = Problems()
    prefix = f"{root}/" if root else ""
    trees = {name: read_text(text, prefix + name, problems) for name, text in files.items()}
    maps = {name: tree for name, tree in trees.items() if isinstance(tree, Mapping)}
    for tree in trees.values():
        if tree is not None and not isinstance(tree, Mapping):
            problems.error("E020", "the file must be a map of keys and values", tree.place)
    pack = _Builder(problems, maps, files, root).pack(prefix)
    if strict:
        problems.raise_errors()
    return pack, problems.found


class _Builder:
    def __init__(self, problems: Problems, trees: dict[str, Mapping], files: dict[str, str], root: str) -> None:
        self.problems, self.trees, self.files, self.root = problems, trees, files, root
        self.reader = Reader(problems)
        self.facts = FactsReader(self.reader)
        self.words: dict[str, FactText] = {}
        self.texts: dict[str, dict[str, dict[str, str]]] = {}
        self.articles: dict[str, dict[Citation, str]] = {}

    def pack(self, prefix: str) -> Pack:
        reader = self.reader
        head = self.trees.get("pack.yaml") or Mapping({}, Place(prefix + "pack.yaml", 1, 1))
        reader.only(head, PACK_KEYS, "pack.yaml")
        if "pack.yaml" in self.trees:
            self.named(head)
        sources = self.sources(head)
        calendars, reading = self.calendars(), CalendarsReader(reader)
        only = next(iter(calendars)) if len(calendars) == 1 else None
        self.facts.read(self.under("facts/"))
        purposes = read_purposes(reader, head)
        routes = self.routes(purposes)
        self.read_texts(routes)
        reader.say_unknown_sources()
        return Pack(
            id=reader.word(head.get("pack"), "pack"), version=reader.word(head.get("version"), "version"),
            title=reader.text_by_language(head.get("title"), "title"),
            languages=reader.words(head.get("languages"), "languages") or ("en",),
            time_zone=reader.word(head.get("time_zone"), "time_zone", default="UTC"),
            status=reader.word(head.get("status"), "status", ("draft", "proposed", "active"), "draft"),
            sources=sources, types=self.facts.types, facts=self.facts.facts, valid=tuple(self.facts.valid),
            routes=routes, words=self.words, texts=self.texts,
            examples={name[9:-5]: tree for name, tree in self.trees.items() if name.startswith("examples/")},
            law_hash=self.digest(lambda name: not name.startswith(("texts/", "examples/"))),
            texts_hash=self.digest(lambda name: name.startswith("texts/")),
            files=self.files, root=self.root, calendars=calendars,
            countings=reading.countings(head.get("counting"), calendars),
            calendar=reading.one_of("calendar", head.get("calendar"), tuple(calendars)) or only,
            truths=reading.sourced(head.get("truths"), "truths"),
            nones_forbidden=reading.inner(head.get("nones"), "nones", "error"),
            cited=reader.cited, articles=self.articles, reception=self.reception(),
            safeguards=read_safeguards(self.reader, self.beside(SAFEGUARDS)),
            published=reader.date(head.get("published"), "published"), purposes=purposes,
        )  # fmt: skip

    def named(self, head: Mapping) -> None:
        """What an answer says of the law that it was given by: none of it is guessed."""
        if head.get("language") is None:
            self.problems.error("E080", "pack.yaml does not say which language of law it is written in", head.place,
                                f"begin with language: {LANGUAGE}")  # fmt: skip
        elif self.reader.integer(head.get("language"), "language", LANGUAGE) != LANGUAGE:
            self.problems.error("E080", f"this engine reads language {LANGUAGE}", head.place)
        for key, what, hint in (
            ("pack", "which pack it is", "add pack: its-name"),
            ("version", "which version it is", 'add version: "2026.1"'),
        ):
            if not self.reader.word(head.get(key), key):
                self.problems.error("E088", f"pack.yaml does not say {what}", head.place, hint)

    def calendars(self) -> dict[str, Calendar]:
        found = {}
        for name, tree in sorted(self.trees.items()):
            if not name.startswith("calendars/"):
                continue
            if (match := _CALENDARS.match(name)) is None:
                self.problems.error("E082", "a calendar is a file calendars/<id>.yaml", tree.place)
            else:
                found[match["id"]] = CalendarsReader(self.reader).calendar(match["id"], tree)
        return found

    def reception(self) -> Reception | None:
        """What `reception.yaml` says."""
        return ReceptionReader(self.reader).read(self.beside(RECEPTION))

    def beside(self, name: str) -> Mapping | None:
        """A file beside pack.yaml. Its words stand in files called as those of a route, so no route is called so."""
        if name in self.trees and f"routes/{name}" in self.trees:
            place = self.trees[f"routes/{name}"].place
            self.problems.error("E098", "a route cannot be called as the file beside pack.yaml", place, "rename it")
        return self.trees.get(name)

    def under(self, folder: str) -> list[Mapping]:
        return [tree for name, tree in sorted(self.trees.items()) if name.startswith(folder)]

    def sources(self, head: Mapping) -> dict[str, Source]:
        found = {}
        node = head.get("sources")
        body = self.reader.mapping(node, "sources", head.place) if node is not None else None
        for key, item in body.items() if body else ():
            one = self.reader.mapping(item, key, item.place)
            if one:
                self.reader.only(one, ("title", "url", "notes"), f"source {key}")
                title = self.reader.text_by_language(one.get("title"), "title")
                found[key] = Source(key, title, self.reader.word(one.get("url"), "url"), one.place)
        self.reader.sources = set(found) if "pack.yaml" in self.trees else None
        return found

    def routes(self, purposes: dict[str, Purpose]) -> dict[str, Route]:
        reader = RouteReader(self.reader, self.facts, purposes)
        found = {}
        for name, tree in sorted(self.trees.items()):
            if name.startswith("routes/"):
                route = name.removeprefix("routes/").removesuffix(".yaml")
                found[route] = reader.read(route, tree)
        return found

    def read_texts(self, routes: dict[str, Route]) -> None:
        for fact in self.facts.facts.values():
            self.words[fact.id] = dict(fact.text)
        for kind in self.facts.types.values():
            for key, words in kind.text.items():
                self.words[f"{kind.id}.{key}"] = dict(words)
        for name, tree in sorted(self.trees.items()):
            if not name.startswith("texts/"):
                continue
            match = _TEXTS.match(name)
            if match is None:
                self.problems.error("E081", "a file of texts is called texts/<route>.<language>.yaml", tree.place)
            elif match["what"] == "facts":
                self.fact_words(match["language"], tree)
            elif match["what"] == "sources":
                self.articles[match["language"]] = self.cited_words(tree)
            elif match["what"] in routes or f"{match['what']}.yaml" in {RECEPTION, SAFEGUARDS} & self.trees.keys():
                self.texts.setdefault(match["what"], {})[match["language"]] = {
                    path: self.reader.word(text, path) for path, text in tree.items()
                }
            elif f"routes/{match['what']}.yaml" not in self.files:  # one that cannot be read was said already
                self.problems.error("E081", f'texts for a route that does not exist: "{match["what"]}"', tree.place)

    def fact_words(self, language: str, tree: Mapping) -> None:
        for key, node in tree.items():
            words = self.reader.mapping(node, key, node.place)
            if words:
                self.words.setdefault(key, {})[language] = read_words(self.reader, words)

    def cited_words(self, tree: Mapping) -> dict[Citation, str]:
        """`source: {article as the route cites it: words of this language}`."""
        found = {}
        for source, node in tree.items():
            words = self.reader.mapping(node, source, node.place)
            for article, said in words.items() if words else ():
                found[Citation(source, article)] = self.reader.word(said, article)
        return found

    def digest(self, belongs: Any) -> str:
        """Hash of the meaning of some files: comments and layout do not count."""
        plain = {name: _plain(tree) for name, tree in sorted(self.trees.items()) if belongs(name)}
        raw = json.dumps(plain, ensure_ascii=False, sort_keys=False).encode()
        return "sha256:" + hashlib.sha256(raw).hexdigest()


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return [node.text, node.plain]
    if isinstance(node, Sequence):
        return [_plain(item) for item in node]
    return {key: _plain(value) for key, value in node.items()}
