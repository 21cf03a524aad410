"""The law as it is written: what a loader gives and everything else reads.

Nothing here computes. Expressions are kept parsed but unresolved (`Expr`); `lower` turns them into typed nodes.
"""

from .basis import Citation, Expr, FactText, Marks, Source, Words
from .costs import Cost
from .facts import Change, Derived, Fact, RecordType, Type, Validity
from .procedure import (
    Act,
    Branch,
    Calendar,
    Clock,
    Counting,
    Duty,
    Extension,
    Holiday,
    Length,
    LetterForm,
    Presumption,
    Procedure,
    Remedy,
    Right,
    Statistic,
    Step,
    Suspension,
    Variant,
)
from .quotas import Quota
from .route import Purpose, Route
from .values import Axis, Band, Condition, Dated, Limit, Points, Scale, ScaleRow, Value

__all__ = [
    "Act",
    "Axis",
    "Band",
    "Branch",
    "Calendar",
    "Change",
    "Citation",
    "Clock",
    "Condition",
    "Cost",
    "Counting",
    "Dated",
    "Derived",
    "Duty",
    "Expr",
    "Extension",
    "Fact",
    "FactText",
    "Holiday",
    "Length",
    "LetterForm",
    "Limit",
    "Marks",
    "Points",
    "Presumption",
    "Procedure",
    "Purpose",
    "Quota",
    "RecordType",
    "Remedy",
    "Right",
    "Route",
    "Scale",
    "ScaleRow",
    "Source",
    "Statistic",
    "Step",
    "Suspension",
    "Type",
    "Validity",
    "Value",
    "Variant",
    "Words",
]
