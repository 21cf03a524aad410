"""Adding a passkey, in our words. The ceremony is allauth's."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A name, and whether it replaces the password: then it must ask for a finger, a face or a PIN."""

    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    passwordless = forms.BooleanField(
        label=_("Let it open my account without a password"), required=False, initial=True
    )
