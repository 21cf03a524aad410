"""Forms about accounts and persons."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veer.people.acts import introduce
from veer.people.models import Account, Person


class IntroduceForm(forms.Form):
    """Who somebody is, and in which language they want their letters."""

    given_name = forms.CharField(
        label=_("Given names"), max_length=120, widget=forms.TextInput({"class": "input", "autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_("Leave it empty if you have only one name."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "family-name"}),
    )
    address = forms.CharField(
        label=_("Postal address"),
        help_text=_("Where a letter reaches you. You can change it later."),
        max_length=400,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 3, "autocomplete": "street-address"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your letters"), choices=settings.LANGUAGES, widget=forms.Select({"class": "input"})
    )

    def __init__(self, *args: Any, person: Person | None, language: str, **kwargs: Any) -> None:
        known = {"language": language}
        if person is not None:
            known = {name: getattr(person, name) for name in ("given_name", "family_name", "address", "language")}
        super().__init__(*args, initial=known, **kwargs)

    def save(self, account: Account) -> Person:
        return introduce(account, **self.cleaned_data)


class CodeForm(forms.Form):
    """The code on paper, with or without its dashes."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Four groups of five letters and figures, on the paper that you were given."),
        max_length=40,
        widget=forms.TextInput({"class": "input code", "autocomplete": "off", "spellcheck": "false"}),
    )
