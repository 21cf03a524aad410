"""Who is asking: an account with its roles and the persons it acts for, or the program itself."""

from dataclasses import dataclass, field
from uuid import UUID

from veer.access import roles
from veer.journal.acts import Ref


@dataclass(frozen=True, slots=True)
class Who:
    """The one who asks or acts. Everything that decides about access takes this, never a request or a user."""

    account: UUID
    name: str = ""
    persons: frozenset[UUID] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    kind: str = "account"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.account)

    def has(self, *wanted: str) -> bool:
        return any(role in self.roles for role in wanted)

    @property
    def works_here(self) -> bool:
        """Whether somebody has work on other people's files. An administrator sees none."""
        return self.has(roles.OFFICIAL, roles.SIGNER, roles.AUDITOR)


NOBODY = Who(account=UUID(int=0), kind="nobody")
SYSTEM = Who(account=UUID(int=0), kind="system")
