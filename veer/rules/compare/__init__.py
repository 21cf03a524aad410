"""What differs between two versions of a law, node by node, in words. Order and layout do not count."""

from .choosing import called, of_route, wholes
from .differences import Change, Difference, compare
from .nodes import Node, nodes
from .witness import Looked, Witness, witnesses

__all__ = [
    "Change",
    "Difference",
    "Looked",
    "Node",
    "Witness",
    "called",
    "compare",
    "nodes",
    "of_route",
    "wholes",
    "witnesses",
]
