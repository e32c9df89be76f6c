"""What the page of one person of the team shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people
from kairos.identity.habilitations import catalogue, inviting, queries
from kairos.identity.habilitations.models import AccessGrant, Affiliation, RightUse
from kairos.identity.habilitations.queries import MANAGE

HAPPENED: Mapping[str, tuple[str, str, str]] = {
    "affiliation.invite": ("Invitation envoyée", "mail", "info"),
    "affiliation.invite_again": ("Invitation envoyée de nouveau", "mail", "info"),
    "affiliation.accept": ("A rejoint l’organisme", "circle-check", "ok"),
    "affiliation.decline": ("A décliné l’invitation", "x", "idle"),
    "affiliation.cancel": ("Invitation annulée", "x", "idle"),
    "affiliation.describe": ("Nom ou fonction changés", "pencil", "idle"),
    "affiliation.set_rights": ("Droits changés", "key-round", "info"),
    "team.set_rights": ("Droits changés", "key-round", "info"),
    "affiliation.suspend": ("Accès suspendu", "lock", "bad"),
    "affiliation.require_password": ("Nouveau mot de passe demandé", "key-round", "warn"),
    "team.require_passwords": ("Nouveau mot de passe demandé", "key-round", "warn"),
    "affiliation.resume": ("Accès rétabli", "circle-check", "ok"),
    "affiliation.remove": ("A quitté l’organisme", "log-out", "idle"),
    "affiliation.ask_to_manage": ("Proposée comme RGC", "users", "info"),
    "affiliation.unask_to_manage": ("Proposition annulée", "x", "idle"),
    "affiliation.manage": ("RGC", "circle-check", "ok"),
    "affiliation.decline_to_manage": ("A refusé d’être RGC", "x", "idle"),
    "affiliation.withdraw_manager": ("N’est plus RGC", "users", "warn"),
}
"""First act of an entry → what is said, its icon, its state."""


@dataclass(frozen=True, slots=True)
class Right:
    label: str
    text: str
    state: str
    starts_on: date
    ends_on: date | None
    places: int


@dataclass(frozen=True, slots=True)
class Event:
    label: str
    icon: str
    state: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Person:
    row: Affiliation
    rights: list[Right]
    seen_on: date | None
    events: list[Event]
    names: Mapping[UUID, str]
    oneself: bool
    last_manager: bool

    @property
    def manages(self) -> bool:
        return MANAGE in self.row.rights

    @property
    def late(self) -> bool:
        return inviting.late(self.row)

    def name_of(self, user: UUID | None) -> str:
        return self.names.get(user, "") if user else ""


def person(actor: Actor, key: UUID) -> Affiliation:
    """Raises Affiliation.DoesNotExist for another organisation's."""
    return queries.visible_to(actor).select_related("organisation").get(pk=key)


def read(row: Affiliation, actor: Actor) -> Person:
    entries = [entry for entry in history(row) if entry.acts and entry.acts[0] in HAPPENED]
    names = people.names_of({entry.actor_user for entry in entries} | {row.invited_by, row.manager_asked_by})
    used = RightUse.objects.filter(affiliation=row, right="").values_list("last_on", flat=True).first()
    managers = queries.managers_of(row.organisation_id)
    return Person(
        row,
        [_right(grant) for grant in sorted(queries.open_grants(row), key=lambda grant: ORDER.get(grant.right, 0))],
        used,
        [_event(entry, names) for entry in entries],
        names,
        row.user_id == actor.user,
        managers == [row.user_id],
    )


ORDER = {right: place for place, right in enumerate(catalogue.in_order(catalogue.known_rights()))}


def _right(grant: AccessGrant) -> Right:
    state = "warn" if grant.state == AccessGrant.State.PROPOSED else "ok"
    if grant.starts_on > clock.today() or (grant.ends_on and grant.ends_on < clock.today()):
        state = "idle"
    label, text = catalogue.label_of(grant.right), catalogue.allows(grant.right)
    return Right(label, text, state, grant.starts_on, grant.ends_on, len(grant.establishments))


def _event(entry: JournalEntry, names: Mapping[UUID, str]) -> Event:
    label, icon, state = HAPPENED[entry.acts[0]]
    return Event(label, icon, state, names.get(entry.actor_user, "Kairos"), entry.at)
