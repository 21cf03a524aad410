"""From the model of a pack to programs: names, types and units resolved."""

from .program import Check, ConditionView, PointsView, Program, first_day, lower_route, program

__all__ = ["Check", "ConditionView", "PointsView", "Program", "first_day", "lower_route", "program"]
