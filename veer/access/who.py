"""Who is asking: an account with its roles and the persons it acts for, or the program itself."""

from dataclasses import dataclass, field
from uuid import UUID

from veer.access import roles
from veer.journal.acts import Ref


@dataclass(frozen=True, slots=True)
class Reach:
    """What one mandate lets somebody do for a person, where it is less than everything.

    Empty `route` ("pack/route") and `case` set no bound. A `hearing` reaches that one hearing and no file at all.
    """

    person: UUID
    acts: bool
    route: str = ""
    case: UUID | None = None
    hearing: UUID | None = None

    def covers(self, person: UUID, route: str, case: UUID | None) -> bool:
        if self.hearing is not None or self.person != person:
            return False
        return self.route in ("", route) and self.case in (None, case)


@dataclass(frozen=True, slots=True)
class Who:
    """The one who asks or acts. Everything that decides about access takes this, never a request or a user.

    `own`: the persons they are (more than one record where duplicates were merged). `persons`: those for whom they
    act in everything, themselves among them. `reaches`: what narrower mandates allow. `tied`: whom they sponsor, or
    whose sponsor they live with: no mandate opens these, nor do they work on them. `interests`: on whom else they do
    not work, by their own word.
    """

    account: UUID
    name: str = ""
    persons: frozenset[UUID] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    kind: str = "account"
    own: frozenset[UUID] = field(default_factory=frozenset)
    reaches: frozenset[Reach] = field(default_factory=frozenset)
    tied: frozenset[UUID] = field(default_factory=frozenset)
    interests: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.account)

    def may_act(self, person: UUID, *, route: str = "", case: UUID | None = None) -> bool:
        """Whether they act for a person: in everything, or in a file of this route, or in this file."""
        return person in self.persons or any(one.acts and one.covers(person, route, case) for one in self.reaches)

    def may_read(self, person: UUID, *, route: str = "", case: UUID | None = None) -> bool:
        """Whether they see a person's file from the person's own side."""
        return person in self.persons or any(one.covers(person, route, case) for one in self.reaches)

    @property
    def hearings(self) -> frozenset[UUID]:
        """The hearings at which they interpret. They see these and nothing else of the file."""
        return frozenset(one.hearing for one in self.reaches if one.hearing is not None)

    @property
    def near(self) -> frozenset[UUID]:
        """Everybody they are, act for, read for, interpret for or sponsor, or in whom they have an interest: whose
        files they never handle as an authority."""
        return self.persons | self.own | self.tied | self.interests | {one.person for one in self.reaches}

    def has(self, *wanted: str) -> bool:
        return any(role in self.roles for role in wanted)

    @property
    def acts_for_others(self) -> bool:
        """Whether a mandate lets them act for, look with or interpret for somebody else."""
        return bool(self.persons - self.own or self.reaches)

    @property
    def works_here(self) -> bool:
        """Whether somebody has work on other people's files. An administrator sees none."""
        return self.has(*roles.AUTHORITY, roles.AUDITOR)


NOBODY = Who(account=UUID(int=0), kind="nobody")
SYSTEM = Who(account=UUID(int=0), kind="system")
