"""Names and numbers of sponsors, made comparable: what two spellings of one share."""

from veer.people.names import words

FORMS = {"vzw", "asbl", "vog", "npo", "ngo", "ong", "ivzw", "aisbl", "ev"}  # how an association ends its name
SMALL = {"de", "het", "the", "la", "le", "les", "van", "of", "du", "des", "der", "die", "das", "voor", "for", "pour"}


def name_key(name: str) -> str:
    """The words of a name in plain letters and one order, without small words and the form of an association."""
    every = set(words(name))
    return " ".join(sorted(every - FORMS - SMALL or every))[:120]


def number_key(number: str) -> str:
    """The digits of a number of a register, without the zeros and letters that some write in front."""
    return "".join(one for one in number if one.isdigit()).lstrip("0")[:40]
