"""From the model of a pack to programs: names, types and units resolved."""

from .clauses import classes_program, clause_program, lower_classes, lower_clauses
from .events import every_event, expressions
from .program import Check, ConditionView, PointsView, Program, first_day, lower_route, program

__all__ = [
    "Check",
    "ConditionView",
    "PointsView",
    "Program",
    "classes_program",
    "clause_program",
    "every_event",
    "expressions",
    "first_day",
    "lower_classes",
    "lower_clauses",
    "lower_route",
    "program",
]
