"""What is done about what was reported. Each act is one transaction and one entry of the journal."""

from veer.safeguarding.acts.concerns import (
    NoFile,
    NoLaw,
    decide,
    lift_stop,
    name_file,
    raise_concern,
    stop_file,
    take,
)

__all__ = ["NoFile", "NoLaw", "decide", "lift_stop", "name_file", "raise_concern", "stop_file", "take"]
