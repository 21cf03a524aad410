"""Forms about people who are asked for by name: one of them, taking one off, and choosing one who comes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from veer.cases.models import Document
from veer.journal import clock
from veer.people import birth
from veer.people.acts.desk import Told
from veer.sponsorship.acts.naming import Identified
from veer.sponsorship.models import Identity

SEXES = [(Identity.WOMAN, _("F: woman")), (Identity.MAN, _("M: man")), (Identity.OTHER, _("X: neither, or not said"))]


class PassportForm(forms.Form):
    """What a passport says that decides nothing, and that the numbers of the programme are counted by."""

    nationality = forms.CharField(
        label=_("Nationality"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Za-z]{3}$", _("Three letters."))],
        help_text=_("Three letters, as in the passport; XXA for somebody who has none. It decides nothing."),
    )
    sex = forms.ChoiceField(label=_("Sex, as in the passport"), choices=SEXES, help_text=_("It decides nothing."))

    def clean_nationality(self) -> str:
        return str(self.cleaned_data["nationality"]).upper()


class IdentityForm(PassportForm):
    """One person. There is no form for a list. `why` is asked once the file was sent."""

    field_order = ("given_name", "family_name", "born", "adult", "nationality", "sex")

    given_name = forms.CharField(label=_("Given names"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    born = forms.CharField(
        label=_("Date of birth"), max_length=10, help_text=_("As far as it is known: 1998, 1998-05 or 1998-05-17.")
    )
    adult = forms.BooleanField(label=_("18 or older"), required=False)
    number = forms.CharField(label=_("Number of a passport or other paper"), max_length=40, required=False)
    declared = forms.CharField(
        label=_("Without a paper: why there is none, declared to be true"), max_length=300, required=False
    )
    photo = forms.ChoiceField(
        label=_("Without a paper: a photo"),
        required=False,
        help_text=_("One of the documents that you added to the file."),
    )
    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Everybody who may read the file reads it."))

    def __init__(self, *args: Any, documents: Sequence[Document], sent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photo = self.fields["photo"]
        assert isinstance(photo, forms.ChoiceField)
        photo.choices = [("", "—"), *((str(one.pk), one.name) for one in documents)]
        if not sent:
            del self.fields["why"]

    def clean_born(self) -> str:
        said = str(self.cleaned_data["born"])
        try:
            return birth.checked(said, clock.today(settings.TIME_ZONE))
        except ValueError:
            raise forms.ValidationError(_("This is not written the way it has to be.")) from None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("number") and not (told.get("declared") and told.get("photo")):
            self.add_error("number", _("Give the number, or say why there is none and choose a photo."))
        return told

    @property
    def told(self) -> Identified:
        said = {name: value for name, value in self.cleaned_data.items() if name != "why"}
        said |= {"photo": said["photo"] or None}
        return Identified(**said)


class StrikeIdentityForm(forms.Form):
    """Taking somebody off. `why` is asked once the file was sent."""

    identity = forms.ChoiceField(label=_("Whom"))
    why = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, listed: Sequence[Identity], sent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["identity"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [(str(one.pk), f"{one.given_name} {one.family_name}".strip()) for one in listed]
        if not sent:
            del self.fields["why"]


class ListedForm(forms.Form):
    """One of those who were asked for, and come: nothing is typed twice."""

    identity = forms.ChoiceField(label=_("Whom"))
    language = forms.ChoiceField(label=_("Language of the person"), choices=settings.LANGUAGES)
    note = forms.CharField(label=_("How the person was identified, as told"), max_length=1000, required=False)

    def __init__(self, *args: Any, listed: Sequence[Identity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {str(one.pk): one for one in listed}
        choose = self.fields["identity"]
        assert isinstance(choose, forms.ChoiceField)
        choose.choices = [(pk, f"{one.given_name} {one.family_name}, {one.born}") for pk, one in self.listed.items()]

    @property
    def passport(self) -> dict[str, str]:
        """The group wrote it where it asked for them."""
        return {}

    @property
    def grown(self) -> bool:
        return self.listed[self.cleaned_data["identity"]].adult

    @property
    def told(self) -> Told:
        said, one = self.cleaned_data, self.listed[self.cleaned_data["identity"]]
        return Told(one.given_name, one.family_name, one.born, language=said["language"], note=said["note"])
