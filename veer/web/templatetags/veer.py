"""The few words that templates need beyond those of Django: an icon, a date with its distance, links that exist."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from veer.access import policy
from veer.cases import listed as in_a_row
from veer.cases.money import money
from veer.journal import clock
from veer.people.queries import who_is

register = template.Library()

SHORT = {"ar": "ع"}
NUMBER = re.compile(r"\b[A-Z]-\d{4}(?:-\d{3}){3}\b")  # of a file, as veer.cases.numbering makes it

# (address name, words, right): a link stands in a menu only where its page exists, and before whom it opens.
MENUS: dict[str, list[tuple[str, Any] | tuple[str, Any, str]]] = {
    "public": [
        ("openness:finder", gettext_lazy("Find your way")),
        ("openness:law", gettext_lazy("Read the law")),
        ("openness:scores", gettext_lazy("Count your points")),
        ("openness:numbers", gettext_lazy("Open numbers")),
    ],
    "office": [
        ("cases:work", gettext_lazy("My work")),
        ("people:desk", gettext_lazy("People"), "register_at_desk"),
        ("reception:work", gettext_lazy("Reception"), "find_places"),
        ("sponsorship:work", gettext_lazy("Sponsors"), "read_sponsors"),
        ("sponsorship:households", gettext_lazy("Households that come"), "accompany"),
        ("matching:work", gettext_lazy("Placement"), "read_placements"),
        ("municipalities:work", gettext_lazy("Municipalities"), "tell_municipalities"),
        ("safeguarding:audits", gettext_lazy("Audits by lot"), "audit_files"),
        ("openness:law", gettext_lazy("The law")),
    ],
    "municipality": [
        ("municipalities:mine", gettext_lazy("Municipality"), "act_for_municipality"),
        ("municipalities:places", gettext_lazy("Places that you declare"), "act_for_municipality"),
        ("openness:law", gettext_lazy("The law")),
    ],
    "integrity": [
        ("safeguarding:work", gettext_lazy("What was reported"), "stop_files"),
        ("safeguarding:networks", gettext_lazy("Networks and numbers"), "stop_files"),
        ("openness:law", gettext_lazy("The law")),
    ],
    "administrator": [
        ("people:colleagues", gettext_lazy("Colleagues"), "invite"),
        ("cases:laws", gettext_lazy("Versions of the law"), "propose_law"),
    ],
    "person": [
        ("start", gettext_lazy("My Veer")),
        ("people:mandates", gettext_lazy("Who may act for me")),
        ("reception:mine", gettext_lazy("My place")),
        ("matching:mine", gettext_lazy("Offered to you")),
    ],
    "about": [
        ("sponsorship:door", gettext_lazy("Sponsor someone")),
        ("safeguarding:safeguards", gettext_lazy("Safeguards")),
        ("reception:public", gettext_lazy("Places and the waiting list")),
        ("matching:public", gettext_lazy("How places are proposed")),
        ("openness:access", gettext_lazy("Accessibility")),
        ("openness:privacy", gettext_lazy("Your data")),
        ("openness:source", gettext_lazy("Source code (EUPL)")),
    ],
}


@register.simple_tag
def icon(name: str, *, turn: bool = False, label: str = "") -> SafeString:
    """One sign of the sprite; `turn` for arrows, which point the other way in right-to-left pages."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" {}><use href="{}#{}"/></svg>',
        " i--turn" if turn else "",
        hidden,
        static("veer/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The links of a menu, each with whether the reader stands there."""
    request = context.get("request")
    here = getattr(request, "path", "")
    links = []
    for address, words, *right in MENUS[name]:
        if right and not policy.may(who_is(getattr(request, "user", None)), right[0]):
            continue
        try:
            url = reverse(address)
        except NoReverseMatch:
            continue
        links.append({"url": url, "words": words, "here": here == url or (url != "/" and here.startswith(url))})
    return links


@register.simple_tag
def maybe_url(*names: str) -> str:
    """The first of these addresses that exists, else nothing."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag(takes_context=True)
def in_language(context: dict[str, Any], code: str) -> str:
    """This same page in another language, everything else of its address kept."""
    request = context.get("request")
    if request is None:
        return f"/?lang={code}"
    asked = request.GET.copy()
    asked["lang"] = code
    path = request.path if request.method in ("GET", "HEAD") else context.get("language_path", request.path)
    return f"{path}?{asked.urlencode()}"


@register.simple_tag
def frame() -> dict[str, Any]:
    """What the frame of a page says about this installation."""
    return {
        "demo": settings.DEMO,
        "help": settings.HELP,
        "clock_moved": clock.moved(),
        "today": clock.today(settings.TIME_ZONE),
    }


@register.simple_tag
def languages() -> list[dict[str, Any]]:
    """The languages offered, in the order of the settings; each `short` as its readers write it."""
    now = (translation.get_language() or "en").split("-")[0]
    return [
        {"code": code, "short": SHORT.get(code, code), "name": name, "here": code == now}
        for code, name in settings.LANGUAGES
    ]


def in_words(day: datetime.date, today: datetime.date) -> str:
    """How far a day is: "in 9 days", "today", "11 days ago"."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}


@register.filter(expects_localtime=True)
def distance(day: datetime.date | datetime.datetime | None) -> str:
    """The distance of a day from today, in words."""
    if day is None:
        return ""
    if isinstance(day, datetime.datetime):
        day = day.date()
    return in_words(day, clock.today(settings.TIME_ZONE))


@register.filter(name="day", expects_localtime=True)
def in_full(day: Any) -> str:
    """A day as people write it: 14 March 2027. Takes a date, its ISO form or an instant, which has its day here."""
    if not day:
        return ""
    if isinstance(day, str):
        try:
            day = datetime.date.fromisoformat(day[:10])
        except ValueError:
            return day
    return formats.date_format(day, "DATE_FORMAT")


@register.filter
def direction(code: str) -> str:
    """The way that a language is written: what `dir` says beside `lang`."""
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"


@register.filter
def percent_of(part: Any, of: Any) -> str:
    """A share as a width in a drawing: 41.7%."""
    try:
        return f"{max(0.0, min(100.0, 100 * float(part) / float(of))):.2f}%"
    except (TypeError, ValueError, ZeroDivisionError):
        return "0%"


@register.filter
def signed(number: Any) -> str:
    """A number that is added or taken away: +1,234 or −6, grouped as the reader's language does it."""
    found = int(number)
    figure = formats.number_format(abs(found), use_l10n=True, force_grouping=True)
    return f"{'−' if found < 0 else '+' if found else ''}{figure}"


@register.filter
def euros(amount: Any, decimals: int = 0) -> str:
    """An amount in euro, as the reader's language writes it, of which no line breaks the sign from the figure."""
    return money(amount, decimals=decimals)


@register.filter
def in_currency(amount: Any, currency: str) -> str:
    """An amount in the currency of a law."""
    return money(amount, currency)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """mapping[key], or nothing."""
    try:
        return mapping.get(key, "")
    except AttributeError:
        return ""


@register.filter
def written_way(words: str) -> str:
    """What `dir` says around typed words: figures alone have no way of their own, and run from the left."""
    return "auto" if any(sign.isalpha() for sign in words) else "ltr"


@register.simple_tag
def comma() -> str:
    """What stands between two things in a row, in the reader's language."""
    return in_a_row.listed(("", ""))


@register.filter
def listed(words: Iterable[str]) -> str:
    """Words in a row, with the comma of the reader's language."""
    return in_a_row.listed(str(one) for one in words)


@register.filter
def parted(words: Iterable[str]) -> str:
    """The same with the stronger sign, where the words may hold commas."""
    return in_a_row.parted(str(one) for one in words)


@register.filter
def labelled(name: Any, words: Any) -> str:
    """A label with its value, with the colon of the reader's language."""
    return in_a_row.labelled(str(name), words)


@register.filter
def unbroken(text: str) -> SafeString:
    """A text in which the number of a file never breaks over two lines."""
    return mark_safe(NUMBER.sub(r'<span class="nw">\g<0></span>', escape(text)))  # noqa: S308  (escaped here)


@register.filter
def dialled(phone: str) -> str:
    """A phone number as a telephone takes it: figures, and a plus before them."""
    return "".join(sign for place, sign in enumerate(phone.strip()) if sign.isdecimal() or (sign == "+" and not place))


@register.filter
def lines(count: int) -> list[int]:
    """Numbers from 0 for as many lines as asked."""
    return list(range(count))
