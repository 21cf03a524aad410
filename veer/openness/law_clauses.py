"""What a route promises beside its steps, read aloud: clocks, rights, duties, remedies, and the ways in which it ends.

What stands in the law's own words and what the page says around them may be two languages: a detail is a `label` of the
page and the words of the `law` after it.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.access import roles
from veer.openness import words
from veer.openness.law_points import PointsReader
from veer.rules.model.procedure import OPENING

Detail = dict[str, str]

WAYS: dict[str, Promise] = {
    "handed": gettext_lazy("handed over"),
    "registered": gettext_lazy("sent by registered post"),
    "registered_receipt": gettext_lazy("sent by registered post with receipt"),
    "ordinary": gettext_lazy("sent by ordinary post"),
}


class ClauseReader(PointsReader):
    """Reads the promises of one route aloud."""

    def cited(self, nodes: Iterable[Any]) -> list[dict[str, str]]:
        """What some clauses rest on, each place once."""
        places = dict.fromkeys(cited for node in nodes for cited in node.marks.source)
        return words.citations(self.pack, places)

    def clause(self, node: Any, kind: str) -> dict[str, Any]:
        return {**self.marked(node), "id": node.id, "text": self.say(f"{kind}.{node.id}")}

    def acts(self, names: Iterable[str]) -> str:
        """Acts or steps by name."""
        return " / ".join(self.named(name) for name in names)

    def named(self, name: str) -> str:
        """An act or a step, of the case or of a branch."""
        procedure = self.route.procedure
        if name == OPENING:
            return _("the opening of the file")
        if procedure is None or name in procedure.acts:
            return self.say(f"procedure.acts.{name}")
        if name in procedure.steps:
            return self.say(f"procedure.steps.{name}")
        branch, _slash, step = name.rpartition("/")
        known = branch in procedure.branches and step in procedure.branches[branch].steps
        return self.say(f"procedure.branches.{branch}.{step}") if known else words.named(name)

    # --- clocks

    def clock(self, node: Any) -> dict[str, Any]:
        starts = words.label(self.pack, node.day_of) if node.day_of else self.acts(node.starts)
        return {
            **self.clause(node, "clocks"),
            "length": words.length(node.length) if node.length else "",
            "starts": starts,
            "who": role(node.duty),
            "variants": [
                {**self.marked(one), "length": words.length(one.length), "text": self.say(f"clocks.{node.id}.{one.id}")}
                for one in node.variants
            ],
            "details": [*self.changes(node), *self.follows(node), *self.counted(node.counting)],
        }

    def changes(self, node: Any) -> Iterable[Detail]:
        """What makes a clock longer, what makes it stand still."""
        for one in node.extensions:
            by, most = words.length(one.by), words.length(one.at_most) if one.at_most else ""
            longer = (
                _("Can be made longer by %(by)s, together at most %(most)s:")
                if most
                else _("Can be made longer by %(by)s:")
            )
            yield {"label": longer % {"by": by, "most": most}, "law": self.named(one.act)}
        for one in node.suspensions:
            most = words.length(one.at_most) if one.at_most else ""
            still = _("Stands still, at most %(most)s, from and until:") if most else _("Stands still from and until:")
            yield {"label": still % {"most": most}, "law": f"{self.acts(one.from_)} – {self.acts(one.until)}"}

    def follows(self, node: Any) -> Iterable[Detail]:
        """What fulfils a clock, what ends it, and what comes after its last day."""
        if node.meets:
            yield {"label": _("Kept by:"), "law": self.acts(node.meets)}
        if node.ends:
            yield {"label": _("Falls away with:"), "law": self.acts(node.ends)}
        if node.expires:
            yield {"label": _("The day after, by itself:"), "law": self.named(node.expires)}
        else:
            yield {"label": _("When it is over, nothing follows by itself."), "law": ""}

    def counted(self, name: str | None) -> Iterable[Detail]:
        """How the days are counted, in sentences."""
        rule = self.pack.countings.get(name) if name else None
        if rule is None:
            return
        counted = rule.first_day == "counted"
        yield said(_("The day itself counts.") if counted else _("The day itself does not count."))
        if rule.roll == "next":
            yield said(_("A last day that is no working day moves to the next one."))
        elif rule.roll == "before":
            yield said(_("A last day that is no working day moves to the one before."))
        else:
            yield said(_("A last day that is no working day stays the last day."))
        for one in rule.presumptions:
            way = WAYS.get(one.way)
            length = words.length(one)
            if way is not None and length:
                yield said(_("What is %(way)s counts as received after %(length)s.") % {"way": way, "length": length})

    # --- rights, duties, remedies

    def right(self, node: Any) -> dict[str, Any]:
        details = []
        if node.holder != roles.APPLICANT:
            details.append({"label": _("For:"), "law": role(node.holder)})
        if node.from_:
            after = _("From %(length)s after:") % {"length": words.length(node.after)} if node.after else _("From:")
            details.append({"label": after, "law": self.acts(node.from_)})
        if node.at:
            details.append({"label": _("Only while:"), "law": self.acts(node.at)})
        if node.until:
            details.append({"label": _("Until:"), "law": self.acts(node.until)})
        if node.proof:
            details.append({"label": _("Shown with:"), "law": words.paper(self.pack, node.proof)})
        return {
            **self.clause(node, "rights"),
            "details": details,
            "rule": self.said_of(node.when) if node.when else None,
        }

    def duty(self, node: Any) -> dict[str, Any]:
        length = self.route.clocks[node.clock].length if node.clock in self.route.clocks else None
        return {
            **self.clause(node, "duties"),
            "who": role(node.actor),
            "length": words.length(length) if length else "",
        }

    def remedy(self, node: Any) -> dict[str, Any]:
        clock = self.route.clocks.get(node.clock)
        within = clock.length if clock else node.within
        return {
            **self.clause(node, "remedies"),
            "body": self.say(f"bodies.{node.body}") if node.body else "",
            "length": words.length(within) if within else "",
            "variants": [self.say(f"clocks.{clock.id}.{one.id}") for one in clock.variants] if clock else [],
            "waits": waits(node.suspends),
            "rules": [
                self.said_of(one) for one in (node.when, node.suspends) if one is not None and not isinstance(one, str)
            ],
        }

    # --- what it costs

    def costs(self) -> list[dict[str, Any]]:
        """What is to be paid today, in the order of the law."""
        due = [(one, one.on(self.today)) for one in self.route.costs.values()]
        return [
            {**self.clause(one, "costs"), "amount": amount, "currency": one.currency}
            for one, amount in due
            if amount is not None
        ]

    # --- how it can end

    def endings(self) -> list[dict[str, str]]:
        """Each step at which the case is over, and what that means."""
        procedure = self.route.procedure
        return [
            {
                "title": self.say(f"procedure.steps.{one.id}"),
                "how": words.ended(one.ends) if one.ends else "",
                "kind": one.ends or "goes_on",
                "route": words.route_title(self.pack, one.goes_on) if one.goes_on in self.pack.routes else "",
                "url": reverse("openness:law_route", args=[self.pack.id, one.goes_on])
                if one.goes_on in self.pack.routes
                else "",
                "leads": self.leads(one),
            }
            for one in (procedure.steps.values() if procedure else ())
            if one.ends or one.goes_on
        ]

    def leads(self, step: Any) -> dict[str, str] | None:
        """The route that an ending leads to: where it can be read, or that it is not written yet."""
        if not step.leads_to:
            return None
        if step.leads_to in self.pack.routes:
            url = reverse("openness:law_route", args=[self.pack.id, step.leads_to])
            return {"title": words.route_title(self.pack, step.leads_to), "url": url}
        return {"title": self.say(f"procedure.awaits.{step.leads_to}"), "url": ""}


def said(sentence: str) -> Detail:
    return {"label": sentence, "law": ""}


def waits(suspends: Any) -> str:
    """Whether the decision waits for the answer of who looks at it again."""
    if suspends is None:
        return ""
    if suspends == "yes":
        return _("The decision waits for the answer.")
    if suspends == "no":
        return _("The decision does not wait for the answer.")
    return _("Whether the decision waits for the answer depends on the case.")


def role(name: str | None) -> str:
    """Who somebody is in a procedure."""
    known = {
        roles.APPLICANT: _("you"),
        roles.OFFICIAL: _("the office"),
        roles.SIGNER: _("a second official"),
        roles.DESK: _("the desk"),
        roles.COURT: _("the court"),
        roles.RECEPTION: _("the reception service"),
        roles.RETURNS: _("the return service"),
        roles.SUPPORT: _("the support body"),
        roles.CONSUL: _("the post abroad"),
        "representative": _("the representative"),
        "lawyer": _("the lawyer"),
        "sponsor": _("your sponsor"),
        "employer": _("your employer"),
        "system": _("the clock"),
    }
    return known.get(name or "", words.named(name or ""))
