"""A reference interpreter of the law language: naive, slow, concrete facts only, no code of veer.rules.

It exists to disagree. Read `facts`, `evaluate`, `route` beside docs/law-language.md; `oracle` fills in what is unknown.
"""

from .facts import Level, Pack, Refused, Unknown
from .route import Case, decide

__all__ = ["Case", "Level", "Pack", "Refused", "Unknown", "decide"]
