"""Who spoke for or against a file from outside it, counted over all files (SG3). Who and what stands in the files."""

from collections import Counter

from veer.journal.models import Entry
from veer.journal.queries import told

ACT, KIND = "outside_contact", "contact.kind"  # the law's own act, and the fact that says who it was
POLITICS, LOBBY = ("cabinet", "politician"), "lobby"


def contacts() -> Counter[str]:
    """By kind; one whose words were erased since counts without a kind."""
    written = Entry.objects.filter(act=ACT).order_by("at", "id")
    return Counter(str((told(one).get("facts") or {}).get(KIND, "")) for one in written)
