"""A file on which the authority is too late: whose deadline it was, what the law says follows, what can be done now."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from veer.cases import clocks, law, queries
from veer.cases.acts.offers import Offer
from veer.cases.standing import Standing

ADDRESSES = {
    "propose": "cases:propose",
    "send_back": "cases:send_back",
    "sign": "cases:sign",
    "ask_document": "cases:ask",
}
ON_THE_FILE = {"judge_fact": "#h-facts"}


def told(standing: Standing, lang: str) -> dict[str, Any] | None:
    """The first deadline of the authority that has passed; None where none has."""
    case = standing.case
    for running in queries.running_clocks(standing, queries.legal_today(case)):
        if running.late and running.duty != "applicant":
            return {
                "clock": running,
                "words": queries.clock_words(case, running.id, lang),
                "follows": _follows(standing, running, lang),
                "more": law.words(standing.pack, case.route, f"clocks.{running.id}.late", lang).splitlines(),
            }
    return None


def acts(standing: Standing, can: Sequence[Offer], at_once: Sequence[Offer]) -> list[dict[str, str]]:
    """What can be done on the file now, each with where it is done; `at_once` are those with a button of their own."""
    found = []
    for offer in can:
        url = "#at-once" if offer in at_once else ON_THE_FILE.get(offer.does, "")
        if offer.does in ADDRESSES:
            url = reverse(ADDRESSES[offer.does], args=[standing.case.pk, offer.id])
        if offer.ready and url:
            found.append({"title": offer.title, "url": url})
    return found


def _follows(standing: Standing, running: clocks.Running, lang: str) -> str:
    declared = running.due.clock
    if declared.expires:
        act = queries.act_words(standing.case, declared.expires, lang)
        return _("By this law what follows is: %(act)s.") % {"act": act}
    if declared.nothing_follows:
        return _("By this law nothing follows by itself: the file stays open and a decision is still owed.")
    return _("This law does not say what follows. The file stays open and a decision is still owed.")
