"""HiGHS, called in one way: one thread, one seed, so that the same model has the same answer on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf, isfinite
from typing import Any

import numpy as np

from .instance import Floats, Infeasible, Ints
from .model import FREE, Model

Left = Callable[[], float]
"""Seconds that are left, by the caller's clock; this room reads none."""
WHOLE = 1e-6
SEED = 0
LEAST = 0.05
"""Seconds below which no solve is begun."""
WAIT = 0.1
"""Seconds after which the main thread looks whether somebody interrupts."""


class OutOfTime(Exception):
    """The solver had no answer when its time was over."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The linear relaxation: x, a price for each row, and the value of the goal."""

    x: Floats
    price: Floats
    value: float

    @property
    def whole(self) -> bool:
        return bool((np.abs(self.x - np.round(self.x)) < WHOLE).all())


@dataclass(frozen=True, eq=False)
class Searched:
    """What the search found: the best x (None: nothing better than what it was given), and its upper bound."""

    x: Ints | None
    bound: float
    finished: bool


def relax(model: Model, cost: Floats, left: Left, *, method: str = "choose", rough: bool = False) -> Relaxed:
    """The linear relaxation. rough: prices near enough to choose columns by. Raises Infeasible, OutOfTime."""
    if not model.columns:
        return Relaxed(np.zeros(0), np.zeros(len(model.lower)), 0.0)
    solver = _solver(model, cost, left, whole=False)
    solver.setOptionValue("solver", method)
    if rough:
        solver.setOptionValue("pdlp_optimality_tolerance", 1e-4)
        solver.setOptionValue("run_crossover", "off")
    _run(solver)
    status = _status(solver)
    if status == "infeasible":
        raise Infeasible("the fixed cases cannot all stay where they are fixed")
    if status not in ("optimal", "rough") or (status == "rough" and not rough):
        raise OutOfTime
    found = solver.getSolution()
    x = np.array(found.col_value)
    return Relaxed(x, np.array(found.row_dual), float(cost @ x))


def search(
    model: Model, cost: Floats, start: Ints | None, left: Left, *, nodes: int | None = None, gap: float = 0.99
) -> Searched:
    """The best whole x, by branch and bound. Goals are whole numbers, so a bound less than one above proves the best.

    nodes: stop after so many, which is the same on every machine. gap: how far the bound may be from the best.
    Raises Infeasible.
    """
    if not model.columns:
        return Searched(np.zeros(0, dtype=np.int64), 0.0, True)
    solver = _solver(model, cost, left, whole=True)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", gap)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    if start is not None:
        import highspy

        known = highspy.HighsSolution()
        known.col_value = start.astype(np.float64)
        solver.setSolution(known)
    _run(solver)
    status = _status(solver)
    if status == "infeasible":
        raise Infeasible("the fixed cases cannot all stay where they are fixed")
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    x = np.array(solver.getSolution().col_value) if info.primal_solution_status == 2 else None
    return Searched(
        None if x is None else np.round(x).astype(np.int64), bound if isfinite(bound) else inf, status == "optimal"
    )


def _solver(model: Model, cost: Floats, left: Left, *, whole: bool) -> Any:
    import highspy

    seconds = left()
    if seconds < LEAST:
        raise OutOfTime
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, len(model.lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_ = cost, np.zeros(model.columns)
    lp.col_upper_ = np.full(model.columns, 1.0 if whole else highspy.kHighsInf)
    lp.row_lower_ = np.where(model.lower == -FREE, -highspy.kHighsInf, model.lower)
    lp.row_upper_ = np.where(model.upper == FREE, highspy.kHighsInf, model.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = model.start.astype(np.int32), model.row.astype(np.int32)
    lp.a_matrix_.value_ = model.value
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
    solver = _quiet()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", SEED)
    if isfinite(seconds):
        solver.setOptionValue("time_limit", float(seconds))
    solver.passModel(lp)
    return solver


def _quiet() -> Any:
    """A solver that says nothing: it would write its name to stdout, where an answer belongs, as soon as it is made."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> Any:
            self.setOptionValue("output_flag", False)
            return super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet()  # type: ignore[no-untyped-call]


def _run(solver: Any) -> None:
    """In a thread of the solver's own, so that somebody can interrupt it. The solver's way to wait would take an
    interrupt for the end of its time, say so on stdout, and let us answer with whatever it had."""
    solver.HandleUserInterrupt = True
    try:
        solver.startSolve()
        while not solver.wait(WAIT)[0]:
            pass
    except KeyboardInterrupt:
        solver.cancelSolve()
        solver.wait()
        raise


def _status(solver: Any) -> str:
    import highspy

    found = solver.getModelStatus()
    known = highspy.HighsModelStatus
    names = {known.kOptimal: "optimal", known.kInfeasible: "infeasible", known.kUnknown: "rough"}
    return names.get(found, "limit")


def floor_of(bound: float) -> float:
    """The highest whole number that a value below a computed bound can have."""
    return float(np.floor(bound + WHOLE * max(1.0, abs(bound) * 1e-3))) if isfinite(bound) else bound


def ceil_of(number: float) -> int:
    return ceil(number - WHOLE)
