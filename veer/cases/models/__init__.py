"""What is: the law that cases stand on, the cases, what was said in them, what was decided, and whose work it is."""

from veer.cases.models.files import NEVER, Answer, Branch, Case, CaseNumber, Hold, Stop, Term
from veer.cases.models.law import ActivatedPack, Activation, ProposedLaw
from veer.cases.models.records import Decision, Document, Hearing, Signature
from veer.cases.models.work import Absence, Handover, Presence, SavedFilter, Turn

__all__ = [
    "NEVER",
    "Absence",
    "ActivatedPack",
    "Activation",
    "Answer",
    "Branch",
    "Case",
    "CaseNumber",
    "Decision",
    "Document",
    "Handover",
    "Hearing",
    "Hold",
    "Presence",
    "ProposedLaw",
    "SavedFilter",
    "Signature",
    "Stop",
    "Term",
    "Turn",
]
