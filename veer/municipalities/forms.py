"""Forms of municipalities: a remark, places, a move; and those of who works with them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veer.municipalities import rules
from veer.municipalities.models import Body
from veer.municipalities.queries import Quarter

MOST = 10_000


class WhoForm(forms.Form):
    """Whoever opened a link says who they are; somebody signed in is known."""

    by_name = forms.CharField(label=_("Your name"), max_length=120)
    by_function = forms.CharField(label=_("Your function at the municipality"), max_length=120)


class RemarkForm(forms.Form):
    about = forms.ChoiceField(label=_("What your remark is about"), choices=list(rules.ABOUT.items()))
    text = forms.CharField(
        label=_("Your remark, with its reasons"), max_length=3000, widget=forms.Textarea({"rows": 6})
    )


class RemarkByLinkForm(WhoForm, RemarkForm):
    field_order = ("about", "text", "by_name", "by_function")


class PlacesForm(forms.Form):
    """How many places of each service there are in a quarter. What is left empty stays as it was."""

    begins = forms.TypedChoiceField(label=_("Quarter"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].choices = [(one.period.begins.isoformat(), one.period.words) for one in quarters]
        for service, words in rules.SERVICES.items():
            self.fields[service] = forms.IntegerField(label=words, min_value=0, max_value=MOST, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not self.said:
            raise forms.ValidationError(_("Write down at least one number."))
        return told

    @property
    def said(self) -> dict[str, int]:
        told = self.cleaned_data
        return {service: told[service] for service in rules.SERVICES if told.get(service) is not None}


class PlacesByLinkForm(WhoForm, PlacesForm):
    field_order = ("begins", *rules.SERVICES, "by_name", "by_function")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class MoveForm(forms.Form):
    to = forms.ChoiceField(label=_("To which municipality"))
    reason = forms.CharField(label=_("Why the household moves"), max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *((str(one.pk), one.name) for one in bodies)]


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed if you do not accept. The other municipality reads it."),
    )


class BodyForm(forms.Form):
    name = forms.CharField(label=_("Municipality"), max_length=100)
    email = forms.EmailField(
        label=_("Where it is written to"), required=False, help_text=_("Links go to this address. Use a shared one.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class ColleagueForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of their account"))
    function = forms.CharField(label=_("Function"), max_length=120)


class TellForm(forms.Form):
    """Of which group a municipality is told."""

    body = forms.ChoiceField(label=_("Municipality"))

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "–"), *((str(one.pk), one.name) for one in bodies)]
