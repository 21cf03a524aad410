"""From YAML files to the model of a pack."""

from .pack import FactWords, Pack, build, load_pack, read_pack

__all__ = ["FactWords", "Pack", "build", "load_pack", "read_pack"]
