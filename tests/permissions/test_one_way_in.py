"""A record is obtained through the function that checks access, and through nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache.backends.base import BaseCache
from django.db.models import QuerySet

import veer

ROOMS = Path(veer.__file__).parent
MANAGERS = {"objects", "_base_manager", "_default_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "prefetch_related_objects", "Prefetch"}
ASKS = {name for name in dir(QuerySet) if not name.startswith("_")}
# What only a query has; a dictionary has `get` too, so that one counts only on a related name.
# A stay has a first and a last day and a list the words of its address: these count only where they are called.
ALSO_FIELDS = {"first", "last", "query"}
ONLY_A_QUERY_ASKS = ASKS.difference(*(dir(kind) for kind in (dict, list, set, str, BaseCache))) - {"model"}


def pages() -> list[Path]:
    """Every file that answers a request, of every room."""
    found = [*ROOMS.glob("*/pages.py"), *ROOMS.glob("*/pages/**/*.py"), *ROOMS.glob("api/**/*.py")]
    return sorted(found)


def related() -> set[str]:
    """The names under which one record of ours hands out many others: a case its `answers`."""
    return {
        relation.get_accessor_name()
        for model in apps.get_models()
        if model.__module__.startswith("veer.")
        for relation in model._meta.related_objects
        if relation.multiple and not relation.hidden
    }


def queries_in(source: str, names: set[str]) -> Iterator[tuple[int, str]]:
    """(line, what stands there) of everything that asks a table."""
    tree = ast.parse(source)
    modules = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
        if alias.name.islower()
    }
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in SHORTCUTS:
            yield node.lineno, node.id
        if not isinstance(node, ast.Attribute) or (isinstance(node.value, ast.Name) and node.value.id in modules):
            continue
        owner = node.value.attr if isinstance(node.value, ast.Attribute) else ""
        through_a_relation = node.attr in ASKS and (owner in names or owner.endswith("_set"))
        of_a_query = node.attr in ONLY_A_QUERY_ASKS and (node.attr not in ALSO_FIELDS or id(node) in called)
        if node.attr in MANAGERS or of_a_query or node.attr.endswith("_set") or through_a_relation:
            yield node.lineno, ast.unparse(node)


def test_pages_never_ask_a_table_themselves() -> None:
    found = [
        f"{path.relative_to(ROOMS)}:{line}: {said}"
        for path in pages()
        for line, said in queries_in(path.read_text(), related())
    ]
    assert {path.relative_to(ROOMS).parts[0] for path in pages()} >= {"cases", "people", "openness", "web"}
    assert not found, f"ask through queries, which check access: {found}"


def test_templates_never_ask_a_table_either() -> None:
    asked = re.compile(rf"\.(?:{'|'.join(sorted(related()))}|\w+_set)\.(?:{'|'.join(sorted(ASKS))})\b")
    found = [
        f"{path.relative_to(ROOMS)}: {one[0]}"
        for path in sorted(ROOMS.rglob("*.html"))
        for one in asked.finditer(path.read_text())
    ]
    assert not found, f"make it ready in the page: {found}"


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ("Case.objects.get(pk=1)", True),
        ("case.answers.filter(fact=fact).first()", True),
        ("case.answers.get(fact=fact)", True),
        ("one.person.case_set", True),
        ("many = case.answers; many.order_by('fact')", True),
        ("known(case).prefetch_related('documents')", True),
        ("get_object_or_404(Case, pk=1)", True),
        ("from veer.cases import queries; queries.dates(case)", False),
        ("from veer.cases.models import Case; Case.objects.dates('made_at')", True),
        ("walk.answers.facts.get('birth_date')", False),
        ("carried.answers(request, pack)", False),
        ("request.GET.get('show')", False),
        ("row.absence.last", False),
        ("known(case).last()", True),
    ],
)
def test_the_rule_itself(source: str, asks: bool) -> None:
    assert bool(list(queries_in(source, related()))) is asks


def test_every_case_page_stands_behind_the_sign_in() -> None:
    """Each view of cases is wrapped by `signed_in`, which also turns what is not theirs into 404."""
    bare = []
    for path in (ROOMS / "cases" / "pages").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request":
                if node.name.startswith("_"):
                    continue  # a part of a page, to which no address leads
                decorators = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
                takes_who = len(node.args.args) > 1 and node.args.args[1].arg == "who"
                if takes_who and "signed_in" not in decorators:
                    bare.append(f"{path.name}:{node.name}")
    assert not bare
    assert "._" not in (ROOMS / "cases" / "urls.py").read_text()


def test_every_page_about_people_but_the_two_for_a_code_stands_behind_the_sign_in() -> None:
    bare = [
        f"{path.name}:{node.name}"
        for path in (ROOMS / "people" / "pages").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list and node.args.args[0].arg == "request"
        if not {one.id for one in node.decorator_list if isinstance(one, ast.Name)} & {"signed_in", "login_required"}
    ]
    assert sorted(bare) == ["accounts.py:code", "mandates.py:claim"]
