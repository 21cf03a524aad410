"""Every address of the URL configuration, so that a new page is looked at without anybody having to remember it.

An address without arguments is visited as it is. One with arguments needs a line in `WITH`, or the test says so.
"""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMessage
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.browser import households, towns
from tests.matching import stage as matching
from tests.reception import stage as reception
from tests.safeguarding import stage as safeguards
from tests.sponsorship import stage as sponsors
from veer.cases.models import Case
from veer.openness import queries
from veer.openness.queries import applied
from veer.people.acts import give_mandate
from veer.people.acts.desk import Told, register_at_desk
from veer.people.finding import waiting_twins
from veer.people.queries import who_is
from veer.reception import acts
from veer.web import mail

# Not pages: they answer machines, take only POST, or hand out a file.
NOT_PAGES = {
    "health",
    "demo_become",
    "openid_connect_login",
    "openid_connect_callback",
    "mfa_edit_webauthn",  # these two need a passkey: test_signin_passkeys.py looks at them
    "mfa_remove_webauthn",
    "openness:score_table",
    "openness:numbers_csv",
    "openness:numbers_json",
    "openness:score_plan",
    "openness:keep",
    "openness:forget",
    "cases:data_json",
    "cases:my_data_json",
    "cases:my_data_pdf",
    "cases:my_data_zip",
    "cases:add_at_work",  # no bundled law lets the authority add one; tests/cases/test_documents.py looks at it
    "cases:data_pdf",
    "cases:do",
    "cases:law_sign",
    "cases:present",  # a part of the page of a file
    "cases:document",
    "cases:letter",
    "cases:preview",
    "cases:work_document",
    "cases:work_letter",
    "cases:find",  # leads on at once
    "people:notices",
    "people:accept",
    "people:end",
    "people:print_code",  # takes only POST; test_desk.py looks at the paper
    "people:quiet",
    "people:end_appointment",
    "people:undo",
    "sponsorship:published",
    "safeguarding:published",
    "matching:progress",  # a part of the page of a run
    "matching:instance",
    "matching:solution",
    "matching:proof",
}
FORWARDERS = {
    "start",
    "sponsorship:away",
    "cases:questions",
    "account_logout",
    "mfa_login_webauthn",
}  # they only lead on, or end the session of who looks

# Answers that are not a page, each of them known.
CLOSED: dict[int, frozenset[str]] = {
    401: frozenset({"/account/3rdparty/login/error/"}),  # the other side said no
    403: frozenset(  # no second proof to give
        {"/account/reauthenticate/", "/account/2fa/reauthenticate/", "/account/2fa/webauthn/reauthenticate/"}
    ),
    404: frozenset(  # before a second proof is set up
        {
            "/account/2fa/totp/deactivate/",
            "/account/2fa/recovery-codes/",
            "/account/2fa/recovery-codes/download/",
        }
    ),
}

World = dict[str, Any]


def _route(world: World) -> list[Any]:
    return [[pack.id, route] for pack in world["packs"] for route in pack.routes]


def _counted(world: World) -> list[Any]:
    return [[pack.id, route.id] for pack in world["packs"] for route in pack.routes.values() if route.points]


def _told(world: World) -> list[Any]:
    """Routes whose law says what is counted."""
    return [[pack.id, route.id] for pack in world["packs"] for route in pack.routes.values() if route.statistics]


def _facts(world: World) -> list[Any]:
    """One question of each type that a pack knows."""
    found = {}
    for pack in world["packs"]:
        for fact in pack.facts.values():
            if fact.derive is None and fact.type.kind != "judgement" and "applicant" in fact.by:
                found.setdefault(fact.type.kind, [pack.id, fact.id])
    return list(found.values())


def _reset(world: World) -> list[Any]:
    """The key of a mail that lets somebody choose a password; and one that is too old."""
    account = world["people"]["amina"]
    uid = user_pk_to_url_str(account)
    return [[uid, default_token_generator.make_token(account)], [uid, "d0-0123456789abcdef"]]


def _kept_mail(world: World) -> list[Any]:
    """A message that the demonstration kept."""
    message = EmailMessage("About your file", "Something changed.", to=[world["people"]["amina"].email])
    mail.KeptMail().send_messages([message])
    return [[name] for name, _message in mail.kept()[:1]]


WITH: dict[str, Callable[[World], list[Any]]] = {
    "account_reset_password_from_key": _reset,
    "demo_mail_message": _kept_mail,
    "openness:find": lambda world: [[pack.id] for pack in world["packs"]],
    "openness:find_purpose": lambda world: [[pack.id] for pack in world["packs"] if pack.purposes],
    "openness:result": lambda world: [[pack.id] for pack in world["packs"]],
    "openness:answers": lambda world: [[pack.id] for pack in world["packs"]],
    "openness:find_fact": _facts,
    "openness:law_route": _route,
    "openness:law_compare": lambda world: [["be-current", "return"]],
    "openness:law_version": lambda world: [[*_route(world)[0], world["digest"]]],
    "openness:numbers_of": _told,
    "openness:score": _counted,
    "openness:score_ask": lambda world: _counted(world)[:1],
    "openness:score_fact": lambda world: [
        [*_counted(world)[0], next(fact for pack, fact in _facts(world) if pack == _counted(world)[0][0])]
    ],
}

# Pages of a file: who sees them, and which file at which stage.
OF_A_CASE: dict[str, tuple[str, str, list[Any]]] = {
    "cases:file": ("amina", "draft sent proposed signed", []),
    "cases:question": ("amina", "draft", ["birth_date"]),
    "cases:check": ("amina", "draft", []),
    "cases:sent": ("amina", "sent", []),
    "cases:documents": ("amina", "sent", []),
    "cases:act": ("amina", "sent", ["withdraw"]),
    "cases:looked": ("amina", "sent", []),
    "cases:at_work": ("bram", "sent proposed signed", []),
    "cases:ask": ("bram", "sent", ["ask_document"]),
    "cases:judge": ("bram", "sent", ["birth_date"]),
    "cases:propose": ("bram", "sent", ["propose_refusal"]),
    "cases:send_back": ("chantal", "proposed", ["send_back"]),
    "cases:sign": ("chantal", "proposed", ["sign"]),
    "cases:lawful": ("bram", "presented", ["lodge"]),
    "cases:own_act": ("amina", "lodged", ["remark"]),
    "cases:interpreter": ("bram", "lodged", []),
}
ONLY_FOR = {"cases:mine": "amina", "cases:my_data": "amina", "cases:work": "bram", "people:me": "amina"}
ONLY_FOR |= {"people:mandates": "amina", "people:clients": "amina", "people:desk": "bram", "people:twins": "bram"}
ONLY_FOR |= {"people:register": "bram", "cases:lists": "bram", "cases:away": "bram"}
ONLY_FOR |= {"reception:mine": "amina", "reception:work": "bram", "reception:enlist": "bram"}
ONLY_FOR |= {"reception:new_place": "bram"}
ONLY_FOR |= {
    "sponsorship:mine": "amina",
    "sponsorship:work": "bram",
    "sponsorship:households": "bram",
    "matching:work": "bram",
}
ONLY_FOR |= {"matching:mine": "amina", "matching:seek": "bram", "sponsorship:twins": "bram"}
ONLY_FOR |= {"people:colleagues": "noor", "people:invite": "noor", "cases:laws": "noor"}
ONLY_FOR |= {"safeguarding:work": "iris", "safeguarding:networks": "iris"}
ONLY_FOR |= {"safeguarding:audits": "jonas", "safeguarding:interests": "bram"}
ONLY_FOR |= towns.ONLY_FOR
OF_A_RECORD = {
    "cases:open_for",
    "people:person",
    "people:correct",
    "people:guardian",
    "people:household",
    "people:mandate",
}


OF_RECEPTION = {
    "reception:wait": "bram",
    "reception:stay": "bram",
    "reception:place": "bram",
    "reception:change_place": "bram",
    "reception:close_place": "bram",
    "reception:wage": "amina",
    "reception:elsewhere": "amina",
}


def _reception(world: World) -> dict[str, list[Any]]:
    """A household that waits with a proposal before it, and Amina's, which has a place."""
    if "reception" not in world:
        reception.activate_law()
        bram, amina = who_is(world["people"]["bram"]), who_is(world["people"]["amina"])
        where = reception.place(bram, 4, "Huis De Brug", services=["family", "school"])
        empty = reception.place(bram, 6, "Het Kasteel", services=["medical"])
        waits = reception.waits(bram, 3, "family", name="Noor Ali")
        acts.propose(waits.pk, bram)
        own = acts.enlist(reception.presented(amina), 1, bram, key="reception")
        stay = reception.placed(bram, where, own)
        world["reception"] = {
            "reception:wait": [[waits.pk], [own.pk]], "reception:stay": [[stay.pk]], "reception:place": [[where.pk]],
            "reception:wage": [[own.pk]], "reception:elsewhere": [[own.pk]],
            "reception:change_place": [[where.pk]], "reception:close_place": [[where.pk], [empty.pk]],
        }  # fmt: skip
    found: dict[str, list[Any]] = world["reception"]
    return found


OF_SPONSORS = {
    "draw": "",
    "join": "amina",
    "group": "amina",
    "money": "amina",
    "statement": "amina",
    "home": "amina",
    "bring": "amina",
    "group_at_work": "bram",
    "window": "bram",
}


def _sponsors(world: World) -> dict[str, Any]:
    """Amina's group, with money and a home, and another that asks her; and a draw that was done."""
    if "sponsors" not in world:
        world["sponsors"] = sponsors.begun(*(who_is(world["people"][name]) for name in ("amina", "bram", "chantal")))
    found: dict[str, Any] = world["sponsors"]
    return found


OF_SEVERAL = OF_RECEPTION | households.PAGES


def _several(world: World, name: str) -> list[Any]:
    """The arguments of each address of a page that has more than one, or more than one argument."""
    return (
        households.begun(world, _sponsors(world)["group"])[name]
        if name in households.PAGES
        else _reception(world)[name]
    )


def _mandate(world: World) -> Any:
    """Somebody whom Amina asked to act for her."""
    amina = who_is(world["people"]["amina"])
    if "mandate" not in world:
        world["mandate"] = give_mandate(next(iter(amina.own)), amina, email="lea@example.org").pk
    return world["mandate"]


def _safeguards(world: World) -> dict[str, Any]:
    """Something that was reported, three groups that share a giver, and a file that was drawn for an audit."""
    if "safeguards" not in world:
        world["safeguards"] = safeguards.shown(Case.objects.get(pk=world["cases"]["sent"]))
    found: dict[str, Any] = world["safeguards"]
    return found


OF_ONE: dict[str, tuple[str, Callable[[World], Any]]] = {
    "people:reach": ("amina", _mandate),
    "cases:interview": ("ines", lambda world: world["hearing"]),
}
OF_ONE |= {
    f"safeguarding:{page}": (actor, lambda world, page=page: _safeguards(world)[page])
    for page, actor in {"concern": "iris", "alert": "iris", "lot": "", "audit": "jonas"}.items()
}
OF_ONE |= {
    f"sponsorship:{page}": (actor, lambda world, page=page: _sponsors(world)[page])
    for page, actor in OF_SPONSORS.items()
}


def _matching(world: World) -> dict[str, Any]:
    """A run, and an offer that Amina reads from both sides."""
    if "matching" not in world:
        file, bram = Case.objects.get(pk=world["cases"]["sent"]), who_is(world["people"]["bram"])
        world["matching"] = matching.pages(bram, file, _sponsors(world)["group"])
    found: dict[str, Any] = world["matching"]
    return found


OF_ONE |= {
    f"matching:{page}": (actor, lambda world, page=page: _matching(world)[page])
    for actor, pages in {"bram": ("run", "fairness", "line", "lock"), "amina": ("household", "sponsor")}.items()
    for page in pages
}
OF_ONE |= towns.of_one(_sponsors)
WITH["municipalities:by_link"] = towns.by_link(_sponsors)


def _records(world: World) -> tuple[Any, Any]:
    """Two records written down at a desk that look like one person's, and the pair that waits for somebody to look."""
    bram = who_is(world["people"]["bram"])
    if "alike" not in world:
        for given_name, family_name in [("محمد", "علي"), ("Mohamed", "Ali")]:
            told = Told(given_name, family_name, "1990-05", "ar", papers=(("passport", "N 42", "SY"),), note="As told.")
            world.setdefault("record", register_at_desk(bram, told, key=given_name))
        world["alike"] = waiting_twins(bram)[0][0]
    return world["record"], world["alike"]


def names() -> Iterator[tuple[str, bool]]:
    """(name with its namespace, whether it takes arguments) of every address."""
    yield from _walk(get_resolver().url_patterns, "", False)


def _walk(patterns: list[Any], space: str, arguments: bool) -> Iterator[tuple[str, bool]]:
    for pattern in patterns:
        takes = arguments or bool(pattern.pattern.converters) or "(?P<" in str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, takes)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", takes


ACTORS = ("", "amina", "bram", "chantal", "noor", "ines", "iris", "jonas", "greta")


def visits(world: World) -> dict[str, list[str]]:
    """The addresses to visit, by who goes there: `""` is a passer-by."""
    found: dict[str, dict[str, None]] = {one: {} for one in ACTORS}
    forgotten = []
    for name, takes in names():
        if name in NOT_PAGES or name in FORWARDERS:
            continue
        if name in OF_A_CASE:
            actor, stages, more = OF_A_CASE[name]
            for stage in stages.split():
                found[actor][reverse(name, args=[world["cases"][stage], *more])] = None
        elif name == "cases:several":
            for kind in ("take", "offer"):
                found["bram"][f"{reverse(name)}?does={kind}&case={world['cases']['sent']}"] = None
        elif name in OF_ONE:
            found[OF_ONE[name][0]][reverse(name, args=[OF_ONE[name][1](world)])] = None
        elif name == "cases:apply":
            found["amina"][reverse(name, args=_applied(world))] = None
        elif name in OF_A_RECORD:
            found["bram"][reverse(name, args=[_records(world)[0].pk])] = None
        elif name == "people:twin":
            found["bram"][reverse(name, args=[_records(world)[1].pk])] = None
        elif name in OF_SEVERAL:
            for arguments in _several(world, name):
                found[OF_SEVERAL[name]][reverse(name, args=arguments)] = None
        elif name in WITH:
            found[""].update(dict.fromkeys(_open_to_all(name, world)))
        elif name == "people:colleague":
            found["noor"][reverse(name, args=[world["people"]["bram"].pk])] = None
        elif name in ONLY_FOR:
            found[ONLY_FOR[name]][reverse(name)] = None
        elif takes:
            forgotten.append(name)
        else:
            found[""][reverse(name)] = None
            if name.startswith(("account", "mfa", "socialaccount", "usersessions")):
                found["amina"][reverse(name)] = None
    assert not forgotten, f"tests/browser/addresses.py does not know how to open: {', '.join(sorted(set(forgotten)))}"
    return {actor: list(addresses) for actor, addresses in found.items()}


def one_of_each(visits: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """The first visit to each page: a page of a law looks as that of another law does."""
    found: dict[str, tuple[str, str]] = {}
    for actor, address in visits:
        found.setdefault(resolve(address.partition("?")[0]).view_name, (actor, address))
    return set(found.values())


def _open_to_all(name: str, world: World) -> Iterator[str]:
    """Addresses of a passer-by; two laws are looked at before and after the other one is chosen."""
    for arguments in WITH[name](world):
        yield reverse(name, args=arguments)
        if name == "openness:law_compare":
            other = f"be-proposal/{queries.short(queries.pack('be-proposal').law_hash)}"
            yield reverse(name, args=arguments, query={"with": other})


def _applied(world: World) -> list[Any]:
    """A route that a law in force here lets a person ask for."""
    return next([pack.id, one.id] for pack in world["packs"] for one in pack.routes.values() if applied(pack, one))
