"""A record is obtained through the function that checks access, and through nothing else."""

import ast
from pathlib import Path

import veer

ROOMS = Path(veer.__file__).parent


def pages() -> list[Path]:
    """Every file that answers a request about cases and people."""
    return [
        *(ROOMS / "cases" / "pages").glob("*.py"),
        *(ROOMS / "people").glob("pages.py"),
        *(path for path in (ROOMS / "api").rglob("*.py") if path.exists()),
    ]


def test_pages_never_ask_a_table_themselves() -> None:
    found = [
        f"{path.relative_to(ROOMS)}:{node.lineno}"
        for path in pages()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager", "_default_manager")
    ]
    assert pages()
    assert not found, f"ask through queries, which check access: {found}"


def test_every_case_page_stands_behind_the_sign_in() -> None:
    """Each view of cases is wrapped by `signed_in`, which also turns what is not theirs into 404."""
    bare = []
    for path in (ROOMS / "cases" / "pages").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request":
                decorators = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
                takes_who = len(node.args.args) > 1 and node.args.args[1].arg == "who"
                if takes_who and "signed_in" not in decorators:
                    bare.append(f"{path.name}:{node.name}")
    assert not bare
