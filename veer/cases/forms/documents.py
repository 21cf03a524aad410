"""The form that adds a document: a first one, a newer version, a translation. What it really is, the act looks at."""

from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from veer.cases.forms.acts import ActForm, Kinds, kind_choices
from veer.cases.models import Document
from veer.rules import Pack

SELECT = {"class": "input"}
# Written on many a paper that comes in, and without a code of two letters.
MORE = ("ckb", "fa-AF", "kmr", "prs", "rmy", "tig", "zgh")


@cache
def tongues(lang: str) -> dict[str, str]:
    """The languages that a document may be in, by tag, in the words and the order of a reader's language."""
    named = Locale.parse(lang).languages
    found = {tag: name for tag, name in named.items() if len(tag) == 2}
    for tag in MORE:
        name = Locale.parse(tag, sep="-").get_display_name(lang) if "-" in tag else named.get(tag)
        if name:
            found[tag] = name
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def tongue_words(tag: str, lang: str) -> str:
    """How a language is called; its tag where the reader's language has no word for it."""
    return tongues(lang).get(tag, tag)


class DocumentForm(ActForm):
    """One document, of one of the `kinds`. `older`: the one it replaces; `original`: the one it translates; either
    settles its kind."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.Select(SELECT))
    file = forms.FileField(
        label=_("The document itself"),
        help_text=_("A PDF, or a photo (JPEG or PNG). At most 10 MB."),
        widget=forms.FileInput({"class": "input", "accept": "application/pdf,image/jpeg,image/png"}),
    )
    language = forms.ChoiceField(label=_("In which language is it?"), required=False, widget=forms.Select(SELECT))
    sworn = forms.BooleanField(label=_("A sworn translator made it."), required=False)

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        kinds: Kinds,
        lang: str,
        older: Document | None = None,
        original: Document | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.older, self.original = older, original
        self.fields["kind"].choices = kind_choices(pack, kinds, lang)  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", "—"), *tongues(lang).items()]  # type: ignore[attr-defined]
        if older is not None or original is not None:
            del self.fields["kind"]
        if original is None:
            del self.fields["sworn"]
        else:
            self.fields["language"].required = True
            self.fields["language"].label = _("Into which language is it translated?")

    def act_data(self) -> dict[str, Any]:
        beside = {"newer_than": self.older, "original": self.original}
        return {**super().act_data(), **{name: str(one.pk) for name, one in beside.items() if one is not None}}
