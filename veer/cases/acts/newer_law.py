"""Moving a running case to the law of today: an act, and only where the law that the case stands on declares it."""

from django.utils.translation import gettext_lazy as _

from veer.cases import facts, law
from veer.cases.acts.doing import Doing, family
from veer.cases.errors import NotAtThisStep, NotReady, Words
from veer.cases.listed import listed
from veer.cases.models import Branch
from veer.cases.standing import Standing
from veer.rules import InputError


@family("move_law")
def move_law(doing: Doing) -> None:
    """Stand the case on the active version of its pack: where it is must exist there, and what is known must fit.

    The act itself, and the step it leads to, are those of the law that was left. Terms are counted anew when the act
    is written: those of the newer law, from the same events.
    """
    case, old = doing.case, doing.case.law
    new = law.active(doing.pack.id)
    if new.pk == old.pk:
        raise NotAtThisStep(_("This file stands on the law of today already."))
    if doing.proposal is not None:
        raise NotAtThisStep(_("A proposal waits for a signature under the law as it was. Send it back first."))
    route = law.read(new.pk).routes.get(case.route)
    if route is None or route.procedure is None:
        raise _in_the_way(_("The law of today has no such procedure any more."))
    before = doing.standing
    here = {branch: step.id for branch, step in before.steps.items()}
    here |= {doing.act.branch: doing.to} if doing.to else {}
    here |= {branch: doing.procedure.branches[branch].starts for branch in doing.act.opens}
    case.law = new
    after = Standing(case)
    _there(before, after, here)
    _fits(after)
    case.save(update_fields=["law"])
    doing.standing = after
    _turns(after)
    doing.told.update(
        reason=str(doing.data.get("reason") or "").strip(),
        was={"hash": old.pk, "version": old.version},
        now={"hash": new.pk, "version": new.version},
    )


def _there(before: Standing, after: Standing, here: dict[str, str]) -> None:
    """The newer law, on the case's day, has every step at which the case and its branches are or will be, and every
    act that happened: a term may start from it, and who may read of it follows from its kind."""
    procedure, happened = after.procedure, {entry.act for entry in before.entries}
    gone = [
        step
        for branch, step in here.items()
        if (branch and branch not in procedure.branches) or step not in procedure.steps_of(branch)
    ]
    gone += [
        act.id
        for act in before.procedure.acts.values()
        if act.id in happened and (act.id not in procedure.acts or procedure.acts[act.id].does != act.does)
    ]
    if gone:
        said = _("The law of today no longer has what this file is at or went through: %(names)s.")
        raise _in_the_way(said % {"names": listed(gone)})


def _fits(after: Standing) -> None:
    """Everything that is known can be read by the newer law."""
    strange = {name for name in after.known[0] if name not in after.pack.facts}
    if not strange:
        try:
            facts.answer_of_law(after.case, *after.known)
        except InputError as refused:
            strange = {str(error["field"]) for error in refused.errors}
    if strange:
        said = _("The law of today cannot take what this file says about: %(facts)s.")
        raise _in_the_way(said % {"facts": listed(sorted(strange))})


def _turns(after: Standing) -> None:
    """Whose turn it is at a step may be another's in the newer law."""
    case = after.case
    for branch, step in after.steps.items():
        if branch:
            Branch.objects.filter(case=case, branch=branch, ended_at=None).update(ball=step.ball)
        else:
            case.ball = step.ball
    case.save(update_fields=["ball"])


def _in_the_way(words: Words) -> NotReady:
    return NotReady({"law": words})
