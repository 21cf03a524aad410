"""What acts, clocks, rights and remedies ask of the facts: the expression of each, by the path of its node."""


def clauses_of(route):
    procedure, found = route.get("procedure", {}), {}
    for part in (procedure, *procedure.get("branches", {}).values()):
        found |= {f"procedure.acts.{name}": act for name, act in part.get("acts", {}).items()}
    for name, clock in route.get("clocks", {}).items():
        found |= {f"clocks.{name}.{key}": first for key, first in clock.get("first", {}).items()}
    found |= {f"rights.{name}": right for name, right in route.get("rights", {}).items()}
    for name, remedy in route.get("remedies", {}).items():
        found[f"remedies.{name}"] = remedy
        if remedy.get("suspends", "no") not in ("yes", "no"):
            found[f"remedies.{name}.suspends"] = {"if": remedy["suspends"]}
    return {path: node["if"] for path, node in found.items() if "if" in node}
