"""What keeps a source from being read, or a place from being given."""


class Near(ValueError):
    """A household of whoever asks is among them: a colleague asks instead."""


class Gone(ValueError):
    """The household waits no more, or the place has no room any more."""


class NoWeights(LookupError):
    """No law in force says how places are weighed."""
