"""Reading `costs:` of a route."""

from __future__ import annotations

import re

from ..model import Cost, Dated, Marks
from ..source import Mapping
from .procedure import PromisesReader

CURRENCY = re.compile(r"[A-Z]{3}\Z")


class CostsReader:
    def __init__(self, promises: PromisesReader) -> None:
        self.promises, self.reader = promises, promises.reader

    def read(self, route: Mapping, marks: Marks) -> dict[str, Cost]:
        return self.promises.read(route, "costs", ("amount", "currency"), marks, self.cost)

    def cost(self, name: str, node: Mapping, marks: Marks) -> Cost:
        reader = self.reader
        amount, currency = reader.dated(node.get("amount"), "amount"), reader.word(node.get("currency"), "currency")
        if amount is None or any(number < 0 for _day, number in amount.steps):
            reader.problems.error("E089", f"{name} does not say how much it is", node.place, "add amount: 75")
        if not CURRENCY.match(currency):
            reader.problems.error("E089", f"{name} does not say in which currency", node.place, "add currency: EUR")
        return Cost(name, marks, amount or Dated((), node.place), currency)
