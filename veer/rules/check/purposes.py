"""What brings somebody here: every route is found under a purpose, every purpose leads to a route, and has words."""

from __future__ import annotations

from ..load import Pack
from ..problems import Problems


def check_purposes(pack: Pack, problems: Problems) -> None:
    """A pack that asks for the purpose hides what names none: whoever chose one would never meet that route."""
    found = problems.error if pack.complete else problems.warn
    for one in pack.purposes.values():
        for what, words in (("words", one.text), ("help", one.help)):
            missing = [code for code in pack.languages if not words.get(code)]
            if missing and (words or what == "words"):
                hint = f"write it under `purposes` in pack.yaml: {{{missing[0]}: ...}}"
                found("E501", f"no {what} for the purpose {one.id} in {', '.join(missing)}", one.place, hint)
        if not any(one.id in route.purposes for route in pack.routes.values()):
            problems.warn("W522", f"no route names the purpose {one.id}", one.place, "name it in a route, or drop it")
    for route in pack.routes.values():
        if pack.purposes and not route.purposes:
            hint = f"add purpose: [{', '.join(pack.purposes)}], of these those that lead to it"
            problems.error("E521", f"{route.id} names no purpose, so the finder never shows it", route.place, hint)
