"""Forms about accounts and persons."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from veer.access import roles
from veer.access.who import Who
from veer.journal import clock
from veer.people import birth
from veer.people.acts import introduce, register_at_desk
from veer.people.acts.desk import Told
from veer.people.acts.mandates import LAWYER, TRUSTED, Terms
from veer.people.days import DayField
from veer.people.files import File
from veer.people.models import Account, Housemate, Link, Name, Person

PAPERS = [
    ("", _("none seen")),
    ("passport", _("passport")),
    ("card", _("identity card")),
    ("other", _("another paper")),
]


def _text(label: Any, longest: int, *, required: bool = False, hint: Any = "", lines: int = 0) -> forms.CharField:
    widget = forms.Textarea({"class": "input", "rows": lines}) if lines else forms.TextInput({"class": "input"})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


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


class BornForm(forms.Form):
    """A birth date as far as it is known: three boxes, each of which may stay empty from the day on."""

    year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        help_text=_("Leave empty what is not known: the day, the month and the day, or all three."),
        widget=forms.TextInput({"class": "input short", "inputmode": "numeric"}),
    )
    month = forms.TypedChoiceField(
        label=_("Month of birth"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("unknown")), *MONTHS.items()],
        widget=forms.Select({"class": "input short"}),
    )
    day = forms.IntegerField(
        label=_("Day of birth"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput({"class": "input short", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            whole = birth.compose(told["year"], told["month"], told["day"])
            told["born"] = birth.checked(whole, clock.today(settings.TIME_ZONE))
        except (birth.NoBirthDate, ValueError):
            self.add_error("year", _("This is not a day, a month or a year on which somebody can be born."))
        return told


class RegisterForm(BornForm):
    """Somebody at a desk: a name in any script is all that is needed."""

    given_name = _text(_("Given names"), 120, required=True, hint=_("As the person writes it, in any script."))
    family_name = _text(_("Family name"), 120, hint=_("Leave it empty if there is only one name."))
    passport_name = _text(_("Name in the passport, in Latin letters"), 240)
    called = _text(_("Another name"), 240, hint=_("A former name, or what the person is called."))
    language = forms.ChoiceField(
        label=_("Language of the person"), choices=settings.LANGUAGES, widget=forms.Select({"class": "input"})
    )
    address = _text(_("Postal address"), 400, hint=_("Only if a letter is safe there."), lines=2)
    paper = forms.ChoiceField(
        label=_("Identity document"), choices=PAPERS, required=False, widget=forms.Select({"class": "input"})
    )
    number = _text(_("Number of the document"), 60)
    issued_by = _text(_("Issued by"), 120)
    note = _text(_("How the person was identified, as told"), 1000, lines=3)

    field_order = ["given_name", "family_name", "passport_name", "called", "year", "month", "day"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if bool(told.get("paper")) != bool(told.get("number")):
            self.add_error("number", _("A document has a kind and a number."))
        return told

    def save(self, by: Who, key: str) -> Person:
        told = self.cleaned_data
        names = [(Name.PASSPORT, told["passport_name"]), (Name.CALLED, told["called"])]
        return register_at_desk(
            by,
            Told(
                told["given_name"],
                told["family_name"],
                told["born"],
                told["language"],
                told["address"],
                names=tuple((kind, name) for kind, name in names if name),
                papers=((told["paper"], told["number"], told["issued_by"]),) if told["paper"] else (),
                note=told["note"],
            ),
            key=key,
        )


class CorrectForm(BornForm):
    """Mending who a record says somebody is."""

    given_name = _text(_("Given names"), 120, required=True)
    family_name = _text(_("Family name"), 120)
    reason = _text(_("What you saw that shows it"), 1000, required=True, lines=2)

    field_order = ["given_name", "family_name", "year", "month", "day", "reason"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        parts = [int(part) for part in person.born.split("-") if part]
        born = dict(zip(("year", "month", "day"), parts, strict=False))
        super().__init__(
            *args, initial={"given_name": person.given_name, "family_name": person.family_name, **born}, **kwargs
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Why"), 1000, required=True, lines=2)


class TwinForm(ReasonForm):
    """What somebody found about two records: one person, or two."""

    said = forms.ChoiceField(label=_("Your finding"), widget=forms.Select({"class": "input"}))

    field_order = ["said", "reason"]

    def __init__(self, *args: Any, one: Person, other: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            ("different", _("Two different persons")),
            (str(one.pk), _("The same person; the first record is kept")),
            (str(other.pk), _("The same person; the second record is kept")),
        ]


class UntilForm(forms.Form):
    """The last day of something, in the legal day of this installation."""

    ends = DayField(
        label=_("Last day"), help_text=_("Leave it empty to let it last until somebody ends it."), required=False
    )

    def clean_ends(self) -> datetime | None:
        """The first instant that no longer counts."""
        day = self.cleaned_data["ends"]
        if day is None:
            return None
        after = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
        if after <= clock.now():
            raise forms.ValidationError(_("That day is over."))
        return after


class MandateForm(UntilForm):
    """Letting somebody act for oneself."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("We write that somebody asks them, and not who. They see your name once they sign in."),
        widget=forms.EmailInput({"class": "input", "autocomplete": "off"}),
    )
    function = forms.ChoiceField(
        label=_("Who they are"),
        choices=[(LAWYER, _("My lawyer")), (TRUSTED, _("Somebody I trust"))],
        widget=forms.Select({"class": "input"}),
    )
    may = forms.ChoiceField(
        label=_("What they may do"),
        choices=[(Link.ACT, _("Everything that I may do in my files")), (Link.READ, _("Only read my files"))],
        widget=forms.Select({"class": "input"}),
    )

    field_order = ["email", "function", "may", "ends"]

    @property
    def terms(self) -> Terms:
        return Terms(may=self.cleaned_data["may"], ends=self.cleaned_data["ends"])


class ReachForm(UntilForm):
    """How far somebody may act: in everything, in the files of one kind, or in one file."""

    reach = forms.ChoiceField(label=_("In which files"), widget=forms.Select({"class": "input"}))
    may = forms.ChoiceField(
        label=_("What they may do"),
        choices=[(Link.ACT, _("Everything that I may do in these files")), (Link.READ, _("Only read these files"))],
        widget=forms.Select({"class": "input"}),
    )

    field_order = ["reach", "may", "ends"]

    def __init__(self, *args: Any, link: Link, files: Sequence[File], **kwargs: Any) -> None:
        last = (link.ends - timedelta(seconds=1)).astimezone(ZoneInfo(settings.TIME_ZONE)).date() if link.ends else None
        said = {"reach": f"{link.scope}:{link.scope_of}", "may": link.may, "ends": last}
        super().__init__(*args, initial=said, **kwargs)
        kinds = {file.route: file.title for file in files}
        kind = _("Every file of this kind: %(kind)s")
        self.fields["reach"].choices = [  # type: ignore[attr-defined]
            (f"{Link.ALL}:", _("All my files")),
            *((f"{Link.ROUTE}:{route}", kind % {"kind": title}) for route, title in kinds.items()),
            *((f"{Link.CASE}:{file.id}", file.words) for file in files),
        ]

    @property
    def terms(self) -> Terms:
        scope, _colon, of = self.cleaned_data["reach"].partition(":")
        return Terms(self.cleaned_data["may"], scope, of, self.cleaned_data["ends"])


class PaperMandateForm(MandateForm):
    """A mandate that somebody brings to the desk on paper."""

    reason = _text(_("On which paper it stands, and what you saw"), 1000, required=True, lines=2)

    field_order = ["email", "function", "may", "ends", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [(LAWYER, _("lawyer")), (TRUSTED, _("somebody trusted"))]  # type: ignore[attr-defined]
        self.fields["may"].choices = [(Link.ACT, _("may act")), (Link.READ, _("may only read"))]  # type: ignore[attr-defined]


class GuardianForm(UntilForm):
    """The guardian whom a body appointed for a minor."""

    email = forms.EmailField(label=_("E-mail address of the guardian"), widget=forms.EmailInput({"class": "input"}))
    body = _text(_("Who appointed the guardian"), 200, required=True)

    field_order = ["email", "body", "ends"]


class InviteForm(forms.Form):
    """Whom to invite, and to which role."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput({"class": "input", "autocomplete": "off"})
    )
    name = forms.CharField(label=_("Name"), help_text=_("As colleagues and people who apply read it."), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *roles.TITLES.items()])
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)


class HouseholdForm(forms.Form):
    """As what somebody lives beside another."""

    beside = forms.UUIDField(widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=_("Lives there as"),
        choices=[
            (Housemate.PARTNER, _("partner")),
            (Housemate.CHILD, _("child")),
            (Housemate.PARENT, _("parent")),
            (Housemate.OTHER, _("lives along")),
        ],
        widget=forms.Select({"class": "input"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_beside(self) -> UUID:
        beside: UUID = self.cleaned_data["beside"]
        if beside == self.person.pk:
            raise forms.ValidationError(_("Nobody lives beside themselves."))
        return beside
