"""Letters to a household about its place: the law's words, in its language, kept in the transaction of the act.

They are letters of its file: it reads them there and on the page about its place, and they leave once, as others do.
"""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import law, papers
from veer.letters import render
from veer.letters.models import Letter
from veer.letters.queries import letters_of
from veer.reception.lists import LawOfPlaces, law_of_places
from veer.reception.models import Place, Wait

NAMED = "reception-"  # how the letters of this room are called among those of a file
GIVEN, MOVED, KEPT, ENDED, STRUCK = "given", "moved", "kept", "ended", "struck"


def send(
    wait: Wait,
    name: str,
    today: date,
    *,
    place: Place | None = None,
    before: Place | None = None,
    until: date | None = None,
    reason: str = "",
) -> Letter | None:
    """Put a letter in the outbox of the surrounding transaction; None where the law in force has no such letter."""
    by_law = law_of_places(law.pack_of(wait.case).id)
    if by_law.reception is None or name not in by_law.reception.letters:
        return None
    lang = law.tongue(by_law.pack, wait.case.language)
    with translation.override(lang):
        values = {
            "name": wait.person.name,
            "number": wait.case.given.number,
            "place": place.site if place else "",
            "municipality": place.municipality if place else "",
            "before": before.site if before else "",
            "since": date_format(today, "DATE_FORMAT"),
            "until": date_format(until, "DATE_FORMAT") if until else "",
            "reason": reason.strip(),
        }
        paper = _paper(by_law, wait, name, lang, values)
    return papers.keep(wait.case, f"{NAMED}{name}", paper, papers.set_on(paper, today))


def of(wait: Wait) -> list[Letter]:
    """The letters about places in the file of a household, latest first."""
    return list(letters_of(wait.case_id).filter(name__startswith=NAMED))


def _paper(by_law: LawOfPlaces, wait: Wait, name: str, lang: str, values: dict[str, str]) -> render.Paper:
    assert by_law.reception is not None
    pack, blocks = by_law.pack, []
    for block in by_law.reception.letters[name].blocks:
        said = by_law.words(f"letters.{name}.{block}", lang).format_map(values)
        if block == "remedy":
            blocks.append(render.box(_("You do not agree?"), said))
        elif block != "reasons" or values["reason"]:
            blocks.append(render.words(said))
    title = pack.title.get(lang) or next(iter(pack.title.values()), pack.id)
    number = _("File %(number)s") % {"number": values["number"]}
    version = _("Law: %(pack)s %(version)s") % {"pack": pack.id, "version": pack.version}
    return render.Paper(
        title=by_law.words(f"letters.{name}.subject", lang).format_map(values),
        lang=lang,
        sender=[title],
        recipient=[wait.person.name, *wait.person.address.splitlines()],
        reference=f"{values['since']} · {number}",
        blocks=blocks,
        proof=f"{version} · {pack.law_hash.removeprefix('sha256:')[:16]}",
        footer=number,
    ).settable()
