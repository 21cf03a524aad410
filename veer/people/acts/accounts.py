"""Inviting, naming, signing in: what is done to accounts and to the persons they are."""

import secrets
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.people.acts.twins import make_findable
from veer.people.models import Account, Link, Person
from veer.people.queries import code_digest

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that look alike
SELF = Link.SELF


@transaction.atomic
def invite(email: str, *, role: str, by: Who, name: str = "", language: str = "en") -> Account:
    """Give somebody a role: their account is made if there is none, and a mail lets them choose a password."""
    policy.require(by, "invite")
    validate_email(email)
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        account = Account.objects.create_user(email, name=name, language=language, made_at=clock.now())
        append(Ref("account", account.pk), "invite", by.ref, payload={"email": email, "role": role})
        # Whoever opens the invitation reads this mailbox: nothing is left to confirm.
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    if role != roles.APPLICANT:
        give_role(account.pk, role, by)
    transaction.on_commit(lambda: _send_invitation(account, role))
    return account


@transaction.atomic
def arrive(account: Account) -> None:
    """An account was made by whoever it belongs to; its language is the one they were reading."""
    language = (translation.get_language() or "en").split("-")[0]
    Account.objects.filter(pk=account.pk).update(language=language, made_at=clock.now())
    account.refresh_from_db()
    append(Ref("account", account.pk), "sign_up", Ref("account", account.pk))


@transaction.atomic
def introduce(account: Account, *, given_name: str, family_name: str = "", address: str = "", language: str) -> Person:
    """An account says who it is: the person is made and linked. Said again, the person's name and address change."""
    actor = Ref("account", account.pk)
    told = {"given_name": given_name, "family_name": family_name, "address": address, "language": language}
    link = Link.objects.filter(account=account, until=None, relation=SELF).select_related("person").first()
    if link is None:
        now = clock.now()
        person = Person.objects.create(made_at=now, **told)
        Link.objects.create(account=account, person=person, relation=SELF, since=now, accepted_at=now)
        append(Ref("person", person.pk), "introduce", actor, payload=told)
        make_findable(person)
    else:
        person = link.person
        changed = {key: value for key, value in told.items() if getattr(person, key) != value}
        if changed:
            for name, value in changed.items():
                setattr(person, name, value)
            person.save()
            append(Ref("person", person.pk), "rename", actor, payload=changed)
            make_findable(person)
    if not account.name:
        Account.objects.filter(pk=account.pk).update(name=person.name)
        account.name = person.name
    account.__dict__.pop("known_as", None)
    return person


@transaction.atomic
def choose_language(account: Account, language: str) -> None:
    """The language of the account's pages, and of the letters to the person it is."""
    if language not in dict(settings.LANGUAGES) or account.language == language:
        return
    Account.objects.filter(pk=account.pk).update(language=language)
    Person.objects.filter(links__account=account, links__until=None, links__relation=SELF).update(language=language)
    actor = Ref("account", account.pk)
    append(actor, "choose_language", actor, payload={"language": language})
    account.language = language


@transaction.atomic
def give_login_code(account_id: UUID, by: Who) -> str:
    """A code on paper for somebody without e-mail: 100 bits, shown once, kept as a digest. A new one ends the old."""
    policy.require(by, "give_login_code")
    code = new_code()
    Account.objects.filter(pk=account_id).update(code_digest=code_digest(code))
    append(Ref("account", account_id), "give_login_code", by.ref)
    return code


def new_code() -> str:
    """A code that can be read aloud and copied by hand: four groups of five, 100 random bits."""
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(5)) for _ in range(4))


def _send_invitation(account: Account, role: str) -> None:
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    link = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
    with translation.override(account.language):
        words = {"account": account, "role": roles.TITLES.get(role, ""), "link": link, "site": settings.SITE_URL}
        subject = " ".join(render_to_string("people/mail/invitation_subject.txt", words).split())
        send_mail(subject, render_to_string("people/mail/invitation.txt", words), None, [account.email])
