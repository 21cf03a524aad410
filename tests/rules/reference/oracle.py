"""Brute force for what is unknown: try every way to fill it in, and see which answers come out."""

from itertools import product

from .facts import Refused
from .route import Case


def fill(facts, choices):
    """Every completion of flat facts, `choices` giving a finite set of values for each unknown one."""
    for values in product(*choices.values()):
        yield {**facts, **dict(zip(choices, values, strict=True))}


class Possible:
    """All concrete answers seen: the truth that bounds and verdicts must contain."""

    def __init__(self, pack, route_id, completions, on=None):
        self.answers = []
        for facts in completions:
            case = Case(pack, pack.routes[route_id], facts, on)
            try:
                if not case.conflicts():
                    self.answers.append(case.decide())
            except Refused:
                continue

    def outcomes(self):
        return {answer["outcome"] for answer in self.answers}

    def points(self, path):
        return {answer["points"][path] for answer in self.answers if path in answer["points"]}

    def results(self, condition):
        return {answer["conditions"][condition] for answer in self.answers if condition in answer["conditions"]}

    def lets(self, name):
        return [answer["let"][name] for answer in self.answers if name in answer["let"]]
