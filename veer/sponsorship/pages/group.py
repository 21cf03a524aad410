"""For a group: its members and files, its money, its home, and asking to bring somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.cases.money import euros
from veer.cases.pages.common import language
from veer.people.pages.door import form_key, signed_in
from veer.people.queries import confirmed_emails, own_person
from veer.sponsorship import acts, addresses, coming, counting, queries, rules, together
from veer.sponsorship.forms import (
    AccountForm,
    AgreeForm,
    AskForm,
    BeginForm,
    BringForm,
    HomeForm,
    NumberForm,
    ReceiptForm,
    StrikeForm,
)
from veer.sponsorship.models import Group, Receipt
from veer.sponsorship.pages import shown
from veer.sponsorship.rules import Sponsors


def _law() -> Sponsors:
    found = rules.sponsors()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """My groups, the groups that asked me, and beginning one."""
    law = _law()
    form = BeginForm(request.POST or None, law=law)
    named, mailed = own_person(who.account) is not None, bool(confirmed_emails(who.account))
    if request.method == "POST" and named and mailed and form.is_valid():
        told = form.cleaned_data
        try:
            made = acts.begin_group(told["name"], told["form"], who, form.told, told["number"])
            return redirect("sponsorship:group", made.pk)
        except acts.ActiveElsewhere:
            form.add_error(None, _("You are a member of another group. You can be in one at a time."))
    context = {"groups": queries.own_groups(who), "asked": queries.asked_of(who), "form": form}
    return render(request, "sponsorship/group/mine.html", {**context, "named": named, "mailed": mailed})


@require_http_methods(["GET", "POST"])
@signed_in
def join(request: HttpRequest, who: Who, member_id: UUID) -> HttpResponse:
    """Read what one agrees to, and agree."""
    asked = queries.asked_for(who, member_id)
    form = AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.agree(asked.pk, who, form.told)
            return redirect("sponsorship:group", asked.group_id)
        except acts.ActiveElsewhere:
            form.add_error(None, _("You are a member of another group. You can be in one at a time."))
    return render(request, "sponsorship/group/join.html", {"asked": asked, "form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def group(request: HttpRequest, who: Who, group_id: UUID) -> HttpResponse:
    """The group: who is in it, what the law still asks, its files, its money, its home, its place in the draw."""
    found = queries.own_group(who, group_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = AskForm(request.POST if do == "ask" else None)
    if (do == "ask" and form.is_valid() and _asked(request, who, found, form)) or (
        do == "unask" and _asked_no_more(request, who, found)
    ):
        return redirect("sponsorship:group", found.pk)
    number = NumberForm(request.POST if do == "number" else None, initial={"number": found.number})
    if do == "number" and number.is_valid():
        acts.name_number(found.pk, number.cleaned_data["number"], who)
        return redirect("sponsorship:group", found.pk)
    if do == "recognition":
        return redirect("cases:file", acts.ask_recognition(found.pk, who, form_key(request)).pk)
    if do == "leave":
        return _left(request, who, found)
    context = {
        **shown.group(found, rules.sponsors(), language(), at_work=False),
        "me": queries.me_in(found, who),
        "form": form,
        "number": number if found.form == rules.ORGANISATION else None,
        "counts_as_one": together.counted_as_one(found),
    }
    context |= {"holds": found.person_id in who.own, "comings": coming.comings_of(found)}
    context["protocols"] = shown.protocols(rules.sponsors(), queries.protocols(found))
    return render(request, "sponsorship/group/group.html", {**context, "key": form_key(request)})


def _asked(request: HttpRequest, who: Who, found: Group, form: AskForm) -> bool:
    told = form.cleaned_data
    try:
        acts.ask_member(found.pk, told["email"], who, lead=told["lead"], keeps_money=told["keeps_money"])
    except acts.AlreadyThere:
        form.add_error("email", _("Whoever has this e-mail is a member already, or was asked."))
        return False
    except acts.AsksTooMany:
        form.add_error("email", _("You asked many people today. Ask the next one tomorrow."))
        return False
    wrote = _("We wrote to %(email)s. They are a member once they agree with their own account.")
    messages.success(request, wrote % {"email": told["email"]})
    return True


def _asked_no_more(request: HttpRequest, who: Who, found: Group) -> bool:
    try:
        acts.take_back_asking(found.pk, UUID(request.POST.get("member", "")), who)
    except ValueError:
        raise Http404 from None
    messages.success(request, _("Taken back. They are not asked any more."))
    return True


def _left(request: HttpRequest, who: Who, found: Group) -> HttpResponse:
    try:
        acts.leave(found.pk, who)
    except acts.KeepsTheFiles:
        messages.error(request, _("You hold the files of the group. You can leave once they have ended."))
        return redirect("sponsorship:group", found.pk)
    messages.success(request, _("You left the group. You owe nothing any more."))
    return redirect("sponsorship:mine")


@require_http_methods(["GET", "POST"])
@signed_in
def money(request: HttpRequest, who: Who, group_id: UUID) -> HttpResponse:
    """What is there, what is needed, and each receipt; written, and struck, by whoever keeps the money.

    `again`: the number of a receipt that was struck, to write it as it should be.
    """
    found, law = queries.own_group(who, group_id), rules.sponsors()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    account = AccountForm(request.POST if do == "account" else None)
    there = queries.receipts(found)
    again = next((one for one in there if one.struck_at and str(one.number) == request.GET.get("again")), None)
    receipt = ReceiptForm(request.POST if do == "receipt" else None, initial=_as_written(again))
    strike = StrikeForm(
        request.POST if do == "strike" else None, receipts=[one for one in there if one.struck_at is None]
    )
    if (do == "account" and account.is_valid() and _named(found, who, account)) or (
        do == "receipt" and receipt.is_valid() and _written(found, who, receipt)
    ):
        return redirect("sponsorship:money", found.pk)
    if do == "strike" and strike.is_valid() and _struck(request, found, who, strike):
        return redirect(f"{reverse('sponsorship:money', args=[found.pk])}?again={strike.cleaned_data['receipt']}")
    me = queries.me_in(found, who)
    context = {
        **shown.group(found, law, language(), at_work=False),
        "receipts": shown.receipts(there),
        "keeps": (me.keeps_money or me.lead) and not me.tied,
        "account_form": account,
        "receipt_form": receipt,
        "strike_form": strike,
    }
    return render(request, "sponsorship/group/money.html", context)


def _named(found: Group, who: Who, form: AccountForm) -> bool:
    try:
        acts.name_account(found.pk, form.cleaned_data["bank"], form.cleaned_data["number"], who)
    except acts.AccountUsed:
        form.add_error("number", _("Another group has this account."))
        return False
    return True


def _written(found: Group, who: Who, form: ReceiptForm) -> bool:
    told = form.cleaned_data
    cents = int(told["amount"] * 100)
    try:
        acts.write_receipt(
            found.pk, told["kind"], cents, told["day"], told["giver"], who, what=told["what"], origin=told["origin"]
        )
    except acts.MoreThanThere as there:
        euro = euros(shown.euro(there.cents))
        form.add_error("amount", _("There is only %(euro)s on the account.") % {"euro": euro})
        return False
    return True


def _as_written(receipt: Receipt | None) -> dict[str, Any]:
    """What stands in a receipt, as its form takes it."""
    if receipt is None:
        return {}
    told = {name: getattr(receipt, name) for name in ("kind", "day", "giver", "what", "origin")}
    return told | {"amount": f"{receipt.cents / 100:.2f}"}


def _struck(request: HttpRequest, found: Group, who: Who, form: StrikeForm) -> bool:
    number = form.cleaned_data["receipt"]
    try:
        acts.strike_receipt(found.pk, number, form.cleaned_data["why"], who)
    except acts.WentBack:
        form.add_error("receipt", _("More went back than would then be there. Strike what went back first."))
        return False
    told = _("Receipt %(n)s is struck. If something was given all the same, write it below as it should be.")
    messages.success(request, told % {"n": number})
    return True


@require_GET
@signed_in
def statement(request: HttpRequest, who: Who, group_id: UUID) -> HttpResponse:
    """All receipts on one page, to be printed."""
    found = queries.own_group(who, group_id)
    context = {
        **shown.group(found, rules.sponsors(), language(), at_work=False),
        "receipts": shown.receipts(queries.receipts(found)),
        "day": counting.today_here(),
    }
    return render(request, "sponsorship/group/statement.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def home(request: HttpRequest, who: Who, group_id: UUID) -> HttpResponse:
    """The home: what the law asks of it, and how many may live there."""
    found, law = queries.own_group(who, group_id), _law()
    before = queries.home_of(found)
    where = ("street", "postcode", "municipality")
    initial = {name: getattr(before, name) for name in where} if before else {}
    for name, value in before.facts.items() if before else ():
        initial[name.replace(".", "_")] = str(value).lower() if isinstance(value, bool) else value
    me = own_person(who.account)
    form = HomeForm(request.POST or None, law=law, own=addresses.parts(me.address) if me else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        street, postcode, town = (form.cleaned_data[name] for name in where)
        acts.offer_home(found.pk, town, form.facts, who, street=street, postcode=postcode)
        return redirect("sponsorship:home", found.pk)
    allows = rules.persons_allowed(law, before.facts) if before else None
    context = {"group": found, "home": before, "allows": allows, "form": form}
    return render(request, "sponsorship/group/home.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def bring(request: HttpRequest, who: Who, group_id: UUID) -> HttpResponse:
    """Ask to bring one household: by name, or matched."""
    found, law = queries.own_group(who, group_id), _law()
    form = BringForm(request.POST or None, law=law)
    if found.person_id not in who.own:
        raise Http404
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            size, key = (told["adults"], told["children"]), form_key(request)
            case = acts.ask_to_bring(found.pk, told["way"], *size, who, key, helper=form.helps)
            if told["way"] != queries.MATCHED:
                return redirect("sponsorship:asked", found.pk, case.pk)
            return redirect("cases:file", case.pk)
        except acts.Suspended as stands:
            form.add_error(None, shown.stands_still(stands.until))
        except acts.TooManyLost:
            form.add_error(None, _("Too many of those who came by you or your helper cannot be found. Speak with us."))
        except acts.PaidHelp:
            form.add_error("helper_fee", _("Only a lawyer may ask something for helping you."))
        except acts.HelpsTooOften:
            form.add_error("helper", _("This helper has helped as many households as the law lets one helper."))
        except acts.NotRecognised:
            form.add_error(None, _("Your group is not recognised today."))
        except acts.AlreadyActive:
            form.add_error(None, _("Your group has a household already. One at a time."))
        except acts.HelpedEnough:
            form.add_error(None, _("A member has helped to bring as many households as the law lets one person."))
        except acts.TooMany:
            form.add_error(
                None, _("With this household you would bring more persons in twelve months than the law lets you.")
            )
    context = {"group": found, "form": form, "key": form_key(request)}
    context["protocols"] = shown.still_to_ask(law, queries.in_force(found))
    return render(request, "sponsorship/group/bring.html", context)
