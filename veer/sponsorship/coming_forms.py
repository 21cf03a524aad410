"""Forms about a household that comes: one of its people, a point of its plan, and what is said in confidence."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veer.journal import clock
from veer.people import birth
from veer.people.acts.desk import Told
from veer.sponsorship.named_forms import PassportForm


class TravellerForm(PassportForm):
    """One person whom nobody asked for by name. There is no form for a list."""

    field_order = ("given_name", "family_name", "born", "adult", "nationality", "sex", "language")

    given_name = forms.CharField(label=_("Given names"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    born = forms.CharField(
        label=_("Date of birth"), max_length=10, help_text=_("As far as it is known: 1998, 1998-05 or 1998-05-17.")
    )
    language = forms.ChoiceField(label=_("Language of the person"), choices=settings.LANGUAGES)
    adult = forms.BooleanField(label=_("18 or older"), required=False)
    note = forms.CharField(label=_("How the person was identified, as told"), max_length=1000, required=False)

    def clean_born(self) -> str:
        said = str(self.cleaned_data["born"])
        try:
            return birth.checked(said, clock.today(settings.TIME_ZONE))
        except ValueError:
            raise forms.ValidationError(_("This is not written the way it has to be.")) from None

    @property
    def grown(self) -> bool:
        return bool(self.cleaned_data["adult"])

    @property
    def passport(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("nationality", "sex")}

    @property
    def told(self) -> Told:
        said = self.cleaned_data
        return Told(said["given_name"], said["family_name"], said["born"], language=said["language"], note=said["note"])


class PointForm(forms.Form):
    """A point of the plan. `point` is chosen by the page."""

    who = forms.CharField(label=_("Who does it"), max_length=120)
    by_day = forms.DateField(label=_("By when"), widget=forms.DateInput({"type": "date"}))
    backup = forms.CharField(label=_("Who stands in"), max_length=120)
    note = forms.CharField(label=_("More, if needed"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        who, backup = str(told.get("who", "")).strip().lower(), str(told.get("backup", "")).strip().lower()
        if who and who == backup:
            self.add_error("backup", _("Somebody else stands in."))
        return told


class VoiceForm(forms.Form):
    """What somebody says in confidence, or the answer."""

    text = forms.CharField(label=_("Your message"), max_length=5000, widget=forms.Textarea({"rows": 5}))
