"""Keeping answers behind a code, and taking them back. The code opens the lock; we keep neither bare."""

import base64
import datetime
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from veer.journal import clock
from veer.openness import answers as kept
from veer.openness.models import SavedAnswers

LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"  # nothing that is mistaken for something else when written by hand
LENGTH = 12  # 29^12 is over 2^58: nobody tries that many
DAYS = 90


def keep(answers: kept.Answers) -> str:
    """Lock the answers away for ninety days; gives the code, which is shown once and kept by the reader."""
    today = clock.today(settings.TIME_ZONE)
    SavedAnswers.objects.filter(until__lt=today).delete()
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    SavedAnswers.objects.create(
        lookup=_lookup(code),
        locked=_lock(code).encrypt(kept.packed(answers).encode()).decode(),
        saved_at=clock.now(),
        until=today + datetime.timedelta(days=DAYS),
    )
    return written(code)


def resume(code: str) -> kept.Answers | None:
    """The answers behind a code, or nothing."""
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    found = SavedAnswers.objects.filter(lookup=_lookup(plain), until__gte=clock.today(settings.TIME_ZONE)).first()
    if found is None:
        return None
    try:
        answers = kept.unpacked(_lock(plain).decrypt(found.locked.encode()).decode())
    except InvalidToken:
        return None
    answers.code = written(plain)
    return answers


def written(code: str) -> str:
    """As people copy it: in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _lookup(code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"finder:" + code.encode(), hashlib.sha256).hexdigest()


def _lock(code: str) -> Fernet:
    salt = hashlib.sha256(b"veer.openness" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)))
