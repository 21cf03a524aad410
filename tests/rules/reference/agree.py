"""Where an answer of the engine (contracts, section 7) and one of the reference differ, in words."""

from .facts import Level
from .yamlcore import Fraction


def same(value):
    """A value as JSON would show it."""
    if isinstance(value, Level):
        return value.name
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def bounds(answer, path):
    """(total, min, max) of one path of points in an answer, or None where it does not stand."""
    points = answer["points"] or {}
    if path == "total":
        found = points
    else:
        section, _, item = path.partition(".")
        found = points.get("sections", {}).get(section)
        found = found["items"].get(item) if found and item else found
        if found is None and not item:
            found = points.get("subtotals", {}).get(section)
    return None if not found else (found["total"], found["min"], found["max"])


def results(answer):
    """Condition -> result, in order."""
    return {reason["id"].partition("/conditions.")[2]: reason["result"] for reason in answer["reasons"]}


def differences(reference, answer):
    """Both on complete facts."""
    found = []
    if reference["outcome"] != answer["outcome"]:
        found.append(f"outcome: {reference['outcome']} by the reference, {answer['outcome']} by the engine")
    if not reference["in_force"]:
        return found
    for path, worth in reference["points"].items():
        engine = bounds(answer, path)
        if engine is not None and engine != (worth, worth, worth):
            found.append(f"points.{path}: {worth} by the reference, {engine} by the engine")
    for name, result in reference["conditions"].items():
        if results(answer).get(name) != result and ("." not in name or name in results(answer)):
            found.append(f"conditions.{name}: {result} by the reference, {results(answer).get(name)} by the engine")
    for name, value in reference["let"].items():
        engine = answer.get("let", {}).get(name)
        if value is not None and name in answer.get("let", {}) and engine != same(value):
            found.append(f"let.{name}: {same(value)} by the reference, {engine} by the engine")
    return found
