"""Several words in a row, and a label with its value, apart as their language does it: Arabic has a comma of its own,
French a narrow space before a colon.

`lang`: the language of the words, where it need not be that of the page around them.
"""

from collections.abc import Iterable

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


def listed(words: Iterable[str], lang: str | None = None) -> str:
    """The words with a comma between each two."""
    with override(lang or get_language()):
        return _(", ").join(words)


def parted(words: Iterable[str], lang: str | None = None) -> str:
    """Words that may hold commas themselves, with the stronger sign between each two."""
    with override(lang or get_language()):
        return _("; ").join(words)


def labelled(name: str, words: object, lang: str | None = None) -> str:
    """What something is called, and what it is."""
    with override(lang or get_language()):
        return _("%(name)s: %(words)s") % {"name": name, "words": words}
