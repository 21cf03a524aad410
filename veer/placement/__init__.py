"""Places for people: households whole, every service counted, goal after goal, and prices that prove the answer.

No framework, no names, no clock. A placement is a proposal: who decides, and how, is the business of the rooms above.
"""

from .ahead import ahead, told_ahead
from .changes import Change, Locks, forced, locked
from .dynamic import Replay, dynamic, first_come, hindsight
from .explain import Explanation, Option, explain
from .fairness import Fairness, envy, fairness
from .highs import OutOfTime
from .instance import Infeasible, Instance, InstanceError
from .read import read
from .solve import GOALS, Solution, default_goal, place
from .verify import proofs, wrong
from .written import document, replayed, restored

__all__ = [
    "GOALS", "Change", "Explanation", "Fairness", "Infeasible", "Instance", "InstanceError", "Locks", "Option",
    "OutOfTime", "Replay", "Solution", "ahead", "default_goal", "document", "dynamic", "envy", "explain", "fairness",
    "first_come", "forced", "hindsight", "locked", "place", "proofs", "read", "replayed", "restored", "told_ahead",
    "wrong",
]  # fmt: skip
