"""Taking a file and giving it back: one official at a time works on it. And notes."""

from django.utils.translation import gettext_lazy as _

from veer.cases.acts.doing import Doing, family
from veer.cases.acts.handing import taken
from veer.cases.errors import BadData, NotAtThisStep


@family("take")
def take(doing: Doing) -> None:
    """Take the file, also over from a colleague: the journal says from whom."""
    if doing.case.holder == doing.by.account:
        raise NotAtThisStep(_("You already have this file."))
    doing.told.update(taken_from=doing.case.holder)
    taken(doing.case, doing.by, doing.at)
    doing.case.holder = doing.by.account


@family("give_back")
def give_back(doing: Doing) -> None:
    doing.case.holder = None


@family("note", only_adds=True, hidden_from_person=True)
def note(doing: Doing) -> None:
    """A note for colleagues. It decides nothing."""
    text = str(doing.data.get("text") or "").strip()
    if not text:
        raise BadData({"text": _("Write something first.")})
    if len(text) > 5000:
        raise BadData({"text": _("Keep a note under 5000 characters.")})
    doing.told.update(text=text)
