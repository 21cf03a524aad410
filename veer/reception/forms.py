"""Forms about places: who comes on the list, what they need, which place they get, what was earned."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veer.reception.models import Need, Stay
from veer.reception.rules import HEALTH, NEEDS

SOURCES = [
    ("person", _("the person says so")),
    ("guardian", _("the guardian says so")),
    ("doctor", _("a doctor wrote it down")),
    ("file", _("it stands in the file")),
]
CONSENT = [
    ("", _("not asked")),
    (Need.PERSON, _("the person agrees that it is written down")),
    (Need.GUARDIAN, _("the guardian agrees that it is written down")),
]
WHY = [(Stay.LEFT, _("by their own wish")), (Stay.ENDED, _("the right to a place ended"))]


def _text(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput({"class": "input"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def _choice(label: Any, choices: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.Select({"class": "input"}))


class EnlistForm(forms.Form):
    """A household comes on the list, by the number of its file."""

    number = _text(_("Number of the file"), 24)
    persons = forms.IntegerField(
        label=_("How many persons?"),
        min_value=1,
        max_value=40,
        initial=1,
        widget=forms.NumberInput({"class": "input", "inputmode": "numeric"}),
    )
    wish = _text(_("Where do they want to live?"), 120, required=False, hint=_("A municipality. A wish, no promise."))


class NeedForm(forms.Form):
    """What a household needs, who said so, and who agreed."""

    need = _choice(_("What is needed"), list(NEEDS.items()))
    source = _choice(_("How is it known?"), SOURCES)
    consent = _choice(_("Consent"), CONSENT, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("need") in HEALTH and not told.get("consent"):
            self.add_error("consent", _("This says something about health: somebody has to agree first."))
        return told


class PlaceForm(forms.Form):
    """A place out of those with room, and why it is this one."""

    place = _choice(_("Place"), [])
    reason = forms.CharField(
        label=_("Why this place?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 3}),
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], hint: Any, always: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places
        self.fields["reason"].help_text = hint
        self.fields["reason"].required = always  # a move needs its reason; giving what was proposed does not


class LeaveForm(forms.Form):
    """Why a household leaves."""

    why = _choice(_("Why do they leave?"), WHY)


class WageForm(forms.Form):
    """What was earned in a month."""

    month = forms.CharField(
        label=_("Month"),
        help_text=_("Year and month, for example 2026-09."),
        max_length=7,
        widget=forms.TextInput({"class": "input", "inputmode": "numeric"}),
    )
    amount = forms.DecimalField(
        label=_("Wage after taxes, in euro"),
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        widget=forms.NumberInput({"class": "input", "inputmode": "decimal", "step": "0.01"}),
    )

    def clean_month(self) -> date:
        try:
            return date.fromisoformat(f"{self.cleaned_data['month'].strip()}-01")
        except ValueError:
            raise forms.ValidationError(_("Write the year and the month, for example 2026-09.")) from None

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["amount"] * 100)
