"""The forms of the work list: narrowing it, keeping it, offering files, being away."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veer.cases.forms.acts import AREA
from veer.cases.worklist import NOBODY, Asked
from veer.people.days import DayField

Choices = Sequence[tuple[str, str]]
DAYS = [
    ("", _("any day")),
    ("0", _("today, or late")),
    ("7", _("within 7 days")),
    ("14", _("within 14 days")),
    ("30", _("within 30 days")),
    ("90", _("within 90 days")),
]


class NarrowForm(forms.Form):
    """What the list is narrowed by. It goes into the address, so it is shown as the address has it."""

    name = forms.CharField(label=_("Name of the person"), required=False, max_length=80)
    route = forms.ChoiceField(label=_("Route"), required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    days = forms.ChoiceField(label=_("At the latest"), required=False, choices=DAYS)
    ball = forms.ChoiceField(label=_("Waits for"), required=False)
    holder = forms.ChoiceField(label=_("With"), required=False)

    def __init__(self, wanted: Asked, *, routes: Choices, steps: Choices, balls: Choices, holders: Choices) -> None:
        days = "" if wanted.days is None else str(wanted.days)
        shown = {"name": wanted.name, "route": wanted.route, "step": wanted.step, "days": days}
        super().__init__(initial={**shown, "ball": wanted.ball, "holder": wanted.holder}, auto_id="narrow-%s")
        self.fields["route"].choices = [("", _("every route")), *routes]  # type: ignore[attr-defined]
        self.fields["step"].choices = [("", _("every step")), *steps]  # type: ignore[attr-defined]
        self.fields["ball"].choices = [("", _("anybody")), *balls]  # type: ignore[attr-defined]
        self.fields["holder"].choices = [("", _("anybody")), (NOBODY, _("nobody")), *holders]  # type: ignore[attr-defined]
        if days and days not in dict(DAYS):
            self.fields["days"].choices = [*DAYS, (days, days)]  # type: ignore[attr-defined]
        if not wanted.route:
            del self.fields["step"]
        if wanted.role:
            del self.fields["holder"]


class KeepForm(forms.Form):
    name = forms.CharField(label=_("Name of the list"), max_length=60)
    first = forms.BooleanField(label=_("My work begins with this list"), required=False)


class OfferForm(forms.Form):
    """To whom files are offered, and what the colleague should know."""

    to = forms.ChoiceField(label=_("To which colleague?"))
    note = forms.CharField(
        label=_("What should they know?"), required=False, max_length=2000, widget=forms.Textarea(AREA)
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "—"), *colleagues]  # type: ignore[attr-defined]


class AwayForm(forms.Form):
    """From when to when somebody is away, and who stands in."""

    first = DayField(label=_("First day away"))
    last = DayField(label=_("Last day away"))
    deputy = forms.ChoiceField(label=_("Who stands in for you?"))

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", "—"), *colleagues]  # type: ignore[attr-defined]
