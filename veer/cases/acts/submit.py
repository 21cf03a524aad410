"""Sending an application, answering a request, withdrawing: what the person does with their own file."""

from django.utils.translation import gettext_lazy as _

from veer.cases import facts, papers
from veer.cases.acts.doing import Doing, family
from veer.cases.errors import BadData

LONGEST = 5000


@family("submit")
def submit(doing: Doing) -> None:
    """Draft answers become facts, the file goes to the authority, a receipt goes to the person."""
    case = doing.case
    case.language = case.person.language
    states = facts.keep_answers(case, doing.by.ref)
    case.submitted_at = doing.at
    doing.told.update(facts=states, declaration=True)
    if doing.letter:
        due = papers.due_words(doing.standing, doing.act.id, doing.today)
        paper = papers.plain_paper(doing.standing, doing.letter, day=doing.today, more={"due": due})
        kept = papers.keep(case, doing.letter, paper, papers.set_on(paper, doing.today))
        doing.told.update(letter=kept.pk, letter_digest=kept.digest)


@family("answer")
def answer(doing: Doing) -> None:
    """The person has answered a request, in words or with documents that came before."""
    message = str(doing.data.get("message") or "").strip()
    if len(message) > LONGEST:
        raise BadData({"message": _("Keep your message under 5000 characters.")})
    doing.told.update(message=message)


@family("withdraw")
def withdraw(doing: Doing) -> None:
    """The person takes the application back. A reason is theirs to give or not."""
    doing.told.update(reason=str(doing.data.get("reason") or "").strip()[:LONGEST])
    proposal = doing.proposal
    if proposal is not None:
        proposal.sent_back_at, proposal.sent_back_by = doing.at, doing.by.account
        proposal.sent_back_reason = str(_("The application was withdrawn."))
        proposal.save(update_fields=["sent_back_at", "sent_back_by", "sent_back_reason"])
