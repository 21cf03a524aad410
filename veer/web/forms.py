"""How every form of the site is drawn, allauth's included."""

from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import DjangoTemplates

TICKED = {"checkbox", "radio"}


class DressedField(BoundField):
    """A control in our clothes: the look belongs to the page, so no form says it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        dressed = super().build_widget_attrs(attrs, widget)
        control = widget or self.field.widget
        if getattr(control, "input_type", "") not in TICKED:
            dressed.setdefault("class", control.attrs.get("class", "input"))
        return dressed


class Renderer(DjangoTemplates):
    bound_field_class = DressedField
