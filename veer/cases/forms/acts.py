"""The forms of acts, one for each kind. Each gives the data that `perform` takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from veer.cases import law
from veer.cases.listed import labelled
from veer.people.days import MomentField
from veer.rules import Pack

AREA = {"class": "input", "rows": 3}


class ActForm(forms.Form):
    """An act that needs no more than the wish to do it."""

    def act_data(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class NoteForm(ActForm):
    text = forms.CharField(label=_("Note for colleagues"), max_length=5000, widget=forms.Textarea(AREA))


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(AREA))


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Why do you withdraw?"),
        help_text=_("You need not say it."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(AREA),
    )


class AnswerForm(ActForm):
    message = forms.CharField(
        label=_("Your message"),
        help_text=_("Add documents first, if you have them. Then send your answer."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(AREA),
    )


class DeclareForm(ActForm):
    declaration = forms.BooleanField(
        label=_("I declare that my answers are true, as far as I know."),
        error_messages={"required": _("Tick the box to declare that your answers are true.")},
    )


Kinds = tuple[Sequence[str], Sequence[str]]
"""Kinds of document: those of the facts of a case, and others."""


def kind_choices(pack: Pack, kinds: Kinds, lang: str) -> list[Any]:
    """Kinds of document by their names; where both are offered, those of the case stand first."""
    named = [[(kind, law.document_words(pack, kind, lang)) for kind in some] for some in kinds]
    mine, others = (sorted(some, key=lambda one: one[1].casefold()) for some in named)
    if mine and others:
        return [("", "—"), (_("Of this application"), mine), (_("Another document"), others)]
    return [("", "—"), *mine, *others]


class AskDocumentForm(ActForm):
    kind = forms.ChoiceField(label=_("Which document?"), widget=forms.Select({"class": "input"}))
    reason = forms.CharField(
        label=_("Why do you ask for it?"),
        help_text=_("This stands in the letter to the person."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(AREA),
    )

    def __init__(self, *args: Any, pack: Pack, kinds: Kinds, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices(pack, kinds, lang)  # type: ignore[attr-defined]


class JudgeForm(ActForm):
    """Verified or disputed. The value itself is asked beside it, by the law's own question."""

    state = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[("verified", _("Verified: I checked it")), ("disputed", _("Disputed: it does not seem right"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed when you dispute a fact or change its value. The person can read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(AREA),
    )
    document = forms.ChoiceField(
        label=_("Which document did you look at?"), required=False, widget=forms.Select({"class": "input"})
    )

    def __init__(self, *args: Any, documents: Sequence[Any], pack: Pack, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), labelled(law.document_words(pack, one.kind, lang), one.name)) for one in documents]
        self.fields["document"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]


class ReasonsForm(ActForm):
    """The reasons of a proposal: prefilled by the law in the person's language `lang`, each to be edited or emptied,
    and room for one more. An official may write another script than their page has, so each box turns with its text,
    and what the law says below it is told in the same language."""

    def __init__(self, *args: Any, prefilled: Sequence[Mapping[str, str]], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefilled = prefilled
        label, written = _("Reason %(n)s"), {**AREA, "lang": lang, "dir": "auto"}
        for number, one in enumerate([*prefilled, {"text": "", "source": ""}]):
            below = format_html('<span lang="{}" dir="auto">{}</span>', lang, one["source"]) if one["source"] else ""
            self.fields[f"reason_{number}"] = forms.CharField(
                label=str(label) % {"n": number + 1},
                help_text=below,
                initial=one["text"],
                required=False,
                max_length=2000,
                widget=forms.Textarea(written),
            )

    def act_data(self) -> dict[str, Any]:
        blank: Mapping[str, str] = {"id": "", "source": ""}
        return {
            "reasons": [
                {"id": law_says["id"], "source": law_says["source"], "text": self.cleaned_data[f"reason_{number}"]}
                for number, law_says in enumerate([*self.prefilled, blank])
            ]
        }


class SignForm(ActForm):
    """The signature is over the letter that was shown: its digest comes back with the form."""

    letter = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(
        label=_("I have read this letter as it will be sent, and I sign it."),
        error_messages={"required": _("Tick the box when you have read the letter.")},
    )


class HappenedForm(ActForm):
    """When it really happened: now, unless a day is given; a time where the hour matters."""

    happened = MomentField(
        label=_("When did it happen?"), help_text=_("Leave it empty if it happens now."), required=False
    )

    @property
    def at(self) -> datetime | None:
        found: datetime | None = self.cleaned_data.get("happened")
        return found

    def act_data(self) -> dict[str, Any]:
        return {name: value for name, value in super().act_data().items() if name != "happened"}


class RecordForm(HappenedForm):
    text = forms.CharField(
        label=_("What should the file say about it?"),
        help_text=_("The person can read this."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(AREA),
    )


class TellForm(ActForm):
    """What somebody tells about their own file."""

    text = forms.CharField(
        label=_("What do you want to say about it?"),
        help_text=_("You need not say anything."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(AREA),
    )


class AnnounceForm(HappenedForm):
    reason = forms.CharField(
        label=_("What is intended, and why?"),
        help_text=_("The person reads this and can answer before anything is decided."),
        max_length=10_000,
        widget=forms.Textarea({**AREA, "rows": 6}),
    )

    def act_data(self) -> dict[str, Any]:
        return {"reasons": [{"id": "", "text": self.cleaned_data["reason"], "source": ""}]}


class HearForm(HappenedForm):
    notes = forms.CharField(
        label=_("Notes of the interview"),
        help_text=_("Question and answer, in the order in which they were said."),
        max_length=60_000,
        widget=forms.Textarea({**AREA, "rows": 14}),
    )
    language = forms.CharField(
        label=_("Language of the interview"), max_length=35, required=False, widget=forms.TextInput({"class": "input"})
    )


class SummonForm(ActForm):
    """When and where the interview is, and in which language."""

    set_for = MomentField(label=_("When is the interview?"))
    place = forms.CharField(
        label=_("Where?"), max_length=200, required=False, widget=forms.TextInput({"class": "input"})
    )
    language = forms.CharField(
        label=_("Language of the interview"), max_length=35, required=False, widget=forms.TextInput({"class": "input"})
    )


class InterpreterForm(forms.Form):
    """Whom to ask to interpret."""

    email = forms.EmailField(
        label=_("E-mail address of the interpreter"),
        help_text=_(
            "They get a mail, sign in with that address and say yes. Then they see this interview and no file."
        ),
        widget=forms.EmailInput({"class": "input", "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=_("Who asks the interpreter"), max_length=200, widget=forms.TextInput({"class": "input"})
    )


class RemarkForm(ActForm):
    remarks = forms.CharField(
        label=_("What is wrong or missing in the notes?"),
        max_length=20_000,
        widget=forms.Textarea({**AREA, "rows": 8}),
    )


class OpenForm(HappenedForm):
    """Which route is opened for somebody at a desk, and when they came."""

    route = forms.ChoiceField(label=_("What does the person ask?"), widget=forms.RadioSelect)

    field_order = ["route", "happened"]

    def __init__(self, *args: Any, routes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = routes  # type: ignore[attr-defined]
        self.fields["happened"].label = _("When did the person come?")
        self.fields["happened"].help_text = _(
            "Leave it empty if the person is here now. Otherwise the true day and hour."
        )
