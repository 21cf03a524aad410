"""Forms about sponsors. What the law asks it asks in its own words; the rest is ours."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veer.cases.money import euros
from veer.sponsorship.acts.asking import Helper
from veer.sponsorship.counting import today_here
from veer.sponsorship.models import Application, Receipt
from veer.sponsorship.rules import ADULTS, CHILDREN, WAY, Sponsors, fitting

FEWEST_DIGITS = 6  # no number of an account is shorter
DECLARED_ABOVE = 500  # euro: of a larger gift it is said where it came from
KINDS = [(Receipt.CASH, _("On the account")), (Receipt.IN_KIND, _("In kind")), (Receipt.BACK, _("Given back"))]


class AgreeForm(forms.Form):
    """What each member says of themselves, and what each agrees to."""

    gives = forms.BooleanField(label=_("I give money"), required=False)
    lawful = forms.BooleanField(
        label=_("I have lived here lawfully for 12 months or more, with 2 years or more left"), required=False
    )
    near = forms.BooleanField(label=_("I live near the home"), required=False)
    tied = forms.BooleanField(label=_("I am family or a friend of those who come"), required=False)
    test = forms.IntegerField(
        label=_("My result of the training’s test, out of 100"), required=False, min_value=0, max_value=100
    )
    no_payment = forms.BooleanField(
        label=_("I know that nobody who comes ever pays, before or after, and I take nothing")
    )
    together = forms.BooleanField(label=_("I carry this together with the other members"))

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("gives", "lawful", "near", "tied", "test")}


class BeginForm(AgreeForm):
    """A new group, and its first member."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    form = forms.ChoiceField(choices=[])
    number = forms.CharField(
        label=_("Number under which the organisation is registered"),
        max_length=40,
        required=False,
        help_text=_("Of an organisation alone. A group of people has none."),
    )
    field_order = ("name", "form", "number")

    def __init__(self, *args: Any, law: Sponsors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        field.label, field.choices = law.label("sponsor.form"), list(law.choices("sponsor.form").items())


class NumberForm(forms.Form):
    """Under which number an organisation is registered."""

    number = forms.CharField(label=_("Number under which the organisation is registered"), max_length=40)


class AskForm(forms.Form):
    """Somebody to be asked to join."""

    email = forms.EmailField(label=_("E-mail"))
    lead = forms.BooleanField(label=_("Leads the group with me"), required=False)
    keeps_money = forms.BooleanField(label=_("Keeps the money"), required=False)


class AccountForm(forms.Form):
    """The blocked account."""

    bank = forms.CharField(label=_("Bank"), max_length=120)
    number = forms.CharField(
        label=_("Number of the blocked account"), max_length=40, help_text=_("Only its last four digits are kept.")
    )

    def clean_number(self) -> str:
        """An IBAN proves itself (ISO 13616: what is left of 97 is 1); of another number, that it is one."""
        plain = "".join(one for one in str(self.cleaned_data["number"]).upper() if one.isalnum() and one.isascii())
        proves = not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", plain) or _left_of_97(plain) == 1
        if not proves or sum(one.isdigit() for one in plain) < FEWEST_DIGITS:
            raise forms.ValidationError(_("This is no number of an account. Copy it from the bank, with every sign."))
        return plain


def _left_of_97(iban: str) -> int:
    return int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % 97


class ReceiptForm(forms.Form):
    """Something given, or given back."""

    kind = forms.ChoiceField(label=_("How"), choices=KINDS)
    amount = forms.DecimalField(label=_("Amount or value, in euro"), min_value=0, max_value=1_000_000, decimal_places=2)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    giver = forms.CharField(
        label=_("Of whom"), max_length=120, help_text=_("Never of those who come, before or after.")
    )
    what = forms.CharField(label=_("What, if in kind"), max_length=200, required=False)
    origin = forms.CharField(
        label=_("Where does it come from?"), max_length=300, required=False, help_text=_("Needed above 500 euro.")
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        amount = told.get("amount")
        if amount is not None and amount <= 0:
            self.add_error("amount", _("Nothing is no gift."))
        if amount and amount > DECLARED_ABOVE and told.get("kind") != Receipt.BACK and not told.get("origin"):
            self.add_error("origin", _("Say where the gift comes from, for example: a street party on 14 November."))
        if told.get("kind") == Receipt.IN_KIND and not told.get("what"):
            self.add_error("what", _("Say what was given, for example: two beds."))
        if told.get("day") and told["day"] > today_here():
            self.add_error("day", _("What has not happened yet cannot be written down."))
        return told


class StrikeForm(forms.Form):
    """A receipt that was written wrongly, and what is wrong with it."""

    receipt = forms.TypedChoiceField(label=_("Which receipt?"), coerce=int, choices=[])
    why = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=300,
        help_text=_("It stays to be read, struck through, with this."),
    )

    def __init__(self, *args: Any, receipts: Sequence[Receipt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.number, f"{one.number}: {one.giver}, {euros(one.cents / 100)}") for one in receipts]
        self.fields["receipt"].choices = [("", "—"), *named]  # type: ignore[attr-defined]


class HomeForm(forms.Form):
    """Where the home is, and what it is, by the questions of the law. `own`: the address of whoever writes, where it
    is on record with a postcode and a town: it is taken over, and not typed again."""

    own = forms.BooleanField(required=False)
    street = forms.CharField(
        label=_("Street, number and box"),
        max_length=200,
        required=False,
        help_text=_(
            "Leave it empty while there is no home yet. Only your group, officials and the municipality see it."
        ),
    )
    postcode = forms.CharField(label=_("Postcode"), max_length=16, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=120)

    def __init__(self, *args: Any, law: Sponsors, own: tuple[str, str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.law, self.at_own = law, own
        if own:
            self.fields["municipality"].required = False
            self.fields["own"].label = _("The home is at my own address: %(address)s") % {"address": " ".join(own)}
        else:
            del self.fields["own"]
        for fact, always in law.home.items():
            self.fields[fact.replace(".", "_")] = _field(law, fact, required=always)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if self.at_own and told.get("own"):
            told |= dict(zip(("street", "postcode", "municipality"), self.at_own, strict=True))
        if not told.get("municipality") and "municipality" not in self.errors:
            self.add_error("municipality", _("Say in which municipality the home is."))
        return told

    @property
    def facts(self) -> dict[str, Any]:
        """The answers as facts; what was left open, or is not asked of such a home, is not among them."""
        said = {fact: self.cleaned_data[fact.replace(".", "_")] for fact in self.law.home}
        plain = {"true": True, "false": False}
        told = {fact: plain.get(value, value) for fact, value in said.items() if value not in ("", None)}
        return fitting(self.law, told)


def _field(law: Sponsors, fact: str, *, required: bool) -> forms.Field:
    kind, label = law.pack.facts[fact].type, law.question(fact)
    if kind.kind in ("bool", "enum"):
        named = law.choices(fact) if kind.kind == "enum" else law.truths(fact)
        choices = [("", "–"), *named.items()]
        return forms.ChoiceField(label=label, choices=choices, required=required)
    low, high = (int(one) if isinstance(one, int) else None for one in (kind.low, kind.high))
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=required)


HELPERS = (
    (Application.LAWYER, _("A lawyer")),
    (Application.ASSOCIATION, _("An organisation")),
    (Application.VOLUNTEER, _("A volunteer")),
)
FEES = ((Application.NOTHING, _("Nothing")), (Application.TARIFF, _("The tariff of lawyers")))


class BringForm(forms.Form):
    """Whom a group wants to bring."""

    way = forms.ChoiceField(choices=[])
    adults = forms.IntegerField(min_value=1, max_value=20)
    children = forms.IntegerField(min_value=0, max_value=20, initial=0)
    helper = forms.EmailField(
        label=_("E-mail of whoever helps you with this and is no member"),
        required=False,
        help_text=_("A lawyer, an organisation, a volunteer. Only a digest is kept, to count how often they help."),
    )
    helper_as = forms.ChoiceField(label=_("What they are"), choices=[("", "–"), *HELPERS], required=False)
    helper_fee = forms.ChoiceField(
        label=_("What they ask for it"),
        choices=[("", "–"), *FEES],
        required=False,
        help_text=_("Only a lawyer may ask something, by the tariff. Nobody pays for a place."),
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("helper") and not (told.get("helper_as") and told.get("helper_fee")):
            self.add_error("helper_as", _("Say what they are, and what they ask for it."))
        return told

    @property
    def helps(self) -> Helper | None:
        told = self.cleaned_data
        return Helper(told["helper"], told["helper_as"], told["helper_fee"]) if told["helper"] else None

    def __init__(self, *args: Any, law: Sponsors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(law.parts.items())
        for name, fact in (("way", WAY), ("adults", ADULTS), ("children", CHILDREN)):
            self.fields[name].label = law.question(fact)


class WindowForm(forms.Form):
    """A window of the draw."""

    name = forms.SlugField(
        label=_("Name of the window"),
        max_length=40,
        help_text=_("It begins the seed, for example 2027-spring."),
        error_messages={"invalid": _("Only letters without accents, digits and dashes: it stands in an address.")},
    )
    closes = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))
    source = forms.CharField(
        label=_("Who publishes the value, and which one"),
        max_length=300,
        help_text=_("A source that nobody controls, and a value that it publishes after the last day."),
    )

    def clean_closes(self) -> date:
        day: date = self.cleaned_data["closes"]
        if day < today_here():
            raise forms.ValidationError(_("This day is over: nobody could come into the draw any more."))
        return day


class HalfForm(forms.Form):
    """Half of the value that was published."""

    half = forms.CharField(label=_("Your half of the value"), max_length=200)


class HouseholdForm(forms.Form):
    """How many a drawn household is now."""

    adults = forms.IntegerField(min_value=1, max_value=20)
    children = forms.IntegerField(min_value=0, max_value=20)

    def __init__(self, *args: Any, law: Sponsors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, fact in (("adults", ADULTS), ("children", CHILDREN)):
            self.fields[name].label = law.question(fact)


class SuspensionForm(forms.Form):
    """Letting the programme stand still."""

    reason = forms.CharField(
        label=_("Reason, as everybody reads it"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    begins = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("begins") and told.get("ends") and told["ends"] < told["begins"]:
            self.add_error("ends", _("The last day comes after the first."))
        return told


class InhabitantsForm(forms.Form):
    """How many people live in a municipality."""

    name = forms.CharField(label=_("Municipality"), max_length=120)
    inhabitants = forms.IntegerField(label=_("Inhabitants"), min_value=1, max_value=50_000_000)
