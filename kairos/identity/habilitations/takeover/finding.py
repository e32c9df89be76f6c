"""Whom the lines of a file are about: members by SIRET or number, people by address. A statement each, for a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kairos.foundation.imports.kinds import Line
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.members.models import HELD
from kairos.identity.memberships.models import Membership

NO_MEMBER = "Aucun adhérent n’a ce SIRET ni ce numéro : reprenez d’abord l’organisme, ou corrigez."


@dataclass(frozen=True, slots=True)
class Found:
    """members: organisation by SIRET and by number. accounts: by address. places: the last of a person there."""

    members: dict[str, UUID]
    accounts: dict[str, User]
    places: dict[tuple[UUID, UUID], Affiliation]

    def organisation(self, line: Line) -> UUID | None:
        return self.members.get(line.values["member"])

    def place(self, line: Line) -> Affiliation | None:
        account = self.accounts.get(line.values["email"])
        organisation = self.organisation(line)
        return self.places.get((organisation, account.pk)) if account and organisation else None


def found(lines: Sequence[Line]) -> Found:
    """Three statements."""
    members = _members({line.values["member"] for line in lines})
    accounts = {user.email: user for user in User.objects.filter(email__in={line.values["email"] for line in lines})}
    rows = Affiliation.objects.filter(organisation__in=set(members.values()), user__in=[*accounts.values()])
    rows = rows.select_related("user", "organisation").order_by("started_at", "pk")
    return Found(members, accounts, {(row.organisation_id, row.user_id): row for row in rows})


def _members(said: Iterable[str]) -> dict[str, UUID]:
    words = list(said)
    rows = Membership.objects.filter(HELD, Q(siret__in=words) | Q(number__in=words))
    known: dict[str, UUID] = {}
    for siret, number, organisation in rows.values_list("siret", "number", "organisation_id"):
        known |= {siret: organisation, number: organisation}
    return known
