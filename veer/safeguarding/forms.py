"""Forms about what is reported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veer.safeguarding.acts.concerns import Said
from veer.safeguarding.models import Concern, Round
from veer.safeguarding.rules import Law

MOST = 5000
TELL = [
    (Concern.CELL, _("Nobody but those who look at it")),
    (Concern.HELPERS, _("Also who helps or protects me: a support body, the police")),
]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class ReportForm(forms.Form):
    """What anybody can report, with or without an account."""

    kind = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect, choices=[])
    told = forms.CharField(
        label=_("What happened?"), widget=_area(6), max_length=MOST, help_text=_("In any language. What, when, where.")
    )
    about = forms.CharField(
        label=_("About whom or what?"), max_length=200, required=False, help_text=_("A name, a group, an address.")
    )
    number = forms.CharField(
        label=_("The number of the file"),
        max_length=40,
        required=False,
        help_text=_("If you know it. It begins with V."),
    )
    tell = forms.ChoiceField(
        label=_("Who may learn that it was you?"), widget=forms.RadioSelect, choices=TELL, initial=Concern.CELL
    )
    contact = forms.CharField(
        label=_("How can we reach you safely?"),
        max_length=200,
        required=False,
        help_text=_("A number or address that only you read. Without one we cannot answer you."),
    )

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(law.concerns.items())

    @property
    def said(self) -> Said:
        return Said(**self.cleaned_data)


class FileForm(forms.Form):
    """Which file it is about."""

    number = forms.CharField(label=_("The number of the file"), max_length=40)


class ReasonForm(forms.Form):
    """Why a file is stopped, or goes on."""

    reason = forms.CharField(label=_("Why"), widget=_area(3), max_length=MOST)


class DecideForm(ReasonForm):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=[])
    field_order = ("outcome", "reason")

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *law.outcomes.items()]


class InterestForm(forms.Form):
    """On whom somebody does not work."""

    number = forms.CharField(label=_("The number of the file"), max_length=40, required=False)
    municipality = forms.CharField(
        label=_("Or a municipality"), max_length=120, required=False, help_text=_("Where you live or hold an office.")
    )
    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Kin, friend, the same party, money: as short as you like.")
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(told.get("number")) is bool(told.get("municipality")):
            self.add_error("number", _("Name a file or a municipality."))
        return told


LOTS = [
    (Round.AUDITS, _("Decisions of these days, to be audited")),
    (Round.VISITS, _("Households that arrived in these days, for a talk around day 150")),
]


class RoundForm(forms.Form):
    """A round of audits."""

    kind = forms.ChoiceField(label=_("What is drawn"), choices=LOTS, initial=Round.AUDITS)
    name = forms.SlugField(label=_("Name of the round"), max_length=40, help_text=_("It begins the seed."))
    first = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=_("until and including"), widget=forms.DateInput({"type": "date"}))
    source = forms.CharField(label=_("Who publishes the value, and which one"), max_length=300)


class ValueForm(forms.Form):
    """Half of the value that was published after the list."""

    value = forms.CharField(label=_("Your half of the value"), max_length=100)


class LateValueForm(ValueForm):
    """The same, entered by an official because the auditors did not in time."""

    why = forms.CharField(
        label=_("Why it is late, and which value of the source this is"),
        max_length=300,
        help_text=_("Everybody reads it. It is the value that was named, or if none came the first one after it."),
    )
