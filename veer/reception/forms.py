"""Forms about places: who comes on the list, what they need, which place they get, what was earned."""

from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from veer.reception.acts import Told
from veer.reception.acts.common import LEAST
from veer.reception.models import Need, Stay
from veer.reception.rules import HEALTH, KINDS, NEEDS

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
        # It stood among them when the page was made.
        gone = _("Somebody else took the last bed there just now. Choose another place.")
        field.error_messages["invalid_choice"] = gone
        self.fields["reason"].help_text = hint
        self.fields["reason"].required = always  # a move needs its reason; giving what was proposed does not


class LeaveForm(forms.Form):
    """Why a household leaves."""

    why = _choice(_("Why do they leave?"), WHY)


def _reason(label: Any) -> forms.CharField:
    """Words of at least so many characters that stand in the journal."""
    widget = forms.Textarea({"class": "input", "rows": 3})
    hint = _("It stands in the journal. At least 20 characters.")
    return forms.CharField(label=label, help_text=hint, min_length=LEAST, max_length=2000, widget=widget)


class ReasonForm(forms.Form):
    """Why something is done that a household is told in a letter."""

    reason = _reason(_("Why? It stands in the letter."))


class EndForm(ReasonForm):
    """A right that ended: until when the household can stay, and why."""

    until = forms.DateField(
        label=_("Last day in this place"),
        widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["until", "reason"]


class AskingForm(forms.Form):
    """A household asks for another place."""

    wish = _text(_("Where do you want to live?"), 120, required=False, hint=_("A municipality. A wish, no promise."))
    reason = forms.CharField(
        label=_("Why do you ask for another place?"),
        help_text=_("You need not speak of your health. If you do, only those who work on reception read it."),
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 4}),
    )


def _number(label: Any, least: int, *, hint: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput({"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=5000, widget=widget)


class SiteForm(forms.Form):
    """What a place is and offers."""

    stale = False  # whether somebody changed it since the form was shown
    site = _text(_("Name of the place"), 120)
    municipality = _text(_("Municipality"), 120)
    beds = _number(_("Beds"), 1)
    rooms = _number(_("Rooms"), 1)
    services = forms.MultipleChoiceField(
        label=_("What it offers"), choices=list(NEEDS.items()), required=False, widget=forms.CheckboxSelectMultiple()
    )

    @property
    def told(self) -> Told:
        told = self.cleaned_data
        return Told(told["site"], told["municipality"], told["beds"], told["rooms"], tuple(told["services"]))


class NewPlaceForm(SiteForm):
    """A place that did not exist, and its kind, which it keeps."""

    kind = _choice(_("Kind"), list(KINDS.items()))
    field_order = ["site", "municipality", "kind"]


class ChangePlaceForm(SiteForm):
    """A place that exists. `seen`: how much had happened to it when the form was shown."""

    reason = _reason(_("Why?"))
    seen = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, place: Told, seen: int, used: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={**place.fields(), "seen": seen}, **kwargs)
        hint = _("%(n)d are in use: it cannot have fewer.") % {"n": used}
        self.fields["beds"].help_text = hint

    def look_again(self, seen: int) -> None:
        """What was typed stays; sent once more, it is about the place as it is now."""
        self.data = {**{name: self.data.getlist(name) for name in self.data}, "seen": [str(seen)]}
        self.data = MultiValueDict(self.data)


class CloseForm(forms.Form):
    """Why a place is closed."""

    stale = False
    reason = _reason(_("Why?"))


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
