"""Alerts on groups that share something: found by the program, resolved by a human."""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import SYSTEM, Ref, append, lock
from veer.safeguarding.acts.concerns import NoLaw, reasoned
from veer.safeguarding.models import Alert, Caught
from veer.safeguarding.networks import Cluster, Tie, clusters, ties_of
from veer.safeguarding.policy import ALERTS
from veer.safeguarding.rules import law_of_safeguards
from veer.sponsorship.acts import when_merged
from veer.sponsorship.queries import exceeded, known_of_groups

CHAIN = "network_alert"


@transaction.atomic
def find_networks() -> list[Alert]:
    """Look at all groups; what is new becomes an alert. One that grows while nobody resolved it stays the same alert;
    one that was resolved and did not change is not raised again."""
    law = law_of_safeguards()
    if law is None:
        raise NoLaw
    over = [Tie(one.kind, one.groups) for one in exceeded()]
    found = clusters([*ties_of(known_of_groups()), *over], law.safeguards.limits["network_groups"])
    return [alert for one in found if (alert := _alert(one)) is not None]


def look_again() -> None:
    """After two groups, or their homes, were found to be one: what they exceed together is an alert at once."""
    try:
        find_networks()
    except NoLaw:
        return


def _alert(cluster: Cluster) -> Alert | None:
    ties = [{"kind": tie.kind, "groups": sorted(map(str, tie.groups))} for tie in cluster.ties]
    ties.sort(key=lambda one: (one["kind"], one["groups"]))
    touched = Alert.objects.filter(caught__group__in=cluster.groups).distinct().order_by("found_at", "id")
    if any(one.ties == ties for one in touched):
        return None
    alert = next((one for one in touched if one.resolved_at is None), None)
    if alert is None:
        alert = Alert(found_at=clock.now())
    alert.ties = ties
    alert.save()
    for group in sorted(cluster.groups):
        Caught.objects.get_or_create(alert=alert, group=group)
    append(Ref(CHAIN, alert.pk), "find_network", SYSTEM, payload={"groups": len(cluster.groups)})
    return alert


@transaction.atomic
def take_alert(alert_id: UUID, by: Who) -> Alert:
    """Look at it oneself from now on."""
    alert = _held(alert_id, by)
    alert.owner = by.account
    alert.save(update_fields=["owner"])
    append(Ref(CHAIN, alert.pk), "take", by.ref)
    return alert


@transaction.atomic
def resolve_alert(alert_id: UUID, outcome: str, reason: str, by: Who) -> Alert:
    """What came of it, and why; once. Raises `BadData` without a reason."""
    alert, reason = _held(alert_id, by), reasoned(outcome, reason)
    if alert.resolved_at is None:
        alert.outcome, alert.reason, alert.owner = outcome, reason, alert.owner or by.account
        alert.resolved_at, alert.resolved_by = clock.now(), by.account
        alert.save(update_fields=["outcome", "reason", "owner", "resolved_at", "resolved_by"])
        append(Ref(CHAIN, alert.pk), "resolve", by.ref, payload={"outcome": outcome})
    return alert


def _held(alert_id: UUID, by: Who) -> Alert:
    lock(alert_id, CHAIN)
    found: Alert = policy.obtain(Alert.objects.all(), ALERTS.kind, by, policy.HANDLE, alert_id)
    return found


when_merged(look_again)
