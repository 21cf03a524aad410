"""The program as the architecture tests read it: files, imports, strings. Nothing is imported, only parsed."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def modules() -> dict[Path, ast.Module]:
    """Every Python file of the product, by its path from the root."""
    files = sorted((ROOT / "veer").rglob("*.py"))
    return {file.relative_to(ROOT): ast.parse(file.read_text(), filename=str(file)) for file in files}


def room(path: Path) -> str:
    """veer/cases/acts/submit.py stands in the room `cases`; veer/__init__.py in none."""
    return path.parts[1] if len(path.parts) > 2 else ""


def imports(path: Path, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each module that a file imports, wherever in it, as (line, dotted name)."""
    package = list(path.with_suffix("").parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each string that the program uses, as (line, text); what is written for readers only (docstrings) is left out."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


@cache
def tracked() -> list[Path]:
    """The files that git keeps, from the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]
