"""The invented people of the demonstration. They come in by the same doors as everybody else."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from veer.access import roles
from veer.access.who import SYSTEM
from veer.people.acts import introduce, invite
from veer.web.models import DemoLogin


@dataclass(frozen=True)
class Invented:
    given_name: str
    family_name: str
    role: str
    told: str  # what the visitor reads beside the name
    language: str = "nl"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def email(self) -> str:
        return f"{self.given_name}.{self.family_name.replace(' ', '')}@voorbeeld.invalid".lower()


CAST = [
    Invented("Amara", "Okafor", roles.APPLICANT, _("wants to come and work, and has not asked anything yet"), "en"),
    Invented("Samira", "Haddad", roles.APPLICANT, _("also looks for her way, and reads Arabic"), "ar"),
    Invented("Lien", "Vermeulen", roles.OFFICIAL, _("official: handles files and proposes decisions")),
    Invented("Karim", "Benali", roles.OFFICIAL, _("official too: sees who else has a file open"), "fr"),
    Invented("Greet", "Maes", roles.SIGNER, _("signer: the second pair of eyes under every decision")),
    Invented("Jonas", "Weber", roles.AUDITOR, _("auditor: reads everything, changes nothing"), "de"),
    Invented("Noor", "Claes", roles.ADMINISTRATOR, _("administrator: people, roles and versions of the law")),
]


def make() -> None:
    for position, one in enumerate(CAST):
        account = invite(one.email, role=one.role, by=SYSTEM, name=one.name, language=one.language)
        if one.role == roles.APPLICANT:
            introduce(account, given_name=one.given_name, family_name=one.family_name, language=one.language)
        DemoLogin.objects.create(account=account, name=one.name, role=one.told, position=position)
