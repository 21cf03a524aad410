"""Checking a pack before it is law: everything that the loader and the compiler find, and what only analysis sees."""

from .run import check_pack

__all__ = ["check_pack"]
