"""Forms of a caseworker's hand: what should be otherwise, and why."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from veer.matching.models import Lock, Offer
from veer.matching.rules import KINDS, REASONS, SAYS, TIERS

NEEDS_SPOT = (Lock.MUST, Lock.MUST_NOT)


def _choice(label: Any, choices: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.Select({"class": "input"}))


def _number(label: Any, least: int, *, hint: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput({"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=20, required=False, widget=widget)


def _text(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput({"class": "input"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


class SeekForm(forms.Form):
    """A household that looks for a sponsor, by the number of its file."""

    number = _text(_("Number of the file"), 24)
    adults = _number(_("Adults"), 1, hint=_("Only where the file does not say it."))
    children = _number(_("Children"), 0)
    tier = _choice(_("How urgent?"), list(TIERS.items()))
    wish = _text(_("Where do they want to live?"), 120, required=False, hint=_("A municipality. A wish, no promise."))


class AnswerForm(forms.Form):
    """One side's answer to an offer."""

    says = forms.ChoiceField(label=_("Your answer"), choices=list(SAYS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Do you want to say something about it?"),
        help_text=_("Only the authority reads this. The other side never does."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("says") == Offer.ASK and not told.get("words", "").strip():
            self.add_error("words", _("What do you want to ask?"))
        return told


class LockForm(forms.Form):
    """What is settled of one household: where it is or is not, or with whom; and the reason."""

    kind = _choice(_("What should be otherwise?"), list(KINDS.items()))
    spot = _choice(_("Which place?"), [], required=False)
    other = _choice(_("Which household?"), [], required=False)
    reason = _choice(_("For which reason?"), list(REASONS.items()))
    words = forms.CharField(
        label=_("Say it in words"),
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 3}),
    )

    def __init__(
        self, *args: Any, spots: list[tuple[str, str]], others: list[tuple[str, str]], least: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].validators.append(MinLengthValidator(least))
        self.fields["words"].help_text = _("It stands in the journal. At least %(n)d characters.") % {"n": least}
        for name, choices in (("spot", spots), ("other", others)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "–"), *choices]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind") in NEEDS_SPOT and not told.get("spot"):
            self.add_error("spot", _("Choose a place."))
        if told.get("kind") == Lock.KEEP_WITH and not told.get("other"):
            self.add_error("other", _("Choose a household."))
        return told
