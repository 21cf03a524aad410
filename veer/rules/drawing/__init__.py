"""A procedure as a drawing: its steps, branches and acts, and where a case stands in it.

`plan` says what there is to draw, `lay_out` where it stands, `svg` writes it. All three are pure: the same procedure
and the same words give the same bytes.
"""

from .layout import Drawing, lay_out
from .plan import Place, Plan, plan, walked
from .svg import svg
from .words import RIGHT_TO_LEFT, Labels, labels_of

__all__ = ["RIGHT_TO_LEFT", "Drawing", "Labels", "Place", "Plan", "labels_of", "lay_out", "plan", "svg", "walked"]
