"""The form with which a version of the law is proposed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veer.people.days import DayField


class ProposeLawForm(forms.Form):
    stored = forms.ChoiceField(
        label=_("Which version"), help_text=_("Versions are stored on the machine itself."),
        widget=forms.Select({"class": "input"}),
    )  # fmt: skip
    from_day = DayField(label=_("In force from"))

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stored"].choices = [("", "—"), *versions]  # type: ignore[attr-defined]
