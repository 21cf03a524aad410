"""What an official finds about two groups, or two homes, that look alike."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veer.people.forms import ReasonForm
from veer.sponsorship.alike import Alike
from veer.sponsorship.models import Finding

SAID = {
    Finding.GROUP: (
        _("Two different sponsors"),
        _("One sponsor; the first record stands for both"),
        _("One sponsor; the second record stands for both"),
    ),
    Finding.HOME: (
        _("Two different homes"),
        _("One home; the first record stands for both"),
        _("One home; the second record stands for both"),
    ),
}


class AlikeForm(ReasonForm):
    """One, and which record stands for both; or two."""

    said = forms.ChoiceField(label=_("Your finding"), widget=forms.Select({"class": "input"}))

    field_order = ["said", "reason"]

    def __init__(self, *args: Any, pair: Alike, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = (Finding.DIFFERENT, str(pair.one.pk), str(pair.other.pk))
        choices = list(zip(values, SAID[pair.what], strict=True))
        self.fields["said"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
