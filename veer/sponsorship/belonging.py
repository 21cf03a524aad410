"""From a file to the group that asks in it and to the household that comes by it, for who works on them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from veer.access import policy
from veer.access.who import Who
from veer.cases import belonging, law
from veer.cases.belonging import Belongs
from veer.cases.models import Case
from veer.sponsorship.coming import READS, VOICE
from veer.sponsorship.models import Coming, Group
from veer.sponsorship.policy import GROUPS, purpose_of
from veer.sponsorship.rules import RESERVED, RIGHT, is_drawn


def of_file(case: Case, who: Who) -> list[Belongs]:
    found: list[Belongs] = []
    route = law.pack_of(case).routes[case.route]
    if not (is_drawn(route) or {RIGHT, RESERVED, VOICE} & set(route.rights)):
        return found  # most files are of no group, and cost no question
    if who.has(*(role for wanted in GROUPS.roles_for.values() for role in wanted)):
        mine = policy.only(Group.objects.all(), GROUPS.kind, who, purpose_of(who))
        asks = Q(recognition=case) | Q(applications__case=case) | Q(protocols__case=case) | Q(comings__case=case)
        groups = mine.filter(asks).order_by("name", "id").distinct()
        found += [Belongs(one.name, reverse("sponsorship:group_at_work", args=[one.pk])) for one in groups]
    if who.has(*READS):
        household = Coming.objects.filter(case=case).first()
        if household is not None:
            found.append(
                Belongs(_("The household that comes"), reverse("sponsorship:household_at_work", args=[household.pk]))
            )
    return found


belonging.register(of_file)
