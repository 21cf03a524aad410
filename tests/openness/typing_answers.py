"""What somebody would type into the form of a question, to say a value."""

from typing import Any

from veer.cases.forms import fields
from veer.cases.forms.questions import Question

UNKNOWN = {"unknown": True}


def typed(pack: Any, fact: str, value: Any) -> dict[str, str]:
    """The fields of a form as a browser would send them."""
    form = Question(pack, fact, "en", value=value) if value != UNKNOWN else Question(pack, fact, "en")
    if value == UNKNOWN or value is None or value in ([], {}):
        return _way_out(form, value)
    if form.type.kind == "map":
        return {name: text for key, part in value.items() for name, text in _parts(form, f"{key}__", part).items()}
    if form.type.kind == "list":
        parts = {name: text for row, part in enumerate(value) for name, text in _parts(form, f"{row}__", part).items()}
        return {"rows": str(len(value)), **parts}
    return _leaf("value", form.fields["value"], value)


def _way_out(form: Question, value: Any) -> dict[str, str]:
    field = form.fields.get("value")
    if isinstance(field, fields.Choice) and field.kind != "select":
        return {"value": next(key for key, known in field.values.items() if known == value)}
    return {"unknown": "on"} if value == UNKNOWN else {"none": "on"}


def _parts(form: Question, start: str, part: Any) -> dict[str, str]:
    if not isinstance(part, dict):
        return _leaf(start, form.fields[start], part)
    found = {}
    for name, value in part.items():
        found.update(_leaf(f"{start}{name}", form.fields[f"{start}{name}"], value))
    return found


def _leaf(name: str, field: Any, value: Any) -> dict[str, str]:
    if isinstance(field, fields.Day):
        year, month, day = [*str(value).split("-"), "", ""][:3]
        return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
    if isinstance(field, fields.Choice):
        return {
            name: next(
                (key for key, known in field.values.items() if known == value or (value and known == {})), str(value)
            )
        }
    return {name: str(value)}
