"""Lists that somebody keeps under a name, and the one at which their work begins."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access.who import Who
from veer.cases.errors import BadData
from veer.cases.models import SavedFilter

MANY = 20


def kept(who: Who) -> list[SavedFilter]:
    """The lists of an account, by name."""
    return list(SavedFilter.objects.filter(account=who.account).order_by("name", "id"))


def keep(who: Who, name: str, query: str, *, first: bool = False) -> SavedFilter:
    """Keep a list under a name; the same name again means this list from now on."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise BadData({"name": _("Give the list a name of at most 60 letters.")})
    with transaction.atomic():
        mine = SavedFilter.objects.select_for_update().filter(account=who.account)
        if mine.exclude(name=name).count() >= MANY:
            raise BadData({"name": _("You keep 20 lists already. Throw one away first.")})
        if first:
            mine.filter(first=True).update(first=False)
        found, _made = SavedFilter.objects.update_or_create(
            account=who.account, name=name, defaults={"query": query, "first": first}
        )
        return found


def begin_at(who: Who, list_id: UUID, *, first: bool = True) -> None:
    """From now on the work of this account begins at this list, or at the usual one."""
    with transaction.atomic():
        SavedFilter.objects.filter(account=who.account, first=True).update(first=False)
        SavedFilter.objects.filter(account=who.account, pk=list_id).update(first=first)


def throw_away(who: Who, list_id: UUID) -> None:
    SavedFilter.objects.filter(account=who.account, pk=list_id).delete()
