"""Time has one reader. Whoever else looks at the clock cannot be tried on another day."""

import ast

from tests.architecture.source import modules

READER = "veer/journal/clock.py"
FORBIDDEN = {
    "datetime.now": "clock.now()",
    "datetime.utcnow": "clock.now()",
    "datetime.today": "clock.today(zone)",
    "date.today": "clock.today(zone)",
    "timezone.now": "clock.now()",
    "timezone.localdate": "clock.today(zone)",
    "timezone.localtime": "an instant's own astimezone(zone)",
    "time.time": "clock.now(), or time.perf_counter to measure",
    "time.time_ns": "clock.now(), or time.perf_counter to measure",
    "time.localtime": "clock.today(zone)",
    "time.gmtime": "clock.now()",
}
FORBIDDEN_WORDS = {"auto_now", "auto_now_add", "CURRENT_TIMESTAMP"}
FORBIDDEN_NAMES = {"django.db.models.functions.Now", "django.utils.timezone.now"}


def test_nobody_else_reads_the_clock() -> None:
    found = []
    for path, tree in modules().items():
        if str(path) == READER or "migrations" in path.parts:
            continue
        for node in ast.walk(tree):
            said = _reading(node)
            if said:
                found.append(f"{path}:{getattr(node, 'lineno', '?')}: {said}")
    assert not found, "\n".join(found)


def test_only_a_demonstration_holds_it_still() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if str(path) != READER and "demo" not in str(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _dotted(node) == "clock.held"
    ]
    assert not found, found


def test_no_instant_is_written_with_the_day_of_another_zone() -> None:
    """What is called `…_at` is an instant in UTC: between midnight and two in the morning its day there is another."""
    found = [
        f"{path}:{node.lineno}: {_dotted(node.args[0])}: ask for its legal_day first"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _dotted(node.func).endswith("date_format") and node.args
        if _dotted(node.args[0]).endswith("_at")
    ]
    assert not found, "\n".join(found)


def _reading(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        name = ".".join(_dotted(node).split(".")[-2:])
        return f"{name}: use {FORBIDDEN[name]}" if name in FORBIDDEN else ""
    if isinstance(node, ast.keyword) and node.arg in FORBIDDEN_WORDS:
        return f"{node.arg}: an act says when it happened"
    if isinstance(node, ast.ImportFrom):
        names = {f"{node.module}.{alias.name}" for alias in node.names} & FORBIDDEN_NAMES
        return f"imports {names.pop()}" if names else ""
    return ""


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
